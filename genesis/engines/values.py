"""Values as a client library gives them -> values of the result's types."""

import json
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Context, Decimal, Inexact, InvalidOperation, localcontext
from types import NoneType
from typing import Final, cast

from genesis.diagnostics import GenesisError, fail
from genesis.engines.rows import Row
from genesis.model.expression import Value
from genesis.model.types import Type
from genesis.output.json import encode
from genesis.sql.query import ResultColumn


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


_NAMES: Final[dict[type, str]] = {
    str: "text",
    int: "integer",
    Decimal: "decimal",
    float: "float",
    bool: "boolean",
    date: "date",
    datetime: "timestamp",
    time: "time",
}
_LONGEST: Final = 40
"""Characters of a value in a message."""
_ROOM: Final = Context(prec=200, traps=[])
_EXACT: Final = Context(prec=200, traps=[Inexact, InvalidOperation])


class _OtherTypeError(Exception):
    """A value that is none of its column's type."""


def typed(rows: list[tuple[object, ...]], columns: Sequence[ResultColumn]) -> list[Row]:
    """Rows with each value in its column's Python type; a value that already is stays the same object.

    Lists become JSON text, and so does JSON, however the engine writes it: names in order, fractions as floats. A decimal
    has its type's scale.

    Raises:
        GenesisError: G713 for a value that is none of its column's type.
    """
    if not rows:
        return []
    try:
        read = [_column(values, column.type) for values, column in zip(zip(*rows, strict=True), columns, strict=True)]
        return list(zip(*read, strict=True))
    except _OtherTypeError:
        raise _refused(rows, columns) from None


def _refused(rows: list[tuple[object, ...]], columns: Sequence[ResultColumn]) -> GenesisError:
    """G713 for the first value that is none of its column's type."""
    column, value = next(
        (column, v) for row in rows for column, v in zip(columns, row, strict=True) if not _fits(v, column.type)
    )
    shown = repr(value) if isinstance(value, str) else str(value)
    shown = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
    kind = _NAMES.get(type(value), type(value).__name__)
    message = f"`{column.name}` is {column.type.a}, and the engine gives the {kind} {shown}"
    return fail("G713", column.span, message, f"cast it in the source's `sql:` to {column.type}")


def _fits(value: object, type_: Type) -> bool:
    try:
        _column((value,), type_)
    except _OtherTypeError:
        return False
    return True


def _column(values: tuple[object, ...], type_: Type) -> Sequence[Value]:
    """The values of one column. Most columns have the type that is wanted throughout, which is seen at once."""
    wanted = _WANTED.get(type_.kind, object)
    kinds = set(map(type, values))
    if {wanted, NoneType}.issuperset(kinds) and (wanted is not Decimal or _scale(values, kinds) in {type_.scale, None}):
        return cast("Sequence[Value]", values)
    if wanted is Decimal:
        return [None if v is None else _decimal(v, type_.scale) for v in values]
    return [cast("Value", v) if v is None or type(v) is wanted else _value(v, wanted) for v in values]


def _scale(values: tuple[object, ...], kinds: set[type]) -> int | None:
    """The most digits behind the point that one of the decimals has, which their sum has too; ``None`` where there are none."""
    there = cast("Sequence[Decimal]", [v for v in values if v is not None] if NoneType in kinds else values)
    if not there:
        return None
    with localcontext(_ROOM):
        exponent = sum(there).as_tuple().exponent  # type: ignore[union-attr]
    return -exponent if isinstance(exponent, int) else -1


def _decimal(value: object, scale: int) -> Decimal:
    if type(value) is int:
        value = Decimal(value)
    if not isinstance(value, Decimal) or not value.is_finite():
        raise _OtherTypeError
    try:
        return value.quantize(Decimal(1).scaleb(-scale), context=_EXACT)
    except (Inexact, InvalidOperation):
        raise _OtherTypeError from None


def _value(value: object, wanted: type) -> Value:
    if wanted is bool and type(value) is int and value in {0, 1}:
        return bool(value)
    return _canonical(value) if wanted is _Json else _read(value, wanted)


def _read(value: object, wanted: type) -> Value:
    match value:
        case Decimal() | float() if wanted is int and _is_whole(value):
            return int(value)
        case int() | Decimal() if wanted is float and type(value) is not bool:
            return float(value)
        case date() if wanted in {date, datetime}:
            return _moment(value, wanted)
        case str() | int() | float() | Decimal() | date() | time():
            raise _OtherTypeError
        case _ if wanted is str:
            return _text(value)
    raise _OtherTypeError


def _is_whole(value: Decimal | float) -> bool:
    if isinstance(value, float):
        return value.is_integer()
    return value.is_finite() and value == value.to_integral_value()


def _text(value: object) -> str:
    """A list, bytes, or what has no type of the language, as text."""
    match value:
        case list() | tuple() | dict():
            return encode(value)
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
    """A date as a timestamp, and a midnight as a date."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time())
    if wanted is date:
        if value.time() != time():
            raise _OtherTypeError
        return value.date()
    return value
