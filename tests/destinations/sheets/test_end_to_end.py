"""A project on the disk, refreshed by the command line into the emulated spreadsheet, over TLS."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.emulators.sheets.server import Emulator

Command = Callable[..., subprocess.CompletedProcess[str]]

FILES = {
    "definitions/film.yaml": """source: film
table: studio.film
key: film_id
fields:
  film_id: integer
  title: {type: string, label: Title, description: As on the poster.}
  released: {type: date, format: {date: d MMM yyyy}}
  budget: {type: "decimal(12,2)", format: {currency: USD}}
""",
    "inputs/films.yaml": "input: films\nsource: film\nfields: [film_id, title, released, budget]\nsort: [film_id]\n",
    "trackers/films.yaml": """tracker: films
input: films
destination: {type: google_sheets, spreadsheet: book, tab: Films}
annotations: [Notes]
audits:
  - rows: {min: 1}
""",
    "definitions/data/studio/film.csv": "film_id,title,released,budget\n1,=Alien,1979-05-25,11000000.00\n2,Heat,1995-12-15,60000000.50\n",
}


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[Emulator]:
    with Emulator(tmp_path) as running:
        running.add()
        yield running


@pytest.fixture
def genesis(tmp_path: Path, emulator: Emulator) -> Command:
    project = f"""connections:
  demo: {{engine: duckdb, files: definitions/data}}
default_connection: demo
destinations:
  google_sheets: {{credentials: "${{GOOGLE_KEY}}", endpoint: "{emulator.address}"}}
"""
    root = tmp_path / "project"
    for name, text in {**FILES, "genesis.yaml": project}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    environment = {
        **os.environ,
        "GOOGLE_KEY": emulator.credentials,
        "REQUESTS_CA_BUNDLE": str(emulator.authority),
        "TMPDIR": str(tmp_path),
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(Path(sys.executable).with_name("genesis")), *arguments, "--project", str(root)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_a_tracker_from_its_file_to_the_tab_and_back(emulator: Emulator, genesis: Command, tmp_path: Path) -> None:
    first = genesis("refresh", "films")
    assert first.returncode == 0, first.stderr
    person = emulator.person("Films")
    assert person.row(1)[:4] == [1, "=Alien", 29_000, 11_000_000]
    person.type(1, person.column("Notes"), "see again")
    person.sort(0, falling=True)

    calls = len(emulator.calls)
    assert genesis("refresh", "films").returncode == 0
    assert [call.path for call in emulator.calls[calls:]] == ["/v4/spreadsheets/book:getByDataFilter"]

    data = tmp_path / "project/definitions/data/studio/film.csv"
    data.write_text(data.read_text(encoding="utf-8").replace("=Alien", "Alien"), encoding="utf-8")
    planned = genesis("plan", "films")
    assert planned.returncode == 0, planned.stderr
    assert "=Alien" in planned.stdout
    assert person.rows()[1]["Title"] == "=Alien"
    assert genesis("refresh", "films").returncode == 0
    assert [(row["Title"], row["Notes"]) for row in person.rows()] == [("Heat", None), ("Alien", "see again")]


def test_a_guard_stops_it_and_leaves_word(emulator: Emulator, genesis: Command, tmp_path: Path) -> None:
    genesis("refresh", "films")
    data = tmp_path / "project/definitions/data/studio/film.csv"
    whole = data.read_text(encoding="utf-8")
    data.write_text(whole.splitlines()[0] + "\n", encoding="utf-8")
    stopped = genesis("refresh", "films")
    assert stopped.returncode == 5, stopped.stderr
    person = emulator.person("Films")
    assert [row["Title"] for row in person.rows()] == ["=Alien", "Heat"]
    assert person.cell(0, 0)["note"].startswith("Stale since ")
    data.write_text(whole, encoding="utf-8")
    assert genesis("refresh", "films").returncode == 0
    assert not person.cell(0, 0)["note"].startswith("Stale since ")


def test_a_refresh_is_rolled_back(emulator: Emulator, genesis: Command, tmp_path: Path) -> None:
    genesis("refresh", "films")
    receipts = (tmp_path / "project/.genesis/runs.ndjson").read_text(encoding="utf-8").splitlines()
    run = receipts[0].split('"run":"')[1].split('"')[0]
    data = tmp_path / "project/definitions/data/studio/film.csv"
    data.write_text(data.read_text(encoding="utf-8").replace("Heat", "Cold"), encoding="utf-8")
    genesis("refresh", "films")
    assert emulator.person("Films").rows()[1]["Title"] == "Cold"
    back = genesis("rollback", "films", "--to", run)
    assert back.returncode == 0, back.stderr
    assert emulator.person("Films").rows()[1]["Title"] == "Heat"


def test_a_spreadsheet_out_of_reach_is_code_4(emulator: Emulator, genesis: Command) -> None:
    emulator.forbidden.add("book")
    failed = genesis("refresh", "films")
    assert failed.returncode == 4
    assert "G862" in failed.stderr
    assert "PRIVATE" not in failed.stderr + failed.stdout


def test_somebody_elses_tab_is_code_5(emulator: Emulator, genesis: Command) -> None:
    emulator.person("Sheet1").sheet.title = "Films"
    emulator.person("Films").type(0, 0, "mine")
    refused = genesis("refresh", "films")
    assert refused.returncode == 5
    assert "G833" in refused.stderr
