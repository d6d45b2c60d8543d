"""Rows added, gone and changed: against counting by hand, and against a comparison that holds everything at once."""

from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from genesis.model.expression import Value
from genesis.model.types import INTEGER, STRING
from genesis.review import results
from genesis.review.report import ResultChange, Sample
from genesis.review.results import Comparison
from genesis.review.reviewing import Wanted, review
from genesis.review.running import shape_of, with_results
from genesis.review.states import Ends
from genesis.sql.query import CompiledQuery, ResultColumn
from tests.review.edited import HERE, ends, written
from tests.review.test_cases import sides

Row = tuple[Value, ...]


def query(*columns: str, key: str = "id", hidden: str = "") -> CompiledQuery:
    made = tuple(ResultColumn(n, n, INTEGER if n == "id" else STRING, hidden=n in hidden.split()) for n in columns)
    return CompiledQuery("q", "duckdb", "", made, tuple(key.split()), (), ())


def compared(
    before: CompiledQuery, old: list[Row], after: CompiledQuery, new: list[Row], **renamed: str
) -> ResultChange:
    return Comparison(shape_of(before, after, renamed)).of("demo", old, new)


def test_by_hand() -> None:
    old: list[Row] = [(1, "a", "x"), (2, "b", "x"), (3, None, "x"), (4, "d", "x")]
    new: list[Row] = [(5, "e", "x"), (4, "d", "x"), (3, "c", "y"), (2, "b", None)]
    q = query("id", "name", "kind")
    found = compared(q, old, q, new)
    assert found == ResultChange(
        "demo",
        ("id",),
        rows_before=4,
        rows_after=4,
        added=1,
        gone=1,
        changed=2,
        cells=3,
        columns={"kind": 2, "name": 1},
        added_samples=(Sample(("5",), (("name", None, "e"), ("kind", None, "x"))),),
        gone_samples=(Sample(("1",), (("name", "a", None), ("kind", "x", None))),),
        changed_samples=(
            Sample(("3",), (("name", None, "c"), ("kind", "x", "y"))),
            Sample(("2",), (("kind", "x", None),)),
        ),
    )


def test_columns_of_one_side_are_no_changed_cells() -> None:
    found = compared(query("id", "name"), [(1, "a")], query("id", "more"), [(1, "b")])
    assert (found.added, found.gone, found.changed, found.cells) == (0, 0, 0, 0)


def test_a_hidden_key_and_a_renamed_column() -> None:
    before, after = query("name", "id", hidden="id"), query("title", "id", hidden="id")
    found = compared(before, [("a", 1), ("b", 2)], after, [("a", 1), ("c", 2)], title="name")
    assert (found.changed, found.columns) == (1, {"title": 1})
    assert found.changed_samples == (Sample(("2",), (("title", "b", "c"),)),)


def test_another_key_matches_whole_rows() -> None:
    before, after = query("id", "name"), query("name", "id", key="name")
    found = compared(before, [(1, "a"), (2, "b")], after, [("a", 1), ("c", 2)])
    assert (found.key, found.added, found.gone, found.changed) == ((), 1, 1, 0)


def test_one_row_without_a_key_is_the_same_row() -> None:
    q = query("name", key="")
    found = compared(q, [("a",)], q, [("b",)])
    assert (found.added, found.gone, found.changed) == (0, 0, 1)


def test_doubled_keys_are_counted_and_matched_in_turn() -> None:
    q = query("id", "name")
    found = compared(q, [(1, "a"), (1, "b"), (2, "c")], q, [(1, "a"), (1, "x"), (1, "y")])
    assert (found.doubled, found.changed, found.added, found.gone) == (3, 1, 1, 1)


def test_what_no_tracker_tells_apart_is_the_same() -> None:
    q = query("id", "name")
    found = compared(q, [(1, Decimal("1.50")), (2, "")], q, [(1, 1.5), (2, None)])
    assert found.changed == 0


def test_a_key_of_several_columns_is_not_run_together() -> None:
    q = query("a", "b", key="a b")
    assert compared(q, [("x", "yz")], q, [("xy", "z")]).added == 1


KEYS = st.integers(0, 12)
ROWS = st.lists(st.tuples(KEYS, st.sampled_from(["a", "b", None])), max_size=20, unique_by=lambda row: row[0])


@given(ROWS, ROWS)
def test_as_one_that_holds_everything(old: list[Row], new: list[Row]) -> None:
    one, two = {row[0]: row[1] for row in old}, {row[0]: row[1] for row in new}
    q = query("id", "name")
    found = compared(q, old, q, new)
    assert found.added == len(two.keys() - one.keys())
    assert found.gone == len(one.keys() - two.keys())
    assert found.changed == sum(one[key] != two[key] for key in one.keys() & two.keys())
    assert [s.key for s in found.added_samples] == [(str(r[0]),) for r in new if r[0] not in one][: results.SAMPLES]


def test_many_rows_are_held_in_shares() -> None:
    """Two results of 30,000 rows: never are more than a thirtieth of them decoded at once."""
    most = 0

    class Watched(Comparison):
        def _by_key(self, share: results._Share) -> dict[tuple[str, int], results._Row]:
            nonlocal most
            found = super()._by_key(share)
            most = max(most, len(found))
            return found

    q = query("id", "name")
    rows = [(number, str(number)) for number in range(30_000)]
    found = Watched(shape_of(q, q, {})).of("demo", iter(rows), ((n, t if n % 1000 else "x") for n, t in rows[:-1]))
    assert (found.rows_before, found.rows_after, found.gone, found.changed) == (30_000, 29_999, 1, 30)
    assert most < 1_000


def test_both_sides_run_on_a_connection(tmp_path: Path) -> None:
    """`budget > 110` and not `> 100`: film 8 of 101 leaves both column and filter; 2 and 4 stay."""
    base, head = sides(HERE / "cases" / "condition_used_twice")
    two = ends(base, head)
    on_disk = Ends(written(base, tmp_path / "base"), written(head, tmp_path / "head"), two.base_side, two.head_side)
    found = with_results(review(on_disk, Wanted()), on_disk, "demo", {}).trackers[0]
    assert found.result is not None
    assert (found.result.rows_before, found.result.rows_after, found.result.gone) == (3, 2, 1)
    assert [sample.key for sample in found.result.gone_samples] == [("8",)]


def test_a_side_that_cannot_run_says_why(tmp_path: Path) -> None:
    base, head = sides(HERE / "cases" / "table_of_a_source")
    del head["definitions/data/studio/film_v2.csv"]
    two = ends(base, head)
    on_disk = Ends(written(base, tmp_path / "base"), written(head, tmp_path / "head"), two.base_side, two.head_side)
    found = with_results(review(on_disk, Wanted(("leads",))), on_disk, "demo", {}).trackers[0]
    assert found.result is not None
    assert "G703" in found.result.failed
