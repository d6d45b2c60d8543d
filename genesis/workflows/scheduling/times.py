"""Times of day and days at which something is due, as sets: they can be moved, and written as cron fields again."""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from genesis.publish.schedule import read_cron

_HOUR: Final = 60
_DAY: Final = 1440
_WEEK: Final = 7

_Whole = frozenset[int]
_MINUTES: Final[_Whole] = frozenset(range(60))
_HOURS: Final[_Whole] = frozenset(range(24))
_DAYS: Final[_Whole] = frozenset(range(1, 32))
_MONTHS: Final[_Whole] = frozenset(range(1, 13))
_WEEKDAYS: Final[_Whole] = frozenset(range(7))


class Times(Struct, frozen=True):
    """When something is due. A day fits when it is one of ``days`` or of ``weekdays`` (0 is Sunday).

    Both are whole where any day fits; where one of them alone is restricted the other is empty.
    """

    minutes: _Whole
    hours: _Whole
    days: _Whole = _DAYS
    months: _Whole = _MONTHS
    weekdays: _Whole = _WEEKDAYS

    @property
    def any_day(self) -> bool:
        """Whether every day of the months fits."""
        return self.days == _DAYS or self.weekdays == _WEEKDAYS

    @property
    def both_restricted(self) -> bool:
        """Whether days of the month and weekdays are both given: cron then takes either, and some programs refuse it."""
        return bool(self.days and self.weekdays) and not self.any_day

    @property
    def cron(self) -> str:
        """Five fields, in the words that every reader of cron expressions knows: numbers, lists, ranges, steps."""
        either = self.both_restricted
        days = "*" if self.any_day or not self.days else _spelled(self.days, 1, 31, bare=not either)
        weekdays = "*" if self.any_day or not self.weekdays else _spelled(self.weekdays, 0, 6, bare=not either)
        hours, months = _spelled(self.hours, 0, 23), _spelled(self.months, 1, 12)
        return f"{_spelled(self.minutes, 0, 59)} {hours} {days} {months} {weekdays}"

    @property
    def gap(self) -> int:
        """The fewest minutes from one time of day to the next, across midnight too."""
        due = sorted(hour * _HOUR + minute for hour in self.hours for minute in self.minutes)
        return min(after - before for before, after in zip(due, [*due[1:], due[0] + _DAY], strict=True))

    def later(self, minutes: int) -> "Times | None":
        """The same so many minutes (less than a day) later; ``None`` where five fields cannot say that, or the day would change."""
        moved = {divmod(minute + minutes, _HOUR) for minute in self.minutes}
        hours = {carry for carry, _ in moved}
        if len(hours) > 1:
            return None
        carry = hours.pop()
        if max(self.hours) + carry > max(_HOURS) and self.hours != _HOURS:
            return None
        later = frozenset((hour + carry) % len(_HOURS) for hour in self.hours)
        if carry and self.hours == _HOURS and not (self.any_day and self.months == _MONTHS):
            return None
        return Times(frozenset(minute for _, minute in moved), later, self.days, self.months, self.weekdays)

    def moved(self, minutes: int) -> "tuple[Times, ...] | None":
        """The same, read on a clock that is so many minutes ahead (or behind).

        ``None`` where a day of the month or a month would become another one, which five fields cannot say.
        """
        by_carry: dict[int, set[tuple[int, int]]] = {}
        for hour in self.hours:
            for minute in self.minutes:
                carry, left = divmod(hour * _HOUR + minute + minutes, _DAY)
                by_carry.setdefault(0 if self._every_day else carry, set()).add(divmod(left, _HOUR))
        if any(by_carry) and not (self.days in {_DAYS, frozenset()} and self.months == _MONTHS):
            return None
        return tuple(
            Times(times.minutes, times.hours, self.days, self.months, self._weekdays(carry))
            for carry in sorted(by_carry)
            for times in _products(by_carry[carry])
        )

    @property
    def _every_day(self) -> bool:
        return self.any_day and self.months == _MONTHS

    def _weekdays(self, carry: int) -> _Whole:
        return frozenset((day + carry) % _WEEK for day in self.weekdays)


def times_of(cron: str) -> Times:
    """The times of a cron expression that can be read.

    Raises:
        ValueError: when it cannot.
    """
    fields = read_cron(cron)
    if fields is None:
        raise ValueError(cron)
    times = Times(*fields)
    return Times(times.minutes, times.hours, months=times.months) if times.any_day else times


def _products(times: Iterable[tuple[int, int]]) -> list[Times]:
    """Hours and minutes as few products of sets: hours with the same minutes stand together."""
    by_hour: dict[int, set[int]] = {}
    for hour, minute in times:
        by_hour.setdefault(hour, set()).add(minute)
    by_minutes: dict[_Whole, set[int]] = {}
    for hour, minutes in by_hour.items():
        by_minutes.setdefault(frozenset(minutes), set()).add(hour)
    found = [Times(minutes, frozenset(hours)) for minutes, hours in by_minutes.items()]
    return sorted(found, key=lambda one: (sorted(one.minutes), sorted(one.hours)))


def _spelled(numbers: _Whole, low: int, high: int, *, bare: bool = True) -> str:
    """A cron field; without ``bare`` it never begins with `*`, which would mean that it restricts nothing."""
    ordered = sorted(numbers)
    if bare and len(ordered) == high - low + 1:
        return "*"
    first, last = ordered[0], ordered[-1]
    step = ordered[1] - first if len(ordered) > 1 else 0
    if len(ordered) > 2 and ordered == list(range(first, last + 1, step)):  # noqa: PLR2004 - two numbers are a list
        if step == 1:
            return f"{first}-{last}"
        if bare and first == low and last + step > high:
            return f"*/{step}"
        return f"{first}-{last}/{step}"
    return ",".join(map(str, ordered))
