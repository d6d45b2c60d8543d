"""The page's tables of types: what fits a claim and what does not, and what a first definition claims."""

import re
from itertools import product

import pytest

from genesis.claims.native import closest, fits
from genesis.model.types import Type, parse_type
from tests.architecture.code import ROOT

PAGE = (ROOT / "docs" / "warehouse.md").read_text(encoding="utf-8")
ENGINES = ("duckdb", "trino", "postgres")
CELL = re.compile(r"`([^`]+)`")


def listed() -> list[tuple[str, str, str, bool]]:
    """Engine, its type, the claim, and whether it fits, from both tables in their order."""
    fitting, others = re.findall(r"^\| claim \| duckdb .*\n\|[-|]+\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    found = []
    for rows, holds in ((fitting, True), (others, False)):
        for row in rows.splitlines():
            claim, *cells = row.strip("|").split("|")
            for engine, cell in zip(ENGINES, cells, strict=True):
                found += [(engine, native, CELL.findall(claim)[0], holds) for native in CELL.findall(cell)]
    return found


def kind(text: str) -> Type:
    found = parse_type(text)
    assert found, text
    return found


@pytest.mark.parametrize(("engine", "native", "claim", "holds"), listed())
def test_the_tables_are_true(engine: str, native: str, claim: str, *, holds: bool) -> None:
    assert fits(native, engine, kind(claim)) is holds


def test_there_are_many() -> None:
    kinds = {claim for _, _, claim, holds in listed() if holds}
    assert len(kinds) == 11
    assert {(engine, claim) for engine, _, claim, holds in listed() if holds} == set(product(ENGINES, kinds))


@pytest.mark.parametrize(("engine", "native"), sorted({(e, n) for e, n, _, holds in listed() if holds}))
def test_what_is_begun_fits(engine: str, native: str) -> None:
    found = closest(native, engine)
    assert found
    assert fits(native, engine, found)


@pytest.mark.parametrize(
    ("engine", "native", "claim"),
    [
        ("postgres", "numeric(12,2)", "decimal(12,2)"),
        ("postgres", "numeric", "decimal(38,9)"),
        ("postgres", "bigint", "integer"),
        ("postgres", "character varying(20)", "string"),
        ("postgres", "numeric(12,2)[]", "list(decimal(12,2))"),
        ("trino", "array(array(bigint))", "list(list(integer))"),
        ("trino", "timestamp(6) with time zone", "timestamptz"),
        ("duckdb", "HUGEINT", "integer"),
        ("postgres", "numeric(50,2)", None),
        ("postgres", "bytea", None),
        ("trino", "row(a bigint)", None),
        ("duckdb", "STRUCT(a INTEGER)[]", None),
        ("duckdb", "no such type", None),
        ("duckdb", "TIMESTAMP_NS", None),
        ("duckdb", "TIMESTAMP_NS[]", None),
        ("trino", "timestamp(9)", None),
        ("trino", "timestamp(6)", "timestamp"),
        ("trino", "timestamp(12) with time zone", None),
        ("trino", "time(9)", None),
        ("clickhouse", "DateTime64(9)", None),
        ("clickhouse", "DateTime64(9, 'UTC')", None),
        ("clickhouse", "DateTime64(3)", "timestamp"),
    ],
)
def test_what_a_first_definition_claims(engine: str, native: str, claim: str | None) -> None:
    assert closest(native, engine) == (kind(claim) if claim else None)
