"""When a cron expression of five fields comes due, and how old a tracker may become."""

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_FIELDS: Final = ((0, 59, ()), (0, 23, ()), (1, 31, ()), (1, 12, _MONTHS), (0, 7, _DAYS))
_MOST_DAYS: Final = 31
_HORIZON: Final = 366 * 9
"""A 29 February that is a given weekday comes once in so many days, or never."""
_UNITS: Final = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}

Fields = tuple[frozenset[int], ...]


def next_run(cron: str, zone: str, after: datetime) -> datetime | None:
    """The first time after ``after`` (with a zone), in UTC; ``None`` when the expression never comes due or cannot be read.

    A day counts when it fits the day of the month or the weekday, where both are restricted: the rule of cron. ``*`` restricts
    nothing; ``*/2`` does.
    A local time that a change of clocks leaves out is passed over; one that comes twice counts once.
    """
    fields, place = read_cron(cron), _place(zone)
    if fields is None or place is None:
        return None
    local = after.astimezone(place).replace(second=0, microsecond=0) + timedelta(minutes=1)
    minutes, hours = sorted(fields[0]), sorted(fields[1])
    for ahead in range(_HORIZON):
        day = (local + timedelta(days=ahead)).date()
        if not _is_due(day.month, day.day, day.isoweekday() % 7, fields):
            continue
        for hour in hours:
            for minute in minutes:
                moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=place)
                found = moment.astimezone(UTC)
                if found > after and found.astimezone(place).replace(tzinfo=None) == moment.replace(tzinfo=None):
                    return found
    return None


def _place(zone: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def read_cron(cron: str) -> Fields | None:
    """The five fields as sets; ``None`` when one of them says nothing."""
    parts = cron.lower().split()
    if len(parts) != len(_FIELDS):
        return None
    found = tuple(_field(part, *spec) for part, spec in zip(parts, _FIELDS, strict=True))
    if not all(found):
        return None
    days, weekdays = found[2], frozenset(day % 7 for day in found[4])
    every_day = parts[2].startswith("*") and len(days) == _MOST_DAYS
    every_weekday = parts[4].startswith("*") and len(weekdays) == len(_DAYS)
    if every_day != every_weekday:
        days, weekdays = (frozenset(), weekdays) if every_day else (days, frozenset())
    return (found[0], found[1], days, found[3], weekdays)


def _is_due(month: int, day: int, weekday: int, fields: Fields) -> bool:
    return month in fields[3] and (day in fields[2] or weekday in fields[4])


def _field(text: str, low: int, high: int, names: tuple[str, ...]) -> frozenset[int]:
    found: set[int] = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        start = low if span == "*" else _number(first, low, names)
        end = high if span == "*" or (step and not last) else _number(last or first, low, names)
        if (
            start is None
            or end is None
            or not low <= start <= end <= high
            or (step and not step.isdecimal())
            or step == "0"
        ):
            return frozenset()
        found.update(range(start, end + 1, int(step or 1)))
    return frozenset(found)


def _number(text: str, low: int, names: tuple[str, ...]) -> int | None:
    if text in names:
        return names.index(text) + low
    return int(text) if text.isdecimal() else None


def seconds_of(age: str) -> int:
    """An age like `2 hours`, in seconds."""
    number, unit = age.split()
    return int(number) * _UNITS[unit.removesuffix("s")]
