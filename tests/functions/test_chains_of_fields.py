"""Fields defined by fields: as many levels as anyone writes, and a message beyond."""

from pathlib import Path

import duckdb
import pytest

from genesis.compiler import check_input, check_source, compile_input
from genesis.spec.project import ProjectFiles, open_project
from tests.functions.evaluation import refused


def project(root: Path, fields: list[int]) -> ProjectFiles:
    """A source whose field n is field n - 1 and one."""
    (root / "definitions").mkdir()
    (root / "inputs").mkdir()
    lines = ["source: film", "table: studio.film", "key: f0", "fields:", "  f0: integer"]
    lines += [f"  f{n}: {{sql: f{n - 1} + 1}}" for n in fields]
    (root / "definitions" / "film.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    last = max(fields)
    (root / "inputs" / "film.yaml").write_text(f"input: film\nsource: film\nfields: [f0, f{last}]\n", encoding="utf-8")
    return open_project(root)


def test_fifty_levels(tmp_path: Path) -> None:
    query = compile_input(project(tmp_path, list(range(1, 51))), "film", "duckdb")
    connection = duckdb.connect()
    connection.execute("CREATE SCHEMA studio")
    connection.execute("CREATE TABLE studio.film AS SELECT CAST(1 AS BIGINT) AS f0")
    assert connection.execute(query.sql).fetchall() == [(1, 51)]


@pytest.mark.parametrize("backwards", [False, True])
def test_three_hundred_levels(tmp_path: Path, *, backwards: bool) -> None:
    files = project(tmp_path, sorted(range(1, 301), reverse=backwards))
    found = refused(lambda: compile_input(files, "film", "duckdb"))
    assert (found.code, found.file, found.line) == ("G310", "inputs/film.yaml", 1)
    assert {d.code for d in check_input(files, "film")} == {"G310"}
    assert {d.code for d in check_source(files, "film")} <= {"G310"}
