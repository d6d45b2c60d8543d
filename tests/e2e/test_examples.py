"""The example project gives the rows that hand-written SQL finds in the raw file."""

import hashlib
import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import yaml

import genesis

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).parent / "expected"
RAW = ROOT / "definitions" / "data" / "netflix" / "netflix_titles.csv"
INPUTS = sorted(path.stem for path in (ROOT / "inputs").rglob("*.yaml"))

Row = tuple[object, ...]


@pytest.fixture(scope="module")
def raw() -> Iterator[duckdb.DuckDBPyConnection]:
    """The raw file, every column text, an empty cell null."""
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA netflix")
        connection.execute(
            f"CREATE TABLE netflix.netflix_titles AS FROM read_csv('{RAW}', all_varchar = true, header = true)"
        )
        yield connection


def same(seen: object, wanted: object) -> bool:
    """Numbers by value, floats to nine digits; everything else by type and value."""
    if isinstance(seen, bool) or isinstance(wanted, bool) or seen is None or wanted is None:
        return seen is wanted
    if isinstance(seen, int | float | Decimal) and isinstance(wanted, int | float | Decimal):
        return seen == wanted or math.isclose(seen, wanted, rel_tol=1e-9)
    return type(seen) is type(wanted) and seen == wanted


def differences(seen: Sequence[Row], wanted: Sequence[Row]) -> list[str]:
    """The first places where rows differ, each as seen and as wanted."""
    found = [
        f"row {number}: {one}\n   wanted: {other}"
        for number, (one, other) in enumerate(zip(seen, wanted, strict=False), 1)
        if len(one) != len(other) or not all(map(same, one, other))
    ]
    return [*([f"{len(seen)} rows, wanted {len(wanted)}"] if len(seen) != len(wanted) else []), *found[:5]]


@pytest.mark.parametrize("name", INPUTS)
def test_rows_are_those_of_the_raw_file(name: str, raw: duckdb.DuckDBPyConnection) -> None:
    wanted = raw.execute((EXPECTED / f"{name}.sql").read_text(encoding="utf-8")).fetchall()
    project = genesis.load(ROOT)
    visible = [place for place, column in enumerate(project.compile(name).columns) if not column.hidden]
    seen = [tuple(row[place] for place in visible) for batch in project.run(name) for row in batch]
    assert wanted
    assert differences(seen, wanted) == []


@pytest.mark.parametrize("name", INPUTS)
def test_the_key_tells_rows_apart(name: str) -> None:
    project = genesis.load(ROOT)
    query = project.compile(name)
    names = [column.name for column in query.columns]
    places = [names.index(key) for key in query.key]
    keys = [tuple(row[place] for place in places) for batch in project.run(name) for row in batch]
    assert len(set(keys)) == len(keys)


def test_every_input_has_expected_rows_and_a_tracker() -> None:
    trackers = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in (ROOT / "trackers").glob("*.yaml")]
    assert sorted(path.stem for path in EXPECTED.glob("*.sql")) == INPUTS
    assert sorted({tracker["input"] for tracker in trackers}) == INPUTS


def test_the_raw_file_is_the_one_described() -> None:
    assert hashlib.sha256(RAW.read_bytes()).hexdigest() in (RAW.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("seen", "wanted", "equal"),
    [
        (1, 1.0, True),
        (Decimal("1.5"), 1.5, True),
        (0.1 + 0.2, 0.3, True),
        (0.3, 0.3001, False),
        (1, True, False),
        (None, None, True),
        (None, 0, False),
        ("1", 1, False),
    ],
)
def test_which_values_are_the_same(seen: object, wanted: object, *, equal: bool) -> None:
    assert same(seen, wanted) is equal


def test_differences_are_seen() -> None:
    assert differences([(1, "a")], [(1, "a")]) == []
    assert differences([(1, "a")], [(1, "b")]) != []
    assert differences([(1,)], [(1,), (2,)]) != []
