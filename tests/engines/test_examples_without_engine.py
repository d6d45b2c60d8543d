"""The example project gives on SQLite and MySQL, which Genesis compiles for, the rows that it gives over its files."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import genesis
from genesis.compiler import compile_input
from genesis.spec.project import open_project
from tests.cases.tables import differences
from tests.engines.conftest import Engines
from tests.engines.examples import INPUTS, ROOT, load_into_mysql, load_into_sqlite, project_in
from tests.engines.read_back import read_back

TODAY = date(2021, 9, 25)
LOADED = {"sqlite": load_into_sqlite, "mysql": load_into_mysql}
RUN = [(engine, name) for engine in LOADED for name in INPUTS]


@pytest.fixture(scope="module")
def roots(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The project for each engine, whose tables are loaded."""
    made = {}
    for engine, loaded in LOADED.items():
        cursor: Any = engines.cursor(engine)
        if engine == "sqlite":
            # as users have to: SQLite's own knows no letters but A to Z
            cursor.connection.create_function("lower", 1, lower, deterministic=True)
        loaded(cursor)
        made[engine] = project_in(
            tmp_path_factory.mktemp(engine), f"{{engine: duckdb, files: {ROOT}/definitions/data}}"
        )
    return made


def lower(text: str | None) -> str | None:
    """One letter for each letter, as elsewhere."""
    return None if text is None else text.replace("\u0130", "i").lower()


@pytest.mark.parametrize(("engine", "name"), RUN)
def test_it_gives_the_rows_that_the_files_give(
    roots: dict[str, Path], engines: Engines, engine: str, name: str
) -> None:
    root, cursor = roots[engine], engines.cursor(engine)
    query = compile_input(open_project(root), name, engine, today=TODAY)
    cursor.execute(query.sql)
    seen = read_back(engine, cursor.fetchall(), query.columns)
    wanted = tuple(row for batch in genesis.load(root).run(name, "demo", today=TODAY.isoformat()) for row in batch)
    assert differences(seen, wanted) == []
