"""The cases of the language give, on every engine, the rows that were worked out by hand, from tables of the engine's own."""

from pathlib import Path

import pytest

from genesis.compiler import compile_input
from genesis.diagnostics import GenesisError
from genesis.spec.project import open_project
from genesis.sql.query import CompiledQuery
from tests.cases.tables import differences
from tests.cases.test_cases import FOLDERS, ROWS, asked_of, short
from tests.engines.case_tables import load
from tests.engines.conftest import Engines
from tests.engines.constructs import of_input
from tests.engines.read_back import read_back
from tests.engines.recording import Recorder

REFUSED: dict[str, frozenset[str]] = {
    "bigquery": frozenset({"lists/distinct", "lists/limited"}),
    "clickhouse": frozenset(),
    "databricks": frozenset(),
    "duckdb": frozenset(),
    "spark": frozenset(),
    "trino": frozenset(),
    "presto": frozenset(
        f"last_day_of_the_calendar/{name}" for name in ("after", "not_on", "on", "until", "within")
    ),  # its last moment is a millisecond before the end of the calendar
    "athena": frozenset(),
    "postgres": frozenset({"text_filters/matches", "value_formats/texts"}),
    "mysql": frozenset({"shown_formats/films@text", "text_filters/matches", "value_formats/texts"}),
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


class OnEngine:
    """The tables of one folder on an engine, loaded when they are first read."""

    def __init__(self, engines: Engines, dialect: str, folder: Path) -> None:
        self.engines = engines
        self.dialect = dialect
        self.folder = folder
        self.loaded = False

    def rows(self, query: CompiledQuery) -> list[tuple[object, ...]]:
        """The rows of a query."""
        return self.engines.answered(self.dialect, self.folder.name, query.sql, lambda: self._asked(query.sql))

    def _asked(self, sql: str) -> list[tuple[object, ...]]:
        cursor = self.engines.workspace(self.dialect)
        if not self.loaded:
            load(self.folder, self.dialect, cursor)
            self.loaded = True
        cursor.execute(sql)
        return [tuple(row) for row in cursor.fetchall()]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_cases(engines: Engines, recorder: Recorder, dialect_name: str, folder: Path) -> None:
    engines.cursor(dialect_name)
    place = OnEngine(engines, dialect_name, folder)
    found, refused = {}, set()
    for path in [path for path in ROWS if path.is_relative_to(folder) and short(path) != OWN]:
        root, name, table = asked_of(path)
        rows_of = [("Rules", folder.name), *(("Words", word) for word in of_input(root, name))]
        try:
            query = compile_input(open_project(root), name, dialect_name, **table.asked.options())
        except GenesisError as error:
            refused.add(short(path))
            for row in rows_of:
                recorder.refused(dialect_name, *row, error)
            continue
        found[short(path)] = differences(read_back(dialect_name, place.rows(query), query.columns), table.rows)
        for row in rows_of:
            recorder.saw(dialect_name, *row, "equal")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert refused == {name for name in REFUSED.get(dialect_name, ()) if name.startswith(f"{folder.name}/")}
    recorder.finished(dialect_name, folder.name)
