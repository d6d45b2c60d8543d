"""Filters and every ``where:``."""

from typing import Final

from genesis.diagnostics import Problems, did_you_mean
from genesis.spec.documents import (
    ConditionSpec,
    FilterSpec,
    GroupFilter,
    Mapping,
    Node,
    OperatorSpec,
    PathFilter,
    QuantifiedFilter,
    Scalar,
    Sequence,
    SqlFilter,
    Text,
)
from genesis.spec.shape import Entries, sql_of, text_of, wrong_kind

OPERATORS: Final = (
    *("eq", "ne", "in", "not_in", "gt", "gte", "lt", "lte", "between", "contains", "starts_with", "ends_with", "like"),
    *("matches", "is_null", "last", "next", "this", "previous"),
)
_GROUPS: Final = frozenset({"any", "all", "not"})
_QUANTIFIERS: Final = frozenset({"some", "none", "every"})
_ALONE: Final = _GROUPS | {"sql"}
_PAIR: Final = 2


def read_condition(node: Node, problems: Problems) -> ConditionSpec | None:
    """A ``where:``: text is a boolean expression, a list holds filter items."""
    if isinstance(node, Sequence):
        return read_filters(node, "`where`", problems)
    if isinstance(node, Mapping):
        wrong_kind(problems, node, "`where`", "an expression or a list of filters", "write `where: [{...}]`")
        return None
    return sql_of(node, problems)


def read_where(entries: Entries) -> ConditionSpec | None:
    """The ``where:`` of a mapping."""
    node = entries.node("where")
    return None if node is None else read_condition(node, entries.problems)


def read_filters(node: Node, what: str, problems: Problems) -> tuple[FilterSpec, ...]:
    """A list of items that must all hold; several paths in one mapping become several items."""
    return tuple(one for item in _listed(node, what, problems) for one in _item(item, problems))


def _listed(node: Node, what: str, problems: Problems) -> tuple[Node, ...]:
    if isinstance(node, Sequence):
        return node.items
    hint = (
        "begin each filter with `- `"
        if isinstance(node, Mapping)
        else 'for example `- status: late`, or `- sql: "..."`'
    )
    wrong_kind(problems, node, what, "a list of filters", hint)
    return ()


def _item(node: Node, problems: Problems) -> tuple[FilterSpec, ...]:
    if not isinstance(node, Mapping):
        wrong_kind(problems, node, "a filter", "a mapping", 'write `path: value`, or `sql: "..."`')
        return ()
    if not node.entries:
        problems.add("G030", node.span, "a filter is empty", "write `path: value`")
        return ()
    keys = {key.value for key, _ in node.entries}
    if keys & _QUANTIFIERS:
        return _quantified(node, problems)
    if keys & _ALONE:
        return _alone(node, problems)
    found = (_path(key, value, problems) for key, value in node.entries)
    return tuple(one for one in found if one)


def _alone(node: Mapping, problems: Problems) -> tuple[FilterSpec, ...]:
    """``any``, ``all``, ``not`` or ``sql``, which share an item with nothing."""
    kind, value = next((k, v) for k, v in node.entries if k.value in _ALONE)
    for other, _ in node.entries:
        if other is not kind:
            problems.add(
                "G033",
                other.span,
                f"`{kind.value}` stands alone in its filter",
                f"begin a new entry: `- {other.value}: ...`",
            )
    if kind.value == "sql":
        sql = sql_of(value, problems)
        return (SqlFilter(sql),) if sql else ()
    items: tuple[FilterSpec, ...]
    if kind.value == "any":
        listed = [_item(one, problems) for one in _listed(value, "`any`", problems)]
        items = tuple(one[0] if len(one) == 1 else GroupFilter(Text("all", kind.span), one) for one in listed if one)
    else:
        items = read_filters(value, f"`{kind.value}`", problems)
    if isinstance(value, Sequence) and not value.items:
        problems.add("G030", value.span, f"`{kind.value}` is empty", "give it at least one filter")
    return (GroupFilter(kind, items),)


def _quantified(node: Mapping, problems: Problems) -> tuple[FilterSpec, ...]:
    kind, value = next((k, v) for k, v in node.entries if k.value in _QUANTIFIERS)
    entries = Entries(node, f"a `{kind.value}` filter", problems)
    for other, _ in node.entries:
        if other.value not in {kind.value, "where"}:
            problems.add(
                "G033",
                other.span,
                f"`{kind.value}` stands alone in its filter, but for `where`",
                f"begin a new entry: `- {other.value}: ...`",
            )
    if kind.value == "every":
        entries.require("where", "say what holds for every row: `where: [{status: locked}]`")
    path = text_of(value, f"`{kind.value}`", problems)
    return (QuantifiedFilter(kind, path, read_where(entries)),) if path else ()


def _path(path: Text, node: Node, problems: Problems) -> PathFilter | None:
    match node:
        case Scalar():
            return PathFilter(path, (OperatorSpec(Text("eq", node.span), node),))
        case Sequence():
            _check_operand("in", node, problems)
            return PathFilter(path, (OperatorSpec(Text("in", node.span), node),))
        case Mapping(entries=()):
            problems.add(
                "G030",
                node.span,
                f"the condition on `{path.value}` is empty",
                f"for example `{path.value}: {{gte: 1}}`",
            )
            return None
    for key, value in node.entries:
        if key.value not in OPERATORS:
            problems.add("G031", key.span, f"there is no operator `{key.value}`", did_you_mean(key.value, OPERATORS))
        else:
            _check_operand(key.value, value, problems)
    return PathFilter(path, tuple(OperatorSpec(key, value) for key, value in node.entries))


def _check_operand(operator: str, node: Node, problems: Problems) -> None:
    """The kind of value an operator takes; a parameter (``$name``) may stand for a list."""
    parameter = isinstance(node, Scalar) and node.text.startswith("$")
    if operator in {"in", "not_in", "between"}:
        if not parameter:
            _check_list(operator, node, problems)
    elif operator == "is_null":
        if not (isinstance(node, Scalar) and isinstance(node.value, bool)):
            wrong_kind(problems, node, "`is_null`", "`true` or `false`", "write `is_null: true`")
    elif not isinstance(node, Scalar):
        hint = "for one of several values write `in: [...]`" if isinstance(node, Sequence) else ""
        wrong_kind(problems, node, f"`{operator}`", "a single value", hint)


def _check_list(operator: str, node: Node, problems: Problems) -> None:
    if not isinstance(node, Sequence):
        wrong_kind(problems, node, f"`{operator}`", "a list", f"write `{operator}: [...]`")
        return
    if operator == "between" and len(node.items) != _PAIR:
        problems.add("G030", node.span, "`between` takes two values", "write `between: [from, to]`")
    elif not node.items:
        problems.add(
            "G030", node.span, "a list of values is empty, so nothing could match", "give it at least one value"
        )
    for item in node.items:
        if not isinstance(item, Scalar):
            wrong_kind(problems, item, "an entry of a list of values", "a single value")
