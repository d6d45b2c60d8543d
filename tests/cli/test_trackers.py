"""`plan`, `status`, `rollback`, and which trackers `refresh` takes."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from genesis.publish.refreshing import Refreshed, refresh
from tests.cli.cinema import put
from tests.cli.conftest import Genesis

BOOK = """\
tracker: book
input: films
owner: ana@example.com
freshness: 2 hours
schedule: {cron: "0 6 * * *", timezone: UTC}
destination: {type: excel, path: out/book.xlsx, sheet: Films}
annotations: [Notes]
"""


@pytest.fixture
def book(cinema: Path) -> Path:
    put(cinema, "trackers/book.yaml", BOOK)
    return cinema


def change(cinema: Path, old: str, new: str) -> None:
    csv = cinema / "definitions/data/cinema/film.csv"
    csv.write_text(csv.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_plan_tells_each_cell(book: Path, genesis: Genesis) -> None:
    genesis("refresh", "book")
    change(book, "1,Harbour Lights,1,2024-02-01", "1,Harbor Lights,1,2024-02-02")
    change(book, "2,The Long Salt,2,2024-05-06,3400000.50\n", "5,Late One,2,,\n")
    told = genesis("plan", "book")
    assert told.code == 0
    assert told.out == (
        "book (excel): 4 rows; 1 come, 1 change (2 cells), 1 go\n"
        "  + 5: comes\n"
        "  ~ 1: Film `Harbour Lights` becomes `Harbor Lights`, Released `2024-02-01` becomes `2024-02-02`\n"
        "  - 2: goes to the archive\n"
    )
    held = json.loads(genesis("plan", "book", "--format", "json").out)
    assert (held["added"], held["changed"], held["gone"], held["calls"]) == (1, 1, 1, 0)
    changed = next(row for row in held["changes"] if row["change"] == "changed")
    assert changed["cells"]["title"] == ["Harbour Lights", "Harbor Lights"]
    assert changed["cells"]["released"] == [{"date": "2024-02-01"}, {"date": "2024-02-02"}]
    genesis("refresh", "book")
    assert genesis("plan", "book").out == "book (excel): 4 rows; nothing to do\n"


def test_a_plan_shows_some_rows_of_a_kind(book: Path, genesis: Genesis) -> None:
    lines = genesis("plan", "book", "--limit", "1").out.splitlines()
    assert lines[1:3] == ["  + 1: comes", "  + and 3 more"]
    assert not (book / "out").exists()


def test_how_trackers_stand(book: Path, genesis: Genesis) -> None:
    before = {row["tracker"]: row for row in json.loads(genesis("status", "--format", "json").out)}
    assert {name: row["state"] for name, row in before.items()} == {
        "book": "never",
        "films": "never",
        "studios": "never",
    }
    assert before["book"]["due"] is not None
    genesis("refresh", "--all")
    (row,) = json.loads(genesis("status", "book", "--format", "json").out)
    assert (row["state"], row["rows"], row["allowed"], row["owner"]) == ("fresh", 4, "2 h", "ana@example.com")
    assert genesis("status", "--strict").code == 0
    put(book, "trackers/book.yaml", BOOK + "audits: [{rows: {min: 9}}]\n")
    assert genesis("refresh", "book").code == 5
    told = genesis("status", "--strict", "--format", "json")
    assert told.code == 1
    assert [row["state"] for row in json.loads(told.out)] == ["stopped", "fresh", "fresh"]
    assert "error G822: the result has 4 rows, at least 9 are expected" in told.err


def test_there_and_back(book: Path, genesis: Genesis) -> None:
    genesis("refresh", "book")
    (row,) = json.loads(genesis("status", "book", "--format", "json").out)
    change(book, "Harbour", "Harbor")
    genesis("refresh", "book")
    assert "would be written" in genesis("rollback", "book", "--to", row["run"], "--dry-run").out
    done = genesis("rollback", "book", "--to", row["run"], "--format", "json")
    assert (done.code, json.loads(done.out)[0]["changed"]) == (0, 1)
    assert "Film `Harbour Lights` becomes `Harbor Lights`" in genesis("plan", "book").out
    assert genesis("rollback", "book", "--to", "never").code == 2
    assert genesis("rollback", "book").code == 2


def test_a_tracker_that_cannot_be_read_stops_no_other(book: Path, genesis: Genesis) -> None:
    put(book, "trackers/broken.yaml", "tracker: broken\ninput: [\n")
    told = genesis("status", "--format", "json")
    assert {row["tracker"]: row["state"] for row in json.loads(told.out)} == {
        "book": "never",
        "broken": "failed",
        "films": "never",
        "studios": "never",
    }
    assert "broken: trackers/broken.yaml:2:9: error G001: " in told.err
    for words, others in ((["--owner", "ana@example.com"], {"book"}), (["--stale"], {"films", "studios"})):
        done = genesis("refresh", *words, "--format", "json")
        assert done.code == 1
        assert {row["tracker"]: row["status"] for row in json.loads(done.out)} == {
            "broken": "failed",
            **dict.fromkeys(others, "written"),
        }
    assert genesis("status", "brokn").code == 2


def test_a_mistake_of_ours_is_told_and_stops_no_other(
    book: Path, genesis: Genesis, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(files: object, name: str, **options: Any) -> Refreshed:
        if name == "book":
            raise KeyError("lost")
        return refresh(files, name, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("genesis.cli.plan.refresh", broken)
    monkeypatch.setattr("genesis.cli.refresh.refresh", broken)
    planned = genesis("plan", "--all")
    assert (planned.code, planned.out.count("4 come"), "KeyError" in planned.err) == (3, 1, True)
    suite = ET.fromstring(genesis("refresh", "--all", "--format", "junit").out)[0]  # noqa: S314 - our own output
    assert (suite.get("errors"), [[child.tag for child in case] for case in suite]) == ("1", [["error"], [], []])
    assert (book / "out/films.csv").is_file()


def test_a_file_where_receipts_belong(book: Path, genesis: Genesis) -> None:
    put(book, ".genesis", "")
    assert genesis("refresh", "films").code == 4
    assert genesis("status").code == 0


@pytest.mark.usefixtures("book")
def test_trackers_by_owner_and_age(genesis: Genesis) -> None:
    done = json.loads(genesis("refresh", "--owner", "ana@example.com", "--format", "json").out)
    assert [row["tracker"] for row in done] == ["book"]
    done = json.loads(genesis("refresh", "--stale", "--format", "json").out)
    assert [row["tracker"] for row in done] == ["films", "studios"]
    assert genesis("refresh", "--stale").err == "There is no such tracker.\n"
    told = genesis("refresh", "--owner", "anna@example.com")
    assert (told.code, "did you mean `ana@example.com`?" in told.err) == (2, True)
    assert genesis("refresh", "book", "--stale").code == 2


def test_several_at_a_time_and_their_results(book: Path, genesis: Genesis) -> None:
    put(
        book,
        "trackers/films.yaml",
        "tracker: films\ninput: films\ndestination: {type: csv, path: out/films.csv}\naudits: [{rows: {min: 9}}]\n",
    )
    done = genesis("refresh", "--all", "--jobs", "3", "--format", "junit")
    assert done.code == 5
    suite = ET.fromstring(done.out)[0]  # noqa: S314 - our own output
    assert {case.get("name"): [child.tag for child in case] for case in suite} == {
        "book": ["system-out"],
        "films": ["failure"],
        "studios": [],
    }
    results = json.loads((book / ".genesis/run_results.json").read_text(encoding="utf-8"))["results"]
    assert {one["tracker"]: one["status"] for one in results} == {
        "book": "written",
        "films": "stopped",
        "studios": "written",
    }


def test_results_are_those_of_the_last_command(book: Path, genesis: Genesis) -> None:
    genesis("refresh", "--all")
    genesis("refresh", "films")
    results = json.loads((book / ".genesis/run_results.json").read_text(encoding="utf-8"))["results"]
    assert [(one["tracker"], one["status"]) for one in results] == [("films", "unchanged")]


def test_strict_minds_peoples_hands(book: Path, genesis: Genesis) -> None:
    from openpyxl import load_workbook

    genesis("refresh", "book")
    held = load_workbook(book / "out/book.xlsx")
    held["Films"]["B2"] = "typed"
    held.save(book / "out/book.xlsx")
    told = genesis("refresh", "book")
    assert told.code == 0
    assert "edited by hand: Film of 1: `typed` instead of `Harbour Lights`, kept" in told.err
    assert genesis("refresh", "book", "--strict").code == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_ends_what_it_began(book: Path, number: signal.Signals) -> None:
    code = (
        "import os, signal, sys\nfrom genesis.publish import refreshing\nfrom genesis.cli import refresh as command\n"
        f"real = refreshing.refresh\ndef refresh(*a, **k):\n    os.kill(os.getpid(), {int(number)}); return real(*a, **k)\n"
        "command.refresh = refresh\nfrom genesis.cli.main import main\nmain(['refresh', '--all'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=book, check=False)
    assert done.returncode == 130
    assert "Interrupted: 2 of 3 were not begun.\n" in done.stderr
    assert [path.name for path in (book / "out").iterdir()] == ["book.xlsx"]
