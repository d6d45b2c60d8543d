import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from genesis.publish.refreshing import Refreshed, refresh
from tests.cli.cinema import put
from tests.cli.conftest import Genesis

OUT = 'Film id,Film,Studio name,Released,Budget\r\n1,Harbour Lights,Brick Lane,1 Feb 2024,"1,250,000.00"\r\n'
SHEET = "tracker: sheet\ninput: films\nconnection: elsewhere\ndestination: {type: csv, path: out/sheet.csv}\n"


def statuses(text: str) -> dict[str, tuple[str, int | None]]:
    return {row["tracker"]: (row["status"], row["rows"]) for row in json.loads(text)}


def test_first_written_then_unchanged_then_changed(cinema: Path, genesis: Genesis) -> None:
    first = genesis("refresh", "films", "--format", "json")
    assert first.code == 0
    row = json.loads(first.out)[0]
    assert (row["rows"], row["added"], row["changed"], row["gone"], row["status"]) == (4, 4, 0, 0, "written")
    text = (cinema / "out/films.csv").read_bytes().decode()
    assert text.startswith(OUT)
    assert statuses(genesis("refresh", "films", "--format", "json").out) == {"films": ("unchanged", 4)}
    csv = cinema / "definitions/data/cinema/film.csv"
    csv.write_text(csv.read_text(encoding="utf-8").replace("Harbour Lights", "Harbor Lights"), encoding="utf-8")
    row = json.loads(genesis("refresh", "films", "--format", "json").out)[0]
    assert (row["added"], row["changed"], row["gone"], row["status"]) == (0, 1, 0, "written")


def test_a_dry_run_writes_nothing(cinema: Path, genesis: Genesis) -> None:
    done = genesis("refresh", "films", "--dry-run")
    assert done.code == 0
    assert "would be written" in done.out
    assert not (cinema / "out").exists()


def test_all_of_them_with_a_line_and_a_row_each(cinema: Path, genesis: Genesis) -> None:
    done = genesis("refresh", "--all")
    assert done.code == 0
    assert [line.split(":")[0] for line in done.err.splitlines()] == ["[1/2] films", "[2/2] studios"]
    header, _, *rows = done.out.splitlines()
    assert header.split() == ["Tracker", "Rows", "Added", "Changed", "Gone", "Status", "Time"]
    assert [row.split()[:6] for row in rows] == [
        ["films", "4", "4", "0", "0", "written"],
        ["studios", "2", "2", "0", "0", "written"],
    ]
    assert genesis("refresh", "--all", "--quiet").err == ""
    assert (cinema / "out/studios.csv").is_file()


def test_without_its_secret_a_tracker_is_skipped_only_among_all(cinema: Path, genesis: Genesis) -> None:
    put(cinema, "trackers/sheet.yaml", SHEET)
    done = genesis("refresh", "--all", "--format", "json")
    assert done.code == 0
    assert statuses(done.out) == {"films": ("written", 4), "sheet": ("skipped", None), "studios": ("written", 2)}
    assert "sheet was skipped: the environment has no variable `CINEMA_TOKEN`\n" in done.err
    planned = genesis("plan", "--all")
    assert planned.code == 0
    assert "sheet was skipped: the environment has no variable `CINEMA_TOKEN`\n" in planned.err
    assert genesis("plan", "sheet").code != 0
    named = genesis("refresh", "sheet")
    assert (named.code, named.out) == (2, "")
    assert "error G702: the environment variable `CINEMA_TOKEN` is not set" in named.err


def test_a_tracker_that_fails_stops_no_other(cinema: Path, genesis: Genesis) -> None:
    put(cinema, "definitions/data/cinema/film.csv", "film_id,title,studio_id,released,budget\n1,A,1,soon,2\n")
    put(cinema, "inputs/names.yaml", "input: names\nsource: studio\nfields: [studio_id, name]\n")
    put(cinema, "trackers/names.yaml", "tracker: names\ninput: names\ndestination: {type: csv, path: out/names.csv}\n")
    put(cinema, "out/films.csv", "as it was\n")
    done = genesis("refresh", "--all", "--format", "json")
    assert done.code == 4
    assert statuses(done.out) == {"films": ("failed", None), "names": ("written", 2), "studios": ("written", 2)}
    assert done.err.count("error G705: ") == 1
    assert (cinema / "out/films.csv").read_text(encoding="utf-8") == "as it was\n"


def test_a_guard_ends_with_5(cinema: Path, genesis: Genesis) -> None:
    put(
        cinema,
        "trackers/films.yaml",
        "tracker: films\ninput: films\ndestination: {type: csv, path: out/films.csv}\naudits: [{rows: {min: 5}}]\n",
    )
    done = genesis("refresh", "films")
    assert (done.code, done.out) == (5, "")
    assert "trackers/films.yaml:4:23: error G822: " in done.err
    assert not (cinema / "out/films.csv").exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "error G901: name a tracker, or ask for all\n"),
        (["--all", "films"], 2, "error G901: trackers are named, and asked for by kind\n"),
        (["film"], 2, "error G101: there is no tracker `film`\n  hint: did you mean `films`?\n"),
        (["inputs/films.yaml"], 2, "error G905: `inputs/films.yaml` is not the file of a tracker\n"),
    ],
)
@pytest.mark.usefixtures("cinema")
def test_what_cannot_be_understood(words: list[str], code: int, said: str, genesis: Genesis) -> None:
    done = genesis("refresh", *words)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_a_broken_definition_ends_with_1(cinema: Path, genesis: Genesis) -> None:
    put(cinema, "inputs/films.yaml", "input: films\nsource: film\nfields: [titel]\n")
    done = genesis("refresh", "films")
    assert (done.code, done.out) == (1, "")
    assert "error G203" in done.err


def test_a_project_without_trackers(cinema: Path, genesis: Genesis) -> None:
    shutil.rmtree(cinema / "trackers")
    done = genesis("refresh", "--all")
    assert (done.code, done.out, done.err) == (0, "", "There is no such tracker.\n")


@pytest.mark.usefixtures("cinema")
def test_a_tracker_named_twice_is_refreshed_once(genesis: Genesis) -> None:
    assert statuses(genesis("refresh", "films", "trackers/films.yaml", "--format", "json").out) == {
        "films": ("written", 4)
    }
    assert genesis("refresh", "films", "films").err == ""


def test_a_mistake_of_ours_stops_no_other_tracker(
    cinema: Path, genesis: Genesis, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(files: object, name: str, **options: Any) -> Refreshed:
        if name == "films":
            raise KeyError("lost")
        return refresh(files, name, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("genesis.cli.refresh.refresh", broken)
    done = genesis("refresh", "--all", "--format", "json")
    assert done.code == 3
    assert statuses(done.out) == {"films": ("failed", None), "studios": ("written", 2)}
    assert "This is a mistake in Genesis, not in your files: KeyError: 'lost'\n" in done.err
    assert cinema.is_dir()


def test_a_tracker_never_overwrites_what_the_project_reads(cinema: Path, genesis: Genesis) -> None:
    table = cinema / "definitions/data/cinema/film.csv"
    before = table.read_bytes()
    put(
        cinema,
        "trackers/films.yaml",
        f"tracker: films\ninput: films\ndestination: {{type: csv, path: {table.relative_to(cinema)}}}\n",
    )
    done = genesis("refresh", "films")
    assert done.code == 1
    assert "error G802: `definitions/data/cinema/film.csv` stands in definitions/, which the project reads" in done.err
    assert table.read_bytes() == before


def test_a_receipt_that_cannot_be_left_is_told(cinema: Path, genesis: Genesis) -> None:
    (cinema / ".genesis").mkdir(exist_ok=True)
    (cinema / ".genesis" / "runs.ndjson").unlink(missing_ok=True)
    (cinema / ".genesis" / "runs.ndjson").mkdir()
    told = genesis("refresh", "films")
    assert (told.code, "no receipt could be left in .genesis/runs.ndjson" in told.err) == (0, True)
    assert (cinema / "out/films.csv").is_file()


def test_two_trackers_never_take_turns_in_one_file(cinema: Path, genesis: Genesis) -> None:
    put(cinema, "trackers/a_list.yaml", "tracker: a_list\ninput: films\ndestination: {type: csv, path: out/list.csv}\n")
    other = "tracker: b_list\ninput: films\ndestination: {type: csv, path: ./out/list.csv}\n"
    put(cinema, "trackers/b_list.yaml", other)
    told = genesis("refresh", "--all")
    assert told.code != 0
    assert "error G908: `b_list` is written to the same place as `a_list`" in told.err
    assert "a_list" in told.out
    assert (cinema / "out/list.csv").is_file()
