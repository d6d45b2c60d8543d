"""The example project gives on servers the rows that it gives over its files, and its trackers are refreshed from them."""

import json
import shutil
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest
import sqlglot

import genesis
from genesis.cli.main import call
from genesis.compiler import compile_input
from genesis.diagnostics import GenesisError
from genesis.spec.project import open_project
from genesis.sql.dialect import dialects
from tests.cases.tables import differences
from tests.engines.conftest import Engines
from tests.engines.examples import (
    INPUTS,
    load_into_clickhouse,
    load_into_postgres,
    load_into_spark,
    load_into_trino,
    project_in,
)
from tests.engines.read_back import read_back
from tests.engines.recording import Recorder
from tests.engines.servers import Cursor
from tests.engines.trino_server import Server

SECTION = "Example project"
TODAY = "2021-09-25"
LONG_ON_POSTGRES = frozenset({"actors_who_direct"})
"""It takes most of a minute: PostgreSQL has no statistics of sources behind ``sql:``, and walks all pairs of people."""


@pytest.fixture(scope="module")
def on_trino(engines: Engines, trino_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    load_into_trino(engines.cursor("trino"))
    there = f"host: {trino_server.host}, port: {trino_server.port}, user: ada, catalog: memory"
    return project_in(tmp_path_factory.mktemp("trino"), f"{{engine: trino, {there}}}")


@pytest.fixture(scope="module")
def on_postgres(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Path:
    import psycopg

    # Text compared by code point, as everywhere; but letters of all languages have upper and lower case
    cursor = engines.cursor("postgres")
    cursor.execute("CREATE DATABASE examples TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
    host = cursor.connection.info.host  # type: ignore[attr-defined]
    with psycopg.connect(host=host, user="genesis", dbname="examples", autocommit=True) as connection:
        load_into_postgres(connection.cursor())
    settings = f"{{engine: postgres, host: {host}, user: genesis, dbname: examples}}"
    return project_in(tmp_path_factory.mktemp("postgres"), settings)


def rows(root: Path, name: str, connection: str) -> list[tuple[object, ...]]:
    return [row for batch in genesis.load(root).run(name, connection, today=TODAY) for row in batch]


def wrong(root: Path, names: list[str]) -> dict[str, list[str]]:
    """Where answers differ from DuckDB's, by input."""
    found = {name: differences(rows(root, name, "studio"), tuple(rows(root, name, "demo"))) for name in names}
    return {name: some for name, some in found.items() if some}


def seen(recorder: Recorder, dialect: str, names: Iterable[str]) -> None:
    for name in names:
        recorder.saw(
            dialect, SECTION, name, "equal" if name not in LONG_ON_POSTGRES or dialect != "postgres" else "read"
        )
    recorder.finished(dialect, SECTION)


def test_trino_gives_the_rows_that_the_files_give(on_trino: Path, recorder: Recorder) -> None:
    assert wrong(on_trino, INPUTS) == {}
    for dialect in ("trino", "duckdb"):
        seen(recorder, dialect, INPUTS)


def test_postgres_gives_the_rows_that_the_files_give(on_postgres: Path, recorder: Recorder) -> None:
    assert wrong(on_postgres, [name for name in INPUTS if name not in LONG_ON_POSTGRES]) == {}
    seen(recorder, "postgres", INPUTS)


@pytest.mark.parametrize("dialect_name", sorted({*dialects()} - {"duckdb", "trino", "postgres", "clickhouse", "spark"}))
def test_inputs_are_compiled_or_refused_by_name(dialect_name: str, recorder: Recorder, tmp_path: Path) -> None:
    """Where their rows are not compared: the text reads well."""
    files = open_project(project_in(tmp_path, "{engine: duckdb}"))
    for name in INPUTS:
        try:
            query = compile_input(files, name, dialect_name, today=date.fromisoformat(TODAY))
        except GenesisError as error:
            recorder.refused(dialect_name, SECTION, name, error)
            continue
        assert sqlglot.parse_one(query.sql, dialect=dialect_name).sql(dialect_name)
        recorder.saw(dialect_name, SECTION, name, "read")
    recorder.finished(dialect_name, SECTION)


@pytest.mark.parametrize(("engine", "load"), [("clickhouse", load_into_clickhouse), ("spark", load_into_spark)])
def test_engines_without_a_connection_give_the_rows_too(
    engine: str, load: Callable[[Cursor], None], engines: Engines, recorder: Recorder, tmp_path: Path
) -> None:
    cursor = engines.cursor(engine)
    load(cursor)
    root = project_in(tmp_path, "{engine: duckdb}")
    found = {}
    for name in INPUTS:
        query = compile_input(open_project(root), name, engine, today=date.fromisoformat(TODAY))
        cursor.execute(query.sql)
        answered = read_back(engine, cursor.fetchall(), query.columns)
        found[name] = differences(answered, tuple(rows(root, name, "demo")))
    assert {name: some for name, some in found.items() if some} == {}
    seen(recorder, engine, INPUTS)


def published(root: Path, connection: str) -> bytes:
    tracker = "tracker: additions\ninput: monthly_additions\ndestination: {type: csv, path: out/additions.csv}\n"
    (root / "trackers").mkdir(exist_ok=True)
    (root / "trackers" / "additions.yaml").write_text(tracker, encoding="utf-8")
    shutil.rmtree(root / "out", ignore_errors=True)
    assert call(["refresh", "additions", "--connection", connection, "--project", str(root), "--quiet"]) == 0
    return (root / "out" / "additions.csv").read_bytes()


def test_a_tracker_is_refreshed_from_trino(on_trino: Path, engines: Engines) -> None:
    assert published(on_trino, "studio") == published(on_trino, "demo")
    receipts = [json.loads(line) for line in (on_trino / ".genesis" / "runs.ndjson").read_text().splitlines()]
    named = [receipt["engine_query"] for receipt in receipts if receipt.get("engine_query")]
    assert len(named) == 1
    cursor = engines.cursor("trino")
    cursor.execute(f"SELECT state, source FROM system.runtime.queries WHERE query_id = '{named[0]}'")
    assert [list(row) for row in cursor.fetchall()] == [["FINISHED", "genesis"]]


def test_a_tracker_is_refreshed_from_postgres(on_postgres: Path) -> None:
    assert published(on_postgres, "studio") == published(on_postgres, "demo")


@pytest.mark.parametrize("place", ["on_trino", "on_postgres"])
def test_preview_shows_it(place: str, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> None:
    root: Path = request.getfixturevalue(place)
    shown = []
    for connection in ("demo", "studio"):
        words = ["preview", "longest_movies", "--connection", connection, "--project", str(root), "--limit", "5"]
        assert call(words) == 0
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1]
    assert len(shown[0].splitlines()) > 5
