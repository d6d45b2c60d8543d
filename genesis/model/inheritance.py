"""What an aggregate takes over from the format of the field that it is of."""

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from genesis.model.aggregates import inner_field
from genesis.model.expression import Expression, Field, Measured, call, conjunction
from genesis.model.parts import Codes
from genesis.model.shown import Shown
from genesis.model.types import BOOLEAN, Type

if TYPE_CHECKING:
    from genesis.model.model import Model

_ELEMENTS: Final = frozenset({"first", "last"})
_SAME_KIND: Final = frozenset({"sum", "avg", "min", "max"})


class Looks(Struct, frozen=True):
    """How an aggregate looks without a format of its own: ``output`` where value formatters change it."""

    output: Expression | None = None
    shown: Shown | None = None
    codes: Codes = ()


def inherited(model: "Model", source: str, function: str, value: Expression) -> Looks:
    """What ``value``, an aggregate over rows of ``source``, inherits.

    ``first`` and ``last`` inherit the whole format for their element; ``sum avg min max`` only what shows.
    """
    operand = inner_field(value)
    owner = model.field_of(source, operand) if operand is not None else None
    if operand is None or owner is None or not owner.format:
        return Looks(codes=owner.values if owner and function in _ELEMENTS else ())
    formatted = model.format(operand, owner.format, owner)
    if function in _ELEMENTS:
        return Looks(_of_element(value, operand, formatted.value), formatted.shown, owner.values)
    if function in _SAME_KIND and formatted.shown is not None and _shows(formatted.shown, value.type):
        return Looks(shown=formatted.shown)
    return Looks()


def _of_element(value: Expression, raw: Field, formatted: Expression) -> Expression | None:
    """The aggregate of formatted elements, of which the null ones are skipped before they are formatted."""
    if formatted == raw or not isinstance(value, Measured):
        return None
    given = value.aggregate.where
    where = conjunction((*((given,) if given is not None else ()), call("is_not_null", BOOLEAN, raw)))
    return replace(
        value,
        aggregate=replace(value.aggregate, operand=formatted, type=formatted.type, where=where),
        type=formatted.type,
    )


def _shows(shown: Shown, type_: Type) -> bool:
    match shown.kind:
        case "number" | "percent" | "currency":
            return type_.is_number
        case "date" | "datetime":
            return type_.is_temporal
        case "checkbox":
            return type_.kind == "boolean"
        case "link":
            return True
