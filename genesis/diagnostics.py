"""Places in a user's files, and what is wrong there.

Every mistake a user can make becomes a :class:`Diagnostic` with a code, a place and, where we can give one, a hint.
A stage collects all it finds in :class:`Problems` and raises them together as one :class:`GenesisError`.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, Literal, TypeVar

from msgspec import Struct, field

Severity = Literal["error", "warning", "note"]
T = TypeVar("T")
R = TypeVar("R")
MOST: Final = 1000
"""The most mistakes that one list holds."""
_LISTED: Final = 12
"""The most names a hint lists."""
_ELSEWHERE: Final[dict[str, tuple[str, ...]]] = {
    word: tuple(names.split())
    for names, words in (
        ("integer", "int bigint smallint tinyint long int64 int32"),
        ("string", "str text varchar char character"),
        ("float", "double real float64"),
        ("decimal(p,s)", "numeric number decimal"),
        ("decimal(p,s) currency", "money"),
        ("boolean", "bool bit"),
        ("timestamp", "datetime datetime2"),
        ("timestamptz", "timestamp_tz"),
        ("json", "jsonb variant object"),
        ("eq", "= == equals equal is"),
        ("ne", "!= <> not neq not_equals not_equal"),
        ("gt", "> greater greater_than after more_than"),
        ("gte", ">= ge at_least since from min"),
        ("lt", "< less less_than before"),
        ("lte", "<= le at_most until to max"),
        ("in", "any_of one_of"),
        ("not_in", "none_of nin"),
        ("contains", "includes ilike"),
        ("matches", "regex regexp rlike"),
        ("is_null", "null empty missing exists"),
        ("fields columns", "columns select dimensions attributes"),
        ("measures", "metrics aggregates"),
        ("joins", "relationships relations links"),
        ("filters where", "filter where conditions having"),
        ("sort order_by", "order order_by orderby sort_by"),
        ("group_by", "group groupby groups"),
        ("key", "primary_key keys id"),
        ("sql", "expression expr query formula"),
        ("as", "alias name"),
        ("label", "title caption header"),
        ("field", "path column"),
        ("to", "source target references"),
        ("on", "condition foreign_key"),
        ("delete", "remove drop"),
    )
    for word in words.split()
}
"""What words of SQL and of other tools are called here; only names that a place knows are ever offered."""
_BREAK: Final = re.compile(r"\r\n|\n|\r")


@lru_cache(maxsize=16)
def line_starts(text: str) -> tuple[int, ...]:
    """Where each line of a text begins: after a line feed, a carriage return, or both."""
    return (0, *(match.end() for match in _BREAK.finditer(text)))


class SourceFile:
    """A file as it was read: ``path`` is relative to the project's root, ``text`` is its whole content.

    No Struct: places are packed without the text that all of them hold (``genesis.spec.packing``).
    """

    __slots__ = ("path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, SourceFile) and self.path == other.path and self.text == other.text)

    def __hash__(self) -> int:
        return hash((self.path, self.text))

    def line(self, number: int) -> str:
        """The text of line ``number`` (1-based), without its line break; empty when there is no such line."""
        starts = line_starts(self.text)
        if not 0 < number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def __repr__(self) -> str:
        return f"SourceFile({self.path!r})"


class Span(Struct, frozen=True, gc=False, array_like=True):
    """Where something stands: 1-based line and column, in characters; the end is exclusive."""

    file: SourceFile
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file.path}:{self.line}:{self.column}"


class Hits(Struct, frozen=True):
    """Whom a mistake reaches: what definitions make of it (``source.member``), inputs, the trackers that show them, and the
    owners of both, by name.
    """

    fields: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    trackers: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()


class Diagnostic(Struct, frozen=True):
    """One mistake: what (``code``, ``message``), where (``span``), and how to mend it (``hint``); ``hits`` where that is known.

    A note is no mistake: nobody has to do anything.
    """

    code: str
    message: str
    span: Span | None = None
    hint: str = ""
    severity: Severity = "error"
    hits: Hits | None = None

    @property
    def file(self) -> str:
        """Path relative to the project's root; empty when the mistake has no place in a file."""
        return self.span.file.path if self.span else ""

    @property
    def line(self) -> int:
        """1-based line, 0 without a place."""
        return self.span.line if self.span else 0

    @property
    def column(self) -> int:
        """1-based column in characters, 0 without a place."""
        return self.span.column if self.span else 0

    def order(self) -> tuple[str, int, int, str, str]:
        """The key diagnostics are sorted by: file, place, code."""
        return (self.file, self.line, self.column, self.code, self.message)


class GenesisError(Exception):
    """What a user's mistake raises; ``diagnostics`` is never empty."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(set(diagnostics), key=Diagnostic.order))
        super().__init__("\n".join(headline(d) for d in self.diagnostics))


class Problems(Struct):
    """A stage's growing list of mistakes."""

    found: list[Diagnostic] = field(default_factory=list)

    def add(self, code: str, span: Span | None, message: str, hint: str = "") -> None:
        """Note one error."""
        self.note(Diagnostic(code, message, span, hint))

    def note(self, diagnostic: Diagnostic) -> None:
        """Note one mistake; from the thousandth on only that there are more (G015), so that no file costs hours."""
        if len(self.found) < MOST:
            self.found.append(diagnostic)
        elif len(self.found) == MOST:
            message = f"there are more than {MOST:,} mistakes; the others are not listed"
            self.found.append(
                Diagnostic("G015", message, diagnostic.span, "mend those above, or look at the first one")
            )

    def raise_if_any(self) -> None:
        """Raise all that was noted, if anything was.

        Raises:
            GenesisError: with every error noted so far.
        """
        if self.found:
            raise GenesisError(self.found)


def fail(code: str, span: Span | None, message: str, hint: str = "") -> GenesisError:
    """A single mistake as an exception to raise."""
    return GenesisError([Diagnostic(code, message, span, hint)])


def each(work: Callable[[T], R], items: Iterable[T]) -> tuple[R, ...]:
    """What ``work`` gives for each item.

    Raises:
        GenesisError: with the mistakes of all items, not of the first alone.
    """
    problems = Problems()
    found: list[R] = []
    for item in items:
        try:
            found.append(work(item))
        except GenesisError as error:
            problems.found.extend(error.diagnostics)
    problems.raise_if_any()
    return tuple(found)


def headline(diagnostic: Diagnostic) -> str:
    """``file:line:column: error G203: message``, without the place where there is none."""
    place = f"{diagnostic.span}: " if diagnostic.span else ""
    return f"{place}{diagnostic.severity} {diagnostic.code}: {diagnostic.message}"


def nearest(word: str, known: Iterable[str], limit: int = 1) -> list[str]:
    """The known names that ``word`` stands for elsewhere, or is but for letter case, else those that look most like it, best first."""
    from difflib import get_close_matches

    names, lower = sorted(known), word.lower()
    elsewhere = _ELSEWHERE.get(lower.partition("(")[0], ())
    meant = [*(n for n in names if n.lower() == lower), *(n for n in elsewhere if n in names)]
    if found := meant[:limit] or get_close_matches(word, names, n=limit, cutoff=0.6):
        return found
    misspelt = (n for w in get_close_matches(lower, _ELSEWHERE, n=3, cutoff=0.8) for n in _ELSEWHERE[w] if n in names)
    return list(dict.fromkeys(misspelt))[:limit]


def did_you_mean(word: str, known: Iterable[str], quote: Callable[[str], str] = "`{}`".format) -> str:
    """A hint naming the nearest known name, or listing them when none is near; never the word itself, and empty when nothing
    else is known."""
    names = sorted({*known} - {word})
    close = nearest(word, names)
    if close:
        return f"did you mean {quote(close[0])}?"
    shown = ", ".join(names[:_LISTED]) + (", ..." if len(names) > _LISTED else "")
    return f"known here: {shown}" if names else ""
