"""What inputs read, against the SQL that is made of them in another way: no column that the SQL reads is taken for unused."""

from pathlib import Path

import pytest

from genesis.compiler import compile_input, open_model
from genesis.diagnostics import GenesisError, Hits
from genesis.spec.project import ProjectFiles, open_project
from genesis.warehouse.uses import Uses, reading
from tests.architecture.code import ROOT
from tests.warehouse.theatre import write

PROJECTS = [ROOT, *sorted(path.parent for path in (ROOT / "tests").glob("*/*/inputs")), ROOT / "tests" / "tpcds"]

ALL_BEHIND_SQL = {"dialect_texts"}
"""Its sources have no tables of their own."""


def columns(files: ProjectFiles, source: str) -> dict[str, set[str]]:
    """A source's columns in lower case, each with the fields that read it."""
    found: dict[str, set[str]] = {}
    for field in files.source(source).fields:
        if field.sql is None and field.rollup is None:
            found.setdefault((field.column or field.name).value.lower(), set()).add(field.name.value)
    return found


def read_by_sql(sql: str) -> set[tuple[tuple[str, ...], str]]:
    """Every (table, column) that a query names, by another parser's scopes."""
    import sqlglot
    from sqlglot import exp
    from sqlglot.optimizer.scope import traverse_scope

    found: set[tuple[tuple[str, ...], str]] = set()
    for scope in traverse_scope(sqlglot.parse_one(sql, read="duckdb")):
        for column in scope.columns:
            there = scope.sources.get(column.table)
            if isinstance(there, exp.Table):
                found.add((tuple(part.name.lower() for part in there.parts), column.name.lower()))
    return found


def compared(root: Path) -> int:
    """How many columns of SQL were looked up among what its input is said to read, each found there."""
    files = open_project(root)
    model, count = open_model(files), 0
    for name in files.names("input"):
        try:
            query = compile_input(files, name, "duckdb", comments=False)
        except GenesisError:
            continue
        seen = reading(model, files, name)
        assert set(query.sources) <= seen.sources
        for table, column in read_by_sql(query.sql):
            owners = [source for source in query.sources if _table(files, source) == table]
            if len(owners) == 1 and (fields := columns(files, owners[0]).get(column)):
                assert any((owners[0], field) in seen.fields for field in fields), (name, table, column)
                count += 1
    return count


def _table(files: ProjectFiles, source: str) -> tuple[str, ...]:
    table = files.source(source).table
    return tuple(table.value.lower().split(".")) if table else ()


@pytest.mark.parametrize("root", PROJECTS, ids=lambda path: path.name)
def test_no_column_that_the_sql_reads_is_taken_for_unused(root: Path) -> None:
    assert compared(root) or root.name in ALL_BEHIND_SQL


def test_who_is_hit(tmp_path: Path) -> None:
    uses = Uses(open_project(write(tmp_path, "{engine: duckdb, files: definitions}")))
    owners = ("ann@example.com", "bob@example.com", "planning@example.com")
    trackers = ("films", "films_again")
    assert uses.of("studio", "name") == Hits((), ("films",), trackers, owners)
    made = ("film.cost", "film.total")
    assert uses.of("film", "budget") == Hits(made, ("films", "studios"), trackers, owners)
    assert uses.of("film", "released") == Hits()
    assert uses.of("prize") == Hits()
    assert uses.of("studio").inputs == ("films", "studios")
    assert uses.of("film", "film_id").fields == ("prize.film",)
