"""Dates relative to today: ``last``, ``next``, ``this``, ``previous``."""

import re
from typing import Final

from genesis.diagnostics import did_you_mean, fail
from genesis.model.compiling import Compiling
from genesis.model.expression import Call, Cast, Expression, Literal, call
from genesis.model.parameters import reference
from genesis.model.types import BOOLEAN, DATE, INTEGER, STRING, TIMESTAMP
from genesis.spec.documents import Scalar

_UNITS: Final = ("day", "week", "month", "quarter", "year")
_SPAN: Final = re.compile(r"(?:([1-9][0-9]{0,5}) +)?([a-z]+)")
_WHOLE: Final = frozenset({"this", "previous"})


def relative(compiling: Compiling, name: str, scalar: Scalar, value: Expression) -> Expression:
    """Whether a date, or a moment of that day, lies in a period counted from today.

    Raises:
        GenesisError: G409 for what is no date, G430 for what is no period.
    """
    if not value.type.is_temporal:
        raise fail(
            "G409", scalar.span, f"`{name}` is about dates, this is {value.type.a}", "compare it with eq, gte, lt ..."
        )
    count, unit = _read(compiling, name, scalar)
    today = compiling.current_date()
    begin: Expression
    end: Expression
    if name in _WHOLE:
        begin = Call("date_trunc", (Literal(unit, STRING), today), DATE)
        end = _moved(begin, unit, 1)
        if name == "previous":
            begin, end = _moved(begin, unit, -count), begin
    elif name == "last":
        begin, end = _moved(_moved(today, unit, -count), "day", 1), _moved(today, "day", 1)
    else:
        begin, end = _moved(today, "day", 1), _moved(_moved(today, unit, count), "day", 1)
    return _between(compiling, value, begin, end)


def _between(compiling: Compiling, value: Expression, begin: Expression, end: Expression) -> Expression:
    """From the beginning of the day ``begin`` up to, but not at, that of ``end``."""
    if value.type != DATE:
        value = local(compiling, value) if value.type.kind == "timestamptz" else value
        begin, end = Cast(begin, TIMESTAMP), Cast(end, TIMESTAMP)
    return Call("and", (call(">=", BOOLEAN, value, begin), call("<", BOOLEAN, value, end)), BOOLEAN)


def local(compiling: Compiling, value: Expression) -> Expression:
    """A moment with a zone as the time that the project's clocks show."""
    return call("at_timezone", TIMESTAMP, value, Literal(compiling.timezone, STRING))


def _moved(day: Expression, unit: str, count: int) -> Expression:
    return Call("date_add", (Literal(unit, STRING), Literal(count, INTEGER), day), DATE)


def _read(compiling: Compiling, name: str, scalar: Scalar) -> tuple[int, str]:
    parameter = reference(scalar)
    text = scalar.text if parameter is None else str(compiling.parameters.one(parameter, scalar.span).value)
    match = _SPAN.fullmatch(text.strip())
    example = f"write `{name}: month`" if name in _WHOLE else f"write `{name}: 30 days`"
    if match is None:
        raise fail("G430", scalar.span, f"`{text}` is no period", example)
    unit = match[2].removesuffix("s")
    if unit not in _UNITS:
        raise fail("G430", scalar.span, f"there is no unit of time `{match[2]}`", did_you_mean(unit, _UNITS))
    if (match[1] is None) != (name in _WHOLE) and name != "previous":
        raise fail(
            "G430",
            scalar.span,
            f"`{name}` takes {'a unit alone' if name in _WHOLE else 'a number and a unit'}",
            example,
        )
    return int(match[1] or 1), unit
