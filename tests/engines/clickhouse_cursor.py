"""ClickHouse in the process, its answers as Python values of their types."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

_AROUND = re.compile(r"(?:Nullable|LowCardinality)\((.*)\)")
_SETTINGS = (
    "output_format_json_quote_decimals",
    "output_format_json_quote_denormals",
    "output_format_decimal_trailing_zeros",
)


class ClickHouse:
    """Asks for rows as JSON, and reads each value by its column's type."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._rows: list[tuple[object, ...]] = []

    def execute(self, sql: str) -> None:
        said = self._asked(sql)
        lines = [json.loads(line, parse_float=str) for line in said.splitlines()]
        readers = [_reader(kind) for kind in lines[1]] if lines else []
        self._rows = [tuple(_read(v, how) for v, how in zip(line, readers, strict=True)) for line in lines[2:]]

    def _asked(self, sql: str) -> str:
        try:
            answer: str = self._connection.query(sql, "JSONCompactEachRowWithNamesAndTypes").bytes().decode()
        except Exception:
            # what a query wrote before it failed would stand before the next one's answer
            self._connection.query("SELECT 1", "JSONCompactEachRowWithNamesAndTypes")
            raise
        return answer

    def fetchall(self) -> list[tuple[object, ...]]:
        return self._rows


def _read(value: Any, how: Callable[[Any], object]) -> object:
    return None if value is None else how(value)


def _reader(kind: str) -> Callable[[Any], object]:
    around = _AROUND.fullmatch(kind)
    if around:
        return _reader(around[1])
    if kind.startswith("Array("):
        element = _reader(kind[6:-1])
        return lambda values: [_read(value, element) for value in values]
    if kind.startswith("DateTime"):
        zoned = "'" in kind
        return lambda text: datetime.fromisoformat(text).replace(tzinfo=UTC if zoned else None)
    named = {"Date": date.fromisoformat, "Date32": date.fromisoformat, "Time64(6)": time.fromisoformat}
    if kind.startswith("Decimal"):
        return Decimal
    return named.get(kind) or (float if kind.startswith("Float") else _as_it_is)


def _as_it_is(value: object) -> object:
    return value


@contextmanager
def clickhouse_cursor() -> Iterator[ClickHouse]:
    """A fresh ClickHouse in memory, of which only what it prints is set."""
    import chdb

    connect: Callable[[str], Any] = chdb.connect

    connection = connect(":memory:")
    try:
        for name in _SETTINGS:
            connection.query(f"SET {name} = 1")
        yield ClickHouse(connection)
    finally:
        connection.close()
