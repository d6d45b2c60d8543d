import json
from pathlib import Path

import pytest

from tests.cli.cinema import put
from tests.cli.conftest import Genesis

TABLE = """\
Film id   Film             Studio name   Released           Budget
──────────────────────────────────────────────────────────────────
      1   Harbour Lights   Brick Lane    1 Feb 2024   1,250,000.00
      4   Nowhere Yet                    1 Sep 2024
      3   Second Unit      Brick Lane                    80,000.00
      2   The Long Salt    Salt Flats    6 May 2024   3,400,000.50
"""


@pytest.mark.usefixtures("cinema")
def test_a_table_shows_what_readers_see(genesis: Genesis) -> None:
    done = genesis("preview", "films")
    assert (done.code, done.err) == (0, "")
    assert done.out == TABLE


@pytest.mark.usefixtures("cinema")
def test_a_limit_says_that_there_is_more(genesis: Genesis) -> None:
    done = genesis("preview", "films", "--limit", "2")
    assert done.out.splitlines() == TABLE.splitlines()[:4]
    assert done.err == "the first 2 rows; `--limit 0` shows all\n"
    assert genesis("preview", "films", "--limit", "2", "--quiet").err == ""
    assert genesis("preview", "films", "--limit", "4").err == ""
    assert genesis("preview", "films", "--limit", "0").out == TABLE


@pytest.mark.usefixtures("cinema")
def test_json_is_typed_and_in_column_order(genesis: Genesis) -> None:
    rows = json.loads(genesis("preview", "films", "--format", "json").out)
    assert list(rows[0].items()) == [
        ("film_id", 1),
        ("title", "Harbour Lights"),
        ("studio_name", "Brick Lane"),
        ("released", "2024-02-01"),
        ("budget", 1250000.00),
    ]
    assert rows[1]["budget"] is None


@pytest.mark.usefixtures("cinema")
def test_raw_values_stand_under_names(genesis: Genesis) -> None:
    done = genesis("preview", "films", "--format", "csv", "--raw", "--limit", "1")
    assert done.out == "film_id,title,studio_name,released,budget\n1,Harbour Lights,Brick Lane,2024-02-01,1250000.00\n"


@pytest.mark.usefixtures("cinema")
def test_markdown(genesis: Genesis) -> None:
    assert genesis("preview", "studios", "--format", "markdown").out == (
        "| Studio id | Name | Films count |\n| ---: | --- | ---: |\n| 1 | Brick Lane | 2 |\n| 2 | Salt Flats | 1 |\n"
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["films", "--format", "xml"], 2, "error G901: `--format` cannot be `xml`\n"),
        (["films", "--limit", "-1"], 2, "error G901: `--limit` is a whole number from 0 upwards, not `-1`\n"),
        (["films", "--limit", "few"], 2, "error G901: `--limit` is a whole number from 0 upwards, not `few`\n"),
        (
            ["films", "--connection", "file"],
            2,
            "error G111: there is no connection `file`\n  hint: did you mean `files`?\n",
        ),
        (["films", "--connection", "elsewhere"], 2, "error G702: the environment variable `CINEMA_TOKEN` is not set\n"),
        (["films", "studios"], 2, "error G901: `genesis preview`: there is nothing for `studios` to say\n"),
        ([], 2, "error G901: `genesis preview`: missing argument `INPUT`\n"),
    ],
)
@pytest.mark.usefixtures("cinema")
def test_what_cannot_be_understood(words: list[str], code: int, said: str, genesis: Genesis) -> None:
    done = genesis("preview", *words)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("definitions/data/cinema/film.csv", "film_id,title,studio_id,released,budget\n1,A,1,soon,2\n", "G705"),
        ("definitions/data/cinema/film.csv", "film_id,title,studio_id,released\n1,A,1,2024-01-01\n", "G704"),
        ("definitions/data/cinema/film.csv", 'film_id,title,studio_id,released,budget\n1,"A,1,2024-01-01,2\n', "G706"),
        ("definitions/data/cinema/film.csv", "", "G706"),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_4(
    name: str, text: str, code: str, cinema: Path, genesis: Genesis
) -> None:
    put(cinema, name, text)
    done = genesis("preview", "films", "--format", "json")
    assert (done.code, done.out) == (4, "")
    assert f"error {code}: " in done.err


def test_a_missing_column_is_shown_where_it_is_named(cinema: Path, genesis: Genesis) -> None:
    definition = cinema / "definitions/film.yaml"
    text = definition.read_text(encoding="utf-8").replace(
        "title: {type: string, ", "title: {type: string, column: titel, "
    )
    definition.write_text(text, encoding="utf-8")
    done = genesis("preview", "films")
    line = next(number for number, one in enumerate(text.splitlines(), 1) if "titel" in one)
    assert f"definitions/film.yaml:{line}:" in done.err
    assert "error G704: the table `cinema.film` has no column `titel`" in done.err


def test_a_missing_table_ends_with_4(cinema: Path, genesis: Genesis) -> None:
    (cinema / "definitions/data/cinema/film.csv").unlink()
    done = genesis("preview", "films")
    assert done.code == 4
    assert "error G703: there is no table `cinema.film`" in done.err


def test_what_duckdb_refuses_ends_with_4(cinema: Path, genesis: Genesis) -> None:
    put(
        cinema,
        "definitions/studio.yaml",
        "source: studio\nsql: {duckdb: select nothing_here(1) as studio_id}\nkey: studio_id\nfields: {studio_id: integer}\n",
    )
    put(cinema, "inputs/studios.yaml", "input: studios\nsource: studio\nfields: [studio_id]\n")
    done = genesis("preview", "studios")
    assert (done.code, done.out) == (4, "")
    assert "inputs/studios.yaml:1:8: error G707: `studios` cannot run: DuckDB says: " in done.err


@pytest.mark.parametrize(
    ("patched", "said"),
    [
        (
            "genesis.engines.folder._records",
            "error G706: definitions/data/cinema/film.csv cannot be read: Permission denied\n",
        ),
        ("pathlib.Path.iterdir", "error G706: definitions/data cannot be read: Permission denied\n"),
    ],
)
@pytest.mark.usefixtures("cinema")
def test_rows_without_permission_end_with_4(
    patched: str, said: str, genesis: Genesis, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(patched, refused)
    done = genesis("preview", "films")
    assert (done.code, done.out) == (4, "")
    assert said in done.err
