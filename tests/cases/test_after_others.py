"""What was compiled before, in the same open project, changes nothing of a compile: neither its answer nor its refusal."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from genesis.compiler import compile_input
from genesis.diagnostics import Diagnostic, GenesisError
from genesis.spec.project import ProjectFiles, open_project
from genesis.sql.query import CompiledQuery
from tests.cases.tables import read
from tests.cases.test_cases import FOLDERS

Answer = CompiledQuery | tuple[Diagnostic, ...]


def answer(files: ProjectFiles, name: str, dialect: str, options: dict[str, object]) -> Answer:
    try:
        return compile_input(files, name, dialect, **options)  # type: ignore[arg-type]
    except GenesisError as error:
        return error.diagnostics


def answers(asked: Iterable[tuple[str, dict[str, object]]], dialect: str, files: ProjectFiles) -> Iterator[Answer]:
    for name, options in asked:
        yield answer(files, name, dialect, options)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_answer_is_that_of_a_project_opened_for_it(folder: Path) -> None:
    paths = sorted(folder.glob("rows/*.txt"))
    worked_out = [(p.stem.partition("@")[0], dict(read(p.read_text(encoding="utf-8")).asked.options())) for p in paths]
    asked = [*worked_out, *((name, {}) for name in open_project(folder).names("input"))]
    for dialect in ("duckdb", "trino"):
        alone = [answer(open_project(folder), name, dialect, options) for name, options in asked]
        shared = open_project(folder)
        assert list(answers(asked, dialect, shared)) == alone
        assert list(answers(reversed(asked), dialect, shared)) == alone[::-1]


def test_what_a_known_part_reaches_is_still_reached(tmp_path: Path) -> None:
    """The default text of `note` reaches a table whose name no part of the query may take, though DuckDB's own does not."""
    for name, text in {
        "definitions/shop.yaml": "source: shop\ntable: mall.shops\nkey: id\nfields:\n  id: integer\n  region_id: integer\n"
        "  note: {sql: {default: region.name, duckdb: \"'here'\"}}\n"
        "joins:\n  region: {to: region, on: {region_id: id}}\n",
        "definitions/region.yaml": "source: region\nsql: SELECT id, name FROM visits\nkey: id\nfields: {id: integer, name: string}\n",
        "definitions/visit.yaml": "source: visit\ntable: mall.visits\nkey: id\nfields: {id: integer, shop_id: integer}\n"
        "joins:\n  shop: {to: shop, on: {shop_id: id}, reverse: visits}\n",
        "inputs/shops.yaml": "input: shops\nsource: shop\nfields: [note, visits.count]\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = open_project(tmp_path)
    first, second = (compile_input(files, "shops", "duckdb").sql for _ in range(2))
    assert "visits_2 AS (" in first
    assert second == first
