"""Source documents (data-source definitions)."""

import re
from collections.abc import Callable
from typing import Any, Final

from genesis.diagnostics import Problems, SourceFile
from genesis.spec.aggregates import AGGREGATES, aggregate_of, read_format, read_orders, read_values
from genesis.spec.conditions import read_where
from genesis.spec.documents import (
    FieldSpec,
    JoinSpec,
    Mapping,
    MeasureSpec,
    Node,
    OnSpec,
    OrderSpec,
    Scalar,
    Sequence,
    SourceSpec,
    Text,
)
from genesis.spec.items import read_rollup
from genesis.spec.kinds import open_document
from genesis.spec.shape import NAME, Entries, check_name, open_entries, text_of, texts_of, wrong_kind

_KEYS: Final = (
    "source",
    "description",
    "owner",
    "table",
    "sql",
    "key",
    "latest_by",
    "where",
    "fields",
    "joins",
    "measures",
)
_FIELD: Final[dict[str, Callable[[Entries, str], Any]]] = {
    "type": Entries.text,
    "column": Entries.text,
    "sql": lambda field, _: field.sql(),
    "rollup": lambda field, key: read_rollup(field[key], field.problems),
    "label": Entries.text,
    "description": Entries.text,
    "format": read_format,
    "values": lambda field, key: read_values(field[key], field.problems),
    "tags": Entries.texts,
    "hidden": lambda field, key: bool(field.flag(key)),
}
"""The keys of a field, and what reads the value of each."""
_FIELD_KEYS: Final = frozenset(_FIELD)
_JOIN_KEYS: Final = ("to", "on", "through", "reverse", "where", "pick", "many", "label", "description")
_MEASURE_KEYS: Final = (*AGGREGATES, "ratio", "sql", "where", "label", "description", "format", "tags", "hidden")
TABLE: Final = re.compile(r"""[^\s."'`;]+(\.[^\s."'`;]+){1,2}""")
_PAIR: Final = 2


def read_source(file: SourceFile) -> SourceSpec:
    """The source that a file holds.

    Raises:
        GenesisError: every mistake of shape in the file.
    """
    problems = Problems()
    entries, name = open_document(file, "source", _KEYS, problems)
    if not entries.exclusive(("table", "sql")):
        entries.require(
            "table", f"say where its rows are: `table: schema.{name.value or 'name'}`, or `sql:` with one SELECT"
        )
    fields = [_field(*pair, problems) for pair in entries.pairs("fields", "write `name: type` lines")]
    joins = (_join(*pair, problems) for pair in entries.pairs("joins", "write `name: {to: source, on: field}` lines"))
    measures = (_measure(*pair, problems) for pair in entries.pairs("measures", "write `name: {sum: field}` lines"))
    spec = SourceSpec(
        name,
        entries.span,
        _table(entries),
        entries.sql(),
        _key(entries),
        entries.text("description"),
        entries.text("owner"),
        entries.text("latest_by"),
        read_where(entries),
        tuple(field for field in fields if field),
        tuple(join for join in joins if join),
        tuple(measure for measure in measures if measure),
    )
    problems.raise_if_any()
    return spec


def _table(entries: Entries) -> Text | None:
    table = entries.text("table")
    if table and not TABLE.fullmatch(table.value):
        hint = "write `schema.table` or `catalog.schema.table`, without quotes"
        entries.problems.add("G036", table.span, f"`{table.value}` is not a table's name", hint)
    return table


def _key(entries: Entries) -> tuple[Text, ...] | None:
    entries.require("key", "say what makes a row a row: `key: person_id`, `key: [film_id, person_id]`, or `key: none`")
    node = entries.node("key")
    if isinstance(node, Scalar) and node.value == "none":
        return None
    if isinstance(node, Sequence) and not node.items:
        entries.problems.add("G030", node.span, "`key` is empty", "name its fields, or write `key: none`")
    key, seen = entries.texts("key"), set[str]()
    for name in key:
        if name.value in seen:
            entries.problems.add("G005", name.span, f"`{name.value}` is given twice", "name each field of the key once")
        seen.add(name.value)
    return key


def _field(name: Text, node: Node, problems: Problems) -> FieldSpec | None:
    check_name(name, "a field", problems, reserved=True)
    if isinstance(node, Scalar):
        if type(node.value) is str and node.value.strip():
            return FieldSpec(name, Text(node.value, node.span))
        kind = text_of(node, f"the type of `{name.value}`", problems)
        return FieldSpec(name, kind) if kind else None
    entries = open_entries(node, "a field", _FIELD_KEYS, problems, "write a type, or `{type: string, label: ...}`")
    if entries is None:
        return None
    computed = entries.exclusive(("column", "sql", "rollup")) not in ([], ["column"])
    if not computed and entries.lacks("type"):
        entries.require("type", f"say what the column holds: `{name.value}: {{type: string, ...}}`")
    return FieldSpec(name, **{key: _FIELD[key](entries, key) for key in entries if key in _FIELD})


def _join(name: Text, node: Node, problems: Problems) -> JoinSpec | None:
    check_name(name, "a join", problems, reserved=True)
    entries = open_entries(node, "a join", _JOIN_KEYS, problems, f"write `{name.value}: {{to: source, on: field}}`")
    if entries is None:
        return None
    if entries.has("through"):
        _check_through(entries)
    else:
        entries.require("to", "name the other source: `to: person`, or a path of joins: `through: cast.person`")
        entries.require("on", "say which rows meet: `on: person_id`, or `on: {showrunner_id: person_id}`")
    reverse = entries.text("reverse")
    return JoinSpec(
        name,
        entries.text("to"),
        _on(entries),
        entries.text("through"),
        check_name(reverse, "the way back", problems, reserved=True) if reverse else None,
        read_where(entries),
        _pick(entries),
        entries.flag("many"),
        entries.text("label"),
        entries.text("description"),
    )


def _check_through(entries: Entries) -> None:
    for key in ("to", "on", "reverse", "where", "pick", "many"):
        if entries.has(key):
            hint = f"delete `{key}`; the joins on the path say it"
            entries.problems.add("G027", entries.key(key).span, f"a join has `through` or `{key}`, not both", hint)


def _on(entries: Entries) -> OnSpec | None:
    node = entries.node("on")
    if node is None:
        return None
    if isinstance(node, Scalar):
        text = text_of(node, "`on`", entries.problems)
        if text is None:
            return None
        return OnSpec(((text, text),), None, node.span) if NAME.fullmatch(text.value) else OnSpec((), text, node.span)
    pairs = tuple(
        pair
        for one in (node.items if isinstance(node, Sequence) else (node,))
        for pair in _pairs(one, entries.problems)
    )
    empty = not (node.items if isinstance(node, Sequence) else node.entries)
    if empty:
        entries.problems.add("G030", node.span, "`on` is empty", "write `on: person_id`, or `on: {own: other}`")
    return OnSpec(pairs, None, node.span)


def _pairs(node: Node, problems: Problems) -> tuple[tuple[Text, Text], ...]:
    if isinstance(node, Mapping):
        found = ((own, text_of(other, f"the other side of `{own.value}`", problems)) for own, other in node.entries)
        return tuple((own, other) for own, other in found if other)
    text = text_of(node, "an entry of `on`", problems)
    return ((text, text),) if text else ()


def _pick(entries: Entries) -> tuple[OrderSpec, ...] | None:
    node = entries.node("pick")
    if node is None:
        return None
    pick = open_entries(node, "`pick`", ("order_by",), entries.problems, "write `pick: {order_by: -updated_at}`")
    if pick is None:
        return None
    pick.require("order_by", "say which row is kept: `pick: {order_by: -updated_at}`")
    return read_orders(pick, "order_by")


def _measure(name: Text, node: Node, problems: Problems) -> MeasureSpec | None:
    check_name(name, "a measure", problems, reserved=True)
    entries = open_entries(node, "a measure", _MEASURE_KEYS, problems, f"write `{name.value}: {{sum: budget}}`")
    if entries is None:
        return None
    if not any(entries.has(key) for key in (*AGGREGATES, "ratio", "sql")):
        hint = f"for example `{name.value}: {{count: rows}}`, `{{sum: budget}}`, `{{ratio: [late, count]}}`"
        problems.add("G021", name.span, f"the measure `{name.value}` does not say what it computes", hint)
    return MeasureSpec(
        name,
        aggregate_of(entries, item=False, also=("ratio", "sql")),
        _ratio(entries),
        entries.sql(),
        read_where(entries),
        entries.text("label"),
        entries.text("description"),
        read_format(entries),
        entries.texts("tags"),
        bool(entries.flag("hidden")),
    )


def _ratio(entries: Entries) -> tuple[Text, Text] | None:
    node = entries.node("ratio")
    if node is None:
        return None
    if not isinstance(node, Sequence) or len(node.items) != _PAIR:
        wrong_kind(entries.problems, node, "`ratio`", "a list of two measures", "write `ratio: [late, count]`")
        return None
    names = texts_of(node, "`ratio`", entries.problems)
    return (names[0], names[1]) if len(names) == _PAIR else None
