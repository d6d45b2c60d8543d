"""Days moved and periods begun, as the language's functions of dates do it."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
_DAYS: Final = {"day": 1, "week": 7}


def moved(day: date, unit: str, count: int) -> date:
    """The day ``count`` units later; a day that the month does not have becomes its last."""
    if unit in _DAYS:
        return day + timedelta(days=count * _DAYS[unit])
    months = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def begun(day: date, unit: str) -> date:
    """The first day of the unit that holds a day; weeks begin on Monday."""
    if unit in _DAYS:
        return day - timedelta(days=day.weekday()) if unit == "week" else day
    first = day.replace(day=1)
    return first.replace(month=(day.month - 1) // _MONTHS[unit] * _MONTHS[unit] + 1)
