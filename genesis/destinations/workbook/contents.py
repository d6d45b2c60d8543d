"""Values and cells: what a workbook can hold, and what it cannot without losing something."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Final
from urllib.parse import quote

from msgspec import Struct

from genesis.destinations.state.contents import Content, Link
from genesis.diagnostics import Problems, Span
from genesis.model.expression import Value
from genesis.sql.query import ResultColumn

LONGEST_TEXT: Final = 32_767
LONGEST_URL: Final = 2_079
_EXACT_INTEGER: Final = 2**53
_EXACT_DIGITS: Final = 15
_FIRST_DATE: Final = date(1900, 3, 1)
"""Spreadsheet programs do not agree on which day an earlier number is."""
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAME: Final = re.compile(r"\{([^{}]*)\}")

Show = Callable[[Value, ResultColumn], str]
Label = str | Callable[[], str]
"""Which row it is, or what says so; it is asked only where something is wrong with the row."""


class Converter(Struct):
    """Turns typed values into contents, collecting what a workbook cannot hold in ``problems``: one note a column and kind.

    ``cleaned`` counts the texts from which control characters were removed: no workbook can hold them. ``rounded`` counts the times of
    which less than a millisecond was lost. ``longest`` is the length of a text in UTF-16 units.
    """

    show: Show
    problems: Problems
    place: Span
    cleaned: int = 0
    rounded: int = 0
    longest: int = LONGEST_TEXT

    def content(self, value: Value, column: ResultColumn, row: Label) -> Content:
        """A value as a cell would hold it, without its link."""
        match value:
            case None | bool():
                return value
            case str():
                return self._text(value, column, row)
            case int():
                return self._exact(value, abs(value) <= _EXACT_INTEGER, column, row)
            case Decimal():
                return self._decimal(value, column, row)
            case float():
                return self._exact(value, isfinite(value), column, row)
            case datetime() | date():
                return self._date(value, column, row)
            case time():
                return self._time(value.replace(tzinfo=None))

    def link(
        self, content: Content, column: ResultColumn, columns: Mapping[str, tuple[Value, ResultColumn]], row: Label
    ) -> Content:
        """The content as a link, where the column is one and all values of its address are there."""
        shown = column.shown
        if content is None or shown is None or shown.kind != "link":
            return content
        missing = [name for name in _NAME.findall(shown.url) if name not in columns or columns[name][0] is None]
        text = self._fill(shown.text, columns) if shown.text else self.show(*columns[column.name])
        text = str(self._text(text, column, row) or "")
        if missing or not text:
            return text
        url = self._fill(shown.url, columns, escape=True)
        if len(url) > LONGEST_URL:
            self._note(
                "G830",
                f"the address of a link in `{column.label}` is longer than {LONGEST_URL} characters",
                column,
                row,
            )
        return Link(text, url)

    def _fill(self, template: str, columns: Mapping[str, tuple[Value, ResultColumn]], *, escape: bool = False) -> str:
        def value(match: re.Match[str]) -> str:
            held = columns.get(match[1])
            if held is None:
                return match[0]
            text = plain(held[0]) if escape else "" if held[0] is None else self.show(*held)
            return quote(text, safe="") if escape else text

        return _NAME.sub(value, template)

    def _text(self, value: str, column: ResultColumn, row: Label) -> Content:
        text = value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
        if _ILLEGAL.search(text):
            self.cleaned += 1
            text = _ILLEGAL.sub("", text)
        if _utf16_length(text) > self.longest:
            self._note("G830", f"a text in `{column.label}` is longer than {self.longest:,} characters", column, row)
        return text or None

    def _decimal(self, value: Decimal, column: ResultColumn, row: Label) -> Content:
        digits = len("".join(map(str, value.as_tuple().digits)).strip("0")) if value.is_finite() else 99
        return self._exact(float(value), digits <= _EXACT_DIGITS, column, row)

    def _exact(self, value: float, exact: bool, column: ResultColumn, row: Label) -> Content:
        if not exact:
            self._note("G831", f"a number in `{column.label}` cannot be held exactly by a workbook", column, row)
        return value

    def _date(self, value: date, column: ResultColumn, row: Label) -> Content:
        if isinstance(value, datetime):
            value = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
            self.rounded += value.microsecond % 1000 != 0
            value = to_milliseconds(value)
        if (value.date() if isinstance(value, datetime) else value) < _FIRST_DATE:
            self._note("G832", f"a date in `{column.label}` is before March 1900", column, row)
        return value

    def _time(self, value: time) -> time:
        """The nearest millisecond of the same day."""
        self.rounded += value.microsecond % 1000 != 0
        moment = datetime.combine(_FIRST_DATE, value)
        rounded = to_milliseconds(moment)
        return rounded.time() if rounded.date() == _FIRST_DATE else time(23, 59, 59, 999_000)

    def _note(self, code: str, message: str, column: ResultColumn, row: Label) -> None:
        if not any(found.code == code and found.message.startswith(message) for found in self.problems.found):
            which = row if isinstance(row, str) else row()
            self.problems.add(code, column.span or self.place, f"{message} (row {which})", _HINTS[code])


_HINTS: Final = {
    "G830": "shorten it with `format: {truncate: 1000}`",
    "G831": "round it, or make it text with `sql: cast(... as varchar)`",
    "G832": "make it text with `sql: cast(... as varchar)`",
}


def to_milliseconds(value: datetime) -> datetime:
    """The nearest millisecond: what a workbook keeps of a time."""
    micro = value.microsecond
    return value.replace(microsecond=0) + timedelta(milliseconds=(micro + 500) // 1000) if micro else value


def plain(value: Value) -> str:
    """A value in an address: numbers without grouping, ISO dates, `true` and `false`."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _utf16_length(text: str) -> int:
    return len(text) if len(text) < LONGEST_TEXT // 2 else len(text.encode("utf-16-le", "surrogatepass")) // 2
