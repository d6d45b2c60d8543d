"""The cases of the language give, on every engine, the rows that were worked out by hand, from tables of the engine's own."""

from pathlib import Path

import pytest

from genesis.compiler import compile_input
from genesis.diagnostics import GenesisError
from genesis.spec.project import open_project
from tests.cases.tables import differences
from tests.cases.test_cases import FOLDERS, ROWS, asked_of, short
from tests.engines.case_tables import load
from tests.engines.conftest import Engines
from tests.engines.read_back import read_back
from tests.engines.servers import Cursor

REFUSED: dict[str, frozenset[str]] = {
    "clickhouse": frozenset(),
    "duckdb": frozenset(),
    "trino": frozenset(),
    "postgres": frozenset({"text_filters/matches", "value_formats/texts"}),
    "sqlite": frozenset(
        {
            "aggregates_of_groups/shops",
            "combine/filtered",
            "combine/spend_and_income",
            "combine/totals",
            "joins_by_expression/invoices",
            "joins_by_expression/rates",
            "lists/formats",
            "lists/values",
            "measures/restricted",
            "measures/teams",
            "middles/films",
            "nulls_in_aggregates/numbers",
            "parameters/by_region",
            "parameters/by_region@apac",
            "shown_formats/films",
            "shown_formats/films@text",
            "side_by_side/by_title",
            "side_by_side/films",
            "side_by_side/totals",
            "sort_order/code_points",
            "text_filters/matches",
            "value_formats/numbers",
            "value_formats/texts",
        }
    ),
}
"""Cases that use what an engine's dialect cannot say: each is refused by name, and no other."""

OWN = "dialect_texts/films"
"""A case that asks something else on each engine."""
UNSAYABLE = {"G603", "G604"}


def asked_on(cursor: Cursor, engine: str, path: Path) -> list[str] | None:
    """Where a case's rows differ from those wanted; nothing when the dialect refuses it."""
    root, name, table = asked_of(path)
    try:
        query = compile_input(open_project(root), name, engine, **table.asked.options())
    except GenesisError as error:
        if not {found.code for found in error.diagnostics} <= UNSAYABLE:
            raise
        return None
    cursor.execute(query.sql)
    return differences(read_back(engine, cursor.fetchall(), query.columns), table.rows)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_cases(engines: Engines, dialect_name: str, folder: Path) -> None:
    cursor = engines.workspace(dialect_name)
    load(folder, dialect_name, cursor)
    cases = [path for path in ROWS if path.is_relative_to(folder) and short(path) != OWN]
    found = {short(path): asked_on(cursor, dialect_name, path) for path in cases}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    refused = {name for name, wrong in found.items() if wrong is None}
    assert refused == {name for name in REFUSED[dialect_name] if name.startswith(f"{folder.name}/")}
