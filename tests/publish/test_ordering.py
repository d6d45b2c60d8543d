"""Rows that nothing leads: kept ones and people's own stay when the result is empty, and before anything was published."""

from genesis.destinations.state.marks import Mark
from genesis.destinations.state.plan import PlannedRow, RowChange
from genesis.publish.ordering import Present, arrange


def row(change: RowChange, place: int | None, mark: Mark | None = None) -> PlannedRow:
    return PlannedRow(change, place, str(place), "", (), (), mark=mark)


def test_kept_rows_stand_where_they_stood_when_the_result_is_empty() -> None:
    kept = [row("kept", place, Mark(str(place), place, "kept", {})) for place in (2, 3)]
    assert arrange([Present(one, None, 0) for one in kept], {}) == tuple(kept)


def test_rows_of_people_stay_above_the_first_rows_of_a_result() -> None:
    people, new = row("people", 2), row("added", None)
    assert arrange([Present(people, None, None)], {0: new}) == (people, new)
