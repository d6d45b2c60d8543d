"""Aggregates over rows that joins may have doubled: each row once."""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from genesis.diagnostics import Span
from genesis.model.expression import Aggregate, Cast, Column, Expression, Field, transform
from genesis.relation.nodes import Group, Named, Project, Reference, Relation
from genesis.relation.plain import is_constant

Values = tuple[tuple[str, Aggregate], ...]
COUNTS = frozenset({"count", "count_distinct"})
"""Aggregates that are 0, not null, of no rows."""
_HERE = "?"


class Once(Struct, frozen=True):
    """What the rows that come once are called, and where the path to them is declared."""

    name: str
    span: Span


def ignores_doubles(aggregate: Aggregate) -> bool:
    """Whether a row that is there twice changes nothing."""
    return aggregate.function in {"count_distinct", "min", "max", "any", "all"} or (
        aggregate.function == "list" and aggregate.distinct
    )


def group_once(rows: Relation, keys: tuple[Named, ...], own: tuple[Named, ...], values: Values, part: Once) -> Group:
    """Group ``rows`` by ``keys``, each row, which ``own`` tells apart, once for each combination of them."""
    columns: dict[Expression, str] = {}
    for name, expression in (*keys, *own):
        columns.setdefault(expression, name)
    moved = tuple((name, _moved(name, aggregate, columns)) for name, aggregate in values)
    once = Project(rows, tuple((n, e) for e, n in columns.items()), distinct=True)
    alias = part.name
    return Group(
        Reference(alias, alias, once, part.span),
        tuple((name, Column(alias, columns[e], e.type)) for name, e in keys),
        tuple((name, _over(aggregate, alias)) for name, aggregate in moved),
    )


def _moved(wanted: str, aggregate: Aggregate, columns: dict[Expression, str]) -> Aggregate:
    """The aggregate over columns of a projection, which gets those that it needs, called after it."""

    def column(expression: Expression) -> Expression:
        name = columns.setdefault(expression, free_name(expression, columns, wanted))
        return Column(_HERE, name, expression.type)

    return mapped(aggregate, column)


def mapped(aggregate: Aggregate, change: Callable[[Expression], Expression]) -> Aggregate:
    """The aggregate over other operands."""
    return replace(
        aggregate,
        operand=None if aggregate.operand is None else change(aggregate.operand),
        where=None if aggregate.where is None else change(aggregate.where),
        order_by=tuple((e, d) for e, d in ((change(e), d) for e, d in aggregate.order_by) if not is_constant(e)),
    )


def _over(aggregate: Aggregate, alias: str) -> Aggregate:
    changed = transform(
        aggregate, lambda e: replace(e, relation=alias) if isinstance(e, Column) and e.relation == _HERE else e
    )
    assert isinstance(changed, Aggregate)  # noqa: S101 only columns change
    return changed


def free_name(expression: Expression, columns: dict[Expression, str], hint: str = "value") -> str:
    """A name for an expression that none of ``columns`` has: a column's own, if it is one, else ``hint``."""
    wanted = expression.name if isinstance(expression, Column) else hint
    name, number, taken = wanted, 2, set(columns.values())
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    return name


def aggregate_name(taken: set[str], aggregate: Aggregate, wanted: str) -> str:
    """A column for an aggregate within its branch, none of ``taken``: ``wanted``, or what it does."""
    operand = aggregate.operand.operand if isinstance(aggregate.operand, Cast) else aggregate.operand
    of = operand.name if isinstance(operand, Field | Column) else ""
    wanted = wanted or "_".join(p for p in (aggregate.function, of) if p)
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    return name
