import json
from pathlib import Path

import pytest

from tests.cli.conftest import Genesis


@pytest.mark.usefixtures("cinema")
def test_a_table_of_what_can_be_selected(genesis: Genesis) -> None:
    done = genesis("fields", "studio")
    assert (done.code, done.err) == (0, "")
    assert "films.total_budget" in done.out
    assert "-> many film" in done.out


@pytest.mark.usefixtures("cinema")
def test_a_file_instead_of_a_name_and_json(genesis: Genesis) -> None:
    done = genesis("fields", "definitions/film.yaml", "--depth", "1", "--format", "json")
    found = {entry["path"]: entry for entry in json.loads(done.out)}
    assert (done.code, found["title"]["label"], found["studio"]["kind"]) == (0, "Film", "join")


@pytest.mark.usefixtures("cinema")
def test_from_behind_a_join(genesis: Genesis) -> None:
    done = genesis("fields", "film.studio", "--format", "tree")
    assert done.out == "film\n  studio\n    studio_id: integer\n    name: string\n    count: integer measure\n"


@pytest.mark.usefixtures("cinema")
def test_what_is_not_there_is_told_with_what_is(genesis: Genesis) -> None:
    assert "did you mean `film`?" in genesis("fields", "films").err
    assert "G925" in genesis("fields", "film.studios").err
    assert "G921" in genesis("fields", "film", "--search", "music").err
    assert "G920" in genesis("fields", "film", "--depth", "7").err
    assert genesis("fields", "film", "--format", "xml").code == 2


def test_no_project(tmp_path: Path, genesis: Genesis) -> None:
    done = genesis("fields", "film", "--project", str(tmp_path))
    assert (done.code, done.out) == (2, "")
    assert "genesis init" in done.err
