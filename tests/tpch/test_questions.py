"""TPC-H's questions, asked as inputs, give the rows of TPC-H's own SQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.questions import check_rows
from tests.tpch.tables import TABLES, make_tables

HERE = Path(__file__).parent
QUESTIONS = sorted(path.stem for path in (HERE / "inputs").glob("*.yaml"))
SCALE = 0.1


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


@pytest.mark.parametrize("name", QUESTIONS)
def test_rows_are_those_of_the_reference(name: str, project: Path, reference: duckdb.DuckDBPyConnection) -> None:
    sql = (HERE / "expected" / f"{name}.sql").read_text(encoding="utf-8")
    check_rows(project, name, sql, reference)


def test_at_least_17_of_22_questions_are_asked() -> None:
    assert len(QUESTIONS) >= 17
    assert sorted(path.stem for path in (HERE / "expected").glob("*.sql")) == QUESTIONS
