"""Values written in YAML, read with the type of the field they are compared with."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Final, TypeVar

from genesis.diagnostics import fail
from genesis.model.expression import Literal, Value
from genesis.model.mending import mended
from genesis.model.types import WIDEST, Type
from genesis.spec.documents import Scalar, Text

LEAST_INTEGER: Final = -(2**63)
MOST_INTEGER: Final = 2**63 - 1
GRAINS: Final = ("year", "quarter", "month", "week", "day", "hour", "minute")
_WHOLE: Final = re.compile(r"-?(?:0|[1-9]\d*)")
_FRACTION: Final = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_HOUR: Final = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d)")
_CLOCK: Final = r"\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?"
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_TIME: Final = re.compile(_CLOCK)
_TIMESTAMP: Final = re.compile(rf"{_DATE.pattern}(?:[ T]{_CLOCK})?")
_TIMESTAMPTZ: Final = re.compile(rf"({_DATE.pattern}[ T]{_CLOCK}) ?(Z|UTC|[+-]\d\d(?::?\d\d)?)")
_SHORT: Final = {
    "year": re.compile(r"(\d{4})"),
    "quarter": re.compile(r"(\d{4})-Q([1-4])"),
    "month": re.compile(r"(\d{4})-(\d\d)"),
    "week": re.compile(r"(\d{4})-W(\d\d)"),
}


def literal(scalar: Scalar, type_: Type) -> Literal:
    """The value of ``scalar`` as ``type_``.

    Raises:
        GenesisError: G304 when it is not such a value, G315 when it is one that no integer or decimal holds.
    """
    if scalar.plain and scalar.value is None:
        return Literal(None, type_)
    value = _read(scalar, type_)
    if value is None:
        shown = scalar.text if scalar.plain else f'"{scalar.text}"'
        raise fail("G304", scalar.span, f"`{shown}` is not {type_.a}", mended(scalar, type_))
    if isinstance(value, int) and not LEAST_INTEGER <= value <= MOST_INTEGER:
        raise fail("G315", scalar.span, f"no integer holds `{scalar.text}`", "integers are from -2^63 to 2^63 - 1")
    if isinstance(value, Decimal) and too_wide(value):
        raise fail("G315", scalar.span, f"no decimal holds `{scalar.text}`", f"decimals have at most {WIDEST} digits")
    return Literal(value, type_)


def too_wide(value: Decimal) -> bool:
    """Whether a number written out has more digits than any decimal."""
    _, digits, exponent = value.as_tuple()
    scale = max(-int(exponent), 0)
    return max(len(digits) + max(int(exponent), 0), scale) > WIDEST


def from_text(text: Text, type_: Type) -> Literal:
    """The value that a mapping's key stands for, which has no type of its own.

    Raises:
        GenesisError: G304 when it is not such a value.
    """
    return literal(Scalar(_plain_value(text.value), text.value, plain=True, span=text.span), type_)


def written_plain(text: Text) -> bool:
    """Whether text was written without quotes."""
    span = text.span
    return span.file.line(span.line)[span.column - 1 : span.column] not in {"'", '"'}


def _plain_value(text: str) -> str | int | float | bool:
    if text in {"true", "false"}:
        return text == "true"
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _FRACTION.fullmatch(text) else text


def _read(scalar: Scalar, type_: Type) -> Value:
    moment = _MOMENTS.get(type_.kind)
    if moment is not None:
        return moment(scalar.text)
    match type_.kind:
        case "string":
            return scalar.text
        case "boolean":
            return scalar.value if isinstance(scalar.value, bool) else None
        case "integer":
            return scalar.value if isinstance(scalar.value, int) and not isinstance(scalar.value, bool) else None
        case "decimal" | "float":
            return _number(scalar, type_)
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
    return _iso(date, text) if _DATE.fullmatch(text) else None


def as_time(text: str) -> time | None:
    """The time written as ``14:30`` or ``14:30:00.5``, or ``None``."""
    return _iso(time, text) if _TIME.fullmatch(text) else None


def as_timestamp(text: str) -> datetime | None:
    """The timestamp written as ``2021-01-31 14:30:00`` or as a date, or ``None``."""
    return _iso(datetime, text) if _TIMESTAMP.fullmatch(text) else None


def as_timestamptz(text: str) -> datetime | None:
    """The moment written as ``2021-01-31 14:30:00+01:00``, or with ``Z`` or ``UTC``; ``None`` without an offset."""
    match = _TIMESTAMPTZ.fullmatch(text)
    return _iso(datetime, match[1] + ("+00:00" if match[2] in {"Z", "UTC"} else match[2])) if match else None


def is_local(text: str) -> bool:
    """Whether a moment is written without its offset from UTC."""
    return as_timestamp(text) is not None


_I = TypeVar("_I", date, time, datetime)


def _iso(kind: type[_I], text: str) -> _I | None:
    try:
        return kind.fromisoformat(text)
    except ValueError:
        return None


_MOMENTS: Final[dict[str, Callable[[str], Value]]] = {
    "date": as_date,
    "time": as_time,
    "timestamp": as_timestamp,
    "timestamptz": lambda text: as_timestamptz(text) or as_timestamp(text),
}


def period(scalar: Scalar, grain: str, type_: Type) -> Literal:
    """The first day of the period written as ``2021``, ``2021-Q1``, ``2021-03``, ``2021-W05``; or a full literal.

    Raises:
        GenesisError: G304 when it is neither.
    """
    if grain == "hour" and (hour := _HOUR.fullmatch(scalar.text)):
        text = f"{hour[1]} {hour[2]}:00"
        scalar = Scalar(text, text, plain=True, span=scalar.span)
    pattern = _SHORT.get(grain)
    match = pattern.fullmatch(scalar.text) if pattern else None
    if match is None:
        return literal(scalar, type_)
    year, part = int(match[1]), int(match[2]) if match.lastindex == 2 else 1  # noqa: PLR2004
    try:
        month = part * 3 - 2 if grain == "quarter" else part
        first = date.fromisocalendar(year, part, 1) if grain == "week" else date(year, month, 1)
    except ValueError:
        raise fail("G304", scalar.span, f"`{scalar.text}` is not a {grain}") from None
    moment = type_.kind == "timestamp"
    return Literal(datetime(first.year, first.month, first.day) if moment else first, type_)
