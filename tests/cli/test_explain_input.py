import json
from pathlib import Path

import pytest

from tests.cli.conftest import Genesis


@pytest.mark.usefixtures("cinema")
def test_joins_of_an_input(genesis: Genesis) -> None:
    done = genesis("explain", "inputs/films.yaml")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "films: one row is one film (film_id)  [inputs/films.yaml:1]\n"
        "columns: film_id, title, studio_name, released, budget\n"
        "joins:\n"
        "  studio -> studio: one row on studio_id  [definitions/film.yaml:11]\n"
        "    for columns studio_name\n"
    )


@pytest.mark.usefixtures("cinema")
def test_origin_of_a_column(genesis: Genesis) -> None:
    done = genesis("explain", "films.studio_name", "--format", "json")
    found = json.loads(done.out)
    assert (found["name"], found["of"][0]["of"][0]["name"]) == ("studio_name", "cinema.studio.name")
    assert genesis("explain", "films.studio_name", "--format", "mermaid").out.startswith("flowchart LR\n")


@pytest.mark.usefixtures("cinema")
@pytest.mark.parametrize(
    ("subject", "code", "hint"),
    [("film", "G101", "`films`"), ("films.studio", "G922", "`studio_name`"), ("inputs/film.yaml", "G905", "`films`")],
)
def test_unknown_subjects(subject: str, code: str, hint: str, genesis: Genesis) -> None:
    done = genesis("explain", subject)
    assert (done.code != 0, done.out) == (True, "")
    assert code in done.err
    assert f"did you mean {hint}?" in done.err


def test_an_input_with_mistakes_is_not_explained(cinema: Path, genesis: Genesis) -> None:
    (cinema / "inputs" / "films.yaml").write_text("input: films\nsource: film\nfields: [tittle]\n", encoding="utf-8")
    done = genesis("explain", "films")
    assert (done.code, done.out) == (1, "")
    assert "did you mean `title`?" in done.err
