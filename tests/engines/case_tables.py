"""The tables of a case folder, loaded into a server."""

import csv
from collections.abc import Iterator
from pathlib import Path

from genesis.engines.connections import claims_of
from genesis.engines.csv_view import claimed
from genesis.model.types import STRING, Type
from genesis.spec.project import open_project
from tests.engines.servers import Cursor

NATIVE: dict[str, dict[str, str]] = {
    "duckdb": {"string": "VARCHAR", "integer": "BIGINT", "float": "DOUBLE", "timestamptz": "TIMESTAMPTZ"},
    "trino": {
        "string": "VARCHAR",
        "integer": "BIGINT",
        "float": "DOUBLE",
        "timestamp": "TIMESTAMP(6)",
        "timestamptz": "TIMESTAMP(6) WITH TIME ZONE",
        "time": "TIME(6)",
    },
    "postgres": {
        "string": "VARCHAR",
        "integer": "BIGINT",
        "float": "DOUBLE PRECISION",
        "timestamp": "TIMESTAMP",
        "timestamptz": "TIMESTAMPTZ",
        "time": "TIME",
    },
}
"""An engine's names of types, where they are not the language's own."""


def load(root: Path, engine: str, cursor: Cursor) -> None:
    """Make every table of a project's ``definitions/data`` anew."""
    for path in sorted((root / "definitions/data").rglob("*.csv")):
        for statement in _statements(root, path, NATIVE[engine]):
            cursor.execute(statement)


def _statements(root: Path, path: Path, native: dict[str, str]) -> Iterator[str]:
    schema, table = path.parent.name, path.stem
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    columns = claimed(tuple(header), claims_of(open_project(root))((schema, table)), STRING)
    types = [_named(kind, native) for _, kind in columns]
    declared = ", ".join(f'"{name}" {kind}' for (name, _), kind in zip(columns, types, strict=True))
    yield f"CREATE SCHEMA IF NOT EXISTS {schema}"
    yield f"DROP TABLE IF EXISTS {schema}.{table}"
    yield f"CREATE TABLE {schema}.{table} ({declared})"
    if rows:
        values = ", ".join(f"({', '.join(map(_cell, row, types))})" for row in rows)
        yield f"INSERT INTO {schema}.{table} VALUES {values}"


def _named(kind: Type, native: dict[str, str]) -> str:
    return native.get(kind.kind, str(kind))


def _cell(text: str, kind: str) -> str:
    written = "'" + text.replace("'", "''") + "'"
    if text and kind == "json":
        return f"JSON {written}"
    return f"CAST({written if text else 'NULL'} AS {kind})"
