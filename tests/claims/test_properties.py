"""Findings on random rows equal those that a loop in Python counts."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.claims.test_claims import claims_of

Row = tuple[int | None, str | None, int | None, str | None]
"""Two parts of a key, a version, a code."""

ROWS = st.lists(
    st.tuples(
        st.none() | st.integers(1, 2),
        st.none() | st.sampled_from(["a", "ä", "A"]),
        st.none() | st.integers(1, 3),
        st.none() | st.sampled_from(["x", "y", "z"]),
    ),
    max_size=12,
)
SOURCE = """\
source: thing
table: t.thing
key: [one, two]
{latest}fields:
  one: integer
  two: string
  version: integer
  code: {{type: string, values: [x, y]}}
joins:
  other: {{to: thing_again, on: {{code: code}}, many: false}}
"""
AGAIN = "source: thing_again\ntable: t.thing\nkey: none\nfields: {one: integer, two: string, version: integer, code: string}\n"
SETTINGS = "connections: {demo: {engine: duckdb, files: rows}}\n"


def found_by_genesis(rows: list[Row], *, latest: bool) -> dict[str, tuple[int, int]]:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        lines = [",".join("" if v is None else str(v) for v in row) for row in rows]
        texts = {
            "genesis.yaml": SETTINGS,
            "definitions/thing.yaml": SOURCE.format(latest="latest_by: version\n" if latest else ""),
            "definitions/thing_again.yaml": AGAIN,
            "rows/t/thing.csv": "\n".join(["one,two,version,code", *lines, ""]),
        }
        for path, text in texts.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        found = claims_of(root, "thing")
        return {f"{kind} {of}": (o.found, o.rows) for (kind, of), o in found.items() if kind != "type"}


def sizes(counts: Iterable[int]) -> tuple[int, int]:
    several = [n for n in counts if n > 1]
    return len(several), sum(several)


def nulls(rows: list[Row], part: int) -> tuple[int, int]:
    groups = {(row[0], row[1]) for row in rows if row[part] is None}
    return len(groups), sum(row[part] is None for row in rows)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(rows=ROWS)
def test_keys_nulls_values_and_claimed_joins(rows: list[Row]) -> None:
    found = found_by_genesis(rows, latest=False)
    assert found["not null one"] == nulls(rows, 0)
    assert found["not null two"] == nulls(rows, 1)
    keys = Counter((r[0], r[1]) for r in rows if r[0] is not None and r[1] is not None)
    assert found["key one, two"] == sizes(keys.values())
    unknown = Counter(r[3] for r in rows if r[3] == "z")
    assert found["values code"] == (len(unknown), sum(unknown.values()))
    codes = Counter(r[3] for r in rows if r[3] is not None)
    meetings = [codes[r[3]] for r in rows if r[3] is not None and codes[r[3]] > 1]
    assert found["to one other"] == (len(meetings), sum(meetings))


@settings(max_examples=15, deadline=None, derandomize=True)
@given(rows=ROWS)
def test_newest_rows_that_tie(rows: list[Row]) -> None:
    ties = {}
    for key in {(r[0], r[1]) for r in rows}:
        versions = [r[2] if r[2] is not None else 0 for r in rows if (r[0], r[1]) == key]
        ties[key] = versions.count(max(versions))
    assert found_by_genesis(rows, latest=True)["newest version"] == sizes(ties.values())
