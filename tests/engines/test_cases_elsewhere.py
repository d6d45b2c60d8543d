"""The cases of the language give, on servers too, the rows that were worked out by hand."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from genesis.compiler import compile_input
from genesis.diagnostics import GenesisError
from genesis.engines.values import typed
from genesis.spec.project import open_project
from tests.cases.tables import differences
from tests.cases.test_cases import FOLDERS, ROWS, asked_of, short
from tests.engines.case_tables import load
from tests.engines.conftest import Engines
from tests.engines.servers import Cursor
from tests.engines.trino_server import Server

REFUSED: dict[str, frozenset[str]] = {
    "trino": frozenset(),
    "postgres": frozenset({"text_filters/matches", "value_formats/texts"}),
}
"""Cases that use what an engine's dialect cannot say."""

OWN = "dialect_texts/films"
"""A case that asks something else on each engine."""


@pytest.fixture(scope="module")
def trino(trino_server: Server) -> Iterator[Cursor]:
    """Trino, its catalog ``memory``."""
    from trino.dbapi import connect

    place = {"host": trino_server.host, "port": trino_server.port, "catalog": "memory", "schema": "default"}
    with closing(connect(user="cases", timezone="UTC", **place)) as connection:
        yield connection.cursor()


@pytest.fixture(scope="module")
def postgres(engines: Engines) -> Iterator[Cursor]:
    """A database of its own."""
    import psycopg

    cursor = engines.cursor("postgres")
    cursor.execute("CREATE DATABASE cases")
    host = cursor.connection.info.host  # type: ignore[attr-defined]
    with psycopg.connect(host=host, user="genesis", dbname="cases", autocommit=True) as connection:
        yield connection.cursor()


def wrong(folder: Path, engine: str, cursor: Cursor) -> dict[str, list[str]]:
    """Where an engine's rows differ from those wanted, by case."""
    load(folder, engine, cursor)
    found = {}
    for path in ROWS:
        if path.is_relative_to(folder) and short(path) not in {OWN, *REFUSED[engine]}:
            root, name, table = asked_of(path)
            query = compile_input(open_project(root), name, engine, **table.asked.options())
            cursor.execute(query.sql)
            rows = typed(cursor.fetchall(), query.columns)
            found[short(path)] = differences(rows, table.rows)
    return {name: some for name, some in found.items() if some}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_on_trino(folder: Path, trino: Cursor) -> None:
    assert wrong(folder, "trino", trino) == {}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_on_postgres(folder: Path, postgres: Cursor) -> None:
    assert wrong(folder, "postgres", postgres) == {}


@pytest.mark.parametrize("name", sorted(REFUSED["postgres"]))
def test_what_postgres_cannot_say_is_refused(name: str) -> None:
    (path,) = (path for path in ROWS if short(path) == name)
    root, asked, table = asked_of(path)
    with pytest.raises(GenesisError) as caught:
        compile_input(open_project(root), asked, "postgres", **table.asked.options())
    assert {found.code for found in caught.value.diagnostics} == {"G603"}
