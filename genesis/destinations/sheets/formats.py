"""Number formats of Google Sheets: a type and a pattern."""

from typing import Final

from msgspec import Struct

from genesis.destinations.workbook.formats import GENERAL, native_format
from genesis.sql.query import ResultColumn

_LOCALE: Final = "[$-409]"
"""What a workbook's pattern begins with to name months in English; Sheets takes them from the spreadsheet's own locale."""
_TYPES: Final = {
    "string": "TEXT",
    "json": "TEXT",
    "list": "TEXT",
    "date": "DATE",
    "timestamp": "DATE_TIME",
    "timestamptz": "DATE_TIME",
    "time": "TIME",
}
_SHOWN: Final = {"percent": "PERCENT", "currency": "CURRENCY", "date": "DATE", "datetime": "DATE_TIME"}


class NumberFormat(Struct, frozen=True):
    """A native format. An empty pattern is Sheets' own."""

    type: str
    pattern: str

    @property
    def text(self) -> str:
        """What tells one format from another."""
        return f"{self.type} {self.pattern}"


def number_format(column: ResultColumn) -> NumberFormat | None:
    """The format of a column's cells; ``None`` leaves them to Sheets."""
    pattern = native_format(column).removeprefix(_LOCALE)
    kind = _SHOWN.get(column.shown.kind if column.shown else "") or _TYPES.get(column.type.kind, "NUMBER")
    if column.type.kind == "boolean":
        return None
    return (
        None if pattern == GENERAL and kind == "NUMBER" else NumberFormat(kind, "" if pattern == GENERAL else pattern)
    )


def is_checkbox(column: ResultColumn) -> bool:
    """Whether the column's cells are boxes to tick."""
    return column.shown is not None and column.shown.kind == "checkbox"
