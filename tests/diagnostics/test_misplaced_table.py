"""A table's file that stands where no table of that name is looked for is named as such, and never as what was meant."""

from pathlib import Path

import pytest

from genesis import GenesisError, load
from genesis.diagnostics import did_you_mean

FILES = {
    "genesis.yaml": "connections:\n  demo: {engine: duckdb, files: data}\ndefault_connection: demo\n",
    "definitions/film.yaml": "source: film\ntable: studio.film\nkey: id\nfields: {id: integer}\n",
    "inputs/films.yaml": "input: films\nsource: film\nfields: [id]\n",
}


@pytest.mark.parametrize(
    ("file", "hint"),
    [
        ("data/studio.film.csv", "data/studio.film.csv has a dot in its name: a schema is a folder"),
        ("data/studio/flim.csv", "did you mean `studio.flim`?"),
    ],
)
def test_the_hint_is_another_name(file: str, hint: str, tmp_path: Path) -> None:
    for name, text in {**FILES, file: "id\n1\n"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(GenesisError) as caught:
        list(load(tmp_path).run("films"))
    (found,) = caught.value.diagnostics
    assert (found.code, found.hint) == ("G703", hint)


def test_no_word_is_its_own_correction() -> None:
    assert did_you_mean("film", ["film"]) == ""
    assert did_you_mean("film", ["film", "films"]) == "did you mean `films`?"
