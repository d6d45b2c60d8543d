"""Values and cells: what a field can hold, what it cannot without losing something, and the same as the API writes it."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from math import isfinite
from typing import Any, Final

from msgspec import Struct

from genesis.destinations.bases.fields import FieldType
from genesis.destinations.state.contents import Content
from genesis.destinations.workbook.contents import to_milliseconds
from genesis.diagnostics import Problems, Span
from genesis.model.expression import Value
from genesis.sql.query import ResultColumn

LONGEST_TEXT: Final = 100_000
_EXACT_INTEGER: Final = 2**53
_EXACT_DIGITS: Final = 15
_WIDE: Final = Context(prec=400, rounding=ROUND_HALF_UP)
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HINTS: Final = {
    "G830": "shorten it with `format: {truncate: 1000}`",
    "G831": "round it, or make it text with `sql: cast(... as varchar)`",
}


class Converter(Struct):
    """Turns typed values into contents, collecting what a field cannot hold in ``problems``: one note a column and kind.

    ``cleaned`` counts the texts from which control characters were removed, ``unchecked`` the nulls that a checkbox shows unchecked.
    """

    problems: Problems
    place: Span
    cleaned: int = 0
    unchecked: int = 0

    def content(
        self, value: Value, column: ResultColumn, kind: FieldType, names: Mapping[str, Value] | None
    ) -> Content:
        """A value as its field would hold it; ``names`` are the row's values, which a link needs."""
        if kind.kind == "url":
            return self._link(value, column, names)
        match value:
            case str():
                return self._text(value, column)
            case bool() | None:
                return self._box(value) if kind.kind == "checkbox" else value
            case int() | Decimal() | float():
                return self._number(value, column, kind)
            case _:
                return _moment_of(value)

    def _box(self, value: bool | None) -> bool:
        self.unchecked += value is None
        return bool(value)

    def _link(self, value: Value, column: ResultColumn, names: Mapping[str, Value] | None) -> Content:
        """The address; the text where an address has no value, for a field of addresses takes any text."""
        from genesis.output.shown import link_url, show

        return self._text(link_url(value, column, names) or show(value, column, names), column)

    def _text(self, value: str, column: ResultColumn) -> Content:
        text = value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
        if _ILLEGAL.search(text):
            self.cleaned += 1
            text = _ILLEGAL.sub("", text)
        if len(text) > LONGEST_TEXT:
            self._note("G830", f"a text in `{column.label}` is longer than {LONGEST_TEXT:,} characters", column)
        return text or None

    def _number(self, value: float | Decimal, column: ResultColumn, kind: FieldType) -> Content:
        if isinstance(value, int):
            exact = abs(value) <= _EXACT_INTEGER
        elif isinstance(value, Decimal):
            exact = value.is_finite() and _is_exact(value, kind.decimals)
        else:
            exact = isfinite(value) and not (value and not round(value, MOST_KEPT))
        if not exact:
            self._note("G831", f"a number in `{column.label}` cannot be held exactly by Airtable", column)
            return None
        return value if isinstance(value, int) else _rounded(float(value), kind.decimals)

    def _note(self, code: str, message: str, column: ResultColumn) -> None:
        if not any(found.code == code and found.message == message for found in self.problems.found):
            self.problems.add(code, column.span or self.place, message, _HINTS[code])


MOST_KEPT: Final = 10
"""Decimals of a percentage's value, the most a number field keeps; a float that they show as 0 is none of Airtable's."""


def _moment_of(value: date | time) -> Content:
    """A date as it is, a timestamp to the millisecond in UTC, a time of day as text."""
    if isinstance(value, datetime):
        return to_milliseconds(value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value)
    return value.isoformat() if isinstance(value, time) else value


def _is_exact(value: Decimal, decimals: int) -> bool:
    """Whether a double and the field's decimals keep all of a decimal's digits."""
    digits, exponent = value.normalize().as_tuple()[1:]
    return len(digits) <= _EXACT_DIGITS and isinstance(exponent, int) and -exponent <= decimals


def _rounded(value: float, decimals: int) -> float:
    """Half away from zero on the number as it is written, as readers would round it."""
    if abs(value) >= _EXACT_INTEGER:
        return value
    with localcontext(_WIDE):
        return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals)))


def to_json(content: Content) -> Any:
    """A content as the API takes it; ``None`` clears a cell."""
    match content:
        case datetime():
            return content.isoformat(timespec="milliseconds") + "Z"
        case date():
            return content.isoformat()
        case Decimal():
            return float(content)
        case _:
            return content


def from_json(cell: Any, kind: FieldType) -> Content:
    """A cell of the API's answer; an empty one is not in it. What another type holds stays readable text."""
    match kind.kind, cell:
        case "checkbox", None:
            return False
        case _, None:
            return None
        case _, str() if kind.kind in {"date", "dateTime"}:
            return _moment(cell, kind.kind)
        case "multilineText" | "singleLineText" | "url" | "singleSelect", str():
            return cell
        case _, bool() | int() | float():
            return cell
        case _:
            return str(cell)


def _moment(text: str, kind: str) -> Content:
    try:
        if kind == "date":
            return date.fromisoformat(text[:10])
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
