"""A million rows of ten columns to a CSV file, against the client library's own rows written by ``csv``."""

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.benchmarks.measuring import ENVIRONMENT, ROOT, Result, here

ROWS = 1_000_000
FEW = 3
TYPES = ("integer", "integer", "string", "string", "decimal(18,2)", "float", "boolean", "date", "timestamp", "string")
COLUMNS = """
  CAST(n AS BIGINT), CAST(n % 1000 AS BIGINT), 'title ' || CAST(n AS VARCHAR), 'status', CAST(n / 4 AS DECIMAL(18, 2)),
  CAST(n AS DOUBLE) / 3, n % 2 = 0, DATE '2020-01-01', TIMESTAMP '2020-01-01 12:00:00', CAST(NULL AS VARCHAR)
"""
SOURCES = {
    "duckdb": "range({rows}) AS t (n)",
    "postgres": "generate_series(1, {rows}) AS t (n)",
    "trino": "UNNEST(sequence(1, 1000)) AS a (k), UNNEST(sequence(1, {rows} / 1000)) AS b (j), UNNEST(ARRAY[k + j]) AS t (n)",
}
BATCH = 2048


def streams(runs: int) -> Iterator[Result]:
    """DuckDB in its process, the tests' own PostgreSQL and Trino: each measurement in a process of its own, so that peaks are told."""
    for engine, place in (("duckdb", _files), ("postgres", _postgres), ("trino", _trino)):
        try:
            with place() as settings:
                yield from _streamed(engine, {"engine": engine, **settings}, min(runs, FEW))
        except LookupError as error:
            print(error, file=sys.stderr)


@contextmanager
def _files() -> Iterator[dict[str, str]]:
    yield {"files": "tables"}


@contextmanager
def _postgres() -> Iterator[dict[str, str]]:
    from tests.engines.servers import postgres_cursor

    with postgres_cursor() as cursor:
        host = cursor.connection.info.host  # type: ignore[attr-defined]
        yield {"host": host, "user": "genesis", "dbname": "postgres"}


@contextmanager
def _trino() -> Iterator[dict[str, str]]:
    from tests.engines.trino_server import server

    found = server()
    yield {"host": found.host, "port": str(found.port), "user": "benchmark"}


def _streamed(engine: str, settings: dict[str, str], runs: int) -> Iterator[Result]:
    def told(how: str, rows: int) -> tuple[float, float]:
        command = [sys.executable, "-m", "tests.benchmarks.streaming", engine, how, str(rows), json.dumps(settings)]
        done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, check=True, text=True)
        spent, peak = map(float, done.stdout.split())
        return spent, peak

    pairs = [(told("genesis", ROWS), told("client", ROWS)) for _ in range(runs)]
    ours, bare = (sorted(spent for spent, _ in side)[runs // 2] for side in zip(*pairs, strict=True))
    yield Result(
        "stream", f"{ROWS:,} rows from {engine} to csv", "the client's fetch and csv's writing", ours, bare, 1.5
    )
    many, few = (max(peak for _, (_, peak) in ((0, told("genesis", rows)),)) for rows in (ROWS, ROWS // 10))
    yield Result(
        "stream", f"peak of a million rows from {engine}", "peak of a tenth of them", many, few, 1.1, unit="MiB"
    )


def _genesis(engine: str, sql: str, settings: dict[str, str], folder: Path) -> Callable[[], object]:
    from genesis.output import csv as csv_output
    from tests.engines.asking import opened, query

    connection = opened(folder, json.dumps(settings))
    asked = query(sql, *TYPES)
    list(connection.run(query("SELECT 1", "integer")))

    def work() -> None:
        with connection, (folder / "out.csv").open("w", encoding="utf-8", newline="") as stream:
            csv_output.write(asked.columns, connection.run(asked), stream, raw=False)

    del engine
    return work


def _client(engine: str, sql: str, settings: dict[str, str], folder: Path) -> Callable[[], object]:
    if engine == "duckdb":
        import duckdb

        cursor: Any = duckdb.connect(":memory:").cursor()
    elif engine == "postgres":
        import psycopg

        connection = psycopg.connect(host=settings["host"], user=settings["user"], dbname=settings["dbname"])
        cursor = connection.cursor(name="bare")
    else:
        import trino

        host, port, user = settings["host"], int(settings["port"]), settings["user"]
        cursor = trino.dbapi.connect(host=host, port=port, user=user).cursor()
    cursor.execute("SELECT 1").fetchall()

    def work() -> None:
        with (folder / "out.csv").open("w", encoding="utf-8", newline="") as stream:
            out = csv.writer(stream, lineterminator="\n")
            result = cursor.execute(sql)
            out.writerow(column[0] for column in result.description)
            for batch in _batches(result.fetchmany):
                out.writerows(batch)

    return work


def _batches(fetch: Callable[[int], list[tuple[Any, ...]]]) -> Iterator[list[tuple[Any, ...]]]:
    while batch := fetch(BATCH):
        yield batch


def main() -> None:
    """Print the milliseconds of one run, and the process's peak in MiB."""
    import resource

    engine, how, rows, settings = sys.argv[1:]
    columns = COLUMNS.replace("DOUBLE", "DOUBLE PRECISION") if engine == "postgres" else COLUMNS
    sql = f"SELECT {columns} FROM {SOURCES[engine].format(rows=rows)}"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "tables").mkdir()
        work = (_genesis if how == "genesis" else _client)(engine, sql, json.loads(settings), folder)
        spent = here(work)
    print(spent.processor, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
