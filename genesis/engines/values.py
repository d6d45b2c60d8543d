"""Values as a client library gives them -> values of the result's types."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final, cast

from genesis.engines.rows import Row
from genesis.model.expression import Value
from genesis.model.types import Type
from genesis.output.json import encode

Read = Callable[[object], Value]

_WANTED: Final[dict[str, type]] = {
    "string": str,
    "integer": int,
    "decimal": Decimal,
    "float": float,
    "boolean": bool,
    "date": date,
    "timestamp": datetime,
    "timestamptz": datetime,
    "json": str,
    "list": str,
}


def typed(rows: list[tuple[object, ...]], types: Sequence[Type]) -> list[Row]:
    """Rows with each value in its column's Python type; a value that already is stays the same object.

    Lists, and JSON that the client has already parsed, become JSON text.
    """
    wanted = [_WANTED.get(kind.kind, object) for kind in types]
    return [
        tuple(cast("Value", v) if v is None or type(v) is w else _read(v, w) for v, w in zip(row, wanted, strict=True))
        for row in rows
    ]


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


def _moment(value: date, wanted: type) -> date:
    """A date as a timestamp and a midnight as a date, where that is wanted."""
    if isinstance(value, datetime):
        midnight = value.replace(tzinfo=None) == datetime.combine(value.date(), time())
        return value.date() if wanted is date and midnight else value
    return datetime.combine(value, time()) if wanted is datetime else value
