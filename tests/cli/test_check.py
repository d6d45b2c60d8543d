import json
from pathlib import Path

import pytest

from tests.cli.cinema import put
from tests.cli.conftest import Genesis


@pytest.mark.usefixtures("cinema")
def test_a_sound_project(genesis: Genesis) -> None:
    done = genesis("check")
    assert (done.code, done.out, done.err) == (0, "", "No mistakes in 2 sources, 2 inputs, 2 trackers.\n")
    assert genesis("check", "--quiet").err == ""


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("films", "No mistakes in 1 input, 1 tracker.\n"),
        ("film", "No mistakes in 1 source.\n"),
        ("inputs/films.yaml", "No mistakes in 1 input.\n"),
        ("trackers/films.yaml", "No mistakes in 1 tracker.\n"),
        ("definitions/film.yaml", "No mistakes in 1 source.\n"),
        ("definitions", "No mistakes in 2 sources.\n"),
        ("./trackers/", "No mistakes in 2 trackers.\n"),
    ],
)
@pytest.mark.usefixtures("cinema")
def test_what_is_named_is_checked(word: str, said: str, genesis: Genesis) -> None:
    assert genesis("check", word).err == said


def test_mistakes_are_the_answer(cinema: Path, genesis: Genesis) -> None:
    put(cinema, "inputs/films.yaml", "input: films\nsource: film\nfields: [titel]\n")
    done = genesis("check")
    assert (done.code, done.err) == (1, "")
    assert done.out == (
        "inputs/films.yaml:3:10: error G203: `film` has no field, measure or join `titel`\n"
        "  3 | fields: [titel]\n"
        "    |          ^^^^^\n"
        "  hint: did you mean `title`?  joins here: studio\n"
    )


def test_one_mistake_is_told_once_and_all_of_them_in_one_run(cinema: Path, genesis: Genesis) -> None:
    put(
        cinema,
        "definitions/studio.yaml",
        "source: studio\ntable: cinema.studio\nkey: id\nfields: {studio_id: integer, name: string}\n",
    )
    put(cinema, "trackers/more.yaml", "tracker: more\ninput: films\ndestination: {type: csv}\n")
    put(cinema, "inputs/lost.yaml", "input: lost\nsource: cinema\nfields: [name]\n")
    found = json.loads(genesis("check", "--format", "json").out)
    assert [(one["file"], one["line"], one["code"]) for one in found] == [
        ("definitions/studio.yaml", 3, "G205"),
        ("inputs/lost.yaml", 2, "G101"),
        ("trackers/more.yaml", 3, "G801"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "place", "code"),
    [
        (
            "trackers/x.yaml",
            "tracker: x\ninput: film\ndestination: {type: csv, path: out/x.csv}\n",
            "trackers/x.yaml:2:8",
            "G101",
        ),
        (
            "trackers/x.yaml",
            "tracker: x\ninput: films\nconnection: file\ndestination: {type: csv, path: out/x.csv}\n",
            "trackers/x.yaml:3:13",
            "G111",
        ),
        ("trackers/x.yaml", "tracker: x\ninput: films\ndestination: {type: paper}\n", "trackers/x.yaml:3:21", "G800"),
        (
            "trackers/x.yaml",
            "tracker: x\ninput: films\ndestination: {type: csv, path: out/films.csv}\n",
            "trackers/x.yaml:3:14",
            "G908",
        ),
        (
            "trackers/x.yaml",
            "tracker: x\ninput: films\ndestination: {type: excel, path: out/x.xlsx, sheet: X}\nannotations: [budget]\n",
            "trackers/x.yaml:4:15",
            "G909",
        ),
        (
            "trackers/x.yaml",
            "tracker: x\ninput: films\ndestination: {type: csv, path: out/x.csv}\naudits: [{not_null: [titel]}]\n",
            "trackers/x.yaml:4:22",
            "G812",
        ),
        (
            "genesis.yaml",
            "connections: {files: {engine: dukdb, files: definitions/data}}\n",
            "genesis.yaml:1:31",
            "G700",
        ),
        ("genesis.yaml", "connections: [files]\n", "genesis.yaml:1:14", "G0"),
        (
            "inputs/more/films.yaml",
            "input: films\nsource: film\nfields: [title]\n",
            "inputs/more/films.yaml:1:1",
            "G102",
        ),
        (
            "definitions/formatters/shout.yaml",
            "formatter: shout\ntakes: string\n",
            "definitions/formatters/shout.yaml:1:1",
            "G021",
        ),
        (
            "definitions/picture.yaml",
            "source: picture\ntable: CINEMA.film\nkey: film_id\nfields: {film_id: integer, released: string}\n",
            "definitions/picture.yaml:4:28",
            "G709",
        ),
        ("trackers/x.yaml", "input: films\nsource: film\nfields: [title]\n", "trackers/x.yaml:1:1", "G026"),
    ],
)
def test_mistakes_between_documents(
    name: str, text: str, place: str, code: str, cinema: Path, genesis: Genesis
) -> None:
    put(cinema, name, text)
    done = genesis("check")
    assert done.code == 1
    assert [line for line in done.out.splitlines() if f"{place}: error {code}" in line], done.out


def test_a_folder_that_is_not_there(cinema: Path, genesis: Genesis) -> None:
    put(cinema, "genesis.yaml", "inputs: questions\n")
    done = genesis("check")
    assert done.code == 1
    assert done.out.startswith("error G911: the folder questions/ that is to hold the inputs does not exist\n")
    assert "G911" in genesis("check", "--definitions", "models").out


@pytest.mark.parametrize("form", ["github", "json", "junit", "sarif", "text"])
def test_every_format_holds_the_mistake(form: str, cinema: Path, genesis: Genesis) -> None:
    put(cinema, "inputs/films.yaml", "input: films\nsource: film\nfields: [titel]\n")
    done = genesis("check", "--format", form)
    assert (done.code, done.err) == (1, "")
    assert "G203" in done.out
    assert "titel" in done.out
    assert done.out.endswith("\n")


@pytest.mark.usefixtures("cinema")
def test_a_name_that_nothing_bears(genesis: Genesis) -> None:
    done = genesis("check", "flims")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "error G907: no source, input, tracker or formatter is called `flims`\n  hint: did you mean `films`?\n"
    )
    assert (
        genesis("check", "elsewhere/films.yaml").err
        == "error G905: `elsewhere/films.yaml` is not the file of a document of this project\n"
    )


@pytest.mark.usefixtures("cinema")
def test_a_name_that_nothing_bears_is_told_to_programs_too(genesis: Genesis) -> None:
    done = genesis("check", "--format", "json", "flims")
    assert (done.code, done.err) == (2, "")
    assert [one["code"] for one in json.loads(done.out)] == ["G907"]
