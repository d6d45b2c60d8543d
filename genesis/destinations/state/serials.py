"""Dates and times as the numbers that spreadsheets hold: days since 1899-12-30, parts of a day as a fraction."""

from datetime import date, datetime, time, timedelta
from typing import Final

from genesis.destinations.state.contents import Content

_EPOCH: Final = datetime(1899, 12, 30)
_DAY: Final = 86_400_000
"""Milliseconds: what is kept of a time."""
_LAST: Final = 2_958_466
"""The serial number of the day after 9999-12-31."""


def serial(content: date | time) -> float:
    """Days since 1899-12-30, parts of a day as a fraction, by whole milliseconds."""
    match content:
        case datetime():
            moment = content
        case date():
            return (content - _EPOCH.date()).days
        case _:
            moment = datetime.combine(_EPOCH.date(), content)
    milliseconds = (moment - _EPOCH) // timedelta(milliseconds=1)
    return milliseconds // _DAY if milliseconds % _DAY == 0 else milliseconds / _DAY


def _moment(number: float) -> datetime | None:
    return _EPOCH + timedelta(milliseconds=round(number * _DAY)) if -_LAST / 5 < number < _LAST else None


def day(number: float) -> Content:
    """The date, or the moment where it is no whole day; the number itself where it is neither."""
    moment = _moment(number)
    whole = moment is not None and moment == datetime.combine(moment.date(), time())
    return moment.date() if moment and whole else moment or number


def timestamp(number: float) -> Content:
    """The moment; the number itself where it is none."""
    return _moment(number) or number


def clock(number: float) -> Content:
    """The time of a day; the number itself where it is none."""
    moment = _moment(number)
    return moment.time() if moment and moment.date() == _EPOCH.date() else number
