"""``duration: seconds``: a length of time as ``1:05:09``; ``minutes`` and ``hours`` too."""

from typing import Final

from genesis.model import steps
from genesis.model.expression import Case, Cast, Expression, Literal, call
from genesis.model.parts import SourceField
from genesis.model.signatures import product_type, rounded_type
from genesis.model.types import BOOLEAN, INTEGER, STRING
from genesis.spec.documents import FormatterSpec

_EXAMPLE: Final = "duration: seconds"
_SECONDS: Final = {"seconds": 1, "minutes": 60, "hours": 3600}


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Expression:  # noqa: ARG001
    """Hours, minutes and seconds, rounded half away from zero to a whole second."""
    steps.takes(step, value, steps.NUMBERS)
    unit = _SECONDS.get(steps.text(step, _EXAMPLE))
    if unit is None:
        raise steps.bad_argument(step, f"`duration` counts {', '.join(_SECONDS)}", _EXAMPLE)
    total = value
    if unit > 1:
        factor = Literal(unit, INTEGER)
        total = call("*", product_type((value.type, INTEGER)) or value.type, value, factor)
    if total.type.kind != "integer":
        total = Cast(call("round", rounded_type([total.type]), total), INTEGER)
    positive = call("abs", INTEGER, total)
    sign = Case(((call("<", BOOLEAN, total, _whole(0)), Literal("-", STRING)),), Literal("", STRING), STRING)
    hours = call("to_text", STRING, call("quotient", INTEGER, positive, _whole(3600)))
    minutes = call("%", INTEGER, call("quotient", INTEGER, positive, _whole(60)), _whole(60))
    seconds = call("%", INTEGER, positive, _whole(60))
    return call("concat", STRING, sign, hours, *_two_digits(minutes), *_two_digits(seconds))


def _whole(number: int) -> Literal:
    return Literal(number, INTEGER)


def _two_digits(value: Expression) -> tuple[Expression, Expression]:
    text = call("to_text", STRING, value)
    return Literal(":", STRING), call("lpad", STRING, text, _whole(2), Literal("0", STRING))
