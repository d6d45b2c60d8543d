"""What functions ask of their arguments beside a type: units of time, patterns, zones, written in quotes."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

from genesis.model import patterns, regexes, replacements
from genesis.model.expression import Call, Expression, Literal
from genesis.spec.timezones import near, timezones

_DATE_UNITS: Final = ("year", "quarter", "month", "week", "day")
_SEARCHED: Final = frozenset({"regexp_like", "regexp_extract", "regexp_replace"})
_PATH: Final = re.compile(r"\$(?:\.\w+|\.\"[^\"\\]+\"|\[[0-9]{1,9}\])*")
UNITS: Final = (*_DATE_UNITS, "hour", "minute", "second")


class Wrong(Struct, frozen=True):
    """A mistake in the argument at ``index``."""

    index: int
    code: str
    message: str
    hint: str = ""


def wrong(function: str, arguments: Sequence[Expression]) -> Wrong | None:
    """What is wrong with a call's arguments, whose types are right: G305, G316 or G317."""
    broken = _expression(arguments[1]) if function in _SEARCHED else None
    if broken:
        return broken
    if function in {"date_diff", "date_add", "date_trunc"}:
        return _unit(function, arguments)
    if function in _NUMBERS:
        return _number(function, arguments)
    written = _WRITTEN.get(function)
    if written is None:
        return None
    index, example, check = written
    given = arguments[index]
    if not isinstance(given, Literal) or not isinstance(given.value, str):
        return Wrong(index, "G316", f"`{function}` needs text in quotes here", example)
    found = check(given.value, arguments)
    return Wrong(index, "G317", found[0], found[1] or example) if found else None


def _expression(given: Expression) -> Wrong | None:
    found = regexes.mistake(given.value) if isinstance(given, Literal) and isinstance(given.value, str) else ""
    return (
        Wrong(1, "G317", f"this regular expression cannot be searched for: {found}", regexes.EXAMPLE) if found else None
    )


def _number(function: str, arguments: Sequence[Expression]) -> Wrong | None:
    index, least, most, example = _NUMBERS[function]
    if len(arguments) <= index:
        return None
    given, sign = arguments[index], 1
    if isinstance(given, Call) and given.function == "negative":
        given, sign = given.arguments[0], -1
    known = isinstance(given, Literal) and isinstance(given.value, int) and least <= sign * given.value <= most
    message = f"`{function}` needs a number written here, from {least} to {most}"
    return None if known else Wrong(index, "G316", message, example)


def _unit(function: str, arguments: Sequence[Expression]) -> Wrong | None:
    unit = arguments[0]
    of_dates = all(a.type.kind == "date" for a in arguments[1:] if a.type.kind in {"date", "timestamp"})
    known = _DATE_UNITS if of_dates and arguments[-1].type.kind != "null" else UNITS
    if isinstance(unit, Literal) and unit.value in known:
        return None
    if isinstance(unit, Literal) and unit.value in UNITS:
        hint = f"one of: {', '.join(known)}; or cast the date to a timestamp"
        return Wrong(0, "G305", f"a date has no {unit.value}s", hint)
    return Wrong(0, "G305", f"`{function}` needs a unit of time in quotes first", f"one of: {', '.join(UNITS)}")


Found = tuple[str, str] | None
"""What is wrong, and how to mend it."""


def _pattern(text: str, arguments: Sequence[Expression]) -> Found:
    found = patterns.mistake(text, with_time=arguments[0].type.kind == "timestamp")
    return (found, "letters that stand for themselves are in doubled quotes: ''week''") if found else None


def _zone(text: str, _: Sequence[Expression]) -> Found:
    return None if text in timezones() else (f"there is no time zone `{text}`", near(text))


def _replacement(text: str, _: Sequence[Expression]) -> Found:
    found = replacements.mistake(text)
    return (found, "$1 is the first group, \\$ a dollar, \\\\ a backslash") if found else None


def _separator(text: str, _: Sequence[Expression]) -> Found:
    return None if text else ("a separator has at least one character", "")


def _path(text: str, _: Sequence[Expression]) -> Found:
    return None if _PATH.fullmatch(text) else (f"`{text}` is no path of keys and places", "")


_NUMBERS: Final[dict[str, tuple[int, int, int, str]]] = {
    "round": (1, -30, 30, "round(x, 2)"),
    "truncate": (1, -30, 30, "truncate(x, 2)"),
    "regexp_extract": (2, 0, 9, "regexp_extract(a, '([0-9]+) min', 1)"),
}
"""Arguments that are numbers known when compiling: where, from, to, an example."""
_WRITTEN: Final[dict[str, tuple[int, str, Callable[[str, Sequence[Expression]], Found]]]] = {
    "format_datetime": (1, "format_datetime(d, 'd MMM yyyy')", _pattern),
    "at_timezone": (1, "at_timezone(t, 'America/New_York')", _zone),
    "with_timezone": (1, "with_timezone(t, 'America/New_York')", _zone),
    "regexp_replace": (2, "regexp_replace(a, '([0-9]+)', '<$1>')", _replacement),
    "split_part": (1, "split_part(a, ',', 1)", _separator),
    "split": (1, "split(a, ',')", _separator),
    "json_extract_scalar": (1, "json_extract_scalar(j, '$.items[0].name')", _path),
}
