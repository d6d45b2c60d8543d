"""Definitions beside real tables: the differences known by hand, on every engine."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from genesis.diagnostics import GenesisError, fail
from genesis.spec.project import open_project
from genesis.warehouse.comparing import compare
from tests.cli.cinema import Answer
from tests.cli.conftest import Genesis
from tests.engines.conftest import Engines
from tests.engines.fake_trino import Page, Refused, fake
from tests.engines.trino_server import Server
from tests.warehouse.theatre import DIFFERENCES, write

Found = list[dict[str, Any]]


def found(done: Answer) -> Found:
    return [one for one in json.loads(done.out) if one["severity"] != "note"]


def test_every_difference_is_told_with_whom_it_hits(theatre: Path, genesis: Genesis) -> None:
    done = genesis("check", "--project", str(theatre), "--connection", "studio", "--format", "json")
    seen = [
        (one["file"], one["line"], one["code"], one["severity"], tuple(one["hits"]["inputs"])) for one in found(done)
    ]
    assert seen == DIFFERENCES
    assert (done.code, done.err) == (1, "")
    by_line = {(one["file"], one["line"]): one for one in found(done)}
    missing = by_line["definitions/film.yaml", 11]
    assert missing["hits"] == {
        "fields": ["film.studio"],
        "inputs": ["films", "studios"],
        "trackers": ["films", "films_again"],
        "owners": ["ann@example.com", "bob@example.com", "planning@example.com"],
    }
    assert str(missing["message"]) == "the table `stage.film` has no column `studio_id`"
    assert "did you mean `studio`?" in str(missing["hint"])
    assert "did you mean `stage.posters`?" in str(by_line["definitions/poster.yaml", 2]["hint"])


def test_columns_that_nobody_names_are_only_noted(theatre: Path, genesis: Genesis) -> None:
    words = ("check", "film", "--project", str(theatre), "--connection", "studio")
    notes = [one for one in json.loads(genesis(*words, "--format", "json").out) if one["severity"] == "note"]
    assert [(one["code"], one["message"]) for one in notes] == [
        ("G716", "no definition names `studio`, `country` of `stage.film`")
    ]
    assert "G716" in genesis(*words, "--verbose").out
    assert "G716" not in genesis(*words).out


def test_a_project_of_many_tables_is_no_more_queries(
    settings: Callable[[str], str], trino_server: Server, tmp_path: Path, genesis: Genesis, engines: Engines
) -> None:
    of_trino = settings("trino").replace("user: ada", "user: ada, source: counted")
    write(tmp_path, of_trino)
    for number in range(30):
        of = f"source: s{number}\ntable: tpch.sf{(1, 100)[number % 2]}.nation\n"
        text = f"{of}key: nationkey\nfields: {{nationkey: integer, name: string}}\n"
        (tmp_path / "definitions" / f"s{number}.yaml").write_text(text, encoding="utf-8")
    done = genesis("check", *(f"s{n}" for n in range(30)), "--project", str(tmp_path), "--connection", "studio")
    assert (done.code, done.out) == (0, "")
    cursor = engines.cursor("trino")
    cursor.execute("SELECT count(*) FROM system.runtime.queries WHERE source = 'counted'")
    assert [tuple(row) for row in cursor.fetchall()] == [(2,)]  # one for each schema
    assert trino_server.port


@pytest.fixture
def guarded(engines: Engines, settings: Callable[[str], str], tmp_path: Path) -> Iterator[Path]:
    """A project for a user of PostgreSQL who may read one column of one table, and names told apart by letter case."""
    of_postgres = settings("postgres")
    cursor = engines.cursor("postgres")
    for sql in (
        "CREATE ROLE clerk LOGIN",
        "CREATE SCHEMA closed",
        'CREATE SCHEMA "Odd"',
        "CREATE DOMAIN stage.money_amount AS numeric(10,2)",
        "CREATE TYPE stage.mood AS ENUM ('calm', 'grim')",
        "CREATE TABLE closed.deal (deal_id bigint)",
        "CREATE TABLE stage.deal (deal_id bigint, price stage.money_amount, mood stage.mood, tip integer)",
        "CREATE TABLE stage.wage (wage_id bigint)",
        'CREATE TABLE "Odd"."Case" ("dealId" bigint, "Order" text, deal_id text)',
        'GRANT USAGE ON SCHEMA stage, "Odd" TO clerk',
        "GRANT SELECT (deal_id, price, mood) ON stage.deal TO clerk",
        'GRANT SELECT ON "Odd"."Case" TO clerk',
    ):
        cursor.execute(sql)
    root = write(tmp_path, of_postgres.replace("user: genesis", "user: clerk"))
    for name, text in {
        "sealed": "table: closed.deal\nkey: deal_id\nfields: {deal_id: integer}",
        "wage": "table: stage.wage\nkey: wage_id\nfields: {wage_id: integer}",
        "deal": 'table: postgres.stage.deal\nkey: deal_id\nfields: {deal_id: integer, price: "decimal(10,2)", mood: string, tip: integer}',
        "odd": "table: Odd.Case\nkey: deal_id\nfields:\n  deal_id: {type: integer, column: dealId}\n"
        "  place: {type: string, column: Order}\n  other: {type: string, column: DEAL_ID}",
        "elsewhere": "table: other.stage.deal\nkey: deal_id\nfields: {deal_id: integer}",
    }.items():
        (root / "definitions" / f"{name}.yaml").write_text(f"source: {name}\n{text}\n", encoding="utf-8")
    yield root
    for sql in (
        'DROP SCHEMA "Odd" CASCADE',
        "DROP SCHEMA closed CASCADE",
        "DROP TABLE stage.deal, stage.wage",
        "DROP DOMAIN stage.money_amount",
        "DROP TYPE stage.mood",
        "DROP OWNED BY clerk",
        "DROP ROLE clerk",
    ):
        cursor.execute(sql)


def test_what_may_not_be_read_is_told_apart_from_what_is_not_there(guarded: Path, genesis: Genesis) -> None:
    sources = ("sealed", "wage", "deal", "odd", "elsewhere")
    done = genesis("check", *sources, "--project", str(guarded), "--connection", "studio", "--format", "json")
    seen = [
        (one["file"].removeprefix("definitions/"), one["line"], one["code"], one["message"])
        for one in json.loads(done.out)
    ]
    assert seen == [
        (
            "deal.yaml",
            4,
            "G714",
            "`mood` is a string, and the column `mood` of the table `postgres.stage.deal` is stage.mood",
        ),
        ("deal.yaml", 4, "G715", "the column `tip` of the table `postgres.stage.deal` may not be read"),
        ("elsewhere.yaml", 2, "G703", "there is no table `other.stage.deal`"),
        ("odd.yaml", 7, "G704", "the table `Odd.Case` has no column `DEAL_ID`"),
        ("sealed.yaml", 2, "G715", "`closed.deal` may not be read: permission denied for closed.deal"),
        ("wage.yaml", 2, "G715", "`stage.wage` may not be read: permission denied for stage.wage"),
    ]


def test_what_trino_does_not_list_is_asked_for_alone(tmp_path: Path, genesis: Genesis) -> None:
    nothing = Page([], more=False, state="FINISHED")
    answers = (
        nothing,
        Refused("PERMISSION_DENIED", "USER_ERROR", "Access Denied: Cannot select from table hive.stage.prize"),
    )
    with fake(*answers) as server:
        write(tmp_path, f"{{engine: trino, host: 127.0.0.1, port: {server.port}, user: ada, catalog: hive}}")
        done = genesis("check", "prize", "--project", str(tmp_path), "--connection", "studio", "--format", "json")
    (one,) = json.loads(done.out)
    assert (one["code"], one["severity"], done.code) == ("G715", "warning", 0)
    assert "Cannot select from table hive.stage.prize" in one["message"]
    assert [request.method for request in server.requests] == ["POST", "POST"]


@pytest.mark.parametrize("form", ["text", "github", "sarif", "junit"])
def test_every_format_tells_the_differences(
    form: str, settings: Callable[[str], str], tmp_path: Path, genesis: Genesis
) -> None:
    words = (
        "--project",
        str(write(tmp_path, settings("duckdb"))),
        "--connection",
        "studio",
        "--format",
        form,
        "--verbose",
    )
    done = genesis("check", *words)
    assert done.code == 1
    assert [done.out.count(code) > 0 for code in ("G703", "G704", "G714", "G716")] == [True] * 4
    assert ("::notice" in done.out) == (form == "github")


def test_connections_that_cannot_be_asked(tmp_path: Path, genesis: Genesis) -> None:
    root = write(tmp_path, "{engine: trino, host: 127.0.0.1, port: 1, user: ada, catalog: hive}")
    done = genesis("check", "--project", str(root), "--connection", "studio")
    assert (done.code, done.out) == (4, "")
    assert "G711" in done.err
    done = genesis("check", "--project", str(root), "--connection", "studio", "--format", "json")
    assert (done.code, [one["code"] for one in json.loads(done.out)]) == (4, ["G711"])
    done = genesis("check", "--project", str(root), "--connection", "studo")
    assert (done.code, done.out) == (2, "")
    assert "did you mean `studio`?" in done.err


class Mute:
    """An engine that does not describe its tables."""

    dialect = "duckdb"


def test_an_engine_that_tells_nothing_of_its_tables(tmp_path: Path) -> None:
    files = open_project(write(tmp_path, "{engine: duckdb, files: definitions}"))
    with pytest.raises(GenesisError, match="G717"):
        compare(files, ["film"], Mute())  # type: ignore[arg-type]


class OneAtATime(Mute):
    """An engine that describes one table at a time."""

    def describe(self, table: tuple[str, ...]) -> dict[str, str]:
        if table == ("stage", "studio"):
            return {"studio_id": "BIGINT", "name": "VARCHAR", "city": "VARCHAR"}
        raise fail("G703", None, "there is none")


def test_an_engine_that_describes_one_table_at_a_time(tmp_path: Path) -> None:
    files = open_project(write(tmp_path, "{engine: duckdb, files: definitions}"))
    found = compare(files, ["studio", "poster"], OneAtATime())  # type: ignore[arg-type]
    assert [(one.code, one.file) for one in found] == [("G703", "definitions/poster.yaml")]


def test_a_sound_project_over_files(cinema: Path, genesis: Genesis) -> None:
    done = genesis("check", "--connection", "files")
    assert (done.code, done.out) == (0, "")
    assert done.err == "No mistakes in 2 sources, 2 inputs, 2 trackers, and their tables on `files` are as they say.\n"
    (cinema / "definitions" / "data" / "cinema" / "studio.csv").unlink()
    done = genesis("check", "films", "--connection", "files")
    assert (done.code, "G703" in done.out) == (1, True)
