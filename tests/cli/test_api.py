"""The Python interface, as cli.md promises it."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

import genesis
from genesis.engines.duckdb import DuckDB
from tests.cli.cinema import put


def test_compile(cinema: Path) -> None:
    project = genesis.load(cinema)
    query = project.compile("films", dialect="duckdb")
    assert "cinema.film" in query.sql
    assert query.key == ("film_id",)
    assert [(c.name, c.label, str(c.type), c.hidden) for c in query.columns][:2] == [
        ("film_id", "Film id", "integer", False),
        ("title", "Film", "string", False),
    ]
    assert project.compile("films").sql == query.sql


def test_run_gives_typed_rows(cinema: Path) -> None:
    rows = [row for batch in genesis.load(str(cinema)).run("films", connection="files") for row in batch]
    assert rows == [
        (1, "Harbour Lights", "Brick Lane", date(2024, 2, 1), Decimal("1250000.00")),
        (4, "Nowhere Yet", None, date(2024, 9, 1), None),
        (3, "Second Unit", "Brick Lane", None, Decimal("80000.00")),
        (2, "The Long Salt", "Salt Flats", date(2024, 5, 6), Decimal("3400000.50")),
    ]


@pytest.mark.parametrize("all_of_them", [True, False])
def test_the_engine_is_closed(cinema: Path, monkeypatch: pytest.MonkeyPatch, *, all_of_them: bool) -> None:
    left: list[DuckDB] = []
    leave = DuckDB.__exit__

    def noted(self: DuckDB, *how: Any) -> None:
        left.append(self)
        leave(self, *how)

    monkeypatch.setattr(DuckDB, "__exit__", noted)
    batches = genesis.load(cinema).run("films")
    next(batches)
    assert left == []
    if all_of_them:
        assert list(batches) == []
    else:
        batches.close()  # type: ignore[attr-defined]
    assert len(left) == 1
    with pytest.raises(duckdb.Error):
        left[0]._connection.execute("SELECT 1")


def test_check(cinema: Path) -> None:
    assert genesis.load(cinema).check() == ()
    put(cinema, "inputs/films.yaml", "input: films\nsource: film\nfields: [titel]\n")
    (found,) = genesis.load(cinema).check()
    assert (found.code, found.severity, found.file, found.line, found.column) == (
        "G203",
        "error",
        "inputs/films.yaml",
        3,
        10,
    )
    assert "title" in found.hint
    assert genesis.load(cinema).check("studios") == ()


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda p: p.compile("film"), "G101"),
        (lambda p: p.compile("films", dialect="cobol"), "G600"),
        (lambda p: p.compile("films", today="yesterday"), "G904"),
        (lambda p: list(p.run("films", connection="nowhere")), "G111"),
        (lambda p: list(p.run("films", connection="elsewhere")), "G702"),
        (lambda p: p.check("nothing"), "G907"),
    ],
)
def test_a_mistake_is_a_genesis_error(call: object, code: str, cinema: Path) -> None:
    project = genesis.load(cinema, environment={})
    with pytest.raises(genesis.GenesisError) as caught:
        call(project)  # type: ignore[operator]
    assert [one.code for one in caught.value.diagnostics] == [code]


def test_loading_reads_nothing(cinema: Path) -> None:
    put(cinema, "genesis.yaml", "definitions: [\n")
    project = genesis.load(cinema)
    with pytest.raises(genesis.GenesisError):
        project.compile("films")


def test_where_there_is_no_project(tmp_path: Path) -> None:
    for place, code in ((tmp_path, "G100"), (tmp_path / "nowhere", "G900")):
        with pytest.raises(genesis.GenesisError) as caught:
            genesis.load(place)
        assert caught.value.diagnostics[0].code == code


def test_secrets_come_from_the_environment_given(cinema: Path) -> None:
    with duckdb.connect(str(cinema / "films.duckdb")) as made:
        made.execute(
            "CREATE SCHEMA cinema; CREATE TABLE cinema.studio AS SELECT 7::BIGINT AS studio_id, 'Seven' AS name"
        )
    put(cinema, "inputs/names.yaml", "input: names\nsource: studio\nfields: [studio_id, name]\n")
    project = genesis.load(cinema, environment={"CINEMA_TOKEN": "films.duckdb"})
    assert list(project.run("names", connection="elsewhere")) == [[(7, "Seven")]]


def test_a_source_behind_sql_reads_what_another_claims(cinema: Path) -> None:
    """2024-05-06 minus 2024-02-01 is 95 days; text could not be subtracted."""
    put(
        cinema,
        "definitions/span.yaml",
        "source: span\nsql:\n  duckdb: select 1 as id, "
        "date_diff('day', min(released), max(released)) as days from cinema.film where film_id < 3\n"
        "key: id\nfields: {id: integer, days: integer}\n",
    )
    put(cinema, "inputs/spans.yaml", "input: spans\nsource: span\nfields: [id, days]\n")
    assert list(genesis.load(cinema).run("spans")) == [[(1, 95)]]


def test_two_claims_for_one_column_are_a_mistake(cinema: Path) -> None:
    put(
        cinema,
        "definitions/picture.yaml",
        "source: picture\ntable: cinema.film\nkey: film_id\nfields: {film_id: integer, released: string}\n",
    )
    with pytest.raises(genesis.GenesisError) as caught:
        list(genesis.load(cinema).run("films"))
    assert [one.code for one in caught.value.diagnostics] == ["G709"]
    assert "by `film` and as string by `picture`" in str(caught.value)


def test_importing_is_light() -> None:
    code = "import sys, genesis; print(sorted(m for m in sys.modules if m.partition('.')[0] in {'genesis', 'sqlglot', 'yaml', 'msgspec'}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout == b"['genesis']\n"


def test_public_names() -> None:
    assert {"Diagnostic", "GenesisError", "Project", "load", "__version__"} <= set(dir(genesis))
    with pytest.raises(AttributeError):
        _ = genesis.nothing


def test_parameters_and_today(cinema: Path) -> None:
    put(
        cinema,
        "inputs/chosen.yaml",
        "input: chosen\nsource: film\nparameters: {names: list(string), least: integer}\nfields: [title]\n"
        "filters: [{studio.name: {in: $names}}, {film_id: {gte: $least}}, {released: {last: 30 days}}]\n",
    )
    project = genesis.load(cinema)
    given = {"names": ["Brick Lane", "Nobody"], "least": 1}
    assert list(project.run("chosen", parameters=given, today="2024-02-15")) == [[("Harbour Lights", 1)]]
    assert list(project.run("chosen", parameters=given, today=date(2024, 3, 1))) == [[("Harbour Lights", 1)]]
    assert list(project.run("chosen", parameters=given, today=date(2024, 3, 2))) == []
    assert list(project.run("chosen", parameters={**given, "least": 2}, today="2024-02-15")) == []
