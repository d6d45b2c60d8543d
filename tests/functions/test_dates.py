"""Functions of dates, timestamps and zones, with values worked out by hand."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from genesis.model.expression import Value
from tests.functions.evaluation import DuckDB, Given, evaluated

ENGINE = DuckDB()
LEAP = date(2020, 2, 29)
NEW_YEAR = date(2021, 1, 1)
LATE = datetime(2021, 12, 31, 23, 59, 59, 999999)

EARLY = datetime(1901, 1, 27, 5, 59, 59, 999999)
"""A Sunday."""

CASES: list[tuple[str, Value | Given, Value]] = [
    ("year(a)", LEAP, 2020),
    ("quarter(a)", LATE, 4),
    ("quarter(a)", date(2021, 4, 1), 2),
    ("month(a)", LEAP, 2),
    ("day(a)", LEAP, 29),
    ("week(a)", NEW_YEAR, 53),
    ("year_of_week(a)", NEW_YEAR, 2020),
    ("week(a)", date(2018, 12, 31), 1),
    ("year_of_week(a)", date(2018, 12, 31), 2019),
    ("day_of_week(a)", date(2021, 1, 3), 7),
    ("day_of_week(a)", date(2021, 1, 4), 1),
    ("day_of_year(a)", date(2020, 12, 31), 366),
    ("hour(a)", LATE, 23),
    ("minute(a)", LATE, 59),
    ("second(a)", LATE, 59),
    ("extract(year from a)", LEAP, 2020),
    ("extract(dow from a)", date(2021, 1, 3), 7),
    ("extract(day_of_week from a)", date(2021, 1, 3), 7),
    ("extract(doy from a)", NEW_YEAR, 1),
    ("date(a)", LATE, date(2021, 12, 31)),
    ("date(a)", LEAP, LEAP),
    ("last_day_of_month(a)", date(2021, 2, 1), date(2021, 2, 28)),
    ("last_day_of_month(a)", LEAP, LEAP),
    ("last_day_of_month(a)", LATE, date(2021, 12, 31)),
    # moving
    ("date_add('day', 1, a)", LEAP, date(2020, 3, 1)),
    ("date_add('day', -1, a)", date(2020, 3, 1), LEAP),
    ("date_add('week', 2, a)", LEAP, date(2020, 3, 14)),
    ("date_add('month', 1, a)", date(2021, 1, 31), date(2021, 2, 28)),
    ("date_add('month', -1, a)", date(2021, 3, 31), date(2021, 2, 28)),
    ("date_add('month', 12, a)", LEAP, date(2021, 2, 28)),
    ("date_add('quarter', 1, a)", date(2020, 11, 30), date(2021, 2, 28)),
    ("date_add('year', 1, a)", LEAP, date(2021, 2, 28)),
    ("date_add('year', 4, a)", LEAP, date(2024, 2, 29)),
    ("date_add('month', 1, a)", datetime(2021, 1, 31, 10), datetime(2021, 2, 28, 10)),
    ("date_add('hour', 25, a)", datetime(2021, 1, 31), datetime(2021, 2, 1, 1)),
    ("date_add('minute', -1, a)", datetime(2021, 1, 1), datetime(2020, 12, 31, 23, 59)),
    ("date_add('second', 1, a)", LATE, datetime(2022, 1, 1, 0, 0, 0, 999999)),
    # cutting
    ("date_trunc('year', a)", LEAP, date(2020, 1, 1)),
    ("date_trunc('quarter', a)", date(2021, 6, 30), date(2021, 4, 1)),
    ("date_trunc('month', a)", LEAP, date(2020, 2, 1)),
    ("date_trunc('week', a)", date(2021, 1, 3), date(2020, 12, 28)),
    ("date_trunc('week', a)", date(2021, 1, 4), date(2021, 1, 4)),
    ("date_trunc('day', a)", LATE, datetime(2021, 12, 31)),
    ("date_trunc('hour', a)", LATE, datetime(2021, 12, 31, 23)),
    ("date_trunc('minute', a)", LATE, datetime(2021, 12, 31, 23, 59)),
    ("date_trunc('second', a)", LATE, datetime(2021, 12, 31, 23, 59, 59)),
    ("date_trunc('MONTH', a)", LEAP, date(2020, 2, 1)),
    ("date_trunc('second', a)", EARLY, datetime(1901, 1, 27, 5, 59, 59)),
    ("date_trunc('hour', a)", EARLY, datetime(1901, 1, 27, 5)),
    ("date_trunc('day', a)", datetime(1969, 12, 31, 23, 59, 59, 500000), datetime(1969, 12, 31)),
    ("date_trunc('week', a)", EARLY, datetime(1901, 1, 21)),
    ("date_trunc('month', a)", datetime(1969, 12, 31, 23, 59, 59, 500000), datetime(1969, 12, 1)),
    # whole units between
    ("date_diff('day', a, date '2021-01-01')", date(2020, 1, 1), 366),
    ("date_diff('day', a, date '2020-01-01')", NEW_YEAR, -366),
    ("date_diff('day', a, timestamp '2021-01-02 11:59:59')", datetime(2021, 1, 1, 12), 0),
    ("date_diff('day', a, timestamp '2021-01-02 12:00:00')", datetime(2021, 1, 1, 12), 1),
    ("date_diff('day', a, timestamp '2021-01-01 13:00:00')", datetime(2021, 1, 2, 12), 0),
    ("date_diff('day', a, timestamp '2021-01-02 23:00:00')", NEW_YEAR, 1),
    ("date_diff('week', a, date '2021-01-07')", NEW_YEAR, 0),
    ("date_diff('week', a, date '2021-01-08')", NEW_YEAR, 1),
    ("date_diff('month', a, date '2021-02-28')", date(2021, 1, 31), 1),
    ("date_diff('month', a, date '2021-02-27')", date(2021, 1, 28), 0),
    ("date_diff('month', a, date '2021-02-28')", date(2021, 1, 28), 1),
    ("date_diff('month', a, date '2021-01-31')", date(2021, 2, 28), -1),
    ("date_diff('month', a, date '2021-03-30')", date(2021, 2, 28), 1),
    ("date_diff('quarter', a, date '2021-04-30')", date(2021, 1, 31), 1),
    ("date_diff('year', a, date '2021-02-28')", LEAP, 1),
    ("date_diff('year', a, date '2021-02-27')", LEAP, 0),
    ("date_diff('year', a, date '2020-12-31')", date(2020, 1, 1), 0),
    ("date_diff('hour', a, timestamp '2021-01-01 01:59:59')", datetime(2021, 1, 1), 1),
    ("date_diff('minute', a, timestamp '2021-01-01 00:00:59')", datetime(2021, 1, 1), 0),
    ("date_diff('second', a, timestamp '2021-01-02 00:00:00')", datetime(2021, 1, 1), 86400),
    # comparing
    ("a < timestamp '2021-01-01 00:00:01'", NEW_YEAR, True),
    ("a = timestamp '2021-01-01 00:00:00'", NEW_YEAR, True),
    ("a between date '2021-01-01' and date '2021-12-31'", NEW_YEAR, True),
    ("greatest(a, date '2021-06-01')", NEW_YEAR, date(2021, 6, 1)),
    ("coalesce(a, date '2021-06-01')", ("date", None), date(2021, 6, 1)),
    # text
    ("format_datetime(a, 'd MMM yyyy')", LEAP, "29 Feb 2020"),
    ("format_datetime(a, 'EEEE, MMMM d, yy')", NEW_YEAR, "Friday, January 1, 21"),
    ("format_datetime(a, 'yyyy-MM-dd HH:mm:ss')", LATE, "2021-12-31 23:59:59"),
    ("format_datetime(a, 'h:mm a')", datetime(2021, 1, 1, 0, 5), "12:05 AM"),
    ("format_datetime(a, 'QQQ ''of'' yyyy')", LEAP, "Q1 of 2020"),
    ("format_datetime(a, '''100%''')", LEAP, "100%"),
    ("format_datetime(a, 'd.M.y')", date(999, 1, 2), "2.1.999"),
    # zones
    ("at_timezone(a, 'America/New_York')", datetime(2021, 3, 14, 6, 59, tzinfo=UTC), datetime(2021, 3, 14, 1, 59)),
    ("at_timezone(a, 'America/New_York')", datetime(2021, 3, 14, 7, 0, tzinfo=UTC), datetime(2021, 3, 14, 3, 0)),
    ("at_timezone(a, 'America/New_York')", datetime(2021, 11, 7, 5, 30, tzinfo=UTC), datetime(2021, 11, 7, 1, 30)),
    ("at_timezone(a, 'America/New_York')", datetime(2021, 11, 7, 6, 30, tzinfo=UTC), datetime(2021, 11, 7, 1, 30)),
    ("a at time zone 'Asia/Kolkata'", datetime(2021, 1, 1, 0, 0, tzinfo=UTC), datetime(2021, 1, 1, 5, 30)),
    ("with_timezone(a, 'America/New_York')", datetime(2021, 7, 1, 12), datetime(2021, 7, 1, 16, tzinfo=UTC)),
    ("with_timezone(a, 'America/New_York')", datetime(2021, 1, 1, 12), datetime(2021, 1, 1, 17, tzinfo=UTC)),
    ("from_unixtime(a)", 86400, datetime(1970, 1, 2, tzinfo=UTC)),
    ("from_unixtime(a)", -1.5, datetime(1969, 12, 31, 23, 59, 58, 500000, tzinfo=UTC)),
    ("to_unixtime(a)", datetime(1970, 1, 2, tzinfo=UTC), 86400.0),
    ("a = timestamp '2021-01-01 01:00:00 +01:00'", datetime(2021, 1, 1, tzinfo=UTC), True),
    ("a < timestamp '2021-01-01 00:00:01 UTC'", datetime(2021, 1, 1, tzinfo=UTC), True),
]


def zoned(value: Value | Given) -> Value | Given:
    return ("timestamptz", value) if isinstance(value, datetime) and value.tzinfo else value


@pytest.mark.parametrize(("written", "value", "wanted"), CASES, ids=str)
def test_date(written: str, value: Value | Given, wanted: Value) -> None:
    seen = evaluated(ENGINE, written, a=zoned(value))
    assert (seen, type(seen)) == (wanted, type(wanted))


@pytest.mark.parametrize(
    ("written", "kind"),
    sorted({(w, type(v)) for w, v, _ in CASES if isinstance(v, date)}, key=str),
)
def test_null_propagates(written: str, kind: type) -> None:
    zone = (
        "at_timezone" in written
        or "at time zone" in written
        or "to_unixtime" in written
        or "+01" in written
        or "UTC" in written
    )
    name = "timestamptz" if zone else "date" if kind is date else "timestamp"
    if "coalesce" not in written:
        assert evaluated(ENGINE, written, a=(name, None)) is None


def test_a_whole_month_is_what_date_add_gives() -> None:
    """Whole months between two days are the most that can be added without passing the later day."""
    begin = date(2020, 1, 28)
    for first in range(4):
        for later in range(0, 800, 3):
            a, b = begin + timedelta(days=first), begin + timedelta(days=first + later)
            months = evaluated(ENGINE, "date_diff('month', a, b)", a=a, b=b)
            assert isinstance(months, int)
            assert moved(a, months) <= b < moved(a, months + 1)


def moved(day: date, months: int) -> date:
    """A day moved by months, clamped to the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError(day)


def test_offsets_are_understood() -> None:
    east = timezone(timedelta(hours=5, minutes=30))
    value = datetime(2021, 1, 1, 5, 30, tzinfo=east)
    assert evaluated(ENGINE, "a = timestamp '2021-01-01 00:00:00 +00:00'", a=("timestamptz", value)) is True
