"""Relative dates name the engine's own day, in the project's timezone, so that a query's text is the same every day."""

import shutil
from datetime import date
from pathlib import Path

from genesis.spec.project import open_project
from tests.cases.answers import Asked, answer, compiled

CASE = Path(__file__).parent / "relative_dates"


def test_the_text_names_no_day() -> None:
    sql = compiled(open_project(CASE), "last_days").sql
    assert not any(f"{year}-" in sql for year in range(2020, 2100))
    assert "'UTC'" in sql


def test_the_engine_knows_the_day() -> None:
    _, rows = answer(CASE, "not_this_year")
    assert len(rows) == 10, "no shoot of the case is in the year of today"


def test_the_day_is_that_of_the_projects_timezone(tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(CASE, root)
    (root / "genesis.yaml").write_text("timezone: America/Los_Angeles\n", encoding="utf-8")
    assert "'America/Los_Angeles'" in compiled(open_project(root), "last_days").sql


def test_a_given_day_stands_in_the_text() -> None:
    assert "2024-03-3" in compiled(open_project(CASE), "last_days", Asked(today=date(2024, 3, 31))).sql
