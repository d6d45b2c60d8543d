"""PostgreSQL: read-only transactions over server-side cursors, so that no result has to fit into memory."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Final, Self

import psycopg  # noqa: TID253 - this module is imported when a PostgreSQL connection is opened
from psycopg import errors, sql  # noqa: TID253

from genesis.diagnostics import GenesisError, Span, did_you_mean, fail
from genesis.engines.missing import Name, missing_column, missing_table
from genesis.engines.opening import Surroundings
from genesis.engines.postgres_tables import names_in, tables_of
from genesis.engines.rows import Row
from genesis.engines.settings import Settings
from genesis.engines.tables import Found
from genesis.engines.values import typed
from genesis.sql.query import CompiledQuery, ResultColumn

_BATCH: Final = 2048
_SETTINGS: Final = ("host", "port", "dbname", "user", "password", "sslmode", "sslrootcert", "sslcert", "sslkey")
_MODES: Final = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_FILES: Final = ("sslrootcert", "sslcert", "sslkey")
_TIMEOUT: Final = 30
_NAME_BYTES: Final = 63
_NO_TABLE: Final = (errors.UndefinedTable, errors.InvalidSchemaName, errors.FeatureNotSupported)
"""The last is what a table of another database gives."""
_LINE: Final = re.compile(r"^LINE (\d+): ", re.MULTILINE)
"""Where an error is in the SQL, which begins in the first line of the statement that declares its cursor."""
_TABLES: Final = "SELECT table_name FROM information_schema.tables WHERE table_schema = coalesce(%s, current_schema())"
_SCHEMAS: Final = "SELECT schema_name FROM information_schema.schemata"


class Postgres:
    """An open connection."""

    dialect = "postgres"

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]], settings: Settings) -> None:
        self._connection = connection
        self._settings = settings
        self._made = 0
        self._open: list[psycopg.ServerCursor[tuple[Any, ...]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for cursor in tuple(self._open):
            self.leave(cursor)
        self._connection.close()

    def run(self, query: CompiledQuery) -> "PostgresRows":
        """Run a query; rows are read as they are asked for.

        Raises:
            GenesisError: G703 and G704 for tables and columns, G711 and G712 for the connection, G707 for all else.
        """
        self._made += 1
        cursor = self._connection.cursor(name=f"genesis_{self._made}")
        self._open.append(cursor)
        try:
            cursor.execute(query.sql)
        except psycopg.Error as error:
            self.leave(cursor)
            raise self.explained(error, query) from error
        return PostgresRows(self, query, cursor)

    def describe(self, table: Name) -> Mapping[str, str]:
        """A table's columns, in order, with PostgreSQL's names of their types.

        Raises:
            GenesisError: as :meth:`run`.
        """
        found = self.columns(table)
        if found is None:
            raise fail("G703", None, f"there is no table `{'.'.join(table)}`")
        return found

    def describe_result(self, query: CompiledQuery) -> Mapping[str, str]:
        """The columns that a query gives, with PostgreSQL's names of their types.

        Raises:
            GenesisError: as :meth:`run`.
        """
        rows = self.run(query)
        try:
            return _types(rows.cursor)
        finally:
            self.leave(rows.cursor)

    def columns(self, table: Name) -> Mapping[str, str] | None:
        """A table's columns with PostgreSQL's names of their types; ``None`` when there is no such table."""
        nothing = sql.SQL("SELECT * FROM {} LIMIT 0").format(sql.Identifier(*table))
        try:
            with self._connection.transaction(), self._connection.cursor() as cursor:
                return _types(cursor.execute(nothing))
        except _NO_TABLE:
            return None
        except psycopg.Error as error:
            raise self._refused(error, f"`{'.'.join(table)}` cannot be described") from error

    def tables(self, names: Sequence[Name]) -> Mapping[Name, Found]:
        """What stands under each name; raises as :meth:`run`."""
        try:
            return tables_of(self._connection, names)
        except psycopg.Error as error:
            raise self._refused(error, "tables cannot be described") from error

    def names_in(self, schema: Name) -> tuple[Name, ...]:
        """The tables and views of a schema; raises as :meth:`run`."""
        try:
            return names_in(self._connection, schema)
        except psycopg.Error as error:
            raise self._refused(error, f"the tables of `{'.'.join(schema)}` cannot be listed") from error

    def beside(self, table: Name) -> Iterable[str]:
        """The tables of the schema, else the database's schemas."""
        schema = table[-2] if len(table) > 1 else None
        with suppress(psycopg.Error), self._connection.transaction():
            tables = self._connection.execute(_TABLES, (schema,)).fetchall()
            if tables:
                return [".".join((*table[:-1], name)) for (name,) in tables]
            return [".".join((*table[:-2], name, table[-1])) for (name,) in self._connection.execute(_SCHEMAS)]
        return ()

    def leave(self, cursor: psycopg.ServerCursor[tuple[Any, ...]]) -> None:
        """Let the server forget what nobody reads any more; done once."""
        if cursor in self._open:
            self._open.remove(cursor)
            with suppress(psycopg.Error):
                cursor.close()

    def explained(self, error: psycopg.Error, query: CompiledQuery) -> GenesisError:
        """PostgreSQL's error as a diagnostic. The transaction ends, and with it every result of this connection."""
        if not self._connection.closed:
            self._connection.rollback()
        said = error.diag.message_primary or ""
        with suppress(psycopg.Error, GenesisError):
            if isinstance(error, _NO_TABLE) and (missing := missing_table(query, self)):
                return missing
            if isinstance(error, errors.UndefinedColumn) and (missing := missing_column(query, self, said)):
                return missing
        line = _LINE.search(str(error))
        return self._refused(error, f"`{query.name}` cannot run", query.origin(int(line[1]) if line else 0))

    def _refused(self, error: psycopg.Error, what: str, origin: Span | None = None) -> GenesisError:
        place = self._settings.connection.span
        if isinstance(error, errors.InsufficientPrivilege):
            return fail("G712", place, f"PostgreSQL refuses: {_said(error)}", "ask its owners for that right")
        if self._connection.closed:
            return fail("G711", place, f"the connection to PostgreSQL broke: {_said(error)}", "try again later")
        return fail("G707", origin, f"{what}: PostgreSQL says: {_said(error)}")


class PostgresRows:
    """A result being read. It can be iterated once; leaving it closes the cursor on the server."""

    def __init__(self, engine: Postgres, query: CompiledQuery, cursor: psycopg.ServerCursor[tuple[Any, ...]]) -> None:
        self.columns: tuple[ResultColumn, ...] = query.columns
        self.cursor = cursor
        self._engine = engine
        self._query = query

    def __iter__(self) -> Iterator[list[Row]]:
        try:
            while batch := self._next():
                yield typed(batch, self.columns)
        finally:
            self._engine.leave(self.cursor)

    def _next(self) -> list[tuple[object, ...]]:
        try:
            return self.cursor.fetchmany(_BATCH)
        except psycopg.Error as error:
            raise self._engine.explained(error, self._query) from error


def connect(settings: Settings, around: Surroundings) -> Postgres:
    """Open a connection.

    Raises:
        GenesisError: G701 and G702 for the settings, G711 when nobody answers there, G712 when the server lets nobody in.
    """
    settings.only(*_SETTINGS, "schema", "timeout")
    given: dict[str, Any] = {name: settings.text(name) for name in _SETTINGS if settings.has(name)}
    mode = given.get("sslmode", _MODES[0])
    if mode not in _MODES:
        raise fail("G701", settings.place("sslmode"), f"there is no `sslmode: {mode}`", did_you_mean(mode, _MODES))
    for name in _FILES:
        if name in given:
            given[name] = _file(settings, name, around)
    try:
        connection: psycopg.Connection[tuple[Any, ...]] = psycopg.connect(
            **given,
            connect_timeout=settings.whole("timeout") or _TIMEOUT,
            application_name=" ".join(("genesis", *around.labels())).encode()[:_NAME_BYTES].decode(errors="ignore"),
            client_encoding="utf8",
        )
    except psycopg.Error as error:
        raise _no_connection(error, settings) from error
    connection.read_only = True
    _prepare(connection, settings, around)
    return Postgres(connection, settings)


def _prepare(connection: psycopg.Connection[tuple[Any, ...]], settings: Settings, around: Surroundings) -> None:
    """The session's timezone and schema, and JSON as the text it is."""
    for name in ("json", "jsonb"):
        connection.adapters.register_loader(name, psycopg.types.string.TextLoader)
    wanted = {"TimeZone": around.timezone, "search_path": settings.text("schema"), "extra_float_digits": "3"}
    try:
        for name, value in wanted.items():
            if value is not None:
                connection.execute("SELECT set_config(%s, %s, false)", (name, value))
        connection.commit()
    except psycopg.Error as error:
        connection.close()
        raise fail("G701", settings.connection.span, f"PostgreSQL takes no such setting: {_said(error)}") from error


def _no_connection(error: psycopg.Error, settings: Settings) -> GenesisError:
    said = _said(error)
    span = settings.connection.span
    if "FATAL" in said and "starting up" not in said:
        said = said.rpartition("FATAL:")[2].strip()
        return fail(
            "G712", span, f"PostgreSQL does not let in: {said}", "look at `user`, `password`, `dbname` and `sslmode`"
        )
    return fail(
        "G711", span, f"PostgreSQL cannot be reached: {said}", "is it running, and is this its `host` and `port`?"
    )


def _file(settings: Settings, name: str, around: Surroundings) -> str:
    path = around.root / settings.required(name)
    if not path.is_file():
        raise fail("G701", settings.place(name), f"there is no file {settings.text(name)}")
    return str(path)


def _types(cursor: "psycopg.Cursor[tuple[Any, ...]] | psycopg.ServerCursor[tuple[Any, ...]]") -> dict[str, str]:
    return {column.name: column.type_display for column in cursor.description or []}


def _said(error: psycopg.Error) -> str:
    return (error.diag.message_primary or str(error).strip() or type(error).__name__).splitlines()[0]
