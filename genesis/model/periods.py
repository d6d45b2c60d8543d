"""Dates relative to today: ``last``, ``next``, ``this``, ``previous``."""

import re
from datetime import date, datetime, time
from typing import Final

from genesis.diagnostics import did_you_mean, fail
from genesis.model import calendar
from genesis.model.compiling import Compiling
from genesis.model.expression import Call, Cast, Expression, Literal, call
from genesis.model.parameters import reference
from genesis.model.types import BOOLEAN, DATE, INTEGER, STRING, TIMESTAMP
from genesis.spec.documents import Scalar

_LENGTHS: Final = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
_UNITS: Final = tuple(_LENGTHS)
_LONGEST: Final = 365_000
"""Days: no engine's calendar ends before it."""
_SPAN: Final = re.compile(r"(?:([1-9][0-9]{0,5}) +)?([a-z]+)")
_DAYS: Final = {"day": 1, "week": 7}
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
    try:
        begin, end = _bounds(today, name, count, unit)
    except (ValueError, OverflowError):
        message = f"`{name}: {scalar.text}` from {compiling.today} leaves the calendar, which has the years 1 to 9999"
        raise fail("G430", scalar.span, message, "pin another day with `--today`") from None
    return _between(compiling, value, begin, end)


def _bounds(today: Expression, name: str, count: int, unit: str) -> tuple[Expression, Expression]:
    """The first day of a period, and the day after its last."""
    days = _DAYS.get(unit)
    if name == "this":
        return _begun(today, unit), _moved(_begun(today, unit), unit, 1)
    if name == "previous":
        return _moved(_begun(today, unit), unit, -count), _begun(today, unit)
    if name == "last":
        begin = _moved(today, "day", 1 - count * days) if days else _moved(_moved(today, unit, -count), "day", 1)
        return begin, _moved(today, "day", 1)
    end = _moved(today, "day", count * days + 1) if days else _moved(_moved(today, unit, count), "day", 1)
    return _moved(today, "day", 1), end


def _between(compiling: Compiling, value: Expression, begin: Expression, end: Expression) -> Expression:
    """From the beginning of the day ``begin`` up to, but not at, that of ``end``."""
    if value.type != DATE:
        value = local(compiling, value) if value.type.kind == "timestamptz" else value
        begin, end = _midnight(begin), _midnight(end)
    return Call("and", (call(">=", BOOLEAN, value, begin), call("<", BOOLEAN, value, end)), BOOLEAN)


def _midnight(day: Expression) -> Expression:
    if isinstance(day, Literal) and isinstance(day.value, date):
        return Literal(datetime.combine(day.value, time()), TIMESTAMP)
    return Cast(day, TIMESTAMP)


def local(compiling: Compiling, value: Expression) -> Expression:
    """A moment with a zone as the time that the project's clocks show."""
    return call("at_timezone", TIMESTAMP, value, Literal(compiling.timezone, STRING))


def _moved(day: Expression, unit: str, count: int) -> Expression:
    """A day moved by so many units; a day that the month does not have becomes its last."""
    if isinstance(day, Literal) and isinstance(day.value, date):
        return Literal(calendar.moved(day.value, unit, count), DATE)
    return Call("date_add", (Literal(unit, STRING), Literal(count, INTEGER), day), DATE)


def _begun(day: Expression, unit: str) -> Expression:
    """The day on which the period of a day begins."""
    if isinstance(day, Literal) and isinstance(day.value, date):
        return Literal(calendar.begun(day.value, unit), DATE)
    return Call("date_trunc", (Literal(unit, STRING), day), DATE)


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
    count = int(match[1] or 1)
    if count * _LENGTHS[unit] > _LONGEST:
        raise fail("G430", scalar.span, f"`{text}` is longer than 1,000 years", example)
    return count, unit
