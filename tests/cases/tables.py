"""Tables of expected rows, written for people.

A table begins with ``# `` lines that say how its rows were worked out. ``with today = 2024-03-15, region = EMEA`` may follow:
how the input is asked. Then a line of columns, ``name type``, with ``key`` and ``hidden`` where they apply, and a line per row::

    title string | episodes_count integer | film_id integer key hidden
    Alpha        | 3                      | 1
    Beta         | ~                      | 2

``~`` is null; text in double quotes is JSON; a float may be a fraction (``1/3``); all else is read by the column's type.
"""

import json
import math
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Final

from msgspec import Struct

from tests.cases.answers import Asked

Value = object


class Column(Struct, frozen=True):
    """A column of a table."""

    name: str
    type: str
    key: bool = False
    hidden: bool = False


class Table(Struct, frozen=True):
    """Expected columns and rows of an input."""

    asked: Asked
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


def read(text: str) -> Table:
    """The table that a text holds."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    asked = _asked(lines.pop(0)) if lines[0].startswith("with ") else Asked()
    columns = tuple(_column(cell) for cell in _cells(lines[0]))
    return Table(asked, columns, tuple(_row(line, columns) for line in lines[1:]))


def _cells(line: str) -> list[str]:
    cells, quoted, cell = [], False, ""
    for place, letter in enumerate(line):
        if letter == '"' and line[place - 1 : place] != "\\":
            quoted = not quoted
        if letter == "|" and not quoted:
            cells.append(cell.strip())
            cell = ""
        else:
            cell += letter
    return [*cells, cell.strip()]


def _asked(line: str) -> Asked:
    pairs = dict(pair.strip().split(" = ") for pair in line.removeprefix("with ").split(", "))
    today, text = pairs.pop("today", None), pairs.pop("text", "") == "true"
    parameters = {name: json.loads(value) if value[0] in '["' else value for name, value in pairs.items()}
    return Asked(parameters, date.fromisoformat(today) if today else None, text)


def _column(cell: str) -> Column:
    name, type_, *marks = cell.split()
    return Column(name, type_, "key" in marks, "hidden" in marks)


def _row(line: str, columns: tuple[Column, ...]) -> tuple[Value, ...]:
    return tuple(_value(cell, column.type) for cell, column in zip(_cells(line), columns, strict=True))


_READ: Final[dict[str, Callable[[str], Value]]] = {
    "string": str,
    "integer": int,
    "decimal": Decimal,
    "float": lambda cell: float(Fraction(cell)),
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
    "timestamp": datetime.fromisoformat,
    "timestamptz": datetime.fromisoformat,
    "time": time.fromisoformat,
    "json": str,
}


def _value(cell: str, type_: str) -> Value:
    if cell == "~":
        return None
    if cell.startswith('"'):
        return str(json.loads(cell))
    return _READ[type_.split("(", maxsplit=1)[0]](cell)


def same(seen: Value, wanted: Value) -> bool:
    """By type and value; decimals by their scale too, floats to twelve digits."""
    if isinstance(seen, float) and isinstance(wanted, float):
        return math.isclose(seen, wanted, rel_tol=1e-12, abs_tol=1e-300)
    if isinstance(seen, Decimal) and isinstance(wanted, Decimal):
        return seen == wanted and seen.as_tuple().exponent == wanted.as_tuple().exponent
    return type(seen) is type(wanted) and seen == wanted


def differences(seen: Sequence[tuple[Value, ...]], wanted: tuple[tuple[Value, ...], ...]) -> list[str]:
    """Where rows differ, each as seen and as wanted."""
    found = [f"{len(seen)} rows, wanted {len(wanted)}"] if len(seen) != len(wanted) else []
    for number, (one, other) in enumerate(zip(seen, wanted, strict=False), 1):
        if len(one) != len(other) or not all(map(same, one, other)):
            found.append(f"row {number}: {one}\n   wanted: {other}")
    return found + [f"row {len(wanted) + number}: {row}" for number, row in enumerate(seen[len(wanted) :], 1)]
