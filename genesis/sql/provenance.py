"""Where the parts of a query come from: comments in its text, and a map from its lines to those of definitions."""

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct, field
from sqlglot import exp

from genesis.diagnostics import Span

Lines = tuple[tuple[int, Span], ...]
"""1-based lines of a query with the places that they come from, in order."""


class Marks(Struct):
    """Places that are noted in a tree as numbered comments, until its text is known. ``sign`` is in no text of the tree."""

    sign: str
    places: list[tuple[str, Span]] = field(default_factory=list)

    def add(self, node: exp.Expr, span: Span, said: str = "") -> None:
        """Note at ``node`` that it comes from ``span``."""
        node.add_comments([f" {self.sign}{len(self.places)} "], prepend=True)
        self.places.append((said, span))

    def written(self, text: str, *, comments: bool) -> tuple[str, Lines]:
        """The text with its marks as comments at the ends of lines, or without any."""
        mark = re.compile(rf"[ ]?/\* {self.sign}(\d+) \*/")
        lines: list[str] = []
        found: list[tuple[int, Span]] = []
        for line in text.split("\n"):
            numbers = [int(number) for number in mark.findall(line)] if self.sign in line else []
            bare = mark.sub("", line).rstrip() if numbers else line
            if numbers and not comments and not bare.strip():
                continue
            found += [(len(lines) + 1, self.places[number][1]) for number in numbers]
            lines.append(f"{_indented(line, bare)}{self._said(numbers)}" if numbers and comments else bare)
        return "\n".join(lines), tuple(found)

    def _said(self, numbers: list[int]) -> str:
        said = (
            f"{words}{': ' if words else ''}{span.file.path}:{span.line}"
            for words, span in map(self.places.__getitem__, numbers)
        )
        return f"-- {', '.join(map(one_line, said))}"


def one_line(text: str) -> str:
    """Text that cannot end the line on which it stands."""
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)


def _indented(line: str, bare: str) -> str:
    """What stands before a comment: the code and two spaces, or the indentation alone."""
    return f"{bare}  " if bare.strip() else line[: len(line) - len(line.lstrip())]


def marks_for(texts: Iterable[str]) -> Marks:
    """Marks with a sign that is in none of ``texts``, from which all literals, names and comments of a query come."""
    known = tuple(texts)
    sign = "\u00a7"
    while any(sign in text for text in known):
        sign += "\u00a7"
    return Marks(sign)


def annotate(marks: Marks, tree: exp.Query, columns: Iterable[Span | None], parts: Mapping[str, Span]) -> None:
    """Note where each column of a query and each of its common table expressions comes from."""
    for expression, span in zip(tree.selects, columns, strict=True):
        if span is not None:
            marks.add(expression, span)
    for part in tree.ctes:
        span = parts.get(part.alias)
        first = part.this
        while isinstance(first, exp.Union):
            first = first.this
        if span is not None:
            marks.add(first, span)
