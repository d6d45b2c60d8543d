"""What DuckDB knows of tables: those of a database by its catalog, those of a folder by their files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import duckdb  # noqa: TID253 - as in duckdb.py

from genesis.diagnostics import GenesisError, fail
from genesis.engines.csv_view import CsvView, quoted, text
from genesis.engines.folder import TableFolder, header
from genesis.engines.tables import Found, Name, Reference, Table, Unread, folded
from genesis.model.types import STRING, WIDEST

_COLUMNS: Final = """
SELECT database_name, schema_name, table_name, column_name, data_type FROM duckdb_columns()
WHERE NOT internal ORDER BY database_name, schema_name, table_name, column_index
"""
_CONSTRAINTS: Final = """
SELECT database_name, schema_name, table_name, constraint_column_names, referenced_table, referenced_column_names
FROM duckdb_constraints() WHERE constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY')
ORDER BY database_name, schema_name, table_name, constraint_index
"""
_TEXTS: Final = (
    ("BIGINT", r"-?(0|[1-9][0-9]{0,17})"),
    ("DECIMAL", r"-?(0|[1-9][0-9]*)(\.[0-9]+)?"),
    ("DOUBLE", r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?0*([0-9]{1,2}|1[0-9]{2}|2[0-8][0-9]))?"),
    ("DATE", "[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    ("TIMESTAMP", r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"),
    ("BOOLEAN", "true|false|True|False|TRUE|FALSE"),
)
"""What a column of text may be when all its cells look like this. Digits behind a 0 are a code, not a number."""
_DIGITS: Final = 18
"""Of a decimal at least."""
_SIZES: Final = 3
"""Numbers of digits that are asked for, before the tests."""
_MONEY: Final = 10
"""More digits behind the point are those of a measurement."""
_HELD: Final = 15
"""Decimal digits that every DOUBLE holds; two more where a program wrote it as one (IEEE 754, 53 bits)."""
_Constraint = tuple[list[str], str | None, list[str]]


def in_database(connection: duckdb.DuckDBPyConnection) -> tuple[Table, ...]:
    """All tables and views, named by database, schema and table.

    Raises:
        duckdb.Error: when the database cannot be asked.
    """
    columns: dict[Name, list[tuple[str, str]]] = {}
    for *name, column, native in connection.execute(_COLUMNS).fetchall():
        columns.setdefault(tuple(name), []).append((column, native))
    constraints: dict[Name, list[_Constraint]] = {}
    for *name, own, table, others in connection.execute(_CONSTRAINTS).fetchall():
        constraints.setdefault(tuple(name), []).append((own, table, others))
    return tuple(_table(name, own, constraints.get(name, [])) for name, own in columns.items())


def _table(name: Name, columns: list[tuple[str, str]], constraints: list[_Constraint]) -> Table:
    key = next((tuple(own) for own, table, _ in constraints if table is None), ())
    references = tuple(
        Reference(tuple(own), (name[1], table), tuple(others))
        for own, table, others in constraints
        if table is not None
    )
    return Table(name, tuple(columns), key, references)


def among(tables: Sequence[Table], names: Sequence[Name]) -> dict[Name, Found]:
    """What stands under each name, which may leave out the database; letter case does not count."""
    by_name: dict[Name, Table] = {}
    for table in tables:
        by_name[folded(table.name)] = by_name[folded(table.name[1:])] = table
    return {name: by_name.get(folded(name)) for name in names}


def in_folder(connection: duckdb.DuckDBPyConnection, folder: TableFolder, names: Sequence[Name]) -> dict[Name, Found]:
    """What stands under each name; the columns of a CSV file have no types of their own.

    Raises:
        GenesisError: when the folder cannot be read.
    """
    known = {folded(name) for name in folder.names()}
    return {name: _of_file(connection, folder, name) if folded(name) in known else None for name in names}


def _of_file(connection: duckdb.DuckDBPyConnection, folder: TableFolder, name: Name) -> Found:
    try:
        return _read(connection, folder, name)
    except GenesisError as error:
        return Unread(error.diagnostics[0].message)


def _read(connection: duckdb.DuckDBPyConnection, folder: TableFolder, name: Name) -> Table:
    path = folder.find(name, None)
    if path.suffix == ".csv":
        return Table(
            name, tuple((column, "VARCHAR") for column in header(path, folder.shown(path), None)), written=True
        )
    sql = f"SELECT * FROM read_parquet({text(str(path))}) LIMIT 0"  # noqa: S608 - a literal
    try:
        described = connection.execute(sql).description or []
    except duckdb.Error as error:
        said = str(error).partition("\n")[0].replace(str(path), folder.shown(path))
        raise fail("G706", None, f"{folder.shown(path)} cannot be read: {said}") from error
    return Table(name, tuple((column[0], str(column[1])) for column in described))


def text_types(connection: duckdb.DuckDBPyConnection, path: Path, columns: Sequence[str]) -> dict[str, str]:
    """DuckDB's name of the narrowest type that each column's cells look like; one that is empty stays text.

    Raises:
        duckdb.Error: when the file cannot be read.
    """
    view = CsvView(0, path, tuple((column, STRING) for column in columns))
    asked = ", ".join(_looks(quoted(column)) for column in columns)
    row = connection.execute(f"SELECT {asked} FROM ({view.select()})").fetchone() or ()  # noqa: S608 - quoted
    wide = len(_TEXTS) + _SIZES
    return {column: _narrowest(row[at * wide : (at + 1) * wide]) for at, column in enumerate(columns)}


def _looks(column: str) -> str:
    digits = f"length(regexp_replace({column}, '[eE].*|[-.]', '', 'g'))"
    sizes = (
        f"max(length(regexp_extract({column}, '^-?([0-9]*)', 1)))",
        f"max(length(split_part({column}, '.', 2)))",
        f"max({digits} - CASE WHEN regexp_matches({column}, '[eE.]') THEN 2 ELSE 0 END)",
    )
    tests = (f"bool_and(regexp_full_match({column}, {text(pattern)}))" for _, pattern in _TEXTS)
    return ", ".join((*sizes, *tests))


def _narrowest(row: Sequence[Any]) -> str:
    whole, scale, digits, *holds = row
    name = next((name for (name, _), held in zip(_TEXTS, holds, strict=True) if held), "VARCHAR")
    if name == "DECIMAL":
        return _decimal(whole, scale)
    return "VARCHAR" if name == "DOUBLE" and digits > _HELD else name


def _decimal(whole: int, scale: int) -> str:
    """The type of numbers with at most so many digits before and behind the point: no digit may get lost."""
    if scale > _MONEY and whole + scale <= _HELD:
        return "DOUBLE"
    precision = max(whole + scale, _DIGITS)
    return f"DECIMAL({precision},{scale})" if precision <= WIDEST else "VARCHAR"
