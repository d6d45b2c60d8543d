"""TPC-H's questions, asked as inputs, give the rows of TPC-H's own SQL."""

import math
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

import genesis
from tests.tpch.tables import TABLES, make_tables

HERE = Path(__file__).parent
QUESTIONS = sorted(path.stem for path in (HERE / "inputs").glob("*.yaml"))
SCALE = 0.1

Row = tuple[object, ...]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with its tables."""
    root = tmp_path_factory.mktemp("tpch")
    shutil.copytree(HERE, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py", "expected", "__pycache__"))
    make_tables(root / "data" / "tpch", SCALE)
    return root


@pytest.fixture(scope="module")
def reference(project: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA tpch")
        for table in TABLES:
            path = project / "data" / "tpch" / f"{table}.parquet"
            connection.execute(f"CREATE VIEW tpch.{table} AS FROM '{path}'")
        yield connection


def same(seen: object, wanted: object) -> bool:
    """Numbers to nine digits: a float's sum depends on its order."""
    if isinstance(seen, int | float | Decimal) and isinstance(wanted, int | float | Decimal):
        return math.isclose(seen, wanted, rel_tol=1e-9)
    return seen == wanted


@pytest.mark.parametrize("name", QUESTIONS)
def test_rows_are_those_of_the_reference(name: str, project: Path, reference: duckdb.DuckDBPyConnection) -> None:
    wanted: list[Row] = reference.execute((HERE / "expected" / f"{name}.sql").read_text(encoding="utf-8")).fetchall()
    opened = genesis.load(project)
    visible = [place for place, column in enumerate(opened.compile(name).columns) if not column.hidden]
    seen = [tuple(row[place] for place in visible) for batch in opened.run(name) for row in batch]
    assert wanted
    assert len(seen) == len(wanted)
    wrong = [(s, w) for s, w in zip(seen, wanted, strict=True) if not all(map(same, s, w))]
    assert wrong == []


def test_at_least_17_of_22_questions_are_asked() -> None:
    assert len(QUESTIONS) >= 17
    assert sorted(path.stem for path in (HERE / "expected").glob("*.sql")) == QUESTIONS
