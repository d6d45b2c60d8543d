"""The example project with its tables loaded into other engines than the one that reads its files."""

import csv
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from genesis.engines.connections import claims_of
from genesis.model.types import Type
from genesis.spec.project import open_project
from tests.engines.case_tables import NATIVE as CASE_TYPES
from tests.engines.own_sources import give_own
from tests.engines.servers import Cursor

ROOT = Path(__file__).parents[2]
TABLES = (("netflix", "netflix_titles"), ("reference", "rating"))
INPUTS = sorted(path.stem for path in (ROOT / "inputs").rglob("*.yaml"))
NATIVE = {"string": "VARCHAR", "integer": "BIGINT", "date": "DATE"}
LITERAL = 600_000
"""Letters in one statement; Trino takes a million."""


def project_in(folder: Path, studio: str) -> Path:
    """A copy of the example project with one more connection, ``studio``."""
    for part in ("definitions", "inputs"):
        shutil.copytree(ROOT / part, folder / part)
    give_own(folder / "definitions")
    demo = f"{{engine: duckdb, files: {ROOT}/definitions/data}}"
    connections = f"connections:\n  demo: {demo}\n  studio: {studio}\ndefault_connection: demo\n"
    (folder / "genesis.yaml").write_text(connections, encoding="utf-8")
    return folder


def load_into_trino(cursor: Cursor) -> None:
    """Make the tables in the catalog ``memory``."""
    for (schema, table), columns, rows in _tables():
        for statement in (
            f"CREATE SCHEMA IF NOT EXISTS memory.{schema}",
            f"DROP TABLE IF EXISTS memory.{schema}.{table}",
            f"CREATE TABLE memory.{schema}.{table} ({_declared(columns)})",
        ):
            _run(cursor, statement)
        cells = ", ".join(f"CAST(r[{n}] AS {NATIVE[kind.kind]})" for n, kind in enumerate(columns.values(), 1))
        for text in _packed(rows):
            listed = f"CAST(JSON '{text}' AS ARRAY(ARRAY(VARCHAR)))"
            _run(cursor, f"INSERT INTO memory.{schema}.{table} SELECT {cells} FROM UNNEST({listed}) AS t (r)")


def load_into_postgres(cursor: Any) -> None:
    """Make the tables in the database that the cursor is connected to."""
    for (schema, table), columns, _ in _tables():
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        cursor.execute(f"CREATE TABLE {schema}.{table} ({_declared(columns)})")
        with cursor.copy(f"COPY {schema}.{table} FROM STDIN (FORMAT csv, HEADER)") as copy:
            copy.write((ROOT / "definitions" / "data" / schema / f"{table}.csv").read_bytes())


def load_into_clickhouse(cursor: Cursor) -> None:
    """Make the tables in memory."""
    for (schema, table), columns, rows in _tables():
        declared = ", ".join(f'"{name}" {CASE_TYPES["clickhouse"].get(kind.kind)}' for name, kind in columns.items())
        for statement in (
            f"CREATE DATABASE IF NOT EXISTS {schema}",
            f"DROP TABLE IF EXISTS {schema}.{table}",
            f"CREATE TABLE {schema}.{table} ({declared}) ENGINE = Memory",
            f"INSERT INTO {schema}.{table} FORMAT JSONCompactEachRow {' '.join(map(json.dumps, rows))}",
        ):
            cursor.execute(statement)


def load_into_spark(cursor: Any) -> None:
    """Make the tables in the session's folder."""
    for (schema, table), columns, _ in _tables():
        path = str(ROOT / "definitions" / "data" / schema / f"{table}.csv")
        cursor.session.read.csv(path, header=True, multiLine=True, escape='"').createOrReplaceTempView("loaded")
        cells = ", ".join(
            f"CAST(nullif(`{name}`, '') AS {CASE_TYPES['spark'].get(kind.kind, str(kind))}) AS `{name}`"
            for name, kind in columns.items()
        )
        for statement in (
            f"CREATE SCHEMA IF NOT EXISTS {schema}",
            f"DROP TABLE IF EXISTS {schema}.{table}",
            f"CREATE TABLE {schema}.{table} USING parquet AS SELECT {cells} FROM loaded",
        ):
            cursor.execute(statement)


def _run(cursor: Cursor, sql: str) -> None:
    cursor.execute(sql)
    cursor.fetchall()


def _declared(columns: Mapping[str, Type]) -> str:
    return ", ".join(f'"{name}" {NATIVE[kind.kind]}' for name, kind in columns.items())


def _tables() -> Iterator[tuple[tuple[str, str], dict[str, Type], Iterator[list[str | None]]]]:
    """Each table with its columns, of the types that sources claim, and its rows."""
    claims = claims_of(open_project(ROOT))
    for name in TABLES:
        claimed = {column.lower(): kind for column, kind in claims(name).items()}
        with (ROOT / "definitions" / "data" / name[0] / f"{name[1]}.csv").open(encoding="utf-8", newline="") as stream:
            lines = csv.reader(stream)
            columns = {column: claimed.get(column.lower(), Type("string")) for column in next(lines)}
            yield name, columns, ([cell or None for cell in line] for line in lines)


def _packed(rows: Iterator[list[str | None]]) -> Iterator[str]:
    """Rows as the text of JSON lists, none too long for a statement."""
    packed: list[str] = []
    length = 0
    for row in rows:
        packed.append(json.dumps(row, ensure_ascii=False).replace("'", "''"))
        length += len(packed[-1])
        if length > LITERAL:
            yield f"[{','.join(packed)}]"
            packed, length = [], 0
    if packed:
        yield f"[{','.join(packed)}]"


def load_into_sqlite(cursor: Any) -> None:
    """Make the tables with their keys, a database attached for each schema."""
    kinds = {"string": "TEXT", "integer": "INTEGER", "date": "TEXT"}
    for (schema, table), columns, rows in _tables():
        cursor.execute(f"ATTACH ':memory:' AS {schema}")
        declared = ", ".join(f'"{name}" {kinds[kind.kind]}' for name, kind in columns.items())
        cursor.execute(f"CREATE TABLE {schema}.{table} ({declared}, PRIMARY KEY ({next(iter(columns))}))")
        cursor.executemany(f"INSERT INTO {schema}.{table} VALUES ({', '.join('?' * len(columns))})", list(rows))


def load_into_mysql(cursor: Any) -> None:
    """Make the tables with their keys; text no wider than it is, since keys may not be wide."""
    for (schema, table), columns, rows in _tables():
        listed = list(rows)
        widths = [max(len(row[place] or "") for row in listed) for place in range(len(columns))]
        kinds = [
            f"VARCHAR({width})" if kind.kind == "string" else NATIVE[kind.kind]
            for kind, width in zip(columns.values(), widths, strict=True)
        ]
        declared = ", ".join(f"`{name}` {kind}" for name, kind in zip(columns, kinds, strict=True))
        cursor.execute(f"CREATE SCHEMA {schema} COLLATE utf8mb4_bin")
        cursor.execute(f"CREATE TABLE {schema}.{table} ({declared}, PRIMARY KEY ({next(iter(columns))}))")
        cursor.executemany(f"INSERT INTO {schema}.{table} VALUES ({', '.join(['%s'] * len(columns))})", listed)
