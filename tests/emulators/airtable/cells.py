"""Field types: the options they are created with, and which values their cells accept.

A cell's value is what the API would answer: text, a number (a double, whole ones without a fraction), `true`, ISO dates, a choice's
name. Empty cells (no text, unchecked, nothing) are `None`: the API leaves them out.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final

from tests.emulators.airtable.answers import Json, bad_field_options, invalid_value, new_choice
from tests.emulators.airtable.names import new_id

LONGEST_TEXT: Final = 100_000
TEXTS: Final = frozenset({"singleLineText", "multilineText", "email", "url", "phoneNumber", "richText"})
NUMBERS: Final = frozenset({"number", "currency", "percent"})
COMPUTED: Final = frozenset({"formula", "autoNumber", "createdTime", "lastModifiedTime", "count", "rollup"})
CREATABLE: Final = TEXTS | NUMBERS | {"date", "dateTime", "checkbox", "singleSelect"}
PRIMARY: Final = TEXTS - {"richText"} | NUMBERS | {"date", "dateTime"}
MERGEABLE: Final = frozenset({"number", "singleLineText", "multilineText", "singleSelect", "date"})
_DATE_FORMATS: Final = {
    "local": "l",
    "friendly": "LL",
    "us": "M/D/YYYY",
    "european": "D/M/YYYY",
    "iso": "YYYY-MM-DD",
}
_TIME_FORMATS: Final = {"12hour": "h:mma", "24hour": "HH:mm"}
_COLORS: Final = re.compile(r"(blue|cyan|teal|green|yellow|orange|red|pink|purple|gray)(Light2|Light1|Bright|Dark1)")
_CHECK_COLORS: Final = re.compile(r"(yellow|orange|red|pink|purple|blue|cyan|teal|green|gray)Bright")
_CHECK_ICONS: Final = frozenset({"check", "xCheckbox", "star", "heart", "thumbsUp", "flag", "dot"})


def checked_options(name: str, kind: str, options: Any) -> Json | None:
    """The options of a new field as the API would answer them.

    Raises:
        RefusedError: 422 for options that the type needs and are missing, or wrong.
    """
    given: Json = options if isinstance(options, dict) else {}
    read = _OPTIONS.get(kind)
    if read is None and options:
        raise bad_field_options(name, "this type has no options")
    return read(name, given) if read else None


def _currency(name: str, given: Json) -> Json:
    if not isinstance(given.get("symbol"), str):
        raise bad_field_options(name, "symbol is missing")
    return {"precision": _precision(name, given, 7), "symbol": given["symbol"]}


def _date_time(name: str, given: Json) -> Json:
    if not isinstance(given.get("timeZone"), str):
        raise bad_field_options(name, "timeZone is missing")
    return {
        "dateFormat": _format(name, given, "dateFormat", _DATE_FORMATS),
        "timeFormat": _format(name, given, "timeFormat", _TIME_FORMATS),
        "timeZone": given["timeZone"],
    }


def _check_mark(name: str, given: Json) -> Json:
    if given.get("icon") not in _CHECK_ICONS or not _CHECK_COLORS.fullmatch(str(given.get("color"))):
        raise bad_field_options(name, "icon or color is missing or unknown")
    return {"icon": given["icon"], "color": given["color"]}


def _precision(name: str, given: Json, most: int) -> int:
    precision = given.get("precision")
    if type(precision) is not int or not 0 <= precision <= most:
        raise bad_field_options(name, f"precision is from 0 to {most}")
    return precision


def _format(name: str, given: Json, key: str, known: dict[str, str]) -> Json:
    chosen = given.get(key)
    if not isinstance(chosen, dict) or chosen.get("name") not in known:
        raise bad_field_options(name, f"{key} is missing or unknown")
    if chosen.get("format", known[chosen["name"]]) != known[chosen["name"]]:
        raise bad_field_options(name, f"{key}: format does not belong to its name")
    return {"name": chosen["name"], "format": known[chosen["name"]]}


def _choices(name: str, choices: Any) -> list[Json]:
    if not isinstance(choices, list):
        raise bad_field_options(name, "choices are missing")
    names = [choice.get("name") if isinstance(choice, dict) else None for choice in choices]
    if any(not isinstance(text, str) or not text.strip() for text in names) or len(set(names)) != len(names):
        raise bad_field_options(name, "choices have unique names")
    if any("color" in choice and not _COLORS.fullmatch(str(choice["color"])) for choice in choices):
        raise bad_field_options(name, "a choice's color is unknown")
    return [new_choice_of(str(text)) for text in names]


_OPTIONS: Final[dict[str, Callable[[str, Json], Json]]] = {
    "number": lambda name, given: {"precision": _precision(name, given, 8)},
    "percent": lambda name, given: {"precision": _precision(name, given, 8)},
    "currency": _currency,
    "date": lambda name, given: {"dateFormat": _format(name, given, "dateFormat", _DATE_FORMATS)},
    "dateTime": _date_time,
    "checkbox": _check_mark,
    "singleSelect": lambda name, given: {"choices": _choices(name, given.get("choices"))},
}


def new_choice_of(name: str) -> Json:
    return {"id": new_id("sel"), "name": name, "color": "blueLight2"}


def accepted(field: Any, value: Any, *, typecast: bool) -> Any:
    """What a cell holds after ``value`` was written; a new choice joins the field's options when ``typecast``.

    Raises:
        RefusedError: 422 for a value of another type.
    """
    if value is None:
        return None
    try:
        return _ACCEPT[field.kind](field, value, typecast)
    except (KeyError, TypeError, ValueError, OverflowError):
        raise invalid_value(field.name) from None


def _text(field: Any, value: Any, typecast: bool) -> str | None:
    if typecast and isinstance(value, int | float):
        value = str(value)
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise invalid_value(field.name)
    if field.kind == "singleLineText":
        value = re.sub(r"[\r\n]+", " ", value)
    return value.encode("utf-8", "replace").decode() or None


def _number(field: Any, value: Any, typecast: bool) -> float | int:
    if typecast and isinstance(value, str):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise invalid_value(field.name)
    number = float(value)
    if field.table.rounds_numbers:
        number = round(number, field.options["precision"] + (2 if field.kind == "percent" else 0))
    return int(number) if number.is_integer() and abs(number) < 1e21 else number


def _date(field: Any, value: Any, typecast: bool) -> str:  # noqa: ARG001
    return date.fromisoformat(value[:10]).isoformat()


def _moment(field: Any, value: Any, typecast: bool) -> str:  # noqa: ARG001
    moment = datetime.fromisoformat(value)
    moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _checkbox(field: Any, value: Any, typecast: bool) -> bool | None:
    if not isinstance(value, bool) and not typecast:
        raise invalid_value(field.name)
    return bool(value) or None


def _select(field: Any, value: Any, typecast: bool) -> str | None:
    if not isinstance(value, str):
        raise invalid_value(field.name)
    choices = field.options["choices"]
    if not value:
        return None
    if value not in [choice["name"] for choice in choices]:
        if not typecast:
            raise new_choice(value)
        choices.append(new_choice_of(value))
    return value


_ACCEPT: Final[dict[str, Callable[[Any, Any, bool], Any]]] = {
    **dict.fromkeys(TEXTS, _text),
    **dict.fromkeys(NUMBERS, _number),
    "date": _date,
    "dateTime": _moment,
    "checkbox": _checkbox,
    "singleSelect": _select,
}


def as_text(field: Any, value: Any) -> Any:
    """A cell as `cellFormat=string` shows it."""
    if value is True:
        return "checked"
    precision = (field.options or {}).get("precision", 0)
    if field.kind == "currency":
        return f"{field.options['symbol']}{value:,.{precision}f}"
    if field.kind == "percent":
        return f"{value * 100:.{precision}f}%"
    return f"{value:.{precision}f}" if field.kind == "number" else value
