"""Engines that tests run expressions on: those that can be had on this machine."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Protocol

from tests.engines.clickhouse_cursor import clickhouse_cursor
from tests.engines.mariadb_server import running
from tests.engines.spark_cursor import spark_cursor
from tests.engines.trino_server import server


class Cursor(Protocol):
    """What all client libraries give."""

    def execute(self, sql: str) -> object:
        """Run one statement."""
        ...

    def fetchall(self) -> Sequence[tuple[object, ...]]:
        """All its rows."""
        ...


@contextmanager
def duckdb_cursor() -> Iterator[Cursor]:
    import duckdb

    with closing(duckdb.connect()) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection


@contextmanager
def trino_cursor() -> Iterator[Cursor]:
    """The session's server.

    Raises:
        LookupError: when none can be had.
    """
    import trino

    place = server()
    connect: Callable[..., trino.dbapi.Connection] = trino.dbapi.connect
    with closing(connect(host=place.host, port=place.port, user="genesis-tests", timezone="UTC")) as connection:
        yield connection.cursor()


def _postgres_tool(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}")) or [Path(shutil.which(name) or "")]
    if not found[-1].is_file():
        raise LookupError(f"no PostgreSQL: {name} is not installed")
    return str(found[-1])


@contextmanager
def postgres_cursor() -> Iterator[Cursor]:
    """A server of its own, in a temporary folder, reached by a socket there.

    Raises:
        LookupError: when PostgreSQL or its client library is not installed.
    """
    try:
        import psycopg
    except ImportError as error:
        raise LookupError("no PostgreSQL client: psycopg is not installed") from error
    initdb, control = _postgres_tool("initdb"), _postgres_tool("pg_ctl")
    with tempfile.TemporaryDirectory(prefix="genesis-pg-", dir="/var/tmp") as folder:
        user = _unprivileged(folder)

        def run(*command: str) -> None:
            subprocess.run([*user, *command], check=True, capture_output=True)

        run(initdb, "-D", f"{folder}/cluster", "-A", "trust", "-U", "genesis", "-E", "UTF8", "--locale=C")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c timezone=UTC"
        run(control, "-D", f"{folder}/cluster", "-w", "-l", f"{folder}/log", "-o", options, "start")
        try:
            with psycopg.connect(host=folder, user="genesis", dbname="postgres", autocommit=True) as connection:
                yield connection.cursor()
        finally:
            run(control, "-D", f"{folder}/cluster", "-m", "immediate", "stop")


def _unprivileged(folder: str) -> list[str]:
    """How to run as somebody else than root, whom PostgreSQL refuses."""
    if os.geteuid():
        return []
    os.chmod(folder, 0o777)  # noqa: S103, PTH101 - the server's own user writes here
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


@contextmanager
def sqlite_cursor() -> Iterator[Cursor]:
    import pysqlite3

    with closing(pysqlite3.connect(":memory:")) as connection:
        yield connection.cursor()


@contextmanager
def mysql_cursor() -> Iterator[Cursor]:
    """A MariaDB of its own, in a temporary folder, reached by a socket there.

    Raises:
        LookupError: when MariaDB or a client library is not installed.
    """
    try:
        import pymysql
    except ImportError as error:
        raise LookupError("no MySQL client: PyMySQL is not installed") from error
    with (
        tempfile.TemporaryDirectory(prefix="genesis-my-", dir="/var/tmp") as folder,
        running(folder, _unprivileged(folder)) as place,
        closing(pymysql.connect(unix_socket=place, user="root", autocommit=True)) as connection,
    ):
        yield connection.cursor()


@contextmanager
def googlesql_cursor() -> Iterator[Cursor]:
    from tests.engines.googlesql import GoogleSql

    yield GoogleSql()


CURSORS: dict[str, Callable[[], AbstractContextManager[Cursor]]] = {
    "bigquery": googlesql_cursor,
    "clickhouse": clickhouse_cursor,
    "duckdb": duckdb_cursor,
    "mysql": mysql_cursor,
    "postgres": postgres_cursor,
    **dict.fromkeys(("spark", "databricks"), spark_cursor),
    "sqlite": sqlite_cursor,
    **dict.fromkeys(("trino", "presto", "athena"), trino_cursor),
}
"""What each dialect's text is run on: its engine, or what stands for it (``Dialect.tried_on``)."""
