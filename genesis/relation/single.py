"""Aggregates over one row or none: what is behind a to-one path needs no grouping."""

from typing import Final

from genesis.model.expression import Aggregate, Call, Case, Cast, Expression, Literal, call, conjunction
from genesis.model.types import BOOLEAN, INTEGER
from genesis.relation.once import COUNTS
from genesis.relation.plain import null_of_null

_AS_IT_IS: Final = frozenset({"sum", "min", "max", "any", "all", "first", "list", "avg", "percentile"})


def is_single(aggregate: Aggregate) -> bool:
    """Whether an aggregate of one row is said without grouping."""
    return aggregate.function in COUNTS or aggregate.function in _AS_IT_IS


def of_one(aggregate: Aggregate, present: Expression, alias: str) -> Expression:
    """The aggregate over the one row, called ``alias``, that is there where ``present`` is not null."""
    operand, where = aggregate.operand, aggregate.where
    if aggregate.function in COUNTS:
        there = call("is_not_null", BOOLEAN, present)
        parts: list[Expression] = [] if operand is None else [call("is_not_null", BOOLEAN, operand)]
        if operand is None or not null_of_null(operand, alias):
            parts.insert(0, there)
        parts += [] if where is None else [where]
        return Case(((conjunction(tuple(parts)) or there, Literal(1, INTEGER)),), Literal(0, INTEGER), INTEGER)
    assert operand is not None  # noqa: S101 only counts are of rows
    value: Expression = operand if operand.type == aggregate.type else Cast(operand, aggregate.type)
    if where is None and null_of_null(value, alias):
        return value
    there = call("is_not_null", BOOLEAN, present)
    condition = there if where is None else Call("and", (there, where), BOOLEAN)
    return Case(((condition, value),), None, aggregate.type)
