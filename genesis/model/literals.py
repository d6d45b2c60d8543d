"""Values written in YAML, read with the type of the field they are compared with."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from genesis.diagnostics import fail
from genesis.model.expression import Literal, Value
from genesis.model.types import Type
from genesis.spec.documents import Scalar

GRAINS: Final = ("year", "quarter", "month", "week", "day", "hour", "minute")
_SHORT: Final = {
    "year": re.compile(r"(\d{4})"),
    "quarter": re.compile(r"(\d{4})-Q([1-4])"),
    "month": re.compile(r"(\d{4})-(\d\d)"),
    "week": re.compile(r"(\d{4})-W(\d\d)"),
}
_HOUR: Final = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d)")


def literal(scalar: Scalar, type_: Type) -> Literal:
    """The value of ``scalar`` as ``type_``.

    Raises:
        GenesisError: G304 when it is not such a value.
    """
    if scalar.plain and scalar.value is None:
        return Literal(None, type_)
    value = _read(scalar, type_)
    if value is None:
        raise fail("G304", scalar.span, f"`{scalar.text}` is not a {type_}", _example(type_, scalar))
    return Literal(value, type_)


def _read(scalar: Scalar, type_: Type) -> Value:
    match type_.kind:
        case "string":
            return scalar.text
        case "boolean":
            return scalar.value if isinstance(scalar.value, bool) else None
        case "integer":
            return scalar.value if isinstance(scalar.value, int) and not isinstance(scalar.value, bool) else None
        case "decimal" | "float":
            return _number(scalar, type_)
        case "date":
            return as_date(scalar.text)
        case "timestamp" | "timestamptz":
            return _moment(scalar.text)
        case _:
            return None


def _number(scalar: Scalar, type_: Type) -> Value:
    if isinstance(scalar.value, bool) or not isinstance(scalar.value, int | float):
        return None
    try:
        return float(scalar.text) if type_.kind == "float" else Decimal(scalar.text)
    except (InvalidOperation, ValueError):
        return None


def as_date(text: str) -> date | None:
    """The date written as ``2021-01-31``, or ``None``."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None  # noqa: PLR2004
    except ValueError:
        return None


def is_local(text: str) -> bool:
    """Whether a moment is written without its offset from UTC."""
    found = _moment(text)
    return found is not None and found.tzinfo is None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if len(text) >= 16 else None  # noqa: PLR2004
    except ValueError:
        return None


def period(scalar: Scalar, grain: str, type_: Type) -> Literal:
    """The first day of the period written as ``2021``, ``2021-Q1``, ``2021-03``, ``2021-W05``; or a full literal.

    Raises:
        GenesisError: G304 when it is neither.
    """
    if grain == "hour" and (hour := _HOUR.fullmatch(scalar.text)):
        text = f"{hour[1]} {hour[2]}:00"
        scalar = Scalar(text, text, True, scalar.span)
    pattern = _SHORT.get(grain)
    match = pattern.fullmatch(scalar.text) if pattern else None
    if match is None:
        return literal(scalar, type_)
    year, part = int(match[1]), int(match[2]) if match.lastindex == 2 else 1  # noqa: PLR2004
    try:
        if grain == "week":
            first = date.fromisocalendar(year, part, 1)
        else:
            first = date(year, part * 3 - 2 if grain == "quarter" else part, 1)
    except ValueError:
        raise fail("G304", scalar.span, f"`{scalar.text}` is not a {grain}") from None
    moment = type_.kind == "timestamp"
    return Literal(datetime(first.year, first.month, first.day) if moment else first, type_)


def _example(type_: Type, scalar: Scalar) -> str:
    examples = {
        "integer": "write a whole number without quotes: 42",
        "boolean": "write true or false without quotes",
        "date": "write a date as 2021-01-31",
        "timestamp": "write a timestamp as 2021-01-31 14:30:00",
    }
    if type_.is_number and not scalar.plain:
        return f"write it without quotes: {scalar.text}"
    return examples.get(type_.kind, "write a number without quotes: 1.5" if type_.is_number else "")
