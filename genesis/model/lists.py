"""``list``: values of several rows as one text."""

from typing import TYPE_CHECKING

from genesis.diagnostics import fail
from genesis.model.codes import ordered
from genesis.model.expression import Aggregate, Call, Expression, Literal, Measured, call
from genesis.model.types import BOOLEAN, INTEGER, STRING, list_of
from genesis.spec.documents import AggregateSpec

if TYPE_CHECKING:
    from genesis.model.model import Model

Order = tuple[tuple[Expression, bool], ...]


def listed(model: "Model", source: str, spec: AggregateSpec, operand: Expression, order: Order) -> Expression:
    """A list of ``operand`` over rows of ``source``: its elements rendered, in total order, joined.

    Without ``distinct`` and ``limit`` it is one aggregate; else the elements are collected first and cut afterwards.
    """
    from genesis.model.aggregates import completed, keys

    element = _element(model, source, spec, operand)
    where = None if element in {operand, plain_text(operand)} else call("is_not_null", BOOLEAN, operand)
    owner = model.field_of(source, operand)
    codes = owner.values if owner else ()
    whole = completed((*order, *((e, False) for e in ordered(operand, codes))), keys(model, source))
    separator = spec.separator.value if spec.separator else ", "
    if spec.distinct and not (order or codes) and element == operand and spec.limit is None:
        made = Aggregate("list", element, STRING, distinct=True, order_by=((element, False),), separator=separator)
        return Measured((), made, STRING)
    if not spec.distinct and spec.limit is None:
        return Measured(
            (), Aggregate("list", element, STRING, where=where, order_by=whole, separator=separator), STRING
        )
    type_ = list_of(STRING)
    collected: Expression = Measured((), Aggregate("collect", element, type_, where=where, order_by=whole), type_)
    if spec.distinct:
        collected = Call("first_places", (collected,), type_)
    if spec.limit is None:
        return Call("join_list", (collected, Literal(separator, STRING)), STRING)
    more = _more(spec)
    count = Literal(spec.limit.value, INTEGER)
    return Call("cut_list", (collected, Literal(separator, STRING), count, *more), STRING)


def _more(spec: AggregateSpec) -> tuple[Expression, ...]:
    """What stands before and behind the number of those that were cut, if that is to be said."""
    if spec.more is None:
        return ()
    before, found, after = spec.more.value.partition("{n}")
    return (Literal(before, STRING), *((Literal(after, STRING),) if found else ()))


def _element(model: "Model", source: str, spec: AggregateSpec, operand: Expression) -> Expression:
    """One element as text: by the field's formats or the list's own, else as JSON would show it."""
    if operand.type.kind == "float" and spec.format is None:
        hint = "round it to a decimal: cast(... as decimal(18,2))"
        raise fail("G402", spec.function.span, "a list of floats has no certain text", hint)
    owner = model.field_of(source, operand)
    pipeline = spec.format if spec.format is not None else (owner.format if owner else ())
    formatted = model.format(operand, pipeline, owner)
    value, shown = formatted.value, formatted.shown
    if shown is not None and (shown.kind in {"date", "datetime"} or spec.format is not None):
        return model.render(value, shown, None)
    if value.type.kind == "float":
        raise fail("G402", spec.function.span, "a list of floats has no certain text", 'format: {number: "0.00"}')
    return plain_text(value)


def plain_text(value: Expression) -> Expression:
    """A value's text without a format."""
    return value if value.type == STRING else Call("to_text", (value,), STRING)
