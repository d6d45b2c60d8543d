"""YAML 1.2 text to nodes with places, as far as the language allows YAML.

Plain scalars are JSON's numbers, ``true``, ``false``, ``null`` and ``~``; everything else is text. Lines and
columns are counted in characters. The parser's events are folded with a stack of our own, so depth costs no recursion.
"""

import re
from collections.abc import Callable
from sys import intern
from typing import Any, Final

import yaml
from msgspec import Struct
from yaml import MarkedYAMLError

from genesis.diagnostics import GenesisError, Problems, SourceFile, Span, fail
from genesis.spec.documents import Mapping, Node, Scalar, Sequence, Text
from genesis.spec.places import span_at
from genesis.spec.scalars import NUMBER_STARTS, WORDS, scalar_value
from genesis.spec.syntax import EMPTY_VALUE, empty_value, syntax_error

_parser: Callable[[str], Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser, or where PyYAML was built without it, the one in Python. Of both parsers, events and marks are ``Any``."""

MAX_DEPTH: Final = 64
MAX_NODES: Final = 200_000
"""Nodes in one document, each alias counted with all that it stands for."""

_PROPERTIES: Final = re.compile(r"[&!][^\s,\[\]{}]*(?:\s+|$)")
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_SCALAR: Final[Any] = yaml.ScalarEvent


def read_yaml(file: SourceFile) -> Mapping:
    """The mapping that a file holds.

    Raises:
        GenesisError: codes G001 to G014, all that were found up to the first place where the text stops being YAML.
    """
    if bad := _FORBIDDEN.search(file.text):
        raise _forbidden(file, bad)
    builder = _Builder(file)
    try:
        builder.run(_parser(file.text))
    except MarkedYAMLError as error:
        builder.problems.note(syntax_error(file, error))
    builder.problems.raise_if_any()
    root = builder.root
    if isinstance(root, Mapping):
        return root
    if root is None or root is EMPTY_VALUE:
        settings = file.path.rsplit("/", 1)[-1] == "genesis.yaml"
        example = "connections: {demo: {engine: duckdb, files: data}}" if settings else "source: person"
        raise fail("G010", Span(file, 1, 1, 1, 1), "the file is empty", f"say what it holds, for example `{example}`")
    raise fail(
        "G010", root.span, f"a document is a mapping of keys to values, not {_kind(root)}", "write `key: value` lines"
    )


def _kind(node: Node) -> str:
    return "a list" if isinstance(node, Sequence) else "text"


def _forbidden(file: SourceFile, match: re.Match[str]) -> GenesisError:
    span = span_at(file, match.start(), match.end())
    code = ord(match[0])
    hint = (
        "delete it" if code in {0, 0xFEFF} else f'delete it, or write it as an escape in double quotes: "\\u{code:04x}"'
    )
    return fail("G004", span, f"the character U+{code:04X} cannot stand in a YAML file", hint)


class _Frame(Struct, gc=False):
    """A sequence or mapping whose end has not been read. ``inside`` counts the nodes in those that it holds."""

    start: Any
    anchor: str | None
    mapping: bool
    items: list[Node]
    entries: dict[str, tuple[Text, Node]]
    key: Text | None = None
    inside: int = 0

    def weight(self) -> int:
        """How many nodes there are so far."""
        return 1 + len(self.items) + len(self.entries) + self.inside


class _Builder:
    """Folds events into nodes and notes mistakes."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.problems = Problems()
        self.root: Node | None = None
        self._stack: list[_Frame] = []
        self._anchors: dict[str, tuple[Node, int] | None] = {}
        self._documents = 0

    def run(self, parser: Any) -> None:
        """Read every event of the stream, or up to a mistake after which the rest means nothing.

        The common scalar (plain, not empty, without anchor or tag, inside something) is taken here: this loop is what
        reading a project costs.
        """
        get_event, stack, file = parser.get_event, self._stack, self.file
        frame: _Frame | None = None
        while True:
            event = get_event()
            if type(event) is not _SCALAR:
                if not self._other(event):
                    return
                frame = stack[-1] if stack else None
                continue
            text = event.value
            if frame is None or not text or event.style or event.anchor or event.tag:
                self._scalar(event)
                continue
            start, end, text = event.start_mark, event.end_mark, intern(text)  # a project says the same words again
            span, key = Span(file, start.line + 1, start.column + 1, end.line + 1, end.column + 1), frame.key
            if key is None and frame.mapping:
                frame.key = key = Text(text, span)
                if text in frame.entries or text == "<<":
                    self._key(frame, key, plain=True)
                continue
            node = Scalar(scalar_value(text) if text[0] in NUMBER_STARTS else WORDS.get(text, text), text, True, span)
            if key is None:
                frame.items.append(node)
            else:
                frame.entries.setdefault(key.value, (key, node))
                frame.key = None

    def _other(self, event: Any) -> bool:
        """Take any event but a scalar; false to stop."""
        take = _OTHERS.get(type(event))
        return take(self, event) if take else type(event) is not yaml.StreamEndEvent

    def _span(self, start: Any, end: Any) -> Span:
        return Span(self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def _scalar(self, event: Any) -> None:
        text, start, end = event.value, event.start_mark, event.end_mark
        span = Span(self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        if event.anchor or event.tag:
            span = self._properties(event, span)
        plain = not event.style or event.style == "plain"
        if plain and not text:
            self._empty(span)
            return
        frame = self._stack[-1] if self._stack else None
        node = Scalar(scalar_value(text) if plain else text, text, plain, span)
        if event.anchor:
            self._anchors[event.anchor] = (node, 1)
        if frame is not None and frame.mapping and frame.key is None:
            self._key(frame, Text(text, span), plain=plain)
        else:
            self._add(node, 1)

    def _properties(self, event: Any, span: Span) -> Span:
        """The scalar's own place, behind its anchor and tag; a tag is a mistake."""
        self._refuse_tag(event.tag, span)
        start, text = event.start_mark.index, self.file.text
        while match := _PROPERTIES.match(text, start, event.end_mark.index):
            start = match.end()
        return span_at(self.file, start, event.end_mark.index)

    def _refuse_tag(self, tag: str | None, span: Span) -> None:
        if tag is not None:
            self.problems.add(
                "G008", span, "tags are not part of the language", "delete the `!tag`; quote a value to make it text"
            )

    def _empty(self, span: Span) -> None:
        frame = self._stack[-1] if self._stack else None
        if frame is None:
            self.root = EMPTY_VALUE
            return
        self.problems.note(empty_value(span, frame.key if frame.mapping else None, in_mapping=frame.mapping))
        if frame.mapping and frame.key is None:
            frame.key = Text("", span)
        else:
            self._add(EMPTY_VALUE, 1)

    def _key(self, frame: _Frame, key: Text, *, plain: bool) -> None:
        frame.key = key
        if key.value not in frame.entries and key.value != "<<":
            return
        if key.value == "<<" and plain:
            self.problems.add(
                "G007", key.span, "merge keys (`<<`) are not part of the language", "write the merged keys out"
            )
        elif first := frame.entries.get(key.value):
            self.problems.add(
                "G005",
                key.span,
                f"`{key.value}` is given twice",
                f"it is given before on line {first[0].span.line}; keep one of them",
            )

    def _add(self, node: Node, weight: int) -> None:
        if not self._stack:
            self.root = node
            return
        frame = self._stack[-1]
        frame.inside += weight - 1
        if not frame.mapping:
            frame.items.append(node)
        elif frame.key is not None:
            frame.entries.setdefault(frame.key.value, (frame.key, node))
            frame.key = None

    def start(self, event: Any) -> bool:
        if event.tag is not None:
            self._refuse_tag(event.tag, self._span(event.start_mark, event.end_mark))
        if self._at_key():
            hint = 'text that begins with `{` or `[` is quoted: "{name}"'
            self.problems.add("G014", self._span(event.start_mark, event.end_mark), "a key is one piece of text", hint)
            return False
        if event.anchor:
            self._anchors[event.anchor] = None
        self._stack.append(_Frame(event.start_mark, event.anchor, type(event) is yaml.MappingStartEvent, [], {}))
        if len(self._stack) <= MAX_DEPTH:
            return True
        span = self._span(event.start_mark, event.end_mark)
        self.problems.add("G013", span, f"lists and mappings are nested more than {MAX_DEPTH} deep", "take a level out")
        return False

    def end(self, event: Any) -> bool:
        frame = self._stack.pop()
        start, end = frame.start, event.end_mark
        if event.start_mark.index == end.index and (frame.items or frame.entries):
            last = frame.items[-1].span if frame.items else next(reversed(frame.entries.values()))[1].span
            span = self._block_span(start, last)
        else:
            span = self._span(start, end)
        node = Mapping(tuple(frame.entries.values()), span) if frame.mapping else Sequence(tuple(frame.items), span)
        weight = frame.weight()
        if frame.anchor:
            self._anchors[frame.anchor] = (node, weight)
        self._add(node, weight)
        return True

    def _block_span(self, start: Any, last: Span) -> Span:
        """A block collection ends where its last value does; an alias' value may stand anywhere."""
        line, column, end = start.line + 1, start.column + 1, last.end_line
        if end < line or (end == line and last.end_column < column):
            return Span(self.file, line, column, line, column)
        return Span(self.file, line, column, end, last.end_column)

    def alias(self, event: Any) -> bool:
        span = self._span(event.start_mark, event.end_mark)
        name = event.anchor
        found = self._anchors.get(name)
        if found is None:
            what = "stands inside what it names" if name in self._anchors else "names no anchor above it"
            self.problems.add(
                "G011", span, f"`*{name}` {what}", f"put `&{name}` before a value above, or quote the text"
            )
            if self._at_key():
                self._stack[-1].key = Text("", span)
            else:
                self._add(EMPTY_VALUE, 1)
            return True
        node, weight = found
        if sum(frame.weight() for frame in self._stack) + weight > MAX_NODES:
            self.problems.add(
                "G012", span, f"aliases make this document larger than {MAX_NODES} values", "use fewer aliases"
            )
            return False
        if not self._at_key():
            self._add(node, weight)
        elif isinstance(node, Scalar):
            self._key(self._stack[-1], Text(node.text, span), plain=node.plain)
        else:
            self.problems.add("G014", span, "a key is one piece of text", "write the key out")
            self._stack[-1].key = Text("", span)
        return True

    def _at_key(self) -> bool:
        return bool(self._stack) and self._stack[-1].mapping and self._stack[-1].key is None

    def document(self, event: Any) -> bool:
        self._documents += 1
        if self._documents == 1:
            return True
        span = self._span(event.start_mark, event.end_mark)
        self.problems.add("G009", span, "a file holds one document", "put what follows `---` into its own file")
        return False


_OTHERS: Final[dict[type[Any], Callable[[_Builder, Any], bool]]] = {
    yaml.MappingStartEvent: _Builder.start,
    yaml.SequenceStartEvent: _Builder.start,
    yaml.MappingEndEvent: _Builder.end,
    yaml.SequenceEndEvent: _Builder.end,
    yaml.AliasEvent: _Builder.alias,
    yaml.DocumentStartEvent: _Builder.document,
}
