import json
import re
from pathlib import Path

import duckdb
import pytest

from tests.cli.cinema import put
from tests.cli.conftest import Genesis


def test_sql_is_the_answer_and_nothing_else_is_said(cinema: Path, genesis: Genesis) -> None:
    done = genesis("compile", "films")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(
        "-- input: films (inputs/films.yaml)\n-- definitions: film, studio\n-- compiler: genesis "
    )
    assert "cinema.film" in done.out
    assert done.out.endswith("\n")
    assert cinema.is_dir()


@pytest.mark.usefixtures("cinema")
def test_comments_can_be_left_out(genesis: Genesis) -> None:
    assert "--" not in genesis("compile", "films", "--no-comments").out


@pytest.mark.parametrize(
    "words",
    [
        ["compile", "inputs/films.yaml"],
        ["compile", "./inputs/films.yaml"],
        ["--project", ".", "compile", "films"],
        ["compile", "films", "--project", "."],
        ["compile", "--quiet", "films", "--dialect", "duckdb"],
        ["compile", "--definitions", "definitions", "--inputs", "inputs", "films"],
    ],
)
@pytest.mark.usefixtures("cinema")
def test_ways_to_say_the_same(words: list[str], genesis: Genesis) -> None:
    assert genesis(*words).out == genesis("compile", "films").out


def test_a_project_is_found_from_below_and_from_beside(
    cinema: Path, genesis: Genesis, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = genesis("compile", "films").out
    monkeypatch.chdir(cinema / "inputs")
    assert genesis("compile", "films").out == wanted
    assert genesis("compile", "films.yaml").out == wanted
    monkeypatch.chdir(cinema.parent)
    assert genesis("compile", "films", "--project", "cinema").out == wanted
    assert genesis("compile", "cinema/inputs/films.yaml", "--project", "cinema").out == wanted


def test_json_says_what_comes_back(cinema: Path, genesis: Genesis) -> None:
    put(cinema, "inputs/dates.yaml", "input: dates\nsource: film\nfields: [title, released]\n")
    done = genesis("compile", "dates", "--format", "json")
    found = json.loads(done.out)
    assert found["sql"] == genesis("compile", "dates").out
    assert (found["name"], found["dialect"], found["key"], found["sources"]) == (
        "dates",
        "duckdb",
        ["film_id"],
        ["film"],
    )
    assert found["columns"] == [
        {"name": "title", "label": "Film", "type": "string", "format": None, "hidden": False},
        {
            "name": "released",
            "label": "Released",
            "type": "date",
            "format": {"kind": "date", "pattern": "d MMM yyyy"},
            "hidden": False,
        },
        {"name": "film_id", "label": "film_id", "type": "integer", "format": None, "hidden": True},
    ]
    assert found["spans"] == {"title": "inputs/dates.yaml:3:10", "released": "inputs/dates.yaml:3:17"}


def test_all_inputs_go_into_one_folder(cinema: Path, genesis: Genesis) -> None:
    done = genesis("compile", "--all", "--out", "out/sql")
    assert (done.code, done.out, done.err) == (0, "", "2 files in out/sql\n")
    written = {path.name: path.read_text(encoding="utf-8") for path in (cinema / "out/sql").iterdir()}
    assert written == {f"{name}.sql": genesis("compile", name).out for name in ("films", "studios")}


@pytest.mark.usefixtures("cinema")
def test_all_inputs_as_one_json_array(genesis: Genesis) -> None:
    assert [one["name"] for one in json.loads(genesis("compile", "--all", "--format", "json").out)] == [
        "films",
        "studios",
    ]


def test_a_wrong_input_stops_no_other(cinema: Path, genesis: Genesis) -> None:
    put(cinema, "inputs/broken.yaml", "input: broken\nsource: film\nfields: [titel]\n")
    done = genesis("compile", "--all", "--out", "out/sql")
    assert done.code == 1
    assert done.err.startswith("2 files in out/sql\ninputs/broken.yaml:3:10: error G203: ")
    assert sorted(path.name for path in (cinema / "out/sql").iterdir()) == ["films.sql", "studios.sql"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["compile", "film"], "error G101: there is no input `film`\n  hint: did you mean `films`?\n"),
        (
            ["compile", "films", "--dialect", "dukdb"],
            "error G600: there is no dialect `dukdb`\n  hint: did you mean `duckdb`?\n",
        ),
        (["compile", "films", "--param", "EMEA"], "error G903: `EMEA` does not give a parameter\n"),
        (["compile", "films", "--param", "a=1", "--param", "a=2"], "error G903: the parameter `a` is given twice\n"),
        (["compile", "films", "--today", "1.3.2024"], "error G904: `1.3.2024` is not a date\n"),
        (["compile", "trackers/films.yaml"], "error G905: `trackers/films.yaml` is not the file of an input\n"),
        (["compile", "inputs/film.yaml"], "  hint: did you mean `films`?\n"),
        (["compile"], "error G901: name an input, or ask for all of them\n"),
        (["compile", "--all", "films"], "error G901: `--all` takes no name\n"),
        (["compile", "--all", "--out", "genesis.yaml"], "error G906: genesis.yaml/films.sql cannot be written: "),
    ],
)
@pytest.mark.usefixtures("cinema")
def test_what_cannot_be_understood_ends_with_2(words: list[str], said: str, genesis: Genesis) -> None:
    done = genesis(*words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_mistakes_go_to_standard_error(cinema: Path, genesis: Genesis) -> None:
    put(cinema, "inputs/films.yaml", "input: films\nsource: film\nfields: [studo.name]\n")
    done = genesis("compile", "films")
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        "inputs/films.yaml:3:10: error G203: `film` has no field, measure or join `studo`\n"
        "  3 | fields: [studo.name]\n"
        "    |          ^^^^^\n"
        "  hint: did you mean `studio`?  joins here: studio\n"
    )


PARAMETERS = """\
input: chosen
source: film
parameters: {name: string, least: {type: integer, default: 0}}
fields: [title, released]
filters: [{studio.name: $name}, {film_id: {gte: $least}}, {released: {last: 30 days}}]
"""


def test_parameters_and_today_are_literals(cinema: Path, genesis: Genesis) -> None:
    put(cinema, "inputs/chosen.yaml", PARAMETERS)
    sql = genesis(
        "compile", "chosen", "--param", 'name=O\'Neil = "x"', "--param", "least=2", "--today", "2024-03-01"
    ).out
    assert "= 'O''Neil = \"x\"'" in sql
    assert ">= 2" in sql
    assert "'2024-02-01'" in sql  # today and the 29 days before
    assert "CURRENT" not in sql.upper()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 1, "inputs/chosen.yaml:3:14: error G428: "),
        (["--param", "name=x", "--param", "least=few"], 2, "error G429: "),
        (["--param", "name=x", "--param", "leats=1"], 2, "did you mean `least`?"),
    ],
)
def test_parameters_that_do_not_fit(words: list[str], code: int, said: str, cinema: Path, genesis: Genesis) -> None:
    put(cinema, "inputs/chosen.yaml", PARAMETERS)
    done = genesis("compile", "chosen", *words)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_text_is_what_readers_see(cinema: Path, genesis: Genesis) -> None:
    found = json.loads(genesis("compile", "films", "--text", "--format", "json").out)
    assert [column["type"] for column in found["columns"]][2:] == ["string", "string", "string"]
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA cinema")
        for table, types in (("film", "{'released': 'DATE', 'budget': 'DECIMAL(10,2)'}"), ("studio", "{}")):
            path = cinema / "definitions" / "data" / "cinema" / f"{table}.csv"
            connection.execute(f"CREATE TABLE cinema.{table} AS FROM read_csv('{path}', types = {types})")
        rows = connection.execute(found["sql"]).fetchall()
    assert rows[0] == (1, "Harbour Lights", "Brick Lane", "1 Feb 2024", "1,250,000.00")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("source: film\nfields: [title, {sql: \"regexp_like(title, 'a')\", as: found}]\n", "3:54"),
        (
            "source: film\ngroup_by: [studio_id]\nfields: [{field: budget, min: true, where: \"regexp_like(title, 'a')\"}]\n",
            "4:18",
        ),
        ("source: film\nfields: [title]\nfilters: [{sql: \"regexp_like(title, 'a')\"}]\n", "1:8"),
    ],
)
def test_what_a_dialect_cannot_say_is_shown(text: str, place: str, cinema: Path, genesis: Genesis) -> None:
    put(cinema, "inputs/odd.yaml", f"input: odd\n{text}")
    done = genesis("compile", "odd", "--dialect", "postgres")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f"inputs/odd.yaml:{place}: error G603: postgres has no way to say `regexp_like`\n")
    assert re.search(r"^  hint: .*\bduckdb, .*\btrino can$", done.err, re.MULTILINE)
    assert genesis("compile", "odd").code == 0
