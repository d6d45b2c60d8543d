"""How long DuckDB takes for the SQL of TPC-H's questions asked as inputs, against TPC-H's own SQL.

``python tests/benchmarks/tpch.py [SCALE]`` makes the tables (scale 1: 6 million lines) in a folder that goes away again,
loads them, and runs both in turns. The bars are a ratio of 1.15 for the median of all questions and 2 for the worst.
"""

import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import duckdb

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

import genesis  # noqa: E402
from tests.tpch.tables import TABLES, make_tables  # noqa: E402

PROJECT = ROOT / "tests" / "tpch"
RUNS = 7
MEDIAN_BAR = 1.15
WORST_BAR = 2


def seconds(connection: duckdb.DuckDBPyConnection, sql: str) -> float:
    """How long it takes until all rows are here."""
    start = perf_counter()
    connection.execute(sql).fetchall()
    return perf_counter() - start


def compare(connection: duckdb.DuckDBPyConnection, name: str) -> float:
    """The ratio of both medians, printed with them in milliseconds."""
    sql = genesis.load(PROJECT).compile(name, dialect="duckdb").sql
    reference = (PROJECT / "expected" / f"{name}.sql").read_text(encoding="utf-8")
    times = [(seconds(connection, sql), seconds(connection, reference)) for _ in range(RUNS + 1)][1:]
    ours, theirs = (statistics.median(side) * 1000 for side in zip(*times, strict=True))
    print(f"{name}: genesis {ours:.0f} ms, by hand {theirs:.0f} ms, ratio {ours / theirs:.2f}", flush=True)
    ratio: float = ours / theirs
    return ratio


def main(scale: float) -> None:
    """Compare all questions."""
    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        make_tables(Path(folder), scale)
        connection.execute("CREATE SCHEMA tpch")
        for table in TABLES:
            connection.execute(f"CREATE TABLE tpch.{table} AS FROM '{folder}/{table}.parquet'")
        ratios = [compare(connection, path.stem) for path in sorted((PROJECT / "inputs").glob("*.yaml"))]
    median, worst = statistics.median(ratios), max(ratios)
    print(f"median {median:.2f} (bar {MEDIAN_BAR}), worst {worst:.2f} (bar {WORST_BAR})")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
