"""Whether a schedule can ever come due, and whether a time zone exists. Looked up here only: compiling needs neither."""

from datetime import UTC, datetime
from typing import Final

from genesis.diagnostics import Problems, Span
from genesis.publish.schedule import next_run, read_cron
from genesis.spec.settings import TrackerSpec
from genesis.spec.timezones import near, timezones

_ANY_DAY: Final = datetime(2024, 1, 1, tzinfo=UTC)
_ORDER: Final = "minute 0-59, hour 0-23, day 1-31, month 1-12, weekday 0-7"


def check_schedule(tracker: TrackerSpec, problems: Problems) -> None:
    """Note a cron expression out of range or never due (G108), and a zone that does not exist (G109)."""
    if tracker.timezone:
        check_zone(tracker.timezone.value, tracker.timezone.span, problems)
    cron = tracker.cron
    if cron is None:
        return
    if read_cron(cron.value) is None:
        problems.add("G108", cron.span, f"`{cron}` has a field that is out of range", _ORDER)
    elif next_run(cron.value, "UTC", _ANY_DAY) is None:
        message = f"`{cron}` never comes due: there is no such day"
        problems.add("G108", cron.span, message, "name a day that the month has")


def check_zone(name: str, span: Span | None, problems: Problems) -> None:
    """Note a zone that there is not, or that the machine's time zone database lacks (G109), where it has one."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

    if name not in timezones():
        problems.add("G109", span, f"there is no time zone `{name}`", near(name))
        return
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        if len(available_timezones()) > 1:
            message = f"the time zone database of this machine has no `{name}`"
            problems.add("G109", span, message, "bring it up to date: the package `tzdata` is newer, as a rule")
