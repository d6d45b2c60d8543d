"""The plan as a pure function: what is there and what is wanted, without any destination."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from genesis.destinations.state.contents import Content, key_identity, token
from genesis.destinations.state.marks import Mark, cell_hash, column_tag, decode, encode
from genesis.destinations.state.plan import Plan, PlannedRow, PresentRow, Snapshot, Wanted, WantedRow
from genesis.model.types import INTEGER, STRING
from genesis.publish.planning import Policies, compute_plan
from genesis.sql.query import ResultColumn

NAMES = ("id", "a", "b")
COLUMNS = tuple(ResultColumn(name, name.upper(), INTEGER if name == "id" else STRING) for name in NAMES)
Cells = tuple[Content, ...]
DEFAULT = Policies()


def wanted(rows: Sequence[Cells]) -> Wanted:
    return Wanted(COLUMNS, tuple(WantedRow(key_identity(row[:1]), str(row[0]), row) for row in rows))


def plan(rows: Sequence[Cells], there: Sequence[PresentRow], policies: Policies = DEFAULT) -> Plan:
    snapshot = Snapshot(exists=True, columns=NAMES, rows=tuple(there))
    return compute_plan("t", "csv", ("id",), wanted(rows), snapshot, policies)


def written(planned: Plan, annotated: Sequence[Content] = ()) -> list[PresentRow]:
    """The tracker once a plan is carried out, by the rules a destination keeps; rows with these keys have notes."""
    return [present(row, place, annotated) for place, row in enumerate(planned.rows, 1)]


def present(row: PlannedRow, place: int, annotated: Sequence[Content] = ()) -> PresentRow:
    shown = key_identity(row.cells[:1]) if row.cells[0] is not None else ""
    return PresentRow(place, row.mark, shown, row.cells, row.cells[0] in annotated)


def places(planned: Plan) -> list[Content]:
    return [row.cells[0] for row in planned.rows]


def test_first_rows_then_nothing() -> None:
    first = plan([(1, "x", "y"), (2, "x", None)], [])
    assert (first.count("added"), first.wanted, places(first)) == (2, 2, [1, 2])
    assert first.rows[0].writes == (0, 1, 2)
    again = plan([(1, "x", "y"), (2, "x", None)], written(first))
    assert not again.changes


def test_only_differing_cells_are_written() -> None:
    there = written(plan([(1, "x", "y"), (2, "x", "y")], []))
    changed = plan([(1, "x", "z"), (2, "x", "y")], there)
    assert [(row.change, row.writes) for row in changed.rows] == [("changed", (2,)), ("same", ())]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1, 1.0, True),
        (1, True, False),
        (1, "1", False),
        ("", None, True),
        (0.0, -0.0, True),
        (0.1 + 0.2, Decimal("0.3"), True),
        (10**16, 1e16, True),
        (1234567890123456, 1234567890123457, False),
        (Decimal(9007199254740993), Decimal(9007199254740992), False),
        (Decimal(9007199254740993), 9007199254740993, True),
        (10**400, 10**400 + 1, False),
        (1e300, float("inf"), False),
    ],
)
def test_which_contents_are_one(one: Content, other: Content, *, same: bool) -> None:
    assert (token(one) == token(other)) is same
    there = written(plan([(1, one, "y")], []))
    assert plan([(1, other, "y")], there).changes is not same


def test_the_order_of_the_query_is_followed_until_people_sort() -> None:
    there = written(plan([(1, "", ""), (3, "", ""), (5, "", "")], []))
    assert places(plan([(5, "", ""), (4, "", ""), (1, "", ""), (3, "", "")], there)) == [5, 4, 1, 3]
    sorted_by_people = [replace(row, place=place) for place, row in enumerate(reversed(there), 1)]
    assert places(plan([(1, "", ""), (2, "", ""), (3, "", ""), (5, "", "")], sorted_by_people)) == [5, 3, 1, 2]


def test_a_new_column_is_written_and_others_are_left_alone() -> None:
    there = written(plan([(1, "x", "y")], []))
    snapshot = Snapshot(exists=True, columns=("id", "a"), rows=(replace(there[0], cells=(1, "x", None)),))
    planned = compute_plan("t", "csv", ("id",), wanted([(1, "x", "y")]), snapshot, Policies())
    assert planned.rows[0].writes == (2,)
    assert planned.edited == ()


def test_rows_that_two_people_could_mean_are_left_alone() -> None:
    there = written(plan([(1, "x", "y")], []))
    copied = [*there, replace(there[0], place=2)]
    planned = plan([(1, "new", "y")], copied)
    assert [row.change for row in planned.rows] == ["quarantined", "quarantined"]
    assert planned.count("added") == 0
    moved_on = [there[0], replace(there[0], place=2, cells=(9, "x", "y"), cell_key=key_identity([9]))]
    planned = plan([(1, "new", "y")], moved_on)
    assert [row.change for row in planned.rows] == ["changed", "quarantined"], (
        "the one that still shows its key is the row"
    )


def test_an_edit_beside_a_partial_sort_is_still_an_edit() -> None:
    there = written(plan([(1, "a1", "b1"), (2, "a2", "b2"), (3, "a3", "b3")], []))
    astray = [
        replace(there[0], cells=(2, "a2", "typed"), cell_key=key_identity([2])),
        replace(there[1], cells=(1, "a1", "b2"), cell_key=key_identity([1])),
        there[2],
    ]
    planned = plan([(1, "a1", "b1"), (2, "a2", "b2"), (3, "a3", "b3")], astray)
    assert [row.cells for row in planned.rows] == [(1, "a1", "typed"), (2, "a2", "b2"), (3, "a3", "b3")]
    assert [(edit.row, edit.column, edit.found) for edit in planned.edited] == [("1", "B", "typed")]
    assert planned.misaligned == ("1", "2")


def test_marks_survive_as_text() -> None:
    mark = Mark("k" * 16, 42, "archived", {column_tag(name): cell_hash(f"s{name}") for name in NAMES})
    found = decode(encode(mark))
    assert found == mark
    assert found is not None
    assert found.published("a") == cell_hash("sa")
    assert found.published("z") is None
    for text in ("", "g1", "g2.l.1.k.", "g1.x.1.k.", "g1.l.-1.k.", None, 5):
        assert decode(text) is None


ROWS = st.dictionaries(
    st.integers(1, 8), st.tuples(st.sampled_from("xyz"), st.sampled_from(["p", "q", None])), max_size=8
)
POLICIES = st.builds(
    Policies, st.sampled_from([None, "archive", "delete", "keep"]), st.sampled_from(["flag", "overwrite", "keep"])
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=5), POLICIES)
def test_any_results_one_after_the_other(results: list[dict[int, tuple[str, str | None]]], policies: Policies) -> None:
    there: list[PresentRow] = []
    for result in results:
        rows: list[Cells] = [(key, *values) for key, values in result.items()]
        planned = plan(rows, there, policies)
        there = written(planned)
        live = [row.cells for row in there if row.mark and row.mark.state == "live"]
        assert sorted(live, key=str) == sorted(rows, key=str), "every row of the result stands once, as it is wanted"
        assert not plan(rows, there, policies).changes, "what was written needs nothing more"
        assert len({row.mark.key for row in there if row.mark}) == len(there)
