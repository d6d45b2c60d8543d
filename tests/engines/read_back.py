"""Rows as client libraries without types of their own give them, in the types of their columns."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal, localcontext
from typing import Final

from genesis.engines.rows import Row
from genesis.engines.values import typed
from genesis.model.types import Type
from genesis.sql.query import ResultColumn

Read = Callable[[object], object]


def _as_it_is(value: object) -> object:
    return value


def _boolean(value: object) -> object:
    assert value in {0, 1}, value
    return bool(value)


def _time(value: object) -> object:
    assert isinstance(value, timedelta)
    return (datetime(1, 1, 1) + value).time()


def _text(read: Callable[[str], object]) -> Read:
    def convert(value: object) -> object:
        assert isinstance(value, str), value
        return read(value)

    return convert


READ: Final[dict[str, dict[str, Read]]] = {
    "sqlite": {
        "boolean": _boolean,
        "date": _text(date.fromisoformat),
        "timestamp": _text(datetime.fromisoformat),
        "time": _text(time.fromisoformat),
    },
    "mysql": {"boolean": _boolean, "time": _time},
}


def _scaled(type_: Type) -> Read:
    """Decimals of an engine that keeps no scale: no digit may be lost."""
    step = Decimal(1).scaleb(-type_.scale)

    def convert(value: object) -> object:
        assert isinstance(value, Decimal), value
        with localcontext(prec=80):
            assert value == value.quantize(step), value
            return value.quantize(step)

    return convert


SCALELESS: Final = frozenset({"bigquery"})


def _reader(engine: str, type_: Type) -> Read:
    if engine in SCALELESS and type_.kind == "decimal":
        return _scaled(type_)
    return READ.get(engine, {}).get(type_.kind, _as_it_is)


def read_back(engine: str, rows: Sequence[tuple[object, ...]], columns: Sequence[ResultColumn]) -> list[Row]:
    """The rows in Python's types; nothing is converted that the engine's own type says."""
    readers = [_reader(engine, column.type) for column in columns]
    read = [tuple(None if v is None else r(v) for v, r in zip(row, readers, strict=True)) for row in rows]
    return typed(read, columns)
