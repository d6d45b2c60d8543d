"""Functions of dates, timestamps and time zones."""

from typing import Final

from genesis.model.signatures import Function, always
from genesis.model.types import DATE, FLOAT, INTEGER, STRING, TIMESTAMP, TIMESTAMPTZ


def _part(form: str, meaning: str, takes: str = "day") -> Function:
    return Function((takes,), always(INTEGER), form, meaning)


DATES: Final[dict[str, Function]] = {
    "date_diff": Function(
        ("string", "day", "day"),
        always(INTEGER),
        "date_diff(unit, a, b)",
        "How many whole units lie between a and b, negative when b is earlier; a month is whole at the same day, or at "
        "the last day of a shorter month.",
    ),
    "date_add": Function(
        ("string", "integer", "day"),
        lambda types: types[2],
        "date_add(unit, n, d)",
        "d moved by n units; a day that the month does not have becomes its last.",
    ),
    "date_trunc": Function(
        ("string", "day"), lambda types: types[1], "date_trunc(unit, d)", "Where the unit of d begins; weeks on Monday."
    ),
    "year": _part("year(d)", "The year."),
    "quarter": _part("quarter(d)", "The quarter, 1 to 4."),
    "month": _part("month(d)", "The month, 1 to 12."),
    "week": _part("week(d)", "The ISO week, 1 to 53."),
    "year_of_week": _part("year_of_week(d)", "The year that the ISO week belongs to."),
    "day": _part("day(d)", "The day of the month."),
    "day_of_week": _part("day_of_week(d)", "1 for Monday to 7 for Sunday."),
    "day_of_year": _part("day_of_year(d)", "1 to 366."),
    "hour": _part("hour(t)", "The hour, 0 to 23.", "timestamp"),
    "minute": _part("minute(t)", "The minute, 0 to 59.", "timestamp"),
    "second": _part("second(t)", "The second, 0 to 59, without its fraction.", "timestamp"),
    "date": Function(("day",), always(DATE), "date(t)", "The day of a timestamp."),
    "last_day_of_month": Function(("day",), always(DATE), "last_day_of_month(d)", "The last day of its month."),
    "format_datetime": Function(
        ("day", "string"),
        always(STRING),
        "format_datetime(d, pattern)",
        "d in a Unicode (LDML) pattern written in quotes, names in English: `'d MMM yyyy'`.",
    ),
    "at_timezone": Function(
        ("timestamptz", "string"),
        always(TIMESTAMP),
        "at_timezone(t, zone)",
        "What clocks show in that zone, such as `'America/New_York'`.",
    ),
    "with_timezone": Function(
        ("timestamp", "string"),
        always(TIMESTAMPTZ),
        "with_timezone(t, zone)",
        "The moment when clocks in that zone show t; one that clocks skip or show twice is an engine's choice.",
    ),
    "from_unixtime": Function(
        ("number",), always(TIMESTAMPTZ), "from_unixtime(n)", "The moment n seconds after 1970-01-01 00:00 UTC."
    ),
    "to_unixtime": Function(
        ("timestamptz",), always(FLOAT), "to_unixtime(t)", "Seconds from 1970-01-01 00:00 UTC until t."
    ),
}
