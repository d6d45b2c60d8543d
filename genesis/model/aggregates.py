"""Aggregates: of measures and of items."""

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from genesis.diagnostics import fail
from genesis.model.expression import Aggregate, Call, Expression, Field, Measured, transform
from genesis.model.parts import SourceField
from genesis.model.types import BOOLEAN, FLOAT, INTEGER, STRING, Type, decimal
from genesis.spec.documents import AggregateSpec, Text

if TYPE_CHECKING:
    from genesis.model.model import Model

_NUMERIC = frozenset({"sum", "avg", "median", "percentile"})
_LATER = frozenset({"median", "percentile", "first", "last"})
_MANY_TO_ONE = frozenset({"sum", "avg", "median", "percentile", "count"})


def aggregate(model: "Model", source: str, spec: AggregateSpec, of: Expression | None) -> Aggregate:
    """One aggregate over rows of ``source``; ``of`` is the field that an item's path named.

    Raises:
        GenesisError: for a type that the aggregate cannot take, or an aggregate this version does not compile.
    """
    function, place = spec.function.value, spec.function.span
    if function in _LATER or spec.limit or spec.more or spec.at:
        raise fail("G602", place, f"`{function}` with these options is not compiled by this version yet")
    operand = of if spec.of is None else model.expression(spec.of, source)
    if operand is None and not spec.rows:
        raise fail("G401", place, f"`{function}` needs to be told what it aggregates", f"{function}: a_field")
    if operand is not None:
        _check(function, operand.type, spec)
    order = tuple((_ordered(model, source, o.text), o.descending) for o in spec.order_by)
    type_ = _gives(function, operand)
    made = Aggregate(function, operand, type_, spec.distinct, None, order, at=Decimal(0) if spec.at else None)
    if function == "list" and operand is not None:
        return _list(model, source, spec, replace(made, separator=spec.separator.value if spec.separator else ", "))
    return made


def _list(model: "Model", source: str, spec: AggregateSpec, made: Aggregate) -> Aggregate:
    operand = made.operand
    assert operand is not None  # noqa: S101 a list always has one
    if operand.type.kind == "float":
        raise fail(
            "G402",
            spec.function.span,
            "a list of floats has no certain text",
            "round it to a decimal: cast(... as decimal(18,2))",
        )
    owner = _field_of(model, source, operand)
    pipeline = spec.format if spec.format is not None else (owner.format if owner else ())
    formatted = model.format(operand, pipeline, owner)
    element = formatted.value
    if formatted.shown and formatted.shown.kind in {"date", "datetime"}:
        from genesis.model.expression import Literal

        element = Call("format_date", (element, Literal(formatted.shown.pattern, STRING)), STRING)
    elif element.type != STRING:
        element = Call("to_text", (element,), STRING)
    order = (*made.order_by, (operand, False), *(((element, False),) if element != operand else ()))
    keys = tuple((_key_field(model, source, k), False) for k in model.key(source) or ())
    if made.distinct and (made.order_by or element != operand):
        raise fail(
            "G602",
            spec.function.span,
            "a `distinct` list in an order of its own, or of formatted values, is not compiled by this version yet",
        )
    if made.distinct:
        return replace(made, operand=element, order_by=order)
    return replace(made, operand=element, order_by=(*order, *(k for k in keys if k not in order)))


def _key_field(model: "Model", source: str, name: str) -> Field:
    found = model.field(source, name)
    assert found is not None  # noqa: S101 a source's key names its fields
    return Field((), name, found.type)


def _field_of(model: "Model", source: str, operand: Expression) -> SourceField | None:
    if not isinstance(operand, Field):
        return None
    steps = model.steps(source, operand.path)
    return model.field(steps[-1].target if steps else source, operand.name)


def _ordered(model: "Model", source: str, text: Text) -> Expression:
    return model.expression(text, source)


def _check(function: str, type_: Type, spec: AggregateSpec) -> None:
    place = (spec.of or spec.function).span
    if function in _NUMERIC and not type_.is_number:
        raise fail(
            "G403",
            place,
            f"`{function}` needs a number, this is a {type_}",
            "count, count_distinct, min, max and list take other types",
        )
    if function in {"any", "all"} and type_ != BOOLEAN:
        raise fail("G403", place, f"`{function}` needs a boolean, this is a {type_}")


def _gives(function: str, operand: Expression | None) -> Type:
    if function in {"count", "count_distinct"} or operand is None:
        return INTEGER
    if function == "sum":
        return decimal(38, operand.type.scale) if operand.type.kind == "decimal" else operand.type
    return {"avg": FLOAT, "list": STRING, "any": BOOLEAN, "all": BOOLEAN}.get(function, operand.type)


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

    return transform(value, change)


def counts_lines(function: str) -> bool:
    """Whether the aggregate of a field behind a trailing to-one step has two meanings."""
    return function in _MANY_TO_ONE
