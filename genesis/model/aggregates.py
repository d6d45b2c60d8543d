"""Aggregates: of measures and of items."""

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from genesis.diagnostics import fail
from genesis.model import lists
from genesis.model.expression import Aggregate, Call, Cast, Expression, Field, Measured, transform
from genesis.model.types import BOOLEAN, FLOAT, INTEGER, Type, decimal
from genesis.spec.documents import AggregateSpec, OrderSpec, Scalar

if TYPE_CHECKING:
    from genesis.model.model import Model

_NUMERIC: Final = frozenset({"sum", "avg", "median", "percentile"})
_MANY_TO_ONE: Final = frozenset({"sum", "avg", "median", "percentile", "count"})
_ORDERED: Final = frozenset({"first", "last", "list"})
_UNORDERABLE: Final = frozenset({"json", "list"})


def aggregate(model: "Model", source: str, spec: AggregateSpec, of: Expression | None) -> Expression:
    """One aggregate over rows of ``source`` (a ``Measured`` without path); ``of`` is the field that an item's path named.

    Raises:
        GenesisError: for a type that the aggregate cannot take, or an order where the source has no key.
    """
    function, place = spec.function.value, spec.function.span
    operand = of if spec.of is None else model.expression(spec.of, source)
    if operand is None:  # only `count: rows` says nothing more: the reader sees to it
        return _measured(Aggregate("count", None, INTEGER))
    _check(function, operand.type, spec)
    if function in _ORDERED and model.key(source) is None:
        message = f"`{function}` needs an order of the rows of `{source}`, and it has no key to make one certain"
        raise fail("G432", place, message, f"give `{source}` a `key`")
    order = tuple((e, o.descending) for o in spec.order_by for e in order_keys(model, source, o))
    if function == "list":
        return lists.listed(model, source, spec, operand, order)
    return _measured(_made(model, source, spec, operand, order))


def _measured(made: Aggregate) -> Measured:
    return Measured((), made, made.type)


def _made(
    model: "Model", source: str, spec: AggregateSpec, operand: Expression, order: tuple[tuple[Expression, bool], ...]
) -> Aggregate:
    function = spec.function.value
    type_ = _gives(function, operand)
    match function:
        case "first" | "last":
            turned = tuple((e, d != (function == "last")) for e, d in order)
            return Aggregate("first", operand, type_, order_by=completed(turned, keys(model, source)))
        case "median" | "percentile":
            at = Decimal("0.5") if spec.at is None else _share(spec.at)
            exact = operand if operand.type == FLOAT else Cast(operand, FLOAT)
            return Aggregate("percentile", exact, FLOAT, at=at, approx=spec.approx)
        case "avg":
            return Aggregate("avg", operand, FLOAT)
        case _:
            return Aggregate(function, operand, type_)


def _share(at: Scalar) -> Decimal:
    return Decimal(at.text)


def order_keys(model: "Model", source: str, spec: OrderSpec) -> tuple[Expression, ...]:
    """An order key; coded values go by their place among the codes."""
    from genesis.model.codes import ordered

    value = model.expression(spec.text, source)
    if value.type.kind in _UNORDERABLE:
        raise fail("G409", spec.text.span, f"{value.type.a} has no order")
    owner = model.field_of(source, value)
    return ordered(value, owner.values if owner else ())


def keys(model: "Model", source: str) -> tuple[tuple[Expression, bool], ...]:
    """The fields of a source's key as an order; coded ones go by their place among the codes."""
    from genesis.model.codes import ordered

    fields = [model.field(source, name) for name in model.key(source) or ()]
    parts = [ordered(Field((), f.name, f.type), f.values) for f in fields if f is not None]
    return tuple((part, False) for one in parts for part in one)


def completed(
    order: tuple[tuple[Expression, bool], ...], more: tuple[tuple[Expression, bool], ...]
) -> tuple[tuple[Expression, bool], ...]:
    """An order with ``more`` at its end, no expression twice."""
    seen = dict(reversed((*order, *more)))
    known = dict.fromkeys(e for e, _ in (*order, *more))
    return tuple((e, seen[e]) for e in known)


def _check(function: str, type_: Type, spec: AggregateSpec) -> None:
    place = (spec.of or spec.function).span
    if function in _NUMERIC and not type_.is_number:
        hint = "count, count_distinct, min, max and list take other types"
        raise fail("G403", place, f"`{function}` needs a number, this is {type_.a}", hint)
    if function in {"any", "all"} and type_ != BOOLEAN:
        raise fail("G403", place, f"`{function}` needs a boolean, this is {type_.a}", "compare it with something")
    if function in {"min", "max", "count_distinct"} and type_.kind in _UNORDERABLE:
        raise fail(
            "G403", place, f"`{function}` needs values with an order, this is {type_.a}", "count takes every type"
        )


def _gives(function: str, operand: Expression) -> Type:
    if function in {"count", "count_distinct"}:
        return INTEGER
    if function == "sum":
        return decimal(38, operand.type.scale) if operand.type.kind == "decimal" else operand.type
    return operand.type


def restricted(value: Expression, where: Expression) -> Expression:
    """Every aggregate in ``value`` restricted to the rows that meet ``where``."""

    def change(node: Expression) -> Expression:
        if not isinstance(node, Measured):
            return node
        both = where if node.aggregate.where is None else Call("and", (node.aggregate.where, where), BOOLEAN)
        return replace(node, aggregate=replace(node.aggregate, where=both))

    return transform(value, change)


def behind(value: Expression, path: tuple[str, ...]) -> Expression:
    """A measure's value as it is behind ``path``."""

    def change(node: Expression) -> Expression:
        return replace(node, path=(*path, *node.path)) if isinstance(node, Measured) else node

    return transform(value, change) if path else value


def counts_lines(function: str) -> bool:
    """Whether the aggregate of a field behind a trailing to-one step has two meanings."""
    return function in _MANY_TO_ONE


def inner_field(value: Expression) -> Field | None:
    """The field that a single aggregate is of."""
    operand = value.aggregate.operand if isinstance(value, Measured) else None
    if isinstance(operand, Cast):
        operand = operand.operand
    return operand if isinstance(operand, Field) else None
