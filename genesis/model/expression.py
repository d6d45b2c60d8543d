"""Scalar expressions as values: what the model resolves, the relation computes with, and the SQL lowers.

Every node is immutable, knows its type, and compares by content, so equal computations can be shared.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from genesis.model.types import BOOLEAN, NULL, Type
from genesis.spec.documents import Text

Value = str | int | float | bool | Decimal | date | datetime | time | None


class Literal(Struct, frozen=True, gc=False):
    """A typed constant. ``value`` is ``None`` for a typed null."""

    value: Value
    type: Type


class Column(Struct, frozen=True, gc=False):
    """A column of a relation in scope, by the relation's alias and the column's name there."""

    relation: str
    name: str
    type: Type


class Call(Struct, frozen=True, gc=False):
    """A function or operator of the language's table (``model.functions``) applied to arguments."""

    function: str
    arguments: tuple["Expression", ...]
    type: Type


class Cast(Struct, frozen=True, gc=False):
    """``operand`` as ``type``. ``safe`` gives null where the cast fails."""

    operand: "Expression"
    type: Type
    safe: bool = False


class Case(Struct, frozen=True, gc=False):
    """The first branch whose condition holds, else ``otherwise`` (``None``: null)."""

    branches: tuple[tuple["Expression", "Expression"], ...]
    otherwise: "Expression | None"
    type: Type


class In(Struct, frozen=True, gc=False):
    """``operand`` is one of ``items`` (never empty, no nulls); null on null."""

    operand: "Expression"
    items: tuple["Expression", ...]
    type: Type = BOOLEAN


class Native(Struct, frozen=True, gc=False):
    """Text of the dialect compiled for; the names in it stand for ``arguments``, in their order there."""

    text: Text
    arguments: tuple["Expression", ...]
    type: Type


class Exists(Struct, frozen=True, gc=False):
    """Some row of ``relation`` meets the row in scope. ``relation`` is a ``genesis.relation`` node that may name
    columns of the enclosing relation; ``negated`` for none."""

    relation: object
    negated: bool = False
    type: Type = BOOLEAN


class Field(Struct, frozen=True, gc=False):
    """A field of the row at the end of a to-one path from the row spoken of. ``through``-joins are written out."""

    path: tuple[str, ...]
    name: str
    type: Type


class Measured(Struct, frozen=True, gc=False):
    """An aggregate over the set of rows that a path reaches (an empty path: the rows spoken of, in a grouped input).

    The aggregate's own expressions speak from a row of the path's last source.
    """

    path: tuple[str, ...]
    aggregate: "Aggregate"
    type: Type


class Related(Struct, frozen=True, gc=False):
    """Some row that a path reaches meets ``condition``; ``negated``: none does. The condition speaks from that row."""

    path: tuple[str, ...]
    condition: "Expression | None"
    negated: bool = False
    type: Type = BOOLEAN


class Aggregate(Struct, frozen=True, gc=False):
    """An aggregate over a relation's rows (only inside a ``Group``).

    ``function`` is a measure's (``count`` without ``operand`` counts rows; ``last`` is ``first`` in the opposite order,
    ``median`` a ``percentile``), or ``collect`` for a list that is cut or joined afterwards. ``order_by`` pairs are
    (expression, descending), nulls last.
    """

    function: str
    operand: "Expression | None"
    type: Type
    distinct: bool = False
    where: "Expression | None" = None
    order_by: tuple[tuple["Expression", bool], ...] = ()
    separator: str = ""
    at: Decimal | None = None
    approx: bool = False


Expression = Literal | Column | Call | Cast | Case | In | Native | Exists | Aggregate | Field | Measured | Related
"""``Field``, ``Measured`` and ``Related`` speak of the model; building a relation replaces them by columns of it."""

_LEAVES: Final = (Literal, Column, Exists, Field, Measured, Related)


def children(expression: Expression) -> tuple[Expression, ...]:
    """The direct operands that speak from the same row (so ``Measured`` and ``Related`` are leaves)."""
    if isinstance(expression, _LEAVES):
        return ()
    match expression:
        case Call() | Native():
            return expression.arguments
        case Cast():
            return (expression.operand,)
        case Case():
            flat = tuple(e for pair in expression.branches for e in pair)
            return flat if expression.otherwise is None else (*flat, expression.otherwise)
        case In():
            return (expression.operand, *expression.items)
        case Aggregate():
            parts = (expression.operand, expression.where, *(e for e, _ in expression.order_by))
            return tuple(p for p in parts if p is not None)


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and all below it, parents first."""
    yield expression
    for child in children(expression):
        yield from walk(child)


def transform(expression: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """The expression rebuilt bottom-up, each node replaced by what ``change`` gives for it."""
    if isinstance(expression, _LEAVES):
        return change(expression)

    def sub(node: Expression) -> Expression:
        return transform(node, change)

    match expression:
        case Call() | Native():
            expression = replace(expression, arguments=tuple(map(sub, expression.arguments)))
        case Cast():
            expression = replace(expression, operand=sub(expression.operand))
        case Case():
            expression = replace(
                expression,
                branches=tuple((sub(a), sub(b)) for a, b in expression.branches),
                otherwise=None if expression.otherwise is None else sub(expression.otherwise),
            )
        case In():
            expression = replace(expression, operand=sub(expression.operand), items=tuple(map(sub, expression.items)))
        case Aggregate():
            expression = replace(
                expression,
                operand=None if expression.operand is None else sub(expression.operand),
                where=None if expression.where is None else sub(expression.where),
                order_by=tuple((sub(e), d) for e, d in expression.order_by),
            )
    return change(expression)


def call(function: str, type_: Type, *arguments: Expression) -> Call:
    """A :class:`Call` with its arguments in line."""
    return Call(function, arguments, type_)


def conjunction(conditions: tuple[Expression, ...]) -> Expression | None:
    """All of ``conditions``; ``None`` when there are none."""
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else Call("and", conditions, BOOLEAN)


def conjuncts(condition: Expression) -> tuple[Expression, ...]:
    """The conditions that all hold where ``condition`` does."""
    match condition:
        case Call("and", parts):
            return tuple(one for part in parts for one in conjuncts(part))
        case _:
            return (condition,)


def null(type_: Type = NULL) -> Literal:
    """A null of a type."""
    return Literal(None, type_)
