"""Fields: which of Airtable's types a column becomes, and what it is called there.

A number field promises no more decimals than it shows, so decimals keep their scale, and floats with a format are rounded to what the
format shows (without one to 8 decimals, the most there are).
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from msgspec import Struct

from genesis.model.shown import Shown
from genesis.spec.settings import AnnotationSpec
from genesis.sql.query import ResultColumn

Json = dict[str, Any]

MARKS: Final = "_genesis"
STATE: Final = "_genesis_state"
KEY: Final = "_genesis_key"
ARCHIVED: Final = "archived"
KEPT: Final = "gone"
LONGEST_NAME: Final = 255
LONGEST_LINE: Final = 255
"""A key with a longer value, or a line break in one, is created as a field of long text too."""
MOST_DECIMALS: Final = 8
_MOST_MONEY_DECIMALS: Final = 7
_CHECKBOX: Final = {"icon": "check", "color": "greenBright"}
_TEXTS: Final = frozenset({"singleLineText", "multilineText", "email", "url", "phoneNumber"})
_NUMBERS: Final = frozenset({"number", "currency", "percent"})
_PRIMARY: Final = frozenset(
    {"singleLineText", "multilineText", "url", "number", "currency", "percent", "date", "dateTime"}
)
_FITTING: Final[dict[str, frozenset[str]]] = {
    "singleLineText": _TEXTS,
    "multilineText": _TEXTS,
    "url": _TEXTS,
    "singleSelect": frozenset({"singleSelect"}) | _TEXTS,
    "number": _NUMBERS,
    "currency": _NUMBERS,
    "percent": _NUMBERS,
    "checkbox": frozenset({"checkbox"}),
    "date": frozenset({"date"}),
    "dateTime": frozenset({"dateTime"}),
}
_DATES: Final = {
    "yyyy-MM-dd": "iso",
    "M/d/yyyy": "us",
    "d/M/yyyy": "european",
    "MM/dd/yyyy": "us",
    "dd/MM/yyyy": "european",
}
_QUOTED: Final = re.compile(r"'[^']*'")


class FieldType(Struct, frozen=True):
    """A type as the metadata API creates it. ``decimals`` of a number's value are kept."""

    kind: str
    options: Json | None = None
    decimals: int = 0

    @property
    def can_lead(self) -> bool:
        """Whether it may be a table's primary field."""
        return self.kind in _PRIMARY

    def fits(self, kind: str) -> bool:
        """Whether a field of type ``kind`` holds the same values without a cast."""
        return kind in _FITTING[self.kind]


def field_type(column: ResultColumn, *, is_key: bool, long: bool) -> FieldType:
    """A column's type. Text is long text, for a value with line breaks may come any day, but for parts of a key that are not ``long``;
    those are no choices either: people could rename them."""
    if column.shown and column.shown.kind == "link":
        return FieldType("url")
    match column.type.kind:
        case "integer" | "decimal" | "float":
            return _number_type(column)
        case "boolean":
            return FieldType("checkbox", _CHECKBOX)
        case "date":
            return FieldType("date", {"dateFormat": _date_format(column.shown)})
        case "timestamp" | "timestamptz":
            return FieldType("dateTime", _moment_options(column.shown))
        case _ if column.values and not is_key:
            return FieldType("singleSelect", {"choices": [{"name": value} for value in _choices(column.values)]})
        case _:
            return FieldType("singleLineText" if is_key and not long else "multilineText")


def annotation_type(annotation: AnnotationSpec) -> FieldType:
    """The type of a field that people will own."""
    match annotation.type.value if annotation.type else "text":
        case "checkbox":
            return FieldType("checkbox", _CHECKBOX)
        case "select":
            choices = _choices(option.value for option in annotation.options)
            return FieldType("singleSelect", {"choices": [{"name": choice} for choice in choices]})
        case "date":
            return FieldType("date", {"dateFormat": {"name": "iso"}})
        case "number":
            return FieldType("number", {"precision": 2})
        case _:
            return FieldType("multilineText")


def state_type() -> FieldType:
    """What people filter their views by: empty in every row of the result."""
    return FieldType("singleSelect", {"choices": [{"name": ARCHIVED}, {"name": KEPT}]})


def field_names(columns: Sequence[ResultColumn], annotations: Iterable[str]) -> tuple[str, ...]:
    """The columns' labels; a label that another field has, in whatever case, is followed by the column's name."""
    taken = {name.casefold() for name in (MARKS, STATE, KEY, *annotations)}
    names: list[str] = []
    for column in columns:
        label = " ".join(column.label.split()) or column.name
        name = (
            label if len(label) <= LONGEST_NAME and label.casefold() not in taken else _told_apart(label, column, taken)
        )
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def _told_apart(label: str, column: ResultColumn, taken: set[str]) -> str:
    name = f"{label[:150]} ({column.name[:63]})"
    number = 2
    while name.casefold() in taken:
        name = f"{label[:150]} ({column.name[:63]} {number})"
        number += 1
    return name


def _number_type(column: ResultColumn) -> FieldType:
    shown = column.shown if column.shown and column.shown.kind in {"percent", "currency", "number"} else None
    wanted = _pattern_decimals(shown.pattern) if shown else None
    held = {"integer": 0, "decimal": column.type.scale}.get(column.type.kind)
    match shown.kind if shown else "number":
        case "percent":
            precision = _between(wanted, None if held is None else held - 2, MOST_DECIMALS)
            return FieldType("percent", {"precision": precision}, precision + 2)
        case "currency":
            precision = _between(wanted, held, _MOST_MONEY_DECIMALS)
            symbol = _symbol(shown.currency if shown else "")
            return FieldType("currency", {"precision": precision, "symbol": symbol}, precision)
        case _:
            precision = _between(wanted, held, MOST_DECIMALS)
            return FieldType("number", {"precision": precision}, precision)


def _between(wanted: int | None, held: int | None, most: int) -> int:
    """Decimals that lose nothing of what an exact type holds; a float's are those of its format, or as many as there can be."""
    if held is None:
        return min(most if wanted is None else wanted, most)
    return min(max(held, wanted or 0), most)


def _pattern_decimals(pattern: str) -> int | None:
    if not pattern:
        return None
    text = _QUOTED.sub("", pattern).partition(";")[0]
    return sum(sign in "0#" for sign in text.partition(".")[2])


def _symbol(currency: str) -> str:
    from babel.numbers import get_currency_symbol

    return get_currency_symbol(currency, locale="en") if currency else "$"


def _date_format(shown: Shown | None) -> Json:
    pattern = _QUOTED.sub("", shown.pattern) if shown else ""
    return {"name": _DATES.get(pattern.split(" H")[0].split(" h")[0], "friendly" if "MMM" in pattern else "iso")}


def _moment_options(shown: Shown | None) -> Json:
    halves = shown is not None and "a" in _QUOTED.sub("", shown.pattern)
    return {
        "timeZone": "utc",
        "dateFormat": _date_format(shown),
        "timeFormat": {"name": "12hour" if halves else "24hour"},
    }


def _choices(values: Iterable[str]) -> list[str]:
    """Each once, in their order; a choice has a name."""
    return list(dict.fromkeys(value for value in values if value.strip()))
