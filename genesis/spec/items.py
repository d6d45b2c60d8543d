"""Items of ``fields`` and ``group_by``, and rollups."""

from typing import Final

from genesis.diagnostics import Problems
from genesis.spec.aggregates import AGGREGATES, aggregate_of, read_format, read_values
from genesis.spec.conditions import read_where
from genesis.spec.documents import ItemSpec, Mapping, Node, PivotSpec, Scalar
from genesis.spec.shape import Entries, check_name, text_of, wrong_kind

_KEYS: Final = (
    "field",
    "sql",
    "pivot",
    "values",
    *AGGREGATES,
    "where",
    "as",
    "label",
    "description",
    "format",
    "hidden",
)
_ROLLUP_KEYS: Final = ("field", *AGGREGATES, "where")


def read_items(nodes: tuple[Node, ...], problems: Problems) -> tuple[ItemSpec, ...]:
    """Items in the order written."""
    found = (read_item(node, problems) for node in nodes)
    return tuple(item for item in found if item)


def read_item(node: Node, problems: Problems) -> ItemSpec | None:
    """A path, or a mapping with one of ``field`` and ``sql``."""
    entries = _opened(node, "an item", _KEYS, problems)
    if isinstance(entries, ItemSpec) or entries is None:
        return entries
    _check_kind(entries)
    name = entries.text("as")
    return ItemSpec(
        node.span,
        entries.text("field"),
        entries.sql(),
        _pivot(entries),
        aggregate_of(entries, item=True),
        read_where(entries),
        check_name(name, "a column", problems, reserved=True) if name else None,
        entries.written("label"),
        entries.text("description"),
        read_format(entries),
        bool(entries.flag("hidden")),
    )


def read_rollup(node: Node, problems: Problems) -> ItemSpec | None:
    """A field's ``rollup``: an item that names an aggregate behind a to-many path, and nothing of a column."""
    entries = _opened(node, "a rollup", _ROLLUP_KEYS, problems)
    if isinstance(entries, ItemSpec) or entries is None:
        return entries
    entries.require("field", "name the path: `rollup: {field: cast.fee, sum: true}`")
    return ItemSpec(
        node.span, entries.text("field"), aggregate=aggregate_of(entries, item=True), where=read_where(entries)
    )


def _opened(node: Node, what: str, keys: tuple[str, ...], problems: Problems) -> Entries | ItemSpec | None:
    if isinstance(node, Scalar):
        path = text_of(node, what, problems)
        return ItemSpec(node.span, path) if path else None
    if not isinstance(node, Mapping):
        wrong_kind(problems, node, what, "a path or a mapping", "write a path, or `{field: path, label: ...}`")
        return None
    entries = Entries(node, what, problems)
    entries.known(keys)
    return entries


def _check_kind(entries: Entries) -> None:
    if entries.has("sql"):
        entries.exclusive(("sql", "field", "pivot", *AGGREGATES))
        entries.require("as", "name the column: `as: weeks`")
    else:
        entries.require("field", "name the path: `field: title`, or write an expression: `sql: ...` with `as: ...`")
    if entries.has("values") and not entries.has("pivot"):
        span = entries.key("values").span
        entries.problems.add(
            "G021", span, "`values` needs `pivot`", "write `pivot: path` beside it, or delete `values`"
        )


def _pivot(entries: Entries) -> PivotSpec | None:
    path = entries.text("pivot")
    values = entries.node("values")
    found = None if values is None else read_values(values, entries.problems)
    return PivotSpec(path, found) if path else None
