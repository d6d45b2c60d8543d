"""What a refresh writes to a tab, and what it leaves alone."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from msgspec.structs import replace

from genesis.destinations.sheets.design import STALE
from genesis.diagnostics import GenesisError
from genesis.model.shown import Shown
from genesis.model.types import BOOLEAN, DATE, FLOAT, INTEGER, STRING, TIME, TIMESTAMP, Type, decimal
from genesis.publish.planning import Policies
from genesis.spec.documents import Text
from genesis.spec.settings import AnnotationSpec
from genesis.sql.query import ResultColumn
from tests.destinations.sheets.tracker import COLUMNS, SPAN, Tracker, film
from tests.emulators.sheets.server import Emulator

FILMS = [film(1), film(2), film(3)]


def codes(error: pytest.ExceptionInfo[GenesisError]) -> list[str]:
    return [found.code for found in error.value.diagnostics]


def test_a_new_tab_has_headers_notes_formats_and_hidden_marks(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    person = emulator.person("Films")
    assert person.header()[:6] == ["Film", "Title", "Released", "Budget", "Done", "Page"]
    assert person.header()[8] == "Notes"
    assert [column.hidden for column in person.sheet.columns[:9]] == [*[False] * 6, True, True, False]
    assert person.cell(0, 1)["note"] == "As on the poster.\nfilms.title"
    assert person.cell(0, 0)["userEnteredFormat"]["textFormat"] == {"bold": True}
    assert person.sheet.frozen_rows == 1
    # 2024-01-02 is 45,293 days after 1899-12-30.
    assert person.row(1)[:6] == [1, "Film 1", 45_293, 1.5, False, "Film 1"]
    formats = [person.cell(1, c)["userEnteredFormat"]["numberFormat"] for c in range(4)]
    assert formats == [
        {"type": "NUMBER", "pattern": "0"},
        {"type": "TEXT", "pattern": "@"},
        {"type": "DATE", "pattern": "d mmm yyyy"},
        {"type": "CURRENCY", "pattern": "[$$]#,##0.00"},
    ]
    assert person.cell(1, 4)["dataValidation"]["condition"]["type"] == "BOOLEAN"
    link = person.cell(1, 5)["userEnteredFormat"]["textFormat"]["link"]
    assert link == {"uri": "https://x.example/1?t=Film%201"}


def test_a_deleted_tab_is_made_again(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    book = emulator.books["book"]
    book.sheets.pop()
    book.prune()
    tracker.refresh(FILMS)
    assert [row["Film"] for row in emulator.person("Films").rows()] == [1, 2, 3]


def test_other_tabs_are_left_alone(emulator: Emulator, tracker: Tracker) -> None:
    emulator.person("Sheet1").type(2, 2, "mine")
    tracker.refresh(FILMS)
    assert emulator.person("Sheet1").row(2) == [None, None, "mine"]
    assert [sheet.title for sheet in emulator.books["book"].sheets] == ["Sheet1", "Films"]


def test_an_unchanged_tracker_costs_one_read(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    before = len(emulator.calls)
    plan = tracker.refresh(FILMS)
    assert not plan.changes
    assert [call.path for call in emulator.calls[before:]] == ["/v4/spreadsheets/book:getByDataFilter"]


def test_a_change_costs_a_read_and_a_write(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    before = len(emulator.calls)
    tracker.refresh([film(1), film(2, "Renamed"), film(3)])
    assert [call.path for call in emulator.calls[before:]] == [
        "/v4/spreadsheets/book:getByDataFilter",
        "/v4/spreadsheets/book:batchUpdate",
    ]
    assert emulator.person("Films").rows()[1]["Title"] == "Renamed"


HOSTILE = ("=HYPERLINK(1)", "+1", "-1", "@x", "'1", "1-2", "TRUE", "2024-01-01", "\tx", "a\nb", "{}", "1e5", "🎬")


def test_text_stays_text(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh([film(n, text) for n, text in enumerate(HOSTILE)])
    person = emulator.person("Films")
    written = [person.cell(row, 1)["userEnteredValue"] for row in range(1, len(HOSTILE) + 1)]
    assert written == [{"stringValue": text} for text in HOSTILE]
    assert not tracker.refresh([film(n, text) for n, text in enumerate(HOSTILE)]).changes


TYPED = (
    ResultColumn("k", "K", INTEGER),
    ResultColumn("at", "At", TIMESTAMP),
    ResultColumn("clock", "Clock", TIME),
    ResultColumn("share", "Share", FLOAT, Shown("percent", "0.0%")),
    ResultColumn("long", "Long", INTEGER),
    ResultColumn("flag", "Flag", BOOLEAN),
    ResultColumn("tags", "Tags", Type("list", element=STRING)),
    ResultColumn("exact", "Exact", decimal(18, 3)),
    ResultColumn("day", "Day", DATE),
)


def test_every_type_is_native_and_read_back_as_it_was(emulator: Emulator, tracker: Tracker) -> None:
    tracker = replace(tracker, columns=TYPED, key=("k",))
    rows = [
        (1, datetime(2024, 3, 1, 18, 30, 15, 250_000), time(6), 0.125, 2**53, True, '["a"]', Decimal("1.230"), None),
        (2, None, None, None, None, None, None, None, date(1950, 5, 17)),
        (3, datetime(2024, 3, 1), time(0), -0.0, -5, False, "[]", Decimal(0), date(9999, 12, 31)),
    ]
    tracker.refresh(rows)
    person = emulator.person("Films")
    # 2024-03-01 is day 45,352; 18:30:15.250 is 66,615,250 of its 86,400,000 milliseconds.
    assert person.row(1)[:8] == [1, 45_352 + 66_615_250 / 86_400_000, 0.25, 0.125, 2**53, True, '["a"]', 1.23]
    assert person.row(2)[:9] == [2, *[None] * 7, 18_400]
    assert person.cell(1, 1)["userEnteredFormat"]["numberFormat"]["type"] == "DATE_TIME"
    assert not tracker.refresh(rows).changes


@pytest.mark.parametrize(
    ("value", "column", "code"),
    [
        ("x" * 50_001, 1, "G830"),
        (2**53 + 1, 0, "G831"),
        (Decimal("12345678901234.567"), 3, "G831"),
        (date(1850, 1, 1), 2, "G832"),
    ],
)
def test_what_a_cell_cannot_hold_is_noted(tracker: Tracker, value: object, column: int, code: str) -> None:
    row = [*film(1)]
    row[column] = value  # type: ignore[call-overload]
    with pytest.raises(GenesisError) as error:
        tracker.refresh([tuple(row)])
    assert code in codes(error)


def test_a_text_of_fifty_thousand_characters_fits(emulator: Emulator, tracker: Tracker) -> None:
    replace(tracker, columns=COLUMNS[:2]).refresh([(1, "x" * 50_000)])
    assert len(str(emulator.person("Films").row(1)[1])) == 50_000


def test_rows_come_leave_and_return_with_their_notes(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    person = emulator.person("Films")
    person.type(person.find("Film", 2), person.column("Notes"), "ask Ann")
    tracker.refresh([film(0), film(1), film(3), film(4)])
    assert [row["Film"] for row in person.rows()] == [0, 1, 3, 4, 2]
    assert person.rows()[-1]["Notes"] == "ask Ann"
    tracker.refresh([film(4), film(2), film(1)])
    found = [(row["Film"], row["Notes"]) for row in person.rows()]
    assert found == [(4, None), (2, "ask Ann"), (1, None), (0, None), (3, None)]


def test_a_new_row_has_its_neighbours_formats_but_not_their_colours(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh([film(1), film(3)])
    person = emulator.person("Films")
    for column in range(9):
        person.colour(1, column)
    tracker.refresh(FILMS)
    assert "backgroundColor" in person.cell(1, 1)["userEnteredFormat"]
    looks = [person.cell(2, column)["userEnteredFormat"] for column in (0, 2)]
    assert looks == [
        {"numberFormat": {"type": "NUMBER", "pattern": "0"}},
        {"numberFormat": {"type": "DATE", "pattern": "d mmm yyyy"}},
    ]
    assert person.cell(2, 4)["dataValidation"]["condition"]["type"] == "BOOLEAN"


def test_rows_at_the_grids_end_get_formats_too(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh([film(n) for n in range(3)])
    del emulator.person("Films").sheet.rows[4:]
    tracker.refresh([film(n) for n in range(6)])
    person = emulator.person("Films")
    assert len(person.sheet.rows) == 7
    assert person.cell(6, 2)["userEnteredFormat"]["numberFormat"]["type"] == "DATE"
    assert person.cell(6, 4)["dataValidation"]["condition"]["type"] == "BOOLEAN"


def test_rows_that_leave_are_emptied_first_and_deleted_by_the_next_write(emulator: Emulator, tracker: Tracker) -> None:
    tracker = replace(tracker, policies=Policies("delete"))
    tracker.refresh(FILMS)
    person = emulator.person("Films")
    height = len(person.sheet.rows)
    tracker.refresh([film(3)])
    assert [row["Title"] for row in person.rows()] == ["Film 3", None, None]
    assert len(person.sheet.rows) == height
    tracker.refresh([film(3, "again")])
    assert len(person.sheet.rows) == height - 2
    assert [row["Title"] for row in person.rows()] == ["again"]


def test_an_emptied_row_that_somebody_wrote_in_stays(emulator: Emulator, tracker: Tracker) -> None:
    tracker = replace(tracker, policies=Policies(None))
    tracker.refresh(FILMS)
    tracker.refresh([film(3)])
    person = emulator.person("Films")
    person.type(3, person.column("Notes"), "mine")
    tracker.refresh([film(3, "again")])
    tracker.refresh([film(3, "and again")])
    assert [(row["Title"], row["Notes"]) for row in person.rows()] == [("and again", None), (None, "mine")]


def test_edits_are_kept_until_the_source_changes(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    person = emulator.person("Films")
    person.type(1, 1, "Better name")
    plan = tracker.refresh(FILMS)
    assert [(edit.column, edit.found, edit.kept) for edit in plan.edited] == [("Title", "Better name", True)]
    assert person.rows()[0]["Title"] == "Better name"
    tracker.refresh([film(1, "Newest"), film(2), film(3)])
    assert person.rows()[0]["Title"] == "Newest"


def test_a_formula_in_a_managed_cell_is_an_edit(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    emulator.person("Films").type(1, 3, "=D3")
    assert [edit.column for edit in tracker.refresh(FILMS).edited] == ["Budget"]


def test_a_copied_row_is_left_alone_and_told(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    person = emulator.person("Films")
    person.copy_row(1, 4)
    plan = tracker.refresh([film(1, "Changed"), film(2), film(3)])
    assert len(plan.quarantined) == 2
    assert [row["Title"] for row in person.rows()] == ["Film 1", "Film 2", "Film 3", "Film 1"]


def test_columns_follow_the_definition(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    person = emulator.person("Films")
    person.insert_column(6, "Mine")
    person.type(1, 6, "own")
    columns = (COLUMNS[0], replace(COLUMNS[1], label="Name"), *COLUMNS[3:5], ResultColumn("year", "Year", INTEGER))
    changed = replace(tracker, columns=columns)
    changed.refresh([(1, "Film 1", Decimal("1.5"), False, 2024)])
    assert [label for label in person.header() if not label.startswith("_")] == [
        "Film",
        "Name",
        "Budget",
        "Done",
        "Year",
        "Mine",
        "Notes",
    ]
    assert person.rows()[0]["Mine"] == "own"
    assert person.rows()[0]["Year"] == 2024
    assert "textFormat" not in person.cell(1, person.column("Year"))["userEnteredFormat"]


def test_a_column_with_peoples_edits_is_left_to_them(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    emulator.person("Films").type(1, 3, "about 2")
    changed = replace(tracker, columns=(*COLUMNS[:3], *COLUMNS[4:]))
    changed.refresh([(*row[:3], *row[4:]) for row in FILMS])
    person = emulator.person("Films")
    assert person.rows()[0]["Budget"] == "about 2"
    assert not changed.refresh([(*row[:3], *row[4:]) for row in FILMS]).changes


def test_a_deleted_column_is_made_again(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    person = emulator.person("Films")
    person.delete_column(1)
    plan = tracker.refresh(FILMS)
    assert any("`Title` is new, or was deleted by somebody" in note for note in plan.notes)
    assert [row["Title"] for row in person.rows()] == ["Film 1", "Film 2", "Film 3"]


def test_the_hidden_columns_may_be_deleted(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    person = emulator.person("Films")
    person.type(1, 8, "ask Ann")
    for label in ("_genesis_state", "_genesis"):
        person.delete_column(person.column(label))
    tracker.refresh([film(3), film(1, "New"), film(2)])
    found = {row["Film"]: (row["Title"], row["Notes"]) for row in person.rows()}
    assert found == {1: ("New", "ask Ann"), 2: ("Film 2", None), 3: ("Film 3", None)}


def test_names_that_people_gave_stay(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    person = emulator.person("Films")
    person.type(0, 1, "Working title")
    person.note(0, 0, "their note")
    person.sheet.title = "Filme"
    columns = (replace(COLUMNS[0], description="new"), replace(COLUMNS[1], label="Name"), *COLUMNS[2:])
    plan = replace(tracker, columns=columns).refresh([film(1, "Changed"), *FILMS[1:]])
    person = emulator.person("Filme")
    assert person.header()[1] == "Working title"
    assert person.cell(0, 0)["note"] == "their note"
    assert person.row(1)[1] == "Changed"
    assert "the tab is now called `Filme`" in plan.notes
    assert not replace(tracker, columns=columns).refresh([film(1, "Changed"), *FILMS[1:]]).changes


def test_the_trackers_file_can_rename_the_tab(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    gid = emulator.person("Films").sheet.id
    for tab in ("It's films", "A1", "Sheet1!A1 'x' 🎬", "R1C1"):
        replace(tracker, tab=tab).refresh([film(1, tab)])
        assert emulator.person(tab).sheet.id == gid
        assert emulator.person(tab).rows()[0]["Title"] == tab


def test_the_header_may_move_or_go(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    person = emulator.person("Films")
    person.insert_row(0)
    person.type(0, 0, "Our films of 2024")
    tracker.refresh([film(1, "Changed"), *FILMS[1:]])
    assert [person.row(row)[1] for row in range(5)] == [None, "Title", "Changed", "Film 2", "Film 3"]
    assert person.row(0)[0] == "Our films of 2024"
    person.delete_row(1)
    tracker.refresh(FILMS)
    found = [person.row(row)[:2] for row in range(5)]
    assert [1, "Film 1"] in found
    assert ["Film", "Title"] in found
    assert not tracker.refresh(FILMS).changes


def test_a_sort_of_the_header_too_is_put_right(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    person = emulator.person("Films")
    rows = person.sheet.rows
    for column in range(9):
        cells = [row.cell(column) for row in rows[:4]]
        for row, cell in zip(rows[:4], [cells[2], cells[0], cells[3], cells[1]], strict=True):
            row.put(column, cell)
    tracker.refresh(FILMS)
    assert person.header()[:2] == ["Film", "Title"]
    assert sorted(str(row["Title"]) for row in person.rows()) == ["Film 1", "Film 2", "Film 3"]


ANNOTATIONS = (
    AnnotationSpec(Text("Notes", SPAN)),
    AnnotationSpec(Text("Seen", SPAN), Text("checkbox", SPAN)),
    AnnotationSpec(Text("Mood", SPAN), Text("select", SPAN), (Text("good", SPAN), Text("bad", SPAN))),
    AnnotationSpec(Text("Due", SPAN), Text("date", SPAN)),
)


def test_annotations_are_made_once_and_never_written(emulator: Emulator, tracker: Tracker) -> None:
    tracker = replace(tracker, annotations=ANNOTATIONS)
    tracker.refresh(FILMS)
    person = emulator.person("Films")
    rules = {label: person.cell(1, person.column(label))["dataValidation"] for label in ("Seen", "Mood", "Due")}
    assert rules["Seen"]["condition"] == {"type": "BOOLEAN"}
    assert rules["Mood"]["condition"] == {
        "type": "ONE_OF_LIST",
        "values": [{"userEnteredValue": "good"}, {"userEnteredValue": "bad"}],
    }
    assert rules["Due"]["condition"] == {"type": "DATE_IS_VALID"}
    assert "dataValidation" not in person.cell(10, person.column("Seen"))
    person.type(1, person.column("Seen"), "TRUE")
    person.type(2, person.column("Seen"), "FALSE")
    tracker.refresh([film(0), film(1, "Changed")])
    assert person.cell(1, person.column("Seen"))["dataValidation"]["condition"] == {"type": "BOOLEAN"}
    assert {row["Film"]: row["Seen"] for row in person.rows()} == {0: None, 1: True, 2: False, 3: None}


def test_an_annotation_that_was_there_before_is_not_made_twice(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    person = emulator.person("Films")
    person.type(1, person.column("Notes"), "ask Ann")
    replace(tracker, annotations=()).refresh(FILMS)
    assert person.rows()[0]["Notes"] == "ask Ann"
    tracker.refresh(FILMS)
    assert person.header().count("Notes") == 1
    person.move_column(person.column("Notes"), 0)
    assert not tracker.refresh(FILMS).changes


def test_an_unticked_box_is_no_reason_to_keep_a_row(emulator: Emulator, tracker: Tracker) -> None:
    tracker = replace(tracker, annotations=ANNOTATIONS, policies=Policies(None))
    tracker.refresh(FILMS)
    person = emulator.person("Films")
    person.type(1, person.column("Seen"), "FALSE")
    person.type(2, person.column("Notes"), "keep me")
    tracker.refresh([film(3)])
    assert [row["Film"] for row in person.rows() if row["Film"]] == [3, 2]


def test_stale_rows_are_told_on_the_first_header_until_they_are_fresh(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    person = emulator.person("Films")
    for when in ("yesterday", "today"):
        with tracker.open() as destination:
            destination.snapshot()
            destination.stale(f"{STALE}{when}: the result is empty")
    assert person.cell(0, 0)["note"] == f"{STALE}yesterday: the result is empty\n\nfilms.film_id"
    tracker.refresh(FILMS)
    assert person.cell(0, 0)["note"] == "films.film_id"


def test_the_tab_keeps_the_record_of_the_last_run(tracker: Tracker) -> None:
    tracker.refresh(FILMS)
    with tracker.open() as destination:
        assert destination.snapshot().record == '{"run": "1"}'


def test_a_group_without_key_columns_is_one_row(emulator: Emulator, tracker: Tracker) -> None:
    tracker = replace(tracker, columns=(ResultColumn("n", "N", INTEGER),), key=(), annotations=())
    tracker.refresh([(1,)])
    tracker.refresh([(2,)])
    assert [row["N"] for row in emulator.person("Films").rows()] == [2]


def test_a_hidden_key_is_followed_by_marks_alone(emulator: Emulator, tracker: Tracker) -> None:
    columns = (ResultColumn("title", "Title", STRING), ResultColumn("film_id", "Film", INTEGER, hidden=True))
    tracker = replace(tracker, columns=columns)
    tracker.refresh([("a", 1), ("b", 2)])
    person = emulator.person("Films")
    person.type(1, person.column("Notes"), "of 1")
    person.sort(0, falling=True)
    tracker.refresh([("renamed", 1), ("b", 2)])
    assert [(row["Title"], row["Notes"]) for row in person.rows()] == [("b", None), ("renamed", "of 1")]


def test_one_row_more_does_not_write_the_marks_of_the_others(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh([film(n) for n in range(1, 200)])
    before = len(emulator.calls)
    tracker.refresh([film(n) for n in range(200)])
    assert emulator.calls[-1].written < 9_000
    assert len(emulator.calls) == before + 2
    assert not tracker.refresh([film(n) for n in range(200)]).changes


def test_whole_numbers_of_many_digits_settle(tracker: Tracker) -> None:
    columns = (COLUMNS[0], ResultColumn("size", "Size", FLOAT), ResultColumn("sum", "Sum", decimal(38, 0)))
    tracker = replace(tracker, columns=columns, policies=Policies("archive", "overwrite"))
    sizes = (1e15, 1e16, 1e300, 123456789012345678.0, -9007199254740993.0)
    rows = [(n, size, Decimal(10) ** 23) for n, size in enumerate(sizes)]
    tracker.refresh(rows)
    plan = tracker.refresh(rows)
    assert not plan.changes
    assert not plan.edited
