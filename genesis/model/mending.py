"""What a value that is not of its type was perhaps meant to be: the hints of G304."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from genesis.model.types import Type
from genesis.spec.documents import Scalar

_WORDS: Final = {
    **dict.fromkeys(("yes", "y", "on", "t", "true", "1"), "true"),
    **dict.fromkeys(("no", "n", "off", "f", "false", "0"), "false"),
}
_RELATIVE: Final = frozenset({"today", "now", "yesterday", "tomorrow", "current_date"})
_GROUPED: Final = re.compile(r"-?\d{1,3}(?:[,_ ]\d{3})+(?:\.\d+)?")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:[ T].*)?")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_EXAMPLES: Final = {
    "integer": "write a whole number without quotes: 42",
    "decimal": "write a number without quotes: 1.5",
    "float": "write a number without quotes: 1.5",
    "boolean": "write true or false without quotes",
    "date": "write a date as 2021-01-31",
    "timestamp": "write a timestamp as 2021-01-31 14:30:00",
    "timestamptz": "write a moment as 2021-01-31 14:30:00+01:00",
    "time": "write a time as 14:30:00",
}


def mended(scalar: Scalar, type_: Type) -> str:
    """The value as it is written for ``type_``, where it can be told, else an example of one."""
    text = scalar.text.strip()
    if text.lower() in _RELATIVE and type_.is_temporal:
        return (
            "days counted from today are asked for with `last: 7 days`, `next: 1 month`, `this: week`, `previous: year`"
        )
    mend = _MENDS.get(type_.kind)
    found = mend(text) if mend else None
    if found == text and not scalar.plain:
        return f"write `{found}` without quotes"
    return f"write `{found}`" if found else _EXAMPLES.get(type_.kind, "")


def _boolean(text: str) -> str | None:
    return _WORDS.get(text.lower())


def _number(text: str) -> str | None:
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[,_ ]", "", text)
    if not _NUMBER.fullmatch(text):
        return None
    return re.sub(r"^(-?)0+(?=\d)", r"\1", text)


def _integer(text: str) -> str | None:
    found = _number(text)
    return re.sub(r"\.0+$", "", found) if found and re.fullmatch(r"-?\d+(\.0+)?", found) else None


def _date(text: str) -> str | None:
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    elif match := _YEAR_LAST.fullmatch(text):
        day, month, year = match.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


_MENDS: Final[dict[str, Callable[[str], str | None]]] = {
    "boolean": _boolean,
    "integer": _integer,
    "decimal": _number,
    "float": _number,
    "date": _date,
}
