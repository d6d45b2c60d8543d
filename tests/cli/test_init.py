import json
import os
from pathlib import Path

import pytest

from genesis.schema.schemas import names
from tests.cli.conftest import Genesis


def test_what_is_made_works(tmp_path: Path, genesis: Genesis, monkeypatch: pytest.MonkeyPatch) -> None:
    made = genesis("init", str(tmp_path / "festival"))
    assert made.code == 0
    assert all(Path(line).is_file() for line in made.out.splitlines())
    monkeypatch.chdir(tmp_path / "festival")
    assert genesis("check").code == 0
    assert genesis("test").code == 0
    rows = json.loads(genesis("preview", "films", "--format", "json", "--raw").out)
    # added up by hand from screening.csv
    assert [(row["title"], row["screenings_count"], row["screenings_tickets"]) for row in rows] == [
        ("Nine Lanterns", 1, None),
        ("Salt and Iron", 2, 448),
        ("The Quiet Harbour", 1, 41),
        ("Under the Motorway", 0, None),
    ]
    programme = json.loads(genesis("preview", "programme", "--format", "json", "--raw").out)
    assert [row["free_seats"] for row in programme] == [19, 32, 420, 0]
    assert genesis("refresh", "programme").code == 0
    assert (tmp_path / "festival" / "out" / "programme.xlsx").is_file()


def test_files_name_schemas_that_are_there(tmp_path: Path, genesis: Genesis) -> None:
    genesis("init", str(tmp_path))
    documents = [p for p in tmp_path.rglob("*.yaml") if p.is_file()]
    assert len(documents) == 7
    for path in documents:
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        assert (path.parent / first.rpartition("=")[2]).is_file(), path
    assert {p.stem for p in (tmp_path / "schemas").iterdir()} == set(names())


def test_nothing_is_written_over(tmp_path: Path, genesis: Genesis) -> None:
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs" / "films.yaml").write_text("mine", encoding="utf-8")
    done = genesis("init", str(tmp_path))
    assert (done.code, done.out) == (2, "")
    assert "G924" in done.err
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["films.yaml"]
    assert (tmp_path / "inputs" / "films.yaml").read_text(encoding="utf-8") == "mine"


def test_here_by_default(tmp_path: Path, genesis: Genesis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = genesis("init")
    assert done.code == 0
    assert "definitions/film.yaml" in done.out.splitlines()
    assert done.err == "Begin with: genesis preview films\n"


def test_places_that_cannot_be_written(tmp_path: Path, genesis: Genesis) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "G924" in genesis("init", str(tmp_path / "file" / "inside")).err
    if os.getuid():
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o500)
        assert "G924" in genesis("init", str(closed / "inside")).err
