"""Rows as one JSON array of objects, in column order: decimals exactly as they are, dates and timestamps as ISO 8601."""

import json
import math
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from genesis.model.expression import Value
    from genesis.sql.query import ResultColumn


def write(
    columns: "Sequence[ResultColumn]", batches: "Iterable[list[tuple[Value, ...]]]", stream: TextIO, *, raw: bool
) -> None:
    """Print the visible columns by name; values are always typed, so ``raw`` changes nothing."""
    del raw
    begin = "[\n  "
    for batch in batches:
        for row in batch:
            stream.write(begin + encoded_row(columns, row))
            begin = ",\n  "
    stream.write("[]\n" if begin.startswith("[") else "\n]\n")


def encoded_row(columns: "Sequence[ResultColumn]", row: "tuple[Value, ...]") -> str:
    """One row's visible columns as a JSON object on one line."""
    pairs = (f"{encode(c.name)}: {_cell(v, c.type.kind)}" for c, v in zip(columns, row, strict=True) if not c.hidden)
    return "{" + ", ".join(pairs) + "}"


def encode(value: object) -> str:
    """A value, or lists and mappings of values, as JSON on one line. Numbers that JSON lacks are text (``"NaN"``, ``"Infinity"``)."""
    match value:
        case Decimal():
            return format(value, "f") if value.is_finite() else f'"{value}"'
        case float() if not math.isfinite(value):
            return '"NaN"' if math.isnan(value) else f'"{"-" if value < 0 else ""}Infinity"'
        case datetime() | date() | time():
            return f'"{value.isoformat()}"'
        case dict():
            return "{" + ", ".join(f"{encode(str(k))}: {encode(v)}" for k, v in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(encode(v) for v in value) + "]"
        case None | bool() | int() | float() | str():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return json.dumps(str(value), ensure_ascii=False)


def _cell(value: "Value", kind: str) -> str:
    if kind in {"json", "list"} and isinstance(value, str):
        try:
            return encode(json.loads(value, parse_float=Decimal))
        except ValueError:  # text that only claims to be JSON is shown as the text it is
            return encode(value)
    return encode(value)
