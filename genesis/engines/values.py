"""Values as a client library gives them -> values of the result's types."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

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
        tuple(v if v is None or type(v) is w else _read(v, w) for v, w in zip(row, wanted, strict=True)) for row in rows
    ]  # type: ignore[misc]


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
        case datetime() if wanted is date:
            return (
                value.date()
                if value.replace(tzinfo=None) == datetime.combine(value.date(), datetime.min.time())
                else value
            )
        case date() if wanted is datetime and not isinstance(value, datetime):
            return datetime.combine(value, datetime.min.time())
        case str() | int() | float() | bool() | Decimal() | date():
            return value
        case bytes():
            return value.hex()
        case _:
            return str(value)
