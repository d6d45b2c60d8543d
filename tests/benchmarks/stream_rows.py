"""Peak memory of reading a million rows of ten columns, batch by batch, from DuckDB and from Trino.

``python tests/benchmarks/stream_rows.py [ROWS]``. Each engine runs in a process of its own. Trino is that of the tests.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

MILLION = 1_000_000
TYPES = ("integer", "integer", "string", "string", "decimal(18,2)", "float", "boolean", "date", "timestamp", "string")
COLUMNS = """
  CAST(n AS BIGINT), CAST(n % 1000 AS BIGINT), 'title ' || CAST(n AS VARCHAR), 'status', CAST(n AS DECIMAL(18, 2)) / 4,
  CAST(n AS DOUBLE) / 3, n % 2 = 0, DATE '2020-01-01', TIMESTAMP '2020-01-01 12:00:00', CAST(NULL AS VARCHAR)
"""
SOURCES = {
    "duckdb": "range({rows}) AS t (n)",
    "trino": "UNNEST(sequence(1, 1000)) AS a (k), UNNEST(sequence(1, {rows} / 1000)) AS b (j), UNNEST(ARRAY[k + j]) AS t (n)",
}


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(engine: str, rows: int, settings: str) -> None:
    """Print how many rows came, how fast, and by how much they raised the peak."""
    from tests.engines.asking import opened, query

    sql = f"SELECT {COLUMNS} FROM {SOURCES[engine].format(rows=rows)}"
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "tables").mkdir()
        with opened(Path(folder), settings) as connection:
            list(connection.run(query("SELECT 1", "integer")))
            before, began, count, largest = megabytes(), time.perf_counter(), 0, 0
            for batch in connection.run(query(sql, *TYPES)):
                count += len(batch)
                largest = max(largest, len(batch))
            seconds = time.perf_counter() - began
    print(
        f"{engine}: {count:,} rows of {len(TYPES)} columns in {seconds:.1f} s, at most {largest:,} at once; "
        f"peak {megabytes():.0f} MB, {megabytes() - before:.0f} MB above an open connection"
    )


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else MILLION
    if len(sys.argv) > 3:
        measure(sys.argv[2], rows, sys.argv[3])
        return
    from tests.engines.trino_server import server

    places = {"duckdb": "{engine: duckdb, files: tables}"}
    try:
        found = server()
        places["trino"] = f"{{engine: trino, host: {found.host}, port: {found.port}, user: benchmark}}"
    except LookupError as error:
        print(error)
    for engine, settings in places.items():
        subprocess.run([sys.executable, __file__, str(rows), engine, settings], check=True)


if __name__ == "__main__":
    main()
