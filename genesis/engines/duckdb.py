"""DuckDB: a folder of CSV and Parquet files, or a database file opened for reading.

SQL that comes from definitions can read the connection's own files and nothing else: other files, the network,
extensions, settings and Python variables are out of reach. Long because what goes wrong with files of text is told by the
views that were made of them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Final, Self

import duckdb  # noqa: TID253 - this module is imported when a DuckDB connection is opened

from genesis.diagnostics import GenesisError, Span, did_you_mean, fail
from genesis.engines import duckdb_tables
from genesis.engines.csv_cells import UnreadableCells, unreadable_cells
from genesis.engines.csv_view import BadCell, CsvView, bad_cell, claimed, quoted, text
from genesis.engines.folder import Name, TableFolder, header, line_of
from genesis.engines.interrupting import interruptible
from genesis.engines.opening import Surroundings
from genesis.engines.rows import Row
from genesis.engines.settings import Settings
from genesis.engines.table_uses import merged, reading
from genesis.engines.tables import Found, folded
from genesis.engines.values import typed
from genesis.model.types import STRING, Type
from genesis.sql.query import CompiledQuery, ResultColumn, TableUse

_BATCH: Final = 2048
_CSV_LINE: Final = re.compile(r"CSV Error on Line: (\d+)")
_CONFIG: Final = {
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
}
_TABLES: Final = """
SELECT database_name, schema_name, table_name FROM duckdb_tables() WHERE NOT internal
UNION ALL SELECT database_name, schema_name, view_name FROM duckdb_views() WHERE NOT internal
"""


class DuckDB:
    """An open DuckDB connection. Without a ``folder`` its tables are those of the database file."""

    dialect = "duckdb"

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        folder: TableFolder | None,
        around: Surroundings,
        spill: TemporaryDirectory[str],
    ) -> None:
        self._connection = connection
        self._folder = folder
        self._around = around
        self._spill = spill
        self._views: dict[Name, CsvView | Path] = {}
        self._catalogs: set[str] = set()
        self._made = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
        self._spill.cleanup()

    def run(self, query: CompiledQuery) -> "DuckDBRows":
        """Run a query; rows are read as they are asked for.

        Raises:
            GenesisError: G703 to G709 for its tables and their contents, G707 for all else that DuckDB refuses.
        """
        for use in merged(query.tables):
            self._open_table(use.name, use.span, dict(use.columns))
        try:
            statements = self._connection.extract_statements(query.sql)
            if [s.type for s in statements] != [duckdb.StatementType.SELECT]:
                raise fail("G707", query.span, f"`{query.name}` cannot run: its SQL is not one SELECT")
            cursor = self._connection.cursor()
            result = interruptible(lambda: cursor.execute(statements[0]), cursor.interrupt)
        except duckdb.Error as error:
            raise self.explained(error, query) from error
        return DuckDBRows(self, query, result)

    def describe(self, table: Name) -> Mapping[str, str]:
        """A table's columns, in order, with DuckDB's names of their types.

        Raises:
            GenesisError: as :meth:`run`.
        """
        self._open_table(table, None, {})
        relation = ".".join(quoted(part) for part in table)
        try:
            described = self._connection.execute(f"SELECT * FROM {relation} LIMIT 0").description or []  # noqa: S608 - quoted
        except duckdb.Error as error:
            raise fail("G707", None, f"`{'.'.join(table)}` cannot be described: {_first_line(error)}") from error
        return {column[0]: str(column[1]) for column in described}

    def tables(self, names: Sequence[Name]) -> Mapping[Name, Found]:
        """What stands under each name.

        Raises:
            GenesisError: G706 for a folder that cannot be read, G707 for a database.
        """
        try:
            if self._folder:
                return duckdb_tables.in_folder(self._connection, self._folder, names)
            return duckdb_tables.among(duckdb_tables.in_database(self._connection), names)
        except duckdb.Error as error:
            raise fail("G707", None, f"tables cannot be described: {_first_line(error)}") from error

    def names_in(self, schema: Name) -> tuple[Name, ...]:
        """The tables and views of a schema, sorted."""
        if self._folder:
            names = self._folder.names()
        else:
            names = tuple(table.name[-1 - len(schema) :] for table in duckdb_tables.in_database(self._connection))
        wanted = folded(schema)
        return tuple(sorted(name for name in names if folded(name[:-1]) == wanted))

    def text_types(self, table: Name) -> Mapping[str, str]:
        """What the cells of a table's CSV file look like, by column, as DuckDB's names of types; nothing for other tables.

        Raises:
            GenesisError: G706 when the file cannot be read.
        """
        path = self._folder.find(table, None) if self._folder else None
        if path is None or path.suffix != ".csv":
            return {}
        try:
            return duckdb_tables.text_types(self._connection, path, header(path, self._shown(path), None))
        except duckdb.Error as error:
            raise fail("G706", None, f"{self._shown(path)} cannot be read: {_first_line(error)}") from error

    def describe_result(self, query: CompiledQuery) -> Mapping[str, str]:
        """The columns that a query gives, with DuckDB's names of their types.

        Raises:
            GenesisError: as :meth:`run`.
        """
        for use in merged(query.tables):
            self._open_table(use.name, use.span, dict(use.columns))
        try:
            described = self._connection.cursor().execute(query.sql).description or []
        except duckdb.Error as error:
            raise self.explained(error, query) from error
        return {column[0]: str(column[1]) for column in described}

    def unreadable(self, use: TableUse) -> tuple[UnreadableCells, ...]:
        """What stands in a table's CSV file and cannot be read as is claimed, by column; raises as :meth:`run`."""
        self._open_table(use.name, use.span, dict(use.columns))
        view = self._views.get(use.name)
        if not isinstance(view, CsvView):
            return ()
        return unreadable_cells(self._connection, view, lambda error: self.explained(error, reading(use)))

    def explained(self, error: duckdb.Error, query: CompiledQuery) -> GenesisError:
        """DuckDB's error as a diagnostic.

        Raises:
            KeyboardInterrupt: the query was interrupted.
        """
        if isinstance(error, duckdb.InterruptException):
            raise KeyboardInterrupt from error
        if cell := bad_cell(str(error)):
            return self._unreadable(cell, query)
        if isinstance(error, duckdb.BinderException) and (missing := self._missing_column(str(error), query)):
            return missing
        if match := _CSV_LINE.search(str(error)) or "CSV" in str(error):
            return self._malformed(str(error), query, int(match[1]) if isinstance(match, re.Match) else 0)
        return fail("G707", query.span, f"`{query.name}` cannot run: DuckDB says: {_first_line(error)}")

    def _open_table(self, name: Name, span: Span | None, own: Mapping[str, Type]) -> None:
        if self._folder is None:
            return self._check_exists(name, span)
        path = self._folder.find(name, span)
        if not path.resolve().is_relative_to(self._folder.path):
            raise fail(
                "G703",
                span,
                f"`{'.'.join(name)}` is not inside {self._folder.shown(self._folder.path)}: it is a link to elsewhere",
            )
        if path.suffix == ".parquet":
            return self._make_view(name, path, f"SELECT * FROM read_parquet({text(str(path))})")  # noqa: S608 - a literal
        names = header(path, self._folder.shown(path), span)
        columns = claimed(names, {**self._around.claims(name), **own}, STRING)
        old = self._views.get(name)
        if isinstance(old, CsvView) and old.columns == columns:
            return None
        self._made += 1
        view = CsvView(self._made, path, columns)
        return self._make_view(name, view, view.select())

    def _make_view(self, name: Name, view: CsvView | Path, select: str) -> None:
        *catalog, schema, _ = ("main", *name) if len(name) == 1 else name
        if catalog and catalog[0] not in self._catalogs:
            self._connection.execute(f"ATTACH ':memory:' AS {quoted(catalog[0])}")
            self._catalogs.add(catalog[0])
        within = ".".join(quoted(part) for part in (*catalog, schema))
        self._connection.execute(f"CREATE SCHEMA IF NOT EXISTS {within}")
        self._connection.execute(f"CREATE OR REPLACE VIEW {within}.{quoted(name[-1])} AS {select}")
        self._views[name] = view

    def _check_exists(self, name: Name, span: Span | None) -> None:
        wanted = tuple(part.lower() for part in (("main", *name) if len(name) == 1 else name))
        tables = self._connection.execute(_TABLES).fetchall()
        if not any(tuple(part.lower() for part in table)[-len(wanted) :] == wanted for table in tables):
            dotted = ".".join(name)
            raise fail(
                "G703",
                span,
                f"there is no table `{dotted}` in the database",
                did_you_mean(dotted, {f"{t[1]}.{t[2]}" for t in tables}),
            )

    def _unreadable(self, bad: BadCell, query: CompiledQuery) -> GenesisError:
        name, view = next((n, v) for n, v in self._views.items() if isinstance(v, CsvView) and v.number == bad.view)
        column, kind = view.columns[bad.column]
        line = line_of(view.path, bad.column, bad.cell)
        place = f"{self._shown(view.path)}:{line}" if line else self._shown(view.path)
        hint = "mend the cell, or claim another type for the field (`string` takes every value)"
        cell = bad.cell if len(bad.cell) <= 60 else bad.cell[:59] + "…"  # noqa: PLR2004
        return fail(
            "G705",
            _span(name, query),
            f"{place}: the column `{column}` holds `{cell}`, which cannot be read as {kind}",
            hint,
        )

    def _missing_column(self, message: str, query: CompiledQuery) -> GenesisError | None:
        for use in merged(query.tables):
            there = {column.lower(): column for column in self.describe(use.name)}
            for column, _ in use.columns:
                if column.lower() not in there and f'"{column}"' in message:
                    table = ".".join(use.name)
                    hint = did_you_mean(column, there.values())
                    return fail("G704", use.place(column), f"the table `{table}` has no column `{column}`", hint)
        return None

    def _malformed(self, message: str, query: CompiledQuery, line: int) -> GenesisError:
        name, view = next(
            ((n, v) for n, v in self._views.items() if isinstance(v, CsvView) and f"file = {v.path}\n" in message),
            ((), None),
        )
        if view is None:
            return fail("G707", query.span, f"`{query.name}` cannot run: DuckDB says: {message.splitlines()[0]}")
        place = f"{self._shown(view.path)}:{line}" if line else self._shown(view.path)
        reason = next((said for sign, said in _REASONS if sign in message), message.splitlines()[0].partition(": ")[2])
        return fail(
            "G706", _span(name, query), f"{place} cannot be read: {reason}", "save it as CSV in UTF-8, with commas"
        )

    def _shown(self, path: Path) -> str:
        return self._folder.shown(path) if self._folder else path.as_posix()


_REASONS: Final = (
    ("unterminated quote", "a quoted cell does not end where it should"),
    ("Expected Number of Columns", "the line has more or fewer cells than the first line"),
    ("not utf-8", "it is not in UTF-8"),
    ("invalid state", "it mixes kinds of line breaks, or quotes are out of place"),
)


class DuckDBRows:
    """A result being read. It can be iterated once."""

    def __init__(self, engine: DuckDB, query: CompiledQuery, result: duckdb.DuckDBPyConnection) -> None:
        self.columns: tuple[ResultColumn, ...] = query.columns
        self._engine = engine
        self._query = query
        self._result = result

    def __iter__(self) -> Iterator[list[Row]]:
        while True:
            try:
                batch = self._result.fetchmany(_BATCH)
            except duckdb.Error as error:
                raise self._engine.explained(error, self._query) from error
            if not batch:
                return
            yield typed(batch, self.columns)


def connect(settings: Settings, around: Surroundings) -> DuckDB:
    """Open a connection with ``files`` or ``database``.

    Raises:
        GenesisError: G701 when neither or both are given, or the place does not exist, or the timezone is unknown.
    """
    settings.only("files", "database")
    files, database = settings.text("files"), settings.text("database")
    span = settings.connection.span
    if (files is None) == (database is None):
        raise fail("G701", span, f"the connection `{settings.connection.name}` needs either `files` or `database`")
    spill = TemporaryDirectory(prefix="genesis-")
    if files is None:
        place = around.root / str(database)
        if not place.is_file():
            raise fail("G701", settings.place("database"), f"there is no database file {database}")
        folder = None
    else:
        folder = TableFolder((around.root / files).resolve(), around.root)
        if not folder.path.is_dir():
            raise fail("G701", settings.place("files"), f"there is no folder {files}")
    try:
        connection = duckdb.connect(
            ":memory:" if folder else str(place), read_only=not folder, config={**_CONFIG, "temp_directory": spill.name}
        )
    except duckdb.Error as error:
        raise fail("G701", settings.place("database"), f"{database} cannot be opened: {_first_line(error)}") from error
    _lock(connection, folder, around.timezone, span)
    return DuckDB(connection, folder, around, spill)


def _lock(connection: duckdb.DuckDBPyConnection, folder: TableFolder | None, timezone: str, span: Span) -> None:
    try:
        connection.execute(f"SET GLOBAL TimeZone = {text(timezone)}")
    except duckdb.Error as error:
        raise fail(
            "G701", span, f"DuckDB knows no timezone `{timezone}`", "write it as in `America/Los_Angeles`"
        ) from error
    if folder:
        connection.execute(f"SET allowed_directories = [{text(f'{folder.path}/')}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _span(name: Name, query: CompiledQuery) -> Span | None:
    return next((use.span for use in query.tables if use.name == name), None)


def _first_line(error: duckdb.Error) -> str:
    return str(error).splitlines()[0]
