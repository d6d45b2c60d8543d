"""Questions of TPC-DS, asked as inputs, give the rows of TPC-DS's own SQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.questions import check_rows

HERE = Path(__file__).parent
QUESTIONS = sorted(path.stem for path in (HERE / "inputs").glob("*.yaml"))


@pytest.fixture(scope="module")
def tables() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute((HERE / "tables.sql").read_text(encoding="utf-8"))
        yield connection


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, tables: duckdb.DuckDBPyConnection) -> Path:
    """The project with its tables in files."""
    root = tmp_path_factory.mktemp("tpcds")
    shutil.copytree(HERE, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py", "expected", "__pycache__"))
    (root / "data" / "tpcds").mkdir(parents=True)
    names = tables.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'tpcds'").fetchall()
    for (name,) in names:
        tables.execute(f"COPY tpcds.{name} TO '{root}/data/tpcds/{name}.parquet'")
    return root


@pytest.mark.parametrize("name", QUESTIONS)
def test_rows_are_those_of_the_reference(name: str, project: Path, tables: duckdb.DuckDBPyConnection) -> None:
    check_rows(project, name, (HERE / "expected" / f"{name}.sql").read_text(encoding="utf-8"), tables)


def test_every_question_has_its_reference() -> None:
    assert sorted(path.stem for path in (HERE / "expected").glob("*.sql")) == QUESTIONS
