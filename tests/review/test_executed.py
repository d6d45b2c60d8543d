"""What a review says of rows and columns is so: both queries are run on DuckDB."""

from pathlib import Path

import pytest

from genesis.engines.connections import open_connection
from genesis.generated.compiled import CompiledTracker, compiled_tracker
from genesis.model.expression import Value
from genesis.review.report import TrackerChange
from genesis.review.reviewing import Wanted, review
from genesis.spec.project import ProjectFiles
from tests.review.edited import ends, written
from tests.review.test_cases import CASES, sides
from tests.review.test_damage import told

Rows = dict[tuple[Value, ...], dict[str, Value]]
QUIET = {"formatting", "settings", "columns"}


def answer(files: ProjectFiles, compiled: CompiledTracker) -> tuple[list[str], Rows]:
    """The names of the visible columns and the rows by their key, as DuckDB gives them."""
    query = compiled.query
    names = [column.name for column in query.columns]
    with open_connection(files, "demo", environment={}) as engine:
        rows = [dict(zip(names, row, strict=True)) for batch in engine.run(query) for row in batch]
    found = {tuple(row[name] for name in query.key): row for row in rows}
    assert len(found) == len(rows)
    return [column.name for column in query.visible], found


def check(change: TrackerChange, before: tuple[list[str], Rows], after: tuple[list[str], Rows]) -> None:
    """The same rows by key; of columns that the review says nothing of, the same cells in the same order."""
    named = {one.name: one.what for one in change.columns if one.what in {"added", "removed", "redefined", "retyped"}}
    renamed = {one.after: one.before for one in change.columns if one.what == "renamed"}
    (names, rows), (new_names, new_rows) = before, after
    assert list(rows) == list(new_rows), "which rows, and their order"
    kept = [name for name in new_names if name not in named]
    assert {renamed.get(n, n) for n in kept} == {n for n in names if n not in named}
    for key, row in rows.items():
        assert {n: row[renamed.get(n, n)] for n in kept} == {n: new_rows[key][n] for n in kept}


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_rows_and_untouched_columns_stay(case: Path, tmp_path: Path) -> None:
    base, head = sides(case)
    quiet = [
        one
        for one in review(ends(base, head), Wanted()).trackers
        if one.category in QUIET and one.base_sql != one.head_sql
    ]
    if not quiet:
        return
    old, new = written(base, tmp_path / "base"), written(head, tmp_path / "head")
    for one in quiet:
        was, now = compiled_tracker(old, one.previous or one.name), compiled_tracker(new, one.name)
        check(one, answer(old, was), answer(new, now))


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_trackers_that_are_not_named_have_the_same_text(case: Path) -> None:
    """A tracker that a review leaves out was not looked at closely; compiled all the same, it has one hash, or one mistake, on both
    sides."""
    two = ends(*sides(case))
    named = {name for one in review(two, Wanted()).trackers for name in (one.name, one.previous)}
    for name in set(two.head.names("tracker")) - named:
        assert told(two.base, name) == told(two.head, name)
