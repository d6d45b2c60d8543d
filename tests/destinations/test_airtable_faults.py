"""An Airtable tracker in bad weather: failures at every call, people at work meanwhile, two refreshes at once, kill -9."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, get_args

import pytest

from genesis.destinations.limits.clock import SYSTEM
from genesis.diagnostics import GenesisError
from tests.destinations.airtable_refresh import BASE, COLUMNS, TABLE, PassingClock, Studio, at
from tests.emulators.airtable.quota import Quota
from tests.emulators.airtable.server import TOKEN, Emulator, Trouble, serving

TROUBLES: Final[tuple[Trouble, ...]] = tuple(t for t in get_args(Trouble) if t != "late")
BEFORE: Final = [(n, f"Film {n}") for n in range(25)]
AFTER: Final = [(n, f"Film {n}" + "!" * (n % 2)) for n in range(3, 28)]


def prepare(studio: Studio) -> None:
    studio.columns = COLUMNS[:2]
    studio.options = "rows: {gone: delete}\nannotations: [Notes]\n"


def restart(studio: Studio, **trouble: Callable[..., Any]) -> None:
    """A new base, with the first rows in it and people's notes beside them."""
    studio.emulator.trouble = lambda *_: None
    studio.emulator.add_base(BASE)
    studio.refresh(BEFORE)
    for row in studio.person.rows():
        studio.person.edit(row["id"], {"Notes": f"note {row['Film']}"})
    studio.emulator.clock.forward(60)
    studio.emulator.forget_calls()
    for name, play in trouble.items():
        setattr(studio.emulator, name, play)


def restart_plain(studio: Studio) -> None:
    """A new base, with the first rows in it."""
    studio.emulator.add_base(BASE)
    studio.refresh(BEFORE)
    studio.emulator.clock.forward(60)
    studio.emulator.forget_calls()


def is_right(studio: Studio) -> None:
    rows = sorted(studio.shown("Film", "Title", "Notes"))
    assert rows == sorted((n, title, f"note {n}" if n < 25 else None) for n, title in AFTER)
    studio.emulator.trouble = lambda *_: None
    assert not studio.refresh(AFTER).written


CALLS: Final = 10
"""base, page; 2 batches changed (odd ones of 3 to 24), 1 new, 1 deleted; memory; base, page."""


def test_how_many_calls_there_are(studio: Studio) -> None:
    prepare(studio)
    restart(studio)
    studio.refresh(AFTER)
    methods = [call.method for call in studio.emulator.calls]
    assert methods == [*("GET", "GET"), *("PATCH", "PATCH", "PATCH", "DELETE", "PATCH"), *("GET", "GET")]
    is_right(studio)


@pytest.mark.parametrize("kind", TROUBLES)
def test_one_failure_at_every_call(studio: Studio, kind: Trouble) -> None:
    prepare(studio)
    for number in range(CALLS - 1):
        restart(studio, trouble=at(number, kind))
        studio.refresh(AFTER)
        is_right(studio)
    assert studio.emulator.meter.broken == 0


@pytest.mark.parametrize("kind", TROUBLES)
def test_one_failure_at_every_call_of_the_first_refresh(studio: Studio, kind: Trouble) -> None:
    prepare(studio)
    for number in range(8):
        studio.emulator.bases.clear()
        studio.emulator.add_base(BASE)
        studio.emulator.forget_calls()
        studio.emulator.trouble = at(number, kind)
        studio.refresh(BEFORE)
        assert sorted(studio.shown("Film", "Title")) == sorted(BEFORE)
        assert len(studio.emulator.bases[BASE].tables) == 1
        studio.emulator.trouble = lambda *_: None
        assert not studio.refresh(BEFORE).written


@pytest.mark.parametrize("lost", range(2, 7))
def test_a_write_whose_answer_was_lost_is_not_sent_again(studio: Studio, lost: int) -> None:
    prepare(studio)
    restart(studio, trouble=at(lost, "drop_after"))
    studio.refresh(AFTER)
    sent = [
        (call.method, str(call.body)) for call in studio.emulator.written() if "description" not in (call.body or {})
    ]
    assert len(sent) == len(set(sent)) == 4


def test_a_second_edit_after_a_lost_answer_stays(studio: Studio) -> None:
    prepare(studio)
    record = ""

    def edit(number: int, method: str, path: str) -> None:  # noqa: ARG001
        if number == 3:  # after the first batch was written and its answer lost
            studio.person.edit(record, {"Title": "typed meanwhile"})

    restart(studio, trouble=at(2, "drop_after"))
    record = studio.person.find(Film=3)
    studio.emulator.meanwhile = edit
    done = studio.refresh(AFTER)
    assert dict(studio.shown("Film", "Title"))[3] == "typed meanwhile"
    assert done.written
    assert [cell.found for cell in studio.refresh(AFTER).plan.edited] == ["typed meanwhile"]


@pytest.mark.parametrize("kind", ["429", "500", "503", "drop_before", "drop_after"])
def test_nothing_is_tried_for_ever(studio: Studio, kind: Any) -> None:
    prepare(studio)
    restart(studio, trouble=lambda number, method, path: kind if number >= 2 else None)  # noqa: ARG005
    with pytest.raises(GenesisError) as caught:
        studio.refresh(AFTER)
    assert [found.code for found in caught.value.diagnostics] == ["G875"]
    assert len(studio.emulator.calls) < 50
    studio.emulator.trouble = lambda *_: None
    studio.refresh(AFTER)
    is_right(studio)


def test_a_base_that_says_429_has_thirty_seconds_of_silence(studio: Studio) -> None:
    prepare(studio)
    clock = studio.clock
    assert isinstance(clock, PassingClock)
    restart(studio, trouble=at(3, "429"))
    times: list[float] = []
    studio.emulator.meanwhile = lambda *_: times.append(clock.now())
    studio.refresh(AFTER)
    assert times[4] - times[3] >= 30
    assert max(after - before for before, after in pairwise(times[4:])) < 5
    assert studio.emulator.meter.broken == 0


def test_quota_is_kept_through_a_long_refresh(studio: Studio) -> None:
    studio.columns = COLUMNS[:2]
    clock = studio.clock
    assert isinstance(clock, PassingClock)
    began = clock.now()
    studio.refresh([(n, f"Film {n}") for n in range(1_000)])
    spent = clock.now() - began
    calls = len(studio.emulator.calls)
    assert calls == 1 + 1 + 100 + 1 + 1 + 10
    assert studio.emulator.meter.broken == 0
    assert calls / spent > 0.8 * 5


def test_pages_that_expire_are_walked_again(studio: Studio) -> None:
    studio.columns = COLUMNS[:2]
    rows = [(n, f"Film {n}") for n in range(250)]
    studio.refresh(rows)
    studio.emulator.forget_calls()
    studio.emulator.meanwhile = lambda number, *_: studio.emulator.listings.expire() if number == 2 else None
    assert not studio.refresh(rows).written
    assert [call.status for call in studio.emulator.calls] == [200, 200, 422, 200, 200, 200]


def test_pages_that_always_expire_end_in_an_error(studio: Studio) -> None:
    studio.columns = COLUMNS[:2]
    rows = [(n, f"Film {n}") for n in range(250)]
    studio.refresh(rows)
    studio.emulator.meanwhile = lambda *_: studio.emulator.listings.expire()
    with pytest.raises(GenesisError) as caught:
        studio.refresh(rows)
    assert [found.code for found in caught.value.diagnostics] == ["G874"]


@pytest.mark.parametrize("moment", range(CALLS - 1))
def test_record_deleted_meanwhile(studio: Studio, moment: int) -> None:
    prepare(studio)
    restart(studio)
    changing, leaving = studio.person.find(Film=5), studio.person.find(Film=1)

    def act(number: int, method: str, path: str) -> None:  # noqa: ARG001
        if number == moment:
            for record in (changing, leaving):
                studio.emulator.bases[BASE].table(TABLE).records.pop(record, None)

    studio.emulator.meanwhile = act
    studio.refresh(AFTER)
    studio.emulator.meanwhile = lambda *_: None
    studio.refresh(AFTER)
    assert sorted(studio.shown("Film", "Title")) == sorted(AFTER)


@pytest.mark.parametrize("moment", range(1, CALLS - 1))
def test_field_deleted_meanwhile(studio: Studio, moment: int) -> None:
    prepare(studio)
    restart(studio, meanwhile=lambda number, *_: studio.person.delete_field("Title") if number == moment else None)
    studio.refresh(AFTER)
    studio.emulator.meanwhile = lambda *_: None
    studio.refresh(AFTER)
    is_right(studio)


def test_field_is_filled_again_whenever_a_refresh_broke(studio: Studio) -> None:
    prepare(studio)
    studio.options = "columns: {edited: flag}\n"
    for broken in range(2, 8):
        restart_plain(studio)
        studio.person.delete_field("Title")
        studio.emulator.trouble = lambda number, *_, broken=broken: "500" if number >= broken else None
        with pytest.raises(GenesisError):
            studio.refresh(BEFORE)
        studio.emulator.trouble = lambda *_: None
        done = studio.refresh(BEFORE)
        assert sorted(studio.shown("Film", "Title")) == sorted(BEFORE)
        assert done.plan.edited == ()
        assert not studio.refresh(BEFORE).written


@pytest.mark.parametrize("moment", range(2, 14))
def test_fields_deleted_while_another_is_made_again(studio: Studio, moment: int) -> None:
    prepare(studio)
    studio.columns = COLUMNS[:4]
    rows = [(n, f"Film {n}", "Post", None) for n in range(12)]
    studio.refresh(rows)
    for name in ("Title", "Status"):
        studio.person.delete_field(name)

    def act(number: int, method: str, path: str) -> None:  # noqa: ARG001
        names = [field.name for field in studio.emulator.bases[BASE].table(TABLE).fields]
        for name in ("Budget", "Title"):
            if number == moment and name in names:
                studio.person.delete_field(name)

    studio.emulator.forget_calls()
    studio.emulator.meanwhile = act
    studio.refresh(rows)
    studio.emulator.meanwhile = lambda *_: None
    studio.refresh(rows)
    assert sorted(studio.shown("Film", "Title", "Status")) == sorted(row[:3] for row in rows)


def test_field_converted_meanwhile(studio: Studio) -> None:
    prepare(studio)
    restart(
        studio,
        meanwhile=lambda number, *_: (
            studio.person.convert_field("Title", "number", {"precision": 0}) if number == 2 else None
        ),
    )
    with pytest.raises(GenesisError) as caught:
        studio.refresh(AFTER)
    assert [found.code for found in caught.value.diagnostics] == ["G834"]


def test_note_written_just_before_the_row_is_deleted(studio: Studio) -> None:
    studio.columns = COLUMNS[:2]
    studio.refresh(BEFORE)
    studio.person.add_field("Mine")
    record = studio.person.find(Film=1)

    def act(number: int, method: str, path: str) -> None:  # noqa: ARG001
        if number == 3:  # base, page, who wrote beside; then the second look before anything is deleted
            studio.person.edit(record, {"Mine": "wait!"})

    studio.emulator.forget_calls()
    studio.emulator.meanwhile = act
    studio.refresh(BEFORE[2:])
    assert studio.shown("Film", "Mine")[0] == (1, "wait!")
    assert len(studio.person.rows()) == 24


def busy(root: Path, emulator: Emulator) -> Studio:
    """A studio that goes by the machine's clock, with quotas to match."""
    root.mkdir(exist_ok=True)
    studio = Studio(root, emulator, SYSTEM)
    studio.settings = ", limits: {requests_per_second: 1000, requests_per_second_and_token: 1000}"
    prepare(studio)
    return studio


def test_two_refreshes_from_two_machines(tmp_path: Path) -> None:
    with serving(Emulator(Quota(1000, 1000))) as emulator:
        studios = [busy(tmp_path / name, emulator) for name in ("one", "two")]
        for rows in (BEFORE, AFTER):
            failed: list[BaseException] = []

            def work(studio: Studio, rows: Any = rows, failed: list[BaseException] = failed) -> None:
                try:
                    studio.refresh(rows)
                except GenesisError as error:
                    failed.append(error)

            threads = [threading.Thread(target=work, args=(studio,)) for studio in studios]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert failed == []
            assert sorted(studios[0].shown("Film", "Title")) == sorted(rows)
        assert len(emulator.bases[BASE].tables) == 1
        assert not studios[0].refresh(AFTER).written
        assert emulator.meter.broken == 0


def test_many_trackers_of_one_base_share_its_limit(tmp_path: Path) -> None:
    # a busy machine may hold a call back for some time between its turn and its departure
    with serving(Emulator(Quota(per_base=40, per_token=1000, window=0.4))) as emulator:
        studios = [busy(tmp_path / f"s{number}", emulator) for number in range(20)]
        for number, studio in enumerate(studios):
            studio.table = f"Table {number}"
            studio.settings = ", limits: {requests_per_second: 40, requests_per_second_and_token: 1000}"
        with ThreadPoolExecutor(10) as pool:
            done = list(pool.map(lambda studio: studio.refresh(BEFORE[:5]), studios))
        assert [one.added for one in done] == [5] * 20
        assert len(emulator.calls) == 20 * 6
        assert emulator.meter.broken == 0


KILLED: Final = """
import sys
from pathlib import Path
from tests.destinations.test_airtable_faults import AFTER, BASE, BEFORE, busy
from tests.emulators.airtable.server import Emulator
emulator = Emulator()
emulator.endpoint = sys.argv[1]
busy(Path(sys.argv[2]), emulator).refresh(BEFORE if sys.argv[3] == "first" else AFTER)
"""


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("moment", [2, 3, 4, 6])
def test_killed_and_run_again(tmp_path: Path, moment: int, *, first: bool) -> None:
    with serving(Emulator(Quota(1000, 1000))) as emulator:
        studio = busy(tmp_path / "one", emulator)
        if not first:
            restart(studio)
        running: list[subprocess.Popen[bytes]] = []
        emulator.meanwhile = lambda number, *_: os.kill(running[0].pid, signal.SIGKILL) if number == moment else None
        arguments = [emulator.endpoint, str(tmp_path / "one"), "first" if first else "then"]
        environment = {"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path), "TOKEN": TOKEN}
        running.append(
            subprocess.Popen([sys.executable, "-c", KILLED, *arguments], env=environment, cwd=Path(__file__).parents[2])
        )
        assert running[0].wait(timeout=60) == -signal.SIGKILL
        emulator.meanwhile = lambda *_: None
        rows = BEFORE if first else AFTER
        studio.refresh(rows)
        assert sorted(studio.shown("Film", "Title")) == sorted(rows)
        assert not studio.refresh(rows).written
