"""Reading a mapping whose keys are known: kinds of values, missing and unknown keys, names."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from genesis.diagnostics import Problems, Span, did_you_mean, nearest
from genesis.spec.dialects import DIALECTS
from genesis.spec.documents import Mapping, Node, Scalar, Sequence, SqlSpec, Text

NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
LONGEST_NAME: Final = 63
_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_RESERVED_WORDS: Final = """
any all not some none every sql alter and as between case create cross current_catalog current_date current_time
current_timestamp current_user distinct drop else except false fetch for from glob grant having if ilike inner insert
intersect interval into join lateral like localtime localtimestamp match_recognize notnull null on or outer
partitioned_by regexp returning revoke rlike rollback select tablesample then true uncache union using values when
where with xor
"""
RESERVED: Final = frozenset(_RESERVED_WORDS.split())
"""Words of the language, and those which the expression parser cannot read as a name."""


def describe(node: Node) -> str:
    """What a value is, in the words of a message."""
    match node:
        case Sequence():
            return "a list"
        case Mapping():
            return "a mapping"
        case Scalar(value=None):
            return "null"
        case Scalar(value=bool()):
            return f"`{node.text}`"
        case Scalar(value=str()):
            return "text"
        case _:
            return "a number"


def wrong_kind(problems: Problems, node: Node, what: str, expected: str, hint: str = "") -> None:
    """G022: ``what`` is something else than ``expected``."""
    problems.add("G022", node.span, f"{what} is {expected}, not {describe(node)}", hint)


def text_of(node: Node, what: str, problems: Problems) -> Text | None:
    """Text that is not empty; a plain number keeps what was written."""
    if type(node) is Scalar and (type(node.value) is str or not isinstance(node.value, bool | None)):
        if node.text.strip():
            return Text(node.text, node.span)
        problems.add("G006", node.span, f"{what} is empty", "give it a value, or leave it out")
        return None
    quoted = f'to mean the text, quote it: "{node.text}"' if isinstance(node, Scalar) else "write one piece of text"
    wrong_kind(problems, node, what, "text", quoted)
    return None


def expression_of(node: Node, what: str, problems: Problems) -> Text | None:
    """Text in which ``true``, ``false`` and ``null`` are SQL."""
    if isinstance(node, Scalar) and not isinstance(node.value, str):
        return Text(node.text, node.span)
    return text_of(node, what, problems)


def texts_of(node: Node, what: str, problems: Problems) -> tuple[Text, ...]:
    """One text, or a list of texts."""
    nodes = node.items if isinstance(node, Sequence) else (node,)
    found = (text_of(item, what if item is node else f"an entry of {what}", problems) for item in nodes)
    return tuple(text for text in found if text is not None)


def sql_of(node: Node, problems: Problems) -> SqlSpec | None:
    """``sql:`` text, or text by dialect."""
    if not isinstance(node, Mapping):
        text = expression_of(node, "`sql`", problems)
        return SqlSpec(text, (), node.span) if text else None
    if not node.entries:
        problems.add("G030", node.span, "`sql` is empty", "write an expression, or `{default: ..., duckdb: ...}`")
        return None
    for key, _ in node.entries:
        if key.value != "default" and key.value not in DIALECTS:
            known = ("default", *DIALECTS)
            problems.add("G020", key.span, f"`sql` has no key `{key.value}`", did_you_mean(key.value, known))
    written = [(key, expression_of(value, f"`sql` of `{key.value}`", problems)) for key, value in node.entries]
    default = next((text for key, text in written if key.value == "default"), None)
    return SqlSpec(default, tuple((k, t) for k, t in written if t and k.value != "default"), node.span)


def check_name(name: Text, what: str, problems: Problems, *, reserved: bool = False) -> Text:
    """Note a name that no name can be (G023), or that is a reserved word (G024)."""
    if not NAME.fullmatch(name.value) or len(name.value) > LONGEST_NAME:
        words = _CAPITAL.sub("_", name.value).lower()
        mended = re.sub(r"[^a-z0-9]+", "_", words).strip("_").lstrip("0123456789_")[:LONGEST_NAME]
        rule = f"names are lower-case letters, digits and `_`, begin with a letter, and have at most {LONGEST_NAME} characters"
        problems.add(
            "G023", name.span, f"`{name.value}` cannot name {what}", f"write `{mended}`: {rule}" if mended else rule
        )
    elif reserved and name.value in RESERVED:
        hint = f"choose another name, for example `{name.value}_value`"
        problems.add("G024", name.span, f"`{name.value}` is a reserved word and cannot name {what}", hint)
    return name


class Entries:
    """A mapping being read. ``what`` names it in messages (``a join``)."""

    def __init__(self, node: Mapping, what: str, problems: Problems) -> None:
        self.span = node.span
        self.what = what
        self.problems = problems
        self._entries = {entry[0].value: entry for entry in node.entries}
        self._meant: set[str] = set()

    def known(self, keys: Iterable[str]) -> None:
        """Note every key that is not among ``keys``."""
        keys = frozenset(keys)
        if keys.issuperset(self._entries):
            return
        for name, (key, _) in self._entries.items():
            if name not in keys:
                self._meant.update(nearest(name, keys))
                self.problems.add("G020", key.span, f"{self.what} has no key `{name}`", did_you_mean(name, keys))

    def __iter__(self) -> Iterator[str]:
        """The keys in the order written."""
        return iter(self._entries)

    def has(self, key: str) -> bool:
        """Whether the key was written."""
        return key in self._entries

    def key(self, key: str) -> Text:
        """The key as written; it must have been."""
        return self._entries[key][0]

    def __getitem__(self, key: str) -> Node:
        """The value as written; it must have been."""
        return self._entries[key][1]

    def node(self, key: str) -> Node | None:
        """The value as written."""
        entry = self._entries.get(key)
        return entry[1] if entry else None

    def require(self, key: str, hint: str) -> None:
        """Note a missing key."""
        if self.lacks(key):
            self.problems.add("G021", start_of(self.span), f"{self.what} needs `{key}`", hint)

    def lacks(self, key: str) -> bool:
        """Whether the key was not written, nor an unknown one that was meant to be it."""
        return key not in self._entries and key not in self._meant

    def exclusive(self, keys: Collection[str]) -> list[str]:
        """Those of the keys that were written; note when there are several."""
        given = [key for key in self._entries if key in keys]
        for extra in given[1:]:
            message = f"{self.what} has `{given[0]}` or `{extra}`, not both"
            self.problems.add("G027", self.key(extra).span, message, f"delete `{extra}`, or `{given[0]}`")
        return given

    def text(self, key: str) -> Text | None:
        """The key's text."""
        node = self.node(key)
        return None if node is None else text_of(node, f"`{key}`", self.problems)

    def texts(self, key: str) -> tuple[Text, ...]:
        """One text or a list of them; empty without the key."""
        node = self.node(key)
        return () if node is None else texts_of(node, f"`{key}`", self.problems)

    def written(self, key: str) -> Text | None:
        """Text that may be empty or blank (a separator)."""
        node = self.node(key)
        return (
            Text(node.text, node.span) if isinstance(node, Scalar) and isinstance(node.value, str) else self.text(key)
        )

    def flag(self, key: str) -> bool | None:
        """``true`` or ``false``; ``None`` without the key."""
        node = self.node(key)
        if node is None:
            return None
        if isinstance(node, Scalar) and isinstance(node.value, bool):
            return node.value
        wrong_kind(
            self.problems,
            node,
            f"`{key}`",
            "`true` or `false`",
            f"write `{key}: true` or `{key}: false`, without quotes",
        )
        return None

    def whole(self, key: str, *, parameter: bool = False) -> Scalar | None:
        """A whole number of at least 1, or a ``parameter`` in its place."""
        node = self.node(key)
        if node is None:
            return None
        if isinstance(node, Scalar):
            number = type(node.value) is int and node.value >= 1
            if number or (parameter and node.text.startswith("$")):
                return node
        self.problems.add("G035", node.span, f"`{key}` is a whole number of at least 1", f"for example `{key}: 10`")
        return None

    def items(self, key: str, hint: str) -> tuple[Node, ...]:
        """A list's entries; empty without the key."""
        node = self.node(key)
        if isinstance(node, Sequence):
            return node.items
        if node is not None:
            wrong_kind(self.problems, node, f"`{key}`", "a list", hint)
        return ()

    def pairs(self, key: str, hint: str) -> tuple[tuple[Text, Node], ...]:
        """A mapping's entries; empty without the key."""
        node = self.node(key)
        if isinstance(node, Mapping):
            return node.entries
        if node is not None:
            wrong_kind(self.problems, node, f"`{key}`", "a mapping", hint)
        return ()

    def choice(self, key: str, choices: tuple[str, ...]) -> Text | None:
        """A text among ``choices``."""
        text = self.text(key)
        if text and text.value not in choices:
            self.problems.add("G032", text.span, f"`{key}` cannot be `{text.value}`", did_you_mean(text.value, choices))
        return text

    def sql(self) -> SqlSpec | None:
        """``sql:``."""
        node = self.node("sql")
        return None if node is None else sql_of(node, self.problems)


def open_entries(node: Node, what: str, keys: Iterable[str], problems: Problems, hint: str = "") -> Entries | None:
    """The entries of a mapping with known keys; what is not a mapping is noted."""
    if not isinstance(node, Mapping):
        wrong_kind(problems, node, what, "a mapping", hint)
        return None
    entries = Entries(node, what, problems)
    entries.known(keys)
    return entries


def start_of(span: Span) -> Span:
    """The first character of a span."""
    return Span(span.file, span.line, span.column, span.line, span.column + 1)
