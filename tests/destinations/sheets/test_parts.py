"""The pure parts of the Sheets destination."""

from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genesis.destinations.sheets import marks, ranks, rows, staging
from genesis.destinations.sheets.cells import Block, blocks
from genesis.destinations.sheets.contents import entered, reader, readings
from genesis.destinations.sheets.opening import spreadsheet_id
from genesis.destinations.state.contents import Content, Link, token
from genesis.destinations.state.marks import Mark, pack
from genesis.destinations.state.serials import serial
from genesis.model.types import TIMESTAMP
from genesis.sql.query import ResultColumn


@given(st.lists(st.integers(0, 30), max_size=20))
def test_what_keeps_its_order_is_longest(places: list[int]) -> None:
    kept = [places[at] for at in ranks.keeping(places)]
    assert kept == sorted(kept)
    best = [1] * len(places)
    for at, place in enumerate(places):
        best[at] += max((best[before] for before in range(at) if places[before] <= place), default=0)
    assert len(kept) == max(best, default=0)


def test_rows_may_come_first_every_day_without_writing_the_others_again() -> None:
    known: list[int | None] = list(ranks.new_ranks([None, None]))
    for _ in range(5_000):
        after = ranks.new_ranks([None, *known])
        assert after[1:] == known
        assert after[0] < after[1]
        known = [*after]


@given(st.lists(st.booleans(), min_size=1, max_size=40), st.lists(st.integers(1, 4), min_size=40, max_size=40))
def test_ranks_rise_and_known_ones_stay_where_there_is_room(kept: list[bool], narrow: list[int]) -> None:
    known = [ranks.START + place * ranks.GAP if keep else None for place, keep in enumerate(kept)]
    found = ranks.new_ranks(known)
    assert all(first < second for first, second in pairwise(found))
    assert [rank for rank, keep in zip(found, kept, strict=True) if keep] == [rank for rank in known if rank]
    tight = [rank if keep else None for rank, keep in zip(narrow, kept, strict=False)]
    assert all(first < second for first, second in pairwise(ranks.new_ranks(tight)))


def test_orders_of_rows_that_kept_theirs_are_their_places_and_of_others_never() -> None:
    # By rank, the places in the result are 2, 0, 1: the rows at 0 and 1 kept their order, the first one moved.
    assert ranks.orders([10, 20, 30], [2, 0, 1]) == [-1, 0, 1]
    assert ranks.orders([30, 10, 20], [1, 2, 0]) == [1, -1, 0]


@settings(max_examples=200)
@given(st.permutations(range(9)))
def test_moves_bring_rows_into_order(wanted: list[int]) -> None:
    now = sorted(wanted)
    moves = list(rows.moves(7, wanted))
    for move in moves:
        source, target = move["moveDimension"]["source"], move["moveDimension"]["destinationIndex"]
        start, end = source["startIndex"], source["endIndex"]
        assert not start < target < end
        held = now[start:end]
        del now[start:end]
        at = target - len(held) if target > start else target
        now[at:at] = held
    assert now == list(wanted)
    assert len(moves) <= len(wanted) - len(ranks.keeping(wanted))


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 6), st.integers(0, 6)), st.sampled_from(["x", 1, None, Link("a", "https://a.example")])
    )
)
def test_blocks_write_each_cell_once_and_no_other(cells: dict[tuple[int, int], Content]) -> None:
    by_row: dict[int, dict[int, Content]] = {}
    for (row, column), content in cells.items():
        by_row.setdefault(row, {})[column] = content
    linked = frozenset({2, 5})
    found = [
        ((block.row + down, block.column + across), content)
        for block in blocks(by_row, linked)
        for down, contents in enumerate(block.rows)
        for across, content in enumerate(contents)
    ]
    assert dict(found) == cells
    assert len(found) == len(cells)
    for block in blocks(by_row, linked):
        assert {(block.column + at) in linked for at in range(block.width)} == {block.linked}


@pytest.mark.parametrize(
    ("content", "number"),
    [
        (date(1900, 1, 1), 2),
        (date(2024, 2, 29), 45_351),
        (datetime(2024, 2, 29, 6), 45_351.25),
        (time(12), 0.5),
        (datetime(1899, 12, 30), 0),
    ],
)
def test_dates_are_days_since_the_end_of_1899(content: date | time, number: float) -> None:
    assert serial(content) == number


@given(st.datetimes(datetime(1900, 1, 1), datetime(9999, 12, 31)))
def test_a_timestamp_is_read_back_to_its_millisecond(moment: datetime) -> None:
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    read = reader(ResultColumn("at", "At", TIMESTAMP))
    assert read({"userEnteredValue": entered(moment)}) == moment


@pytest.mark.parametrize(
    "content", ["x", "=1", 5, 2.5, True, date(2024, 1, 2), datetime(2024, 1, 2, 3), Decimal("1.5")]
)
def test_one_of_all_readings_is_what_was_written(content: Content) -> None:
    assert token(content) in [token(found) for found in readings({"userEnteredValue": entered(content)})]


def test_a_mark_survives_and_a_strange_one_is_not_believed() -> None:
    mark = Mark("K" * 16, 7, "archived", pack(["aaaa", "bbbb"], ["111111", "222222"]))
    name, tags = marks.layout_of(mark)
    text = marks.encode(mark, 4096, name)
    held = marks.decode(mark.key, text, {name: tags})
    assert held
    assert (held.rank, held.layout, held.mark.state, dict(held.mark.cells)) == (
        4096,
        name,
        "archived",
        dict(mark.cells),
    )
    others = [text.replace("g2", "g1"), text.replace("KKKK", "LLLL"), text[:-3], "", "g2.l.x.y.z.w", None]
    for strange in others:
        doubted = marks.decode(mark.key, strange, {name: tags})
        assert doubted
        assert dict(doubted.mark.cells) == {} or strange == text[:-3]
    assert marks.decode("", text, {name: tags}) is None
    assert dict(marks.decode(mark.key, text, {}).mark.cells) == {}  # type: ignore[union-attr]


def test_chunks_are_small_and_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "LARGEST", 500)
    found = [Block(3, 27, [[f"text {n}", n] for n in range(100)])]
    calls = list(staging.chunks("t", found))
    assert max(staging.size(call) for call in calls) <= 560
    assert [row for call in calls for part in call for row in part["values"]] == found[0].rows
    # Column 27 (from 0) is AB; the second call goes on where the first one ended.
    assert calls[0][0]["range"] == "t!AB4"
    assert calls[1][0]["range"] == f"t!AB{4 + len(calls[0][0]['values'])}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1AbC-d_9", "1AbC-d_9"),
        ("https://docs.google.com/spreadsheets/d/1AbC/edit#gid=0", "1AbC"),
        ("my sheet", None),
        ("https://example.com/spreadsheets/d/1AbC/edit", None),
    ],
)
def test_a_spreadsheet_is_named_by_id_or_address(text: str, found: str | None) -> None:
    assert spreadsheet_id(text) == found
