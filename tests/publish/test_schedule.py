"""When cron expressions come due, by hand from calendars."""

from datetime import UTC, datetime

import pytest

from genesis.publish.schedule import next_run, read_cron, seconds_of

NOW = datetime(2026, 11, 24, 21, 5, 30, tzinfo=UTC)
"""A Tuesday."""


@pytest.mark.parametrize(
    ("cron", "zone", "expected"),
    [
        ("*/30 * * * *", "UTC", "2026-11-24 21:30"),
        ("5 * * * *", "UTC", "2026-11-24 22:05"),
        ("0 6 * * *", "UTC", "2026-11-25 06:00"),
        ("0 6 * * *", "America/Los_Angeles", "2026-11-25 14:00"),
        ("30 6 * * 1", "UTC", "2026-11-30 06:30"),
        ("30 6 * * mon-fri", "UTC", "2026-11-25 06:30"),
        ("0 0 * * 7", "UTC", "2026-11-29 00:00"),
        ("0 7 1 * *", "UTC", "2026-12-01 07:00"),
        ("0 0 29 2 *", "UTC", "2028-02-29 00:00"),
        ("0 0 13 * 5", "UTC", "2026-11-27 00:00"),
        ("15,45 8-10 * jan *", "UTC", "2027-01-01 08:15"),
        ("0 */8 * * *", "UTC", "2026-11-25 00:00"),
        ("0 0 * * */2", "UTC", "2026-11-26 00:00"),
        ("0 0 1 * 0-6", "UTC", "2026-11-25 00:00"),
        ("0 0 */20 * *", "UTC", "2026-12-01 00:00"),
        ("0 5/6 * * *", "UTC", "2026-11-24 23:00"),
        ("30 2 * 3 *", "Europe/Berlin", "2027-03-01 01:30"),
    ],
)
def test_next_run(cron: str, zone: str, expected: str) -> None:
    found = next_run(cron, zone, NOW)
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M}" == expected


def test_an_hour_that_clocks_leave_out_is_passed_over() -> None:
    found = next_run("30 2 * * *", "Europe/Berlin", datetime(2027, 3, 27, 12, tzinfo=UTC))
    assert found == datetime(2027, 3, 29, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("cron", ["60 * * * *", "* * * *", "*/0 * * * *", "5-1 * * * *", "x * * * *", "0 0 32 * *"])
def test_expressions_that_say_nothing(cron: str) -> None:
    assert read_cron(cron) is None
    assert next_run(cron, "UTC", NOW) is None


def test_never_and_nowhere() -> None:
    assert next_run("0 0 31 2 *", "UTC", NOW) is None
    assert next_run("0 0 * * *", "Mars/Olympus", NOW) is None


def test_ages() -> None:
    assert [seconds_of(age) for age in ("1 minute", "2 hours", "31 days", "1 week")] == [60, 7200, 2_678_400, 604_800]
