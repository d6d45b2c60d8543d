"""Questions of TPC-DS, asked as inputs, give the rows of TPC-DS's own SQL."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

import genesis
from genesis.model.expression import Expression
from genesis.relation import build, legs, rewrite
from genesis.relation.nodes import Relation
from genesis.relation.scope import Scope
from tests.questions import check_rows

HERE = Path(__file__).parent
QUESTIONS = sorted(path.stem for path in (HERE / "inputs").glob("*.yaml"))
RULES = (*(rule.__name__ for rule in rewrite.RULES), "narrow")


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


def wide(
    scope: Scope, span: object, row_filter: Expression | None
) -> tuple[Relation, Callable[[Expression], Expression]]:
    """What ``narrow`` would be if it selected no rows first."""
    del span
    return scope.relation(row_filter), lambda expression: expression


@pytest.fixture(params=RULES)
def without_a_rule(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compile without one of the rules that make queries faster."""
    if request.param == "narrow":
        monkeypatch.setattr(build, "narrow", wide)
        monkeypatch.setattr(legs, "narrow", wide)
    else:
        left = tuple(rule for rule in rewrite.RULES if rule.__name__ != request.param)
        monkeypatch.setattr(rewrite, "RULES", left)


@pytest.fixture(scope="module")
def texts(project: Path) -> dict[str, str]:
    """Every question's SQL with all rules."""
    return sql_of(project)


def sql_of(project: Path) -> dict[str, str]:
    opened = genesis.load(project)
    return {name: opened.compile(name).sql for name in QUESTIONS}


@pytest.mark.usefixtures("without_a_rule")
def test_rules_keep_the_rows(project: Path, tables: duckdb.DuckDBPyConnection) -> None:
    for name in QUESTIONS:
        check_rows(project, name, (HERE / "expected" / f"{name}.sql").read_text(encoding="utf-8"), tables)


def test_every_rule_changes_some_query(texts: dict[str, str], without_a_rule: None, project: Path) -> None:
    del without_a_rule
    assert sql_of(project) != texts
