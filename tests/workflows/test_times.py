"""Times of day as sets: written, delayed and moved to another clock, against another library's reading of cron."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from genesis.workflows.scheduling.jitter import delay_of
from genesis.workflows.scheduling.times import times_of
from tests.workflows.due import due

START = datetime(2025, 2, 25, tzinfo=UTC)
END = START + timedelta(days=10)


@st.composite
def fields(draw: st.DrawFn, low: int, high: int) -> str:
    kind = draw(st.sampled_from(["every", "step", "range", "list", "list"]))
    if kind == "every":
        return "*"
    if kind == "step":
        return f"*/{draw(st.integers(1, high - low))}"
    numbers = sorted(draw(st.sets(st.integers(low, high), min_size=2 if kind == "range" else 1, max_size=4)))
    return f"{numbers[0]}-{numbers[-1]}" if kind == "range" else ",".join(map(str, numbers))


@st.composite
def crons(draw: st.DrawFn) -> str:
    days, weekdays = draw(fields(1, 28)), draw(fields(0, 6))
    # `*/2` beside a weekday is read otherwise by every program
    assume("/" not in days + weekdays or "*" in {days, weekdays})
    minutes = draw(st.sampled_from(["*/20", "*/25", "0", "59", "0,30", "5,50", "10-12"]))
    return f"{minutes} {draw(fields(0, 23))} {days} {draw(fields(1, 12))} {weekdays}"


@given(crons())
@example("*/30 6-20 * * 1-5")
@example("0 0 1,15 * 1")
def test_what_is_written_means_the_same(cron: str) -> None:
    assert due(times_of(cron).cron, START, END) == due(cron, START, END)


@given(crons(), st.integers(0, 1439))
@example("30 23 * * *", 45)
@example("30 22 * * 5", 60)
def test_later_is_every_time_later(cron: str, minutes: int) -> None:
    later = times_of(cron).later(minutes)
    assume(later is not None)
    assert later is not None
    delay = timedelta(minutes=minutes)
    expected = [moment + delay for moment in due(cron, START, END)]
    assert due(later.cron, START + delay, END + delay) == expected


@given(crons(), st.integers(-14 * 60, 14 * 60))
@example("0 6 * * 1", -540)
@example("30 5 * * *", 330)
def test_another_clock_is_every_time_moved(cron: str, minutes: int) -> None:
    moved = times_of(cron).moved(minutes)
    assume(moved is not None)
    assert moved is not None
    by = timedelta(minutes=minutes)
    found = [moment for one in moved for moment in due(one.cron, START + by, END + by)]
    assert len(found) == len(set(found))
    assert sorted(found) == [moment + by for moment in due(cron, START, END)]


@given(crons())
def test_the_gap_is_the_shortest_wait(cron: str) -> None:
    found = due(cron, START, END)
    waits = [int((b - a).total_seconds()) // 60 for a, b in pairwise(found)]
    assert all(wait >= times_of(cron).gap for wait in waits)


@pytest.mark.parametrize(
    ("cron", "gap"), [("0 6 * * *", 1440), ("*/30 * * * *", 30), ("0,50 * * * *", 10), ("0 6,23 * * *", 420)]
)
def test_gaps_by_hand(cron: str, gap: int) -> None:
    assert times_of(cron).gap == gap


@pytest.mark.parametrize(
    ("cron", "minutes", "later"),
    [
        ("0 6 * * *", 7, "7 6 * * *"),
        ("*/30 6-20 * * 1-5", 11, "11,41 6-20 * * 1-5"),
        ("55 6 * * *", 10, "5 7 * * *"),
        ("55 23 * * *", 10, None),
        ("0,55 6 * * *", 10, None),
        ("55 * * * *", 10, "5 * * * *"),
        ("55 * * * 1", 10, None),
        ("0 0 1 * 1", 5, "5 0 1 * 1"),
    ],
)
def test_later_by_hand(cron: str, minutes: int, later: str | None) -> None:
    found = times_of(cron).later(minutes)
    assert (found and found.cron) == later


@pytest.mark.parametrize(
    ("cron", "minutes", "moved"),
    [
        ("0 6 * * *", 480, ["0 14 * * *"]),
        ("0 6 * * 1", -540, ["0 21 * * 0"]),
        ("0 6,12 * * 1", -540, ["0 21 * * 0", "0 3 * * 1"]),
        ("0 6 * * *", -330, ["30 0 * * *"]),
        ("0,45 6 * * *", -330, ["15 1 * * *", "30 0 * * *"]),
        ("0 6 1 * *", 480, ["0 14 1 * *"]),
        ("0 6 1 * *", -540, None),
        ("0 6 * 1 *", -540, None),
    ],
)
def test_another_clock_by_hand(cron: str, minutes: int, moved: list[str] | None) -> None:
    found = times_of(cron).moved(minutes)
    assert (None if found is None else [one.cron for one in found]) == moved


@given(crons(), st.integers(0, 120))
def test_a_delay_ends_before_the_next_run(cron: str, most: int) -> None:
    times = times_of(cron)
    delay = delay_of("films", times, most)
    assert delay <= most
    assert delay < times.gap
    assert times.later(delay) is not None


def test_three_hundred_trackers_do_not_begin_at_once() -> None:
    times = times_of("0 6 * * *")
    delays = [delay_of(f"tracker_{number}", times, 15) for number in range(300)]
    counts = [delays.count(minute) for minute in range(16)]
    assert sum(counts) == 300
    assert max(counts) <= 40, counts  # 19 are to be expected in each of 16 minutes
    assert min(counts) >= 5, counts


def test_a_delay_belongs_to_the_name() -> None:
    times = times_of("0 6 * * *")
    assert delay_of("films", times, 15) == delay_of("films", times, 15)
    assert delay_of("films", times, 0) == 0
    assert len({delay_of(name, times, 600) for name in ("films", "people", "rights")}) == 3
