"""Trino: a server somewhere that other people run too. Queries are streamed, told apart by labels, and cancelled when nobody reads."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice
from time import sleep
from types import TracebackType
from typing import Any, Final, Self, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import trino  # noqa: TC002, TID253 - this module is imported when a Trino connection is opened, and so says what is missing

from genesis.diagnostics import GenesisError, fail
from genesis.engines.csv_view import quoted, text
from genesis.engines.missing import Name, missing_column, missing_table
from genesis.engines.opening import Surroundings
from genesis.engines.rows import Progress, Row
from genesis.engines.settings import Settings
from genesis.engines.tables import Found
from genesis.engines.trino_access import Access, client_arguments, read_access
from genesis.engines.trino_errors import FAILURES, NO_COLUMN, NO_TABLE, is_passing, no_connection, refusal
from genesis.engines.trino_spooled import Connection
from genesis.engines.trino_tables import names_in, tables_of
from genesis.engines.values import typed
from genesis.sql.query import CompiledQuery, ResultColumn

_BATCH: Final = 2048
_WAITS: Final = (0.5, 2.0)
"""Seconds before a query that failed with its server is sent again."""
_ADVICE: Final = {"query_max_run_time": "10s"}
"""What is asked for the sake of a message must not keep anybody waiting."""
_PERCENT: Final = 100


class Trino:
    """An open connection. ``advice`` is a second one, for what messages need to know."""

    dialect = "trino"

    def __init__(
        self,
        connection: "trino.dbapi.Connection",
        advice: "trino.dbapi.Connection",
        access: Access,
        around: Surroundings,
    ) -> None:
        self._connection = connection
        self._advice = advice
        self._access = access
        self._told = around.progress
        self._running: list[trino.dbapi.Cursor] = []
        self.zone = ZoneInfo(around.timezone)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for cursor in tuple(self._running):
            self.leave(cursor)
        self._connection.close()
        self._advice.close()

    def run(self, query: CompiledQuery) -> "TrinoRows":
        """Run a query; its first rows are there, the others are read as they are asked for.

        Before the first row, a query that failed because its server starts, stops or was lost is sent again, twice at most.

        Raises:
            GenesisError: G703 and G704 for tables and columns, G711 and G712 for the connection, G707 for all else.
        """
        for wait in (*_WAITS, None):
            cursor = self._connection.cursor(stats_callback=self._tell if self._told else None)
            try:
                return self._started(query, cursor)
            except FAILURES as error:
                if wait is None or not is_passing(error, begun=cursor.query_id is not None):
                    raise self.explained(error, query, cursor) from error
                sleep(wait)
        raise AssertionError  # the last wait is None

    def describe(self, table: Name) -> Mapping[str, str]:
        """A table's columns, in order, with Trino's names of their types.

        Raises:
            GenesisError: as :meth:`run`.
        """
        found = self.columns(table)
        if found is None:
            raise fail("G703", None, f"there is no table `{'.'.join(table)}`")
        return found

    def describe_result(self, query: CompiledQuery) -> Mapping[str, str]:
        """The columns that a query gives, with Trino's names of their types.

        Raises:
            GenesisError: as :meth:`run`.
        """
        rows = self.run(query)
        try:
            return {column[0]: str(column[1]) for column in rows.cursor.description or []}
        finally:
            self.leave(rows.cursor)

    def columns(self, table: Name) -> Mapping[str, str] | None:
        """A table's columns with Trino's names of their types; ``None`` when there is no such table."""
        return self._described(f"SELECT * FROM {_relation(table)} LIMIT 0", ".".join(table))  # noqa: S608 - quoted

    def tables(self, names: Sequence[Name]) -> Mapping[Name, Found]:
        """What stands under each name; raises as :meth:`run`."""
        return tables_of(self, names)

    def names_in(self, schema: Name) -> tuple[Name, ...]:
        """The tables and views of a schema; raises as :meth:`run`."""
        return names_in(self, schema)

    def whole(self, name: Name) -> Name:
        """A table's name with what the connection adds; as it is where the connection says nothing."""
        own: tuple[str | None, ...] = (self._connection.catalog, self._connection.schema)
        return (*(part for part in own[: 3 - len(name)] if part), *name)

    def beside(self, table: Name) -> Iterable[str]:
        """The tables of the schema, else its catalog's schemas; nothing where they cannot be listed."""
        *parts, schema = (None, None, *table)[-3:-1]
        catalog = parts[0] or self._connection.catalog
        schema = schema or self._connection.schema
        if not catalog or not schema:
            return ()
        listing = f"{quoted(catalog)}.information_schema"
        tables = self._asked(f"SELECT table_name FROM {listing}.tables WHERE table_schema = {text(schema.lower())}")  # noqa: S608
        if tables:
            return [".".join((*table[:-1], str(name))) for (name,) in tables]
        schemas = self._asked(f"SELECT schema_name FROM {listing}.schemata")  # noqa: S608 - quoted
        return [".".join((*table[:-2], str(name), table[-1])) for (name,) in schemas]

    def explained(self, error: Exception, query: CompiledQuery, cursor: "trino.dbapi.Cursor") -> GenesisError:
        """The client's error as a diagnostic."""
        if found := no_connection(error, self._access, begun=cursor.query_id is not None):
            return found
        name, said = getattr(error, "error_name", ""), getattr(error, "message", "")
        with suppress(*FAILURES):
            if name in NO_TABLE and (missing := missing_table(query, self)):
                return missing
            if name == NO_COLUMN and (missing := missing_column(query, self, said)):
                return missing
        return refusal(error, query, getattr(error, "query_id", None) or cursor.query_id or "")

    def leave(self, cursor: "trino.dbapi.Cursor") -> None:
        """Cancel what the cursor still runs; done once, whatever the server says to it."""
        if cursor in self._running:
            self._running.remove(cursor)
            with suppress(*FAILURES):
                cursor.cancel()

    def _started(self, query: CompiledQuery, cursor: "trino.dbapi.Cursor") -> "TrinoRows":
        self._running.append(cursor)
        try:
            cursor.execute(query.sql)
            return TrinoRows(self, query, cursor)
        except BaseException:
            self.leave(cursor)
            raise

    def _described(self, sql: str, name: str) -> Mapping[str, str] | None:
        cursor = self._advice.cursor()
        try:
            cursor.execute(sql)
            return {column[0]: str(column[1]) for column in cursor.description or []}
        except FAILURES as error:
            if getattr(error, "error_name", "") in NO_TABLE:
                return None
            asked = CompiledQuery(name, "trino", sql, (), (), (), ())
            raise self.explained(error, asked, cursor) from error

    def _asked(self, sql: str) -> list[list[Any]]:
        with suppress(*FAILURES):
            return self._advice.cursor().execute(sql).fetchall()  # type: ignore[no-any-return]
        return []

    def _tell(self, stats: Mapping[str, Any]) -> None:
        share = stats.get("progressPercentage")
        state, read = str(stats.get("state", "")).lower(), int(stats.get("processedRows", 0))
        cast("Callable[[Progress], None]", self._told)(
            Progress(state, None if share is None else share / _PERCENT, read)
        )


class TrinoRows:
    """A result being read, its first batch already here. It can be iterated once; leaving it cancels the query."""

    def __init__(self, engine: Trino, query: CompiledQuery, cursor: "trino.dbapi.Cursor") -> None:
        self.columns: tuple[ResultColumn, ...] = query.columns
        self.cursor = cursor
        self.query_id = str(cursor.query_id or "")
        self._engine = engine
        self._query = query
        self._moments = [place for place, column in enumerate(query.columns) if column.type.kind == "timestamptz"]
        self._rows: Iterator[list[Any]] = iter(cursor)
        self._first: list[list[Row]] = [self._batch()]

    def __iter__(self) -> Iterator[list[Row]]:
        try:
            batch = self._first.pop() if self._first else []
            while batch:
                yield batch
                batch = self._next()
        finally:
            self._engine.leave(self.cursor)

    def _next(self) -> list[Row]:
        try:
            return self._batch()
        except FAILURES as error:
            raise self._engine.explained(error, self._query, self.cursor) from error

    def _batch(self) -> list[Row]:
        rows = list(islice(self._rows, _BATCH))
        for row in rows if self._moments else ():
            for place in self._moments:
                row[place] = _here(row[place], self._engine.zone)
        return typed(cast("list[tuple[object, ...]]", rows), self.columns)


def connect(settings: Settings, around: Surroundings) -> Trino:
    """Open a connection; nothing is sent before the first query.

    Raises:
        GenesisError: G701 and G702 for the settings, G710 when a way to sign in needs a package that is not installed.
    """
    access = read_access(settings)
    try:
        given = client_arguments(access, around)
        connection = Connection(**given)
        session = {**given["session_properties"], **_ADVICE}
        advice = Connection(**{**given, "session_properties": session})
    except ZoneInfoNotFoundError as error:
        hint = "write it as in `America/Los_Angeles`"
        raise fail("G701", settings.connection.span, f"there is no timezone `{around.timezone}`", hint) from error
    return Trino(connection, advice, access, around)


def _here(value: object, zone: ZoneInfo) -> object:
    """A moment as clocks in the project's timezone show it."""
    return value.astimezone(zone) if isinstance(value, datetime) else value


def _relation(table: Name) -> str:
    return ".".join(quoted(part) for part in table)
