"""Faults, other refreshes, quotas, wrong settings, other people's tabs."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from msgspec.structs import replace

from genesis.destinations.destination import destination_type
from genesis.destinations.sheets import calls, staging
from genesis.diagnostics import GenesisError, Problems
from genesis.publish.planning import Policies
from tests.destinations.sheets.tracker import COLUMNS, Tracker, film
from tests.emulators.sheets.people import Person
from tests.emulators.sheets.quotas import Quota
from tests.emulators.sheets.server import Emulator, Fault

FILMS = [film(n) for n in range(1, 5)]
NEWER = [film(1, "Changed"), film(0), *FILMS[2:]]


def titles(emulator: Emulator) -> list[Any]:
    return [row["Title"] for row in emulator.person("Films").rows()]


@pytest.mark.parametrize("fault", ["500", "503", "429", "drop before", "drop after", "half an answer", "delay"])
@pytest.mark.parametrize("call", range(4))
def test_a_fault_at_every_call_of_a_first_load_and_of_a_change(
    emulator: Emulator, tracker: Tracker, fault: Fault, call: int
) -> None:
    emulator.faults = {call: fault}
    tracker.refresh(FILMS)
    person = emulator.person("Films")
    person.type(2, person.column("Notes"), "of 2")
    first = len(emulator.calls)
    emulator.faults = {first + call: fault}
    tracker.refresh(NEWER)
    assert titles(emulator) == ["Changed", "Film 0", "Film 3", "Film 4", "Film 2"]
    assert person.rows()[-1]["Notes"] == "of 2"
    assert len(emulator.books["book"].sheets) == 2


def test_a_lost_answer_is_looked_for_before_the_write_is_sent_again(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    first = len(emulator.calls)
    emulator.faults = {first + 1: "drop after"}
    tracker.refresh(NEWER)
    paths = [call.path.rpartition(":")[2] for call in emulator.calls[first:]]
    assert paths == ["getByDataFilter", "batchUpdate", "getByDataFilter"]


def test_an_outage_ends_the_refresh_and_says_so(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    first = len(emulator.calls)
    emulator.faults = {first + number: "503" for number in range(50)}
    with pytest.raises(GenesisError) as error:
        tracker.refresh(NEWER)
    assert error.value.diagnostics[0].code == "G863"
    assert len(emulator.calls) - first < 10
    emulator.faults = {}
    tracker.refresh(NEWER)
    assert titles(emulator)[0] == "Changed"


def test_endless_429_is_told_apart(emulator: Emulator, tracker: Tracker) -> None:
    emulator.faults = dict.fromkeys(range(50), "429")
    with pytest.raises(GenesisError) as error:
        tracker.refresh(FILMS)
    assert error.value.diagnostics[0].code == "G864"


MEANWHILE: dict[str, Callable[[Person], None]] = {
    "a column is moved": lambda person: person.move_column(person.column("Notes"), 0),
    "a column is inserted": lambda person: person.insert_column(1, "Mine"),
    "a row is inserted": lambda person: person.insert_row(1),
    "a row is deleted": lambda person: person.delete_row(person.find("Film", 4)),
    "rows are sorted": lambda person: person.sort(0, falling=True),
    "a row is moved": lambda person: person.move_row(1, 5),
    "the tab is renamed": lambda person: setattr(person.sheet, "title", "Renamed"),
    "the header is moved down": lambda person: person.move_row(0, 3),
}


@pytest.mark.parametrize("what", MEANWHILE)
def test_people_act_between_the_read_and_the_write(emulator: Emulator, tracker: Tracker, what: str) -> None:
    tracker.refresh(FILMS)
    person = emulator.person("Films")
    for number in range(1, 5):
        person.type(person.find("Film", number), person.column("Notes"), f"of {number}")
    person.insert_column(9, "Colour")
    for row in range(1, 5):
        person.type(row, 9, f"colour {row}")
    gid, first = person.sheet.id, len(emulator.calls)
    emulator.meanwhile = lambda number: MEANWHILE[what](person) if number == first + 1 else None
    tracker.refresh(NEWER)
    person = Person(emulator.books["book"], emulator.books["book"].sheet(gid).title)
    found = {
        row["Film"]: (row["Title"], row["Notes"], row["Colour"]) for row in person.rows() if row["Film"] is not None
    }
    last = (None, None) if "deleted" in what else ("of 4", "colour 4")
    assert found == {
        0: ("Film 0", None, None),
        1: ("Changed", "of 1", "colour 1"),
        2: ("Film 2", "of 2", "colour 2"),
        3: ("Film 3", "of 3", "colour 3"),
        4: ("Film 4", *last),
    }
    assert not tracker.refresh(NEWER).changes


def test_rows_outside_of_the_result_get_their_cells_back_after_a_sort_in_between(
    emulator: Emulator, tracker: Tracker
) -> None:
    tracker.refresh(FILMS)
    person = emulator.person("Films")
    notes = person.column("Notes")
    person.type(2, notes, "of 2")
    tracker.refresh([FILMS[0], *FILMS[2:]])
    person.type(5, 0, "99")
    person.type(5, 1, "A film of mine")
    person.type(5, notes, "mine")
    person.type(6, 1, "No note here")
    first = len(emulator.calls)
    emulator.meanwhile = lambda number: person.sort(0, falling=True) if number == first + 1 else None
    tracker.refresh([film(1, "New 1"), film(3, "New 3"), film(4, "New 4")])
    found = sorted((str(row["Title"]), row["Film"], row["Notes"]) for row in person.rows())
    assert found == [
        ("A film of mine", 99, "mine"),
        ("Film 2", 2, "of 2"),
        ("New 1", 1, None),
        ("New 3", 3, None),
        ("New 4", 4, None),
        ("No note here", None, None),
    ]


def test_a_sort_while_rows_leave_takes_no_row_from_its_note(emulator: Emulator, tracker: Tracker) -> None:
    tracker = replace(tracker, policies=Policies("delete"))
    tracker.refresh(FILMS)
    person = emulator.person("Films")
    notes = person.column("Notes")
    for number in (1, 2, 3):
        person.type(number, notes, f"of {number}")
    first = len(emulator.calls)
    emulator.meanwhile = lambda number: person.sort(0, falling=True) if number == first + 1 else None
    tracker.refresh(FILMS[:3])
    assert {row["Film"]: row["Notes"] for row in person.rows() if row["Film"]} == {1: "of 1", 2: "of 2", 3: "of 3"}


def test_a_write_to_a_moved_column_is_refused_whole(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    person = emulator.person("Films")
    first = len(emulator.calls)
    emulator.meanwhile = lambda number: person.move_column(1, 5) if number == first + 1 else None
    tracker.refresh(NEWER)
    assert [call.status for call in emulator.calls[first:]] == [200, 400, 200, 200]


def test_a_person_who_never_rests_wins(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    person = emulator.person("Films")
    emulator.meanwhile = lambda _number: person.insert_row(1)
    with pytest.raises(AssertionError):
        tracker.refresh(NEWER)
    assert sorted(titles(emulator)) == ["Film 1", "Film 2", "Film 3", "Film 4"]
    emulator.meanwhile = lambda _number: None
    tracker.refresh(NEWER)
    assert sorted(titles(emulator)) == ["Changed", "Film 0", "Film 2", "Film 3", "Film 4"]


def test_two_refreshes_from_two_machines_do_not_double_rows(
    emulator: Emulator, tracker: Tracker, tmp_path: Path
) -> None:
    """Another folder is another machine: nothing is locked between them."""
    other = replace(tracker, root=tmp_path / "other")
    other.root.mkdir()
    for rows in (FILMS, NEWER, [film(n) for n in range(9)]):
        threads = [Thread(target=one.refresh, args=(rows,), kwargs={"rounds": 9}) for one in (tracker, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = [row["Film"] for row in emulator.person("Films").rows() if "g2.l." in str(row["_genesis_state"])]
        assert sorted(found) == sorted(row[0] for row in rows)  # type: ignore[type-var]
    assert len(emulator.books["book"].sheets) == 2


def test_a_second_refresh_that_read_before_the_first_wrote_is_turned_away(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    with tracker.open() as late:
        wanted = late.wanted(FILMS[:2], Problems())
        plan = tracker.plan(wanted, late.snapshot())
        replace(tracker, root=tracker.root / "x").root.mkdir()
        replace(tracker, root=tracker.root / "x").refresh(NEWER)
        first = len(emulator.calls)
        snapshot = late.write(plan)
        assert emulator.calls[first].status == 400
        assert titles(emulator)[:2] == ["Changed", "Film 0"]
        late.write(tracker.plan(wanted, snapshot))
    assert titles(emulator)[:2] == ["Film 1", "Film 2"]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "LARGEST", 6_000)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("fault", ["drop before", "drop after", "503"])
@pytest.mark.parametrize("call", range(2, 9))
def test_a_staged_load_survives_a_fault_at_every_call(
    emulator: Emulator, tracker: Tracker, fault: Fault, call: int
) -> None:
    rows = [film(n) for n in range(60)]
    emulator.faults = {call: fault}
    tracker.refresh(rows)
    person = emulator.person("Films")
    assert [row["Title"] for row in person.rows()] == [f"Film {n}" for n in range(60)]
    assert person.cell(60, 5)["userEnteredFormat"]["textFormat"]["link"]["uri"] == "https://x.example/59?t=Film%2059"
    assert [sheet.title for sheet in emulator.books["book"].sheets] == ["Sheet1", "Films"]


@pytest.mark.usefixtures("small")
def test_what_an_interrupted_staged_load_left_is_taken_away(emulator: Emulator, tracker: Tracker) -> None:
    rows = [film(n) for n in range(60)]
    emulator.faults = dict.fromkeys(range(5, 40), "503")
    with pytest.raises(GenesisError):
        tracker.refresh(rows)
    assert any(sheet.title.startswith("_genesis_") and sheet.hidden for sheet in emulator.books["book"].sheets)
    emulator.faults = {}
    tracker.refresh(rows)
    assert [sheet.title for sheet in emulator.books["book"].sheets] == ["Sheet1", "Films"]


@pytest.mark.usefixtures("small")
def test_two_staged_loads_at_once_end_as_one(emulator: Emulator, tracker: Tracker, tmp_path: Path) -> None:
    other = replace(tracker, root=tmp_path / "other")
    other.root.mkdir()
    rows = [film(n) for n in range(60)]
    failed: list[BaseException] = []

    def refresh(one: Tracker) -> None:
        try:
            one.refresh(rows, rounds=9)
        except BaseException as error:  # noqa: BLE001 - told by the test
            failed.append(error)

    threads = [Thread(target=refresh, args=(one,)) for one in (tracker, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    tracker.refresh(rows)
    assert titles(emulator) == [f"Film {n}" for n in range(60)]
    assert [sheet.title for sheet in emulator.books["book"].sheets] == ["Sheet1", "Films"]


@pytest.mark.usefixtures("small")
def test_a_staged_change_leaves_peoples_cells_alone(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh([film(n) for n in range(60)])
    person = emulator.person("Films")
    for row in range(1, 61):
        person.type(row, person.column("Notes"), f"of {row - 1}")
        person.colour(row, 1)
    tracker.refresh([film(n, f"=New {n}") for n in range(60)])
    assert [(row["Title"], row["Notes"]) for row in person.rows()] == [(f"=New {n}", f"of {n}") for n in range(60)]
    assert person.cell(7, 1)["userEnteredValue"] == {"stringValue": "=New 6"}
    assert "backgroundColor" in person.cell(7, 1)["userEnteredFormat"]


def settle(emulator: Emulator) -> None:
    """Wait for calls that were under way: one that lands between another refresh's read and write makes that one stop."""
    begun = -1
    while begun < len(emulator.calls) or not all(call.status for call in emulator.calls):
        begun = len(emulator.calls)
        time.sleep(0.3)


@pytest.mark.parametrize("seconds", [0.4, 0.8, 1.2])
def test_a_refresh_that_is_killed_is_ended_by_the_next(
    emulator: Emulator, tracker: Tracker, tmp_path: Path, seconds: float
) -> None:
    """The other process is killed somewhere in a staged load, which takes many calls that are slowed down here."""
    emulator.delay = 0.1
    emulator.faults = dict.fromkeys(range(200), "delay")
    program = (
        "import sys, json\nfrom pathlib import Path\nfrom types import SimpleNamespace\n"
        "from genesis.destinations.sheets import staging\nstaging.LARGEST = 3000\n"
        "from tests.destinations.sheets.tracker import Tracker, film\n"
        "address, key, root = sys.argv[1:]\n"
        "place = SimpleNamespace(address=address, credentials=Path(key).read_text())\n"
        "print('ready', flush=True)\n"
        "Tracker(place, Path(root)).refresh([film(n) for n in range(60)])\n"
    )
    key = tmp_path / "key.json"
    key.write_text(emulator.credentials, encoding="utf-8")
    command = [sys.executable, "-c", program, emulator.address, str(key), str(tmp_path)]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        time.sleep(seconds)
        os.kill(process.pid, signal.SIGKILL)
    settle(emulator)
    emulator.faults = {}
    tracker.refresh([film(n) for n in range(60)])
    assert titles(emulator) == [f"Film {n}" for n in range(60)]
    assert [sheet.title for sheet in emulator.books["book"].sheets] == ["Sheet1", "Films"]


def test_quotas_are_kept_by_many_trackers_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute is 1.5 seconds here, with the real clock; the emulator counts a shorter one, as a busy machine may hold a call back."""
    from genesis.destinations.limits.clock import SYSTEM

    monkeypatch.setattr(calls, "MINUTE", 1.5)
    with Emulator(quota=Quota(project=300, user=12, window=0.6)) as emulator:
        emulator.add()
        settings = {"limits": {"reads_per_minute": 12, "writes_per_minute": 12, "project_per_minute": 300}}
        trackers = [
            Tracker(emulator, tmp_path, name=f"films_{n}", tab=f"Films {n}", settings=settings, clock=SYSTEM)
            for n in range(8)
        ]
        threads = [Thread(target=one.refresh, args=(FILMS,)) for one in trackers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert emulator.meter.refused == 0
        assert emulator.meter.peak <= 12
        assert len(emulator.books["book"].sheets) == 9


def test_a_tab_that_people_filled_is_refused(emulator: Emulator, tracker: Tracker) -> None:
    emulator.person("Sheet1").type(0, 0, "Film")
    before = emulator.books["book"].copy()
    with pytest.raises(GenesisError) as error:
        replace(tracker, tab="Sheet1").refresh(FILMS)
    assert error.value.diagnostics[0].code == "G833"
    assert emulator.books["book"] == before


def test_another_trackers_tab_is_refused_even_when_adopting(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    with pytest.raises(GenesisError, match="belongs to the tracker `films`") as error:
        replace(tracker, name="other", adopt=True).refresh(FILMS)
    assert error.value.diagnostics[0].code == "G833"
    assert titles(emulator) == [f"Film {n}" for n in range(1, 5)]


def test_a_lookup_that_is_refused_for_finding_nothing_is_understood(emulator: Emulator, tracker: Tracker) -> None:
    emulator.strict_filters = True
    emulator.faults = {2: "drop before"}
    tracker.refresh(FILMS)
    assert titles(emulator) == [f"Film {n}" for n in range(1, 5)]


def test_a_lookup_that_gives_no_cells_costs_one_read_more(emulator: Emulator, tracker: Tracker) -> None:
    emulator.cells_by_filter = False
    tracker.refresh(FILMS)
    emulator.person("Films").type(1, 8, "mine")
    before = len(emulator.calls)
    tracker.refresh(NEWER)
    assert len(emulator.calls) == before + 3
    first = emulator.person("Films").rows()[0]
    assert (first["Title"], first["Notes"]) == ("Changed", "mine")


def test_an_empty_tab_is_used(emulator: Emulator, tracker: Tracker) -> None:
    replace(tracker, tab="Sheet1").refresh([film(n) for n in range(1_200)])
    sheet = emulator.books["book"].sheets[0]
    assert (sheet.id, sheet.title, len(sheet.rows)) == (0, "Sheet1", 1_201)
    assert emulator.person("Sheet1").row(1_200)[:2] == [1_199, "Film 1199"]


def test_a_list_that_people_kept_is_adopted(emulator: Emulator, tracker: Tracker) -> None:
    person = emulator.person("Sheet1")
    for row, values in enumerate(
        [["Who", "film", "TITLE"], ["Ann", "2", "old"], ["Bob", "1", "Film 1"], ["Cid", "77", "x"]]
    ):
        for column, value in enumerate(values):
            person.type(row, column, value)
    tracker = replace(tracker, tab="Sheet1", adopt=True)
    tracker.refresh(FILMS)
    found = [(row["Who"], row["Film"], row["Title"]) for row in person.rows()]
    assert ("Ann", 2, "Film 2") in found
    assert ("Bob", 1, "Film 1") in found
    assert ("Cid", 77, "x") in found
    assert len(found) == 5
    assert not tracker.refresh(FILMS).changes


def test_a_list_without_the_keys_column_is_not_adopted(emulator: Emulator, tracker: Tracker) -> None:
    emulator.person("Sheet1").type(0, 0, "Title")
    with pytest.raises(GenesisError, match="no column `film_id`") as error:
        replace(tracker, tab="Sheet1", adopt=True).refresh(FILMS)
    assert error.value.diagnostics[0].code == "G833"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"credentials": "no-such-file.json"}, "G860"),
        ({"credentials": "{"}, "G860"),
        ({"credentials": '{"type": "service_account"}'}, "G860"),
        ({"endpoint": "http://sheets.example.com"}, "G861"),
        ({"endpoint": "https://user:x@sheets.example.com"}, "G861"),
        ({"limits": {"reads_per_minute": 0}}, "G861"),
        ({"limits": {"reads": 5}}, "G861"),
        ({"token": "x"}, "G861"),
    ],
)
def test_wrong_settings_are_told_without_secrets(tracker: Tracker, change: dict[str, Any], code: str) -> None:
    with pytest.raises(GenesisError) as error:
        replace(tracker, settings=change).open()
    assert error.value.diagnostics[0].code == code
    assert "PRIVATE" not in repr(error.value.diagnostics)


def test_credentials_may_be_a_files_path(emulator: Emulator, tracker: Tracker) -> None:
    (tracker.root / "key.json").write_text(emulator.credentials, encoding="utf-8")
    replace(tracker, settings={"credentials": "key.json"}).refresh(FILMS)
    assert titles(emulator) == [f"Film {n}" for n in range(1, 5)]


def test_without_a_setting_the_machines_own_credentials_are_used(
    emulator: Emulator, tracker: Tracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tracker.root / "key.json").write_text(emulator.credentials, encoding="utf-8")
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tracker.root / "key.json"))
    replace(tracker, settings={"credentials": None}).refresh(FILMS)
    assert titles(emulator) == [f"Film {n}" for n in range(1, 5)]


def test_a_machine_without_credentials_says_how_to_give_some(tracker: Tracker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tracker.root / "missing.json"))
    with pytest.raises(GenesisError) as error:
        replace(tracker, settings={"credentials": None}).open()
    assert error.value.diagnostics[0].code == "G860"
    assert "${GOOGLE_CREDENTIALS}" in error.value.diagnostics[0].hint


def test_a_key_that_google_does_not_know_is_refused(emulator: Emulator, tracker: Tracker) -> None:
    strange = json.dumps(json.loads(emulator.credentials) | {"client_email": "x@example.com"})
    (tracker.root / "key.json").write_text(strange, encoding="utf-8")
    with pytest.raises(GenesisError) as error:
        replace(tracker, settings={"credentials": "key.json"}).refresh(FILMS)
    assert error.value.diagnostics[0].code == "G862"
    assert "x@example.com" in error.value.diagnostics[0].hint


def test_a_spreadsheet_that_is_not_shared_is_refused(emulator: Emulator, tracker: Tracker) -> None:
    emulator.forbidden.add("book")
    with pytest.raises(GenesisError) as error:
        tracker.refresh(FILMS)
    assert error.value.diagnostics[0].code == "G862"
    assert "share the spreadsheet with genesis@example.iam.gserviceaccount.com" in error.value.diagnostics[0].hint


def test_what_google_refuses_is_told_in_its_words(emulator: Emulator, tracker: Tracker) -> None:
    book = emulator.books["book"]
    book.sheets[0].rows = book.sheets[0].rows[:1] * 384_000
    with pytest.raises(GenesisError, match="above the limit of 10000000 cells") as error:
        tracker.refresh(FILMS)
    assert error.value.diagnostics[0].code == "G865"


def test_settings_of_a_tracker_are_checked_before_anything_is_read(tracker: Tracker) -> None:
    kind, problems = destination_type("google_sheets"), Problems()
    spec = replace(tracker, tab="x" * 101).spec()
    kind.check(spec, problems)
    assert [found.code for found in problems.found] == ["G861"]


def test_calls_through_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Emulator(tmp_path) as emulator:
        emulator.add()
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(emulator.authority))
        Tracker(emulator, tmp_path).refresh(FILMS)
        assert titles(emulator) == [f"Film {n}" for n in range(1, 5)]


def test_costs_are_told_before_they_are_spent(emulator: Emulator, tracker: Tracker) -> None:
    with tracker.open() as destination:
        wanted = destination.wanted(FILMS, Problems())
        plan = tracker.plan(wanted, destination.snapshot())
        assert destination.cost(plan).calls == 1
        before = destination.calls
        destination.write(plan)
        assert destination.calls == before + 1
        assert destination.cost(tracker.plan(wanted, destination.snapshot())).calls == 0
    assert len(emulator.calls) == 4


def test_a_tracker_of_one_row_and_many_columns(emulator: Emulator, tracker: Tracker) -> None:
    many = tuple(replace(COLUMNS[1], name=f"c{n}", label=f"Column {n}") for n in range(120))
    wide = replace(tracker, columns=many, key=(), policies=Policies("archive"))
    wide.refresh([tuple(f"v{n}" for n in range(120))])
    assert emulator.person("Films").rows()[0]["Column 119"] == "v119"
