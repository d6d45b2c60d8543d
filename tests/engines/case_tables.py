"""The tables of a case folder, loaded into a server."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from genesis.engines.connections import claims_of
from genesis.engines.csv_view import claimed
from genesis.model.types import STRING, Type
from genesis.spec.project import open_project
from tests.engines.servers import Cursor

_TRINO = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "float": "DOUBLE",
    "timestamp": "TIMESTAMP(6)",
    "timestamptz": "TIMESTAMP(6) WITH TIME ZONE",
    "time": "TIME(6)",
}
_SPARK = {
    "string": "STRING",
    "integer": "BIGINT",
    "float": "DOUBLE",
    "timestamp": "TIMESTAMP_NTZ",
    "timestamptz": "TIMESTAMP",
    "time": "STRING",
    "json": "STRING",
}
NATIVE: dict[str, dict[str, str]] = {
    "bigquery": {
        "string": "STRING",
        "integer": "INT64",
        "decimal": "BIGNUMERIC",
        "float": "FLOAT64",
        "boolean": "BOOL",
        "timestamp": "DATETIME",
        "timestamptz": "TIMESTAMP",
    },
    "clickhouse": {
        "string": "Nullable(String)",
        "integer": "Nullable(Int64)",
        "decimal": "Nullable({})",
        "float": "Nullable(Float64)",
        "boolean": "Nullable(Bool)",
        "date": "Nullable(Date32)",
        "timestamp": "Nullable(DateTime64(6))",
        "timestamptz": "Nullable(DateTime64(6, 'UTC'))",
        "time": "Nullable(Time64(6))",
        "json": "Nullable(String)",
    },
    "duckdb": {"string": "VARCHAR", "integer": "BIGINT", "float": "DOUBLE", "timestamptz": "TIMESTAMPTZ"},
    **dict.fromkeys(("trino", "presto", "athena"), _TRINO),
    "postgres": {
        "string": "VARCHAR",
        "integer": "BIGINT",
        "float": "DOUBLE PRECISION",
        "timestamp": "TIMESTAMP",
        "timestamptz": "TIMESTAMPTZ",
        "time": "TIME",
    },
    **dict.fromkeys(("spark", "databricks"), _SPARK),
    "sqlite": {
        "string": "TEXT",
        "float": "REAL",
        "date": "TEXT",
        "timestamp": "TEXT",
        "timestamptz": "TEXT",
        "time": "TEXT",
        "json": "TEXT",
    },
    "mysql": {
        "string": "TEXT",
        "integer": "BIGINT",
        "float": "DOUBLE",
        "timestamp": "DATETIME(6)",
        "timestamptz": "DATETIME(6)",
        "time": "TIME(6)",
    },
}
"""An engine's names of types, where they are not the language's own; ``{}`` stands for that."""
SCHEMAS = {"clickhouse": "CREATE DATABASE IF NOT EXISTS {}"}
COLLATIONS = ("unicode_ci", "general_ci", "czech_ci", "bin")
"""Of MySQL's tables, each by its name: two of these cannot be compared unless a query says in which."""


def _stored(engine: str, table: str) -> str:
    """What an engine has to be told besides a table's columns."""
    collation = f" COLLATE utf8mb4_{COLLATIONS[sum(map(ord, table)) % len(COLLATIONS)]}"
    return {"clickhouse": " ENGINE = Memory", "mysql": collation}.get(engine, "")


QUOTED = dict.fromkeys(("bigquery", "mysql", "spark", "databricks"), "`{}`")
"""How an engine's names stand in quotes, where it is not as the standard has it."""


def load(root: Path, engine: str, cursor: Cursor) -> None:
    """Make every table of a project's ``definitions/data`` anew."""
    for path in sorted((root / "definitions/data").rglob("*.csv")):
        for statement in _statements(root, path, engine):
            cursor.execute(statement)


def _statements(root: Path, path: Path, engine: str) -> Iterator[str]:
    schema, table = path.parent.name, QUOTED.get(engine, '"{}"').format(path.stem)
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    kinds = [kind for _, kind in claimed(tuple(header), claims_of(open_project(root))((schema, path.stem)), STRING)]
    types = [NATIVE[engine].get(kind.kind, "{}").format(kind) for kind in kinds]
    names = [QUOTED.get(engine, '"{}"').format(name) for name in header]
    declared = ", ".join(f"{name} {kind}" for name, kind in zip(names, types, strict=True))
    if engine != "sqlite":  # whose schemas are attached when it is opened
        yield SCHEMAS.get(engine, "CREATE SCHEMA IF NOT EXISTS {}").format(schema)
    if engine in {"spark", "databricks"}:
        cells = [map(_text_cell, row, kinds, types) for row in rows]
        yield _view(f"{schema}.{table}", names, types, [", ".join(row) for row in cells])
        return
    yield f"DROP TABLE IF EXISTS {schema}.{table}"
    if engine == "bigquery":
        yield f"CREATE TABLE {schema}.{table} AS {_selected(names, kinds, types, rows)}"
        return
    yield f"CREATE TABLE {schema}.{table} ({declared}){_stored(engine, path.stem)}"
    if rows:
        cell = {"clickhouse": _text_cell, "sqlite": _sqlite_cell, "mysql": _mysql_cell}.get(engine, _cell)
        listed = (", ".join(map(cell, row, kinds, types)) for row in rows)
        yield f"INSERT INTO {schema}.{table} VALUES {', '.join(f'({values})' for values in listed)}"


def _selected(names: list[str], kinds: list[Type], types: list[str], rows: list[list[str]]) -> str:
    """All rows as one query."""
    empty = ", ".join(f"CAST(NULL AS {type_}) AS {name}" for name, type_ in zip(names, types, strict=True))
    selects = [f"SELECT {', '.join(map(_bigquery_cell, row, kinds, types))}" for row in rows]
    return " UNION ALL ".join([f"(SELECT {empty} LIMIT 0)", *selects])


def _bigquery_cell(text: str, kind: Type, type_: str) -> str:
    return (
        _cell(text.replace("\\", "\\\\").replace("\n", "\\n"), kind, type_).replace("''", "\\'")
        if text
        else f"CAST(NULL AS {type_})"
    )


def _cell(text: str, kind: Type, type_: str) -> str:
    if text and kind.kind == "json":
        return f"JSON {_quoted(text)}"
    return f"CAST({_quoted(text) if text else 'NULL'} AS {type_})"


def _view(name: str, columns: list[str], types: list[str], rows: list[str]) -> str:
    """Rows that stand in a view: a table's would be written into files."""
    values = f"VALUES {', '.join(f'({row})' for row in rows)}"
    nothing = f"SELECT {', '.join(f'CAST(NULL AS {type_})' for type_ in types)} WHERE FALSE"
    return f"CREATE OR REPLACE VIEW {name} ({', '.join(columns)}) AS {values if rows else nothing}"


def _text_cell(text: str, _: Type, type_: str) -> str:
    """JSON is text, in which a backslash escapes."""
    return _cell(text.replace("\\", "\\\\"), STRING, type_)


def _sqlite_cell(text: str, kind: Type, _: str) -> str:
    """Moments are text with six digits of a fraction, or none; a boolean is a number."""
    if not text:
        return "NULL"
    return _quoted(datetime.fromisoformat(text).isoformat(" ") if kind.kind == "timestamp" else _truth(text, kind))


def _mysql_cell(text: str, kind: Type, _: str) -> str:
    return _quoted(_truth(text, kind).replace("\\", "\\\\")) if text else "NULL"


def _truth(text: str, kind: Type) -> str:
    return {"true": "1", "false": "0"}[text] if kind.kind == "boolean" else text


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
