"""Values as a client library gives them -> values of the result's types."""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from types import NoneType
from typing import Final, cast

from genesis.diagnostics import fail
from genesis.engines.rows import Row
from genesis.model.expression import Value
from genesis.output.json import encode
from genesis.sql.query import ResultColumn

Read = Callable[[object], Value]


class _Json:
    """What is wanted of JSON: no client gives it, so that every value is read."""


_WANTED: Final[dict[str, type]] = {
    "string": str,
    "integer": int,
    "decimal": Decimal,
    "float": float,
    "boolean": bool,
    "date": date,
    "timestamp": datetime,
    "timestamptz": datetime,
    "time": time,
    "json": _Json,
    "list": str,
}


_NEVER_TEXT: Final = frozenset({int, Decimal, float, bool, date, datetime})


class _OtherTypeError(Exception):
    """Text where a number, a boolean or a day is wanted."""


def typed(rows: list[tuple[object, ...]], columns: Sequence[ResultColumn]) -> list[Row]:
    """Rows with each value in its column's Python type; a value that already is stays the same object.

    Lists become JSON text, and so does JSON, however the engine writes it: names in order, fractions as floats.

    Raises:
        GenesisError: G713 for text in a column of numbers, booleans or days.
    """
    if not rows:
        return []
    wanted = [_WANTED.get(column.type.kind, object) for column in columns]
    try:
        return list(
            zip(*(_column(values, w) for values, w in zip(zip(*rows, strict=True), wanted, strict=True)), strict=True)
        )
    except _OtherTypeError:
        places = ((value, n) for row in rows for n, value in enumerate(row))
        value, place = next((v, n) for v, n in places if isinstance(v, str) and wanted[n] in _NEVER_TEXT)
        column = columns[place]
        message = f"`{column.name}` is {column.type.a}, and the engine gives the text {value!r}"
        raise fail("G713", column.span, message, f"cast it in the source's `sql:` to {column.type}") from None


def _column(values: tuple[object, ...], wanted: type) -> Sequence[Value]:
    """The values of one column. Most columns have the type that is wanted throughout, which is seen at once."""
    if {wanted, NoneType}.issuperset(map(type, values)):
        return cast("Sequence[Value]", values)
    return [cast("Value", v) if v is None or type(v) is wanted else _value(v, wanted) for v in values]


def _value(value: object, wanted: type) -> Value:
    if isinstance(value, str) and wanted in _NEVER_TEXT:
        raise _OtherTypeError
    if wanted is bool and isinstance(value, int):
        return bool(value)
    return _canonical(value) if wanted is _Json else _read(value, wanted)


def _read(value: object, wanted: type) -> Value:
    match value:
        case list() | tuple() | dict():
            return encode(value)
        case Decimal() if wanted is int and value == value.to_integral_value():
            return int(value)
        case int() | Decimal() if wanted is float:
            return float(value)
        case int() if wanted is Decimal:
            return Decimal(value)
        case date():
            return _moment(value, wanted)
        case str() | int() | float() | bool() | Decimal():
            return value
        case bytes():
            return value.hex()
        case _:
            return str(value)


def _canonical(value: object) -> str:
    try:
        parsed = json.loads(value) if isinstance(value, str) else value
        return encode(_ordered(parsed))
    except (ValueError, RecursionError):  # text that only claims to be JSON stays the text it is
        return str(value)


def _ordered(value: object) -> object:
    match value:
        case dict():
            return {name: _ordered(value[name]) for name in sorted(value)}
        case list():
            return [_ordered(item) for item in value]
        case _:
            return value


def _moment(value: date, wanted: type) -> date:
    """A date as a timestamp and a midnight as a date, where that is wanted."""
    if isinstance(value, datetime):
        midnight = value.replace(tzinfo=None) == datetime.combine(value.date(), time())
        return value.date() if wanted is date and midnight else value
    return datetime.combine(value, time()) if wanted is datetime else value
