"""Where an engine's cursor may make tables of its own."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from tests.engines.servers import CURSORS, Cursor
from tests.engines.trino_server import server

CASES = Path(__file__).parents[1] / "cases"


@contextmanager
def in_memory_catalog(_: Cursor) -> Iterator[Cursor]:
    """Trino's catalog ``memory``."""
    from trino.dbapi import connect

    place = {"host": server().host, "port": server().port, "catalog": "memory", "schema": "default"}
    with closing(connect(user="cases", timezone="UTC", **place)) as connection:
        yield connection.cursor()


@contextmanager
def in_a_database(cursor: Cursor) -> Iterator[Cursor]:
    """A new database of the PostgreSQL that the cursor belongs to."""
    import psycopg

    cursor.execute("CREATE DATABASE cases")
    host = cursor.connection.info.host  # type: ignore[attr-defined]
    with psycopg.connect(host=host, user="genesis", dbname="cases", autocommit=True) as connection:
        yield connection.cursor()


@contextmanager
def with_schemas(cursor: Cursor) -> Iterator[Cursor]:
    """An empty database for each schema of the cases: SQLite makes none itself."""
    for schema in sorted({path.parent.name for path in CASES.glob("*/definitions/data/*/*.csv")}):
        cursor.execute(f"ATTACH ':memory:' AS {schema}")
    yield cursor


@contextmanager
def as_it_is(cursor: Cursor) -> Iterator[Cursor]:
    """An engine that holds nothing but what the tests put into it."""
    yield cursor


WORKSPACES: dict[str, Callable[[Cursor], AbstractContextManager[Cursor]]] = {
    **dict.fromkeys(CURSORS, as_it_is),
    **dict.fromkeys(("trino", "presto", "athena"), in_memory_catalog),
    "postgres": in_a_database,
    "sqlite": with_schemas,
}
