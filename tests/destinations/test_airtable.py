"""An Airtable tracker through the real pyairtable: what is created, what is written, what stays people's."""

from datetime import datetime
from typing import Any

import pytest

from genesis.destinations.state.marks import decode
from genesis.diagnostics import Problems
from genesis.publish.refreshing import planned, policies_of
from genesis.sql.query import ResultColumn
from tests.destinations.airtable_refresh import BASE, COLUMNS, ROWS, TABLE, Studio

Values = tuple[Any, ...]


def changed(row: int, column: str, value: Any) -> list[Values]:
    """ROWS with one other value."""
    place = [c.name for c in COLUMNS].index(column)
    rows = [list(values) for values in ROWS]
    rows[row][place] = value
    return [tuple(values) for values in rows]


def made(studio: Studio) -> list[tuple[str, str, Any]]:
    fields = studio.emulator.bases[BASE].table(TABLE).fields
    return [(field.name, field.kind, _options(field.options)) for field in fields]


def _options(options: Any) -> Any:
    return [choice["name"] for choice in options["choices"]] if options and "choices" in options else options


def test_fields_have_real_types(studio: Studio) -> None:
    studio.options = (
        "annotations: [Notes, {name: Reviewed, type: checkbox}, {name: Mood, type: select, options: [Good, Bad]}, "
        "{name: Due, type: date}, {name: Score, type: number}]\n"
    )
    studio.refresh()
    iso = {"name": "iso", "format": "YYYY-MM-DD"}
    assert made(studio) == [
        ("Film", "number", {"precision": 0}),
        ("Title", "multilineText", None),
        ("Status", "singleSelect", ["In production", "Post", "Wrapped"]),
        ("Budget", "currency", {"precision": 2, "symbol": "$"}),
        ("Share", "percent", {"precision": 1}),
        ("Start", "date", {"dateFormat": iso}),
        (
            "Seen",
            "dateTime",
            {"dateFormat": iso, "timeFormat": {"name": "24hour", "format": "HH:mm"}, "timeZone": "utc"},
        ),
        ("Open", "checkbox", {"icon": "check", "color": "greenBright"}),
        ("Link", "url", None),
        ("_genesis_state", "singleSelect", ["archived", "gone"]),
        ("Notes", "multilineText", None),
        ("Reviewed", "checkbox", {"icon": "check", "color": "greenBright"}),
        ("Mood", "singleSelect", ["Good", "Bad"]),
        ("Due", "date", {"dateFormat": iso}),
        ("Score", "number", {"precision": 2}),
        ("_genesis", "multilineText", None),
    ]


def test_values_keep_their_types(studio: Studio) -> None:
    studio.refresh()
    fields = ("Film", "Title", "Status", "Budget", "Share", "Start", "Seen", "Open", "Link", "_genesis_state")
    link = "https://studio.example.com/p/"
    assert studio.shown(*fields)[1:3] == [
        (2, "Film 2", "Wrapped", 2000.25, 0.02, "2024-01-03", "2024-05-01T12:02:30.000Z", True, link + "2", None),
        (3, "Film 3", None, 3000.25, 0.03, "2024-01-04", "2024-05-01T12:03:30.000Z", None, link + "3", None),
    ]
    assert len(studio.person.rows()) == 7


def test_unchanged_costs_two_reads(studio: Studio) -> None:
    studio.refresh()
    studio.emulator.forget_calls()
    done = studio.refresh()
    assert [call.method for call in studio.emulator.calls] == ["GET", "GET"]
    assert (done.written, done.notes, done.receipt.calls) == (False, (), 2)


def test_one_changed_cell_writes_that_cell_and_its_mark(studio: Studio) -> None:
    studio.refresh()
    studio.emulator.forget_calls()
    done = studio.refresh(changed(2, "title", "Harbour Lights"))
    assert (done.added, done.changed, done.gone) == (0, 1, 0)
    table = studio.emulator.bases[BASE].table(TABLE)
    records, memory = [call.body for call in studio.emulator.written()]
    (record,) = records["records"]
    assert record["id"] == studio.person.find(Film=3)
    assert {table.field(name).name for name in record["fields"]} == {"Title", "_genesis"}
    assert list(memory) == ["description"]
    assert studio.shown("Film", "Title")[2] == (3, "Harbour Lights")


def test_other_order_of_rows_writes_nothing(studio: Studio) -> None:
    studio.refresh()
    studio.emulator.forget_calls()
    assert not studio.refresh(ROWS[::-1]).written
    assert studio.emulator.written() == []


def test_moved_or_dropped_columns_write_nothing(studio: Studio) -> None:
    studio.refresh()
    studio.columns = (COLUMNS[0], *COLUMNS[:0:-1])
    assert not studio.refresh([(row[0], *row[:0:-1]) for row in ROWS]).written
    studio.columns = COLUMNS[:4]
    assert not studio.refresh([row[:4] for row in ROWS]).written


def test_updates_go_by_ten_and_pages_by_a_hundred(studio: Studio) -> None:
    studio.columns = COLUMNS[:2]
    rows = [(n, f"Film {n}") for n in range(250)]
    studio.refresh(rows)
    # table, 25 batches of new rows, memory; base, then 3 pages read back
    assert [call.method for call in studio.emulator.calls] == ["GET", "POST", *["PATCH"] * 26, "GET", *["GET"] * 3]
    studio.emulator.forget_calls()
    studio.emulator.clock.forward(60)
    done = studio.refresh([(n, f"Film {n}" + "!" * (n % 10 == 0)) for n in range(250)])
    assert done.changed == 25
    # base and 3 pages, 3 batches, memory, base, 1 page of what changed since
    assert [call.method for call in studio.emulator.calls] == ["GET"] * 4 + ["PATCH"] * 4 + ["GET"] * 2
    assert [len(call.body["records"]) for call in studio.emulator.written()[:-1]] == [10, 10, 5]


def test_batches_that_are_too_large_are_halved(studio: Studio) -> None:
    studio.columns = COLUMNS[:2]
    studio.emulator.most_bytes = 2_000
    studio.refresh([(n, f"{n} " + "x" * 300) for n in range(20)])
    assert [len(call.body["records"]) for call in studio.emulator.written()[1:-1]] == [10, 5, 2, 3, 5, 2, 3] * 2
    studio.refresh([(n, f"{n} " + "y" * 300) for n in range(20)])
    assert len(studio.person.rows()) == 20
    assert {title[-1] for _, title in studio.shown("Film", "Title")} == {"y"}


def test_table_by_its_id_or_in_another_case(studio: Studio) -> None:
    studio.refresh()
    studio.table = studio.emulator.bases[BASE].tables[0].id
    assert studio.refresh().added == 0
    studio.table = "films"
    assert studio.refresh().added == 0
    assert len(studio.emulator.bases[BASE].tables) == 1


def test_an_estimate_is_not_less_than_what_is_spent(studio: Studio) -> None:
    studio.columns = COLUMNS[:2]
    studio.refresh([(n, f"Film {n}") for n in range(150)])
    job = studio.job()
    with job.destination as destination:
        wanted = destination.wanted([(n, f"Movie {n}") for n in range(160)], Problems())
        plan = planned(job, wanted, destination.snapshot(), policies_of(job.tracker))
        cost = destination.cost(plan)
        before = destination.calls
        destination.write(plan)
    assert cost.calls == destination.calls - before == 15 + 1 + 1 + 1 + 2
    assert 3 < cost.seconds < 5


def test_people_keep_their_fields_names_places_and_notes(studio: Studio) -> None:
    studio.options = "annotations: [Notes]\n"
    studio.refresh()
    person = studio.person
    person.rename_field("Title", "Working title")
    person.move_field("Budget", 1)
    person.describe_field("Status", "What the studio says.")
    person.add_field("Phone", "phoneNumber")
    person.edit(person.find(Film=4), {"Notes": "ask Ann", "Phone": "123"})
    studio.emulator.forget_calls()
    done = studio.refresh(changed(3, "title", "Renamed"))
    assert [call.body.get("performUpsert") for call in studio.emulator.written()] == [None, None]
    assert studio.shown("Film", "Working title", "Notes", "Phone")[3] == (4, "Renamed", "ask Ann", "123")
    names = [name for name, _, _ in made(studio)]
    assert names[:3] == ["Film", "Budget", "Working title"]
    assert done.notes == ("the field of `Title` is called `Working title`, and keeps that name",)


def test_a_field_that_lost_its_description_is_still_known(studio: Studio) -> None:
    studio.refresh()
    for name in ("Title", "Budget"):
        studio.person.describe_field(name, "")
        studio.person.rename_field(name, f"{name}!")
    done = studio.refresh(changed(0, "title", "New"))
    assert studio.shown("Film", "Title!")[0] == (1, "New")
    assert done.changed == 1


def test_deleted_field_is_created_again_with_its_values(studio: Studio) -> None:
    studio.refresh()
    studio.person.delete_field("Budget")
    done = studio.refresh()
    assert done.notes == ("the field `Budget` was deleted, and is created again",)
    assert [budget for _, budget in studio.shown("Film", "Budget")] == [1000.25 + 1000 * n for n in range(7)]
    assert not studio.refresh().written


def test_copied_field_stays_as_people_copied_it(studio: Studio) -> None:
    studio.refresh()
    studio.person.duplicate_field("Title")
    studio.person.move_field("Title copy", 0)
    studio.refresh(changed(0, "title", "New"))
    assert studio.shown("Film", "Title", "Title copy")[0] == (1, "New", "Film 1")


def test_deleted_marks_are_made_again(studio: Studio) -> None:
    studio.options = "annotations: [Notes]\n"
    studio.refresh()
    studio.person.edit(studio.person.find(Film=2), {"Notes": "mine"})
    studio.person.delete_field("_genesis")
    done = studio.refresh()
    assert done.added == 0
    assert len(studio.person.rows()) == 7
    assert studio.shown("Film", "Notes")[1] == (2, "mine")
    assert not studio.refresh().written


def test_annotation_is_created_once(studio: Studio) -> None:
    studio.options = "annotations: [Notes]\n"
    studio.refresh()
    studio.person.delete_field("Notes")
    assert not studio.refresh().written
    assert "Notes" not in [name for name, _, _ in made(studio)]
    studio.options = "annotations: [Notes, Owner]\n"
    assert studio.refresh().notes == ("the field `Owner` is created, for people",)


def test_new_and_dropped_columns(studio: Studio) -> None:
    studio.refresh()
    studio.columns = (*COLUMNS[:2], ResultColumn("note", "Remark", COLUMNS[1].type))
    done = studio.refresh([(*row[:2], "r") for row in ROWS])
    assert done.notes[-1] == "the field `Remark` is created"
    assert "`Budget` is no longer refreshed; its field stays until people delete it" in done.notes
    assert studio.shown("Film", "Budget", "Remark")[0] == (1, 1000.25, "r")
    studio.columns = COLUMNS
    studio.refresh(changed(0, "budget", ROWS[1][3]))
    assert studio.shown("Film", "Budget")[0] == (1, 2000.25)


@pytest.mark.parametrize(
    ("policy", "found"),
    [("flag", "Mine"), ("keep", "Mine"), ("overwrite", "Film 5")],
)
def test_edited_cells(studio: Studio, policy: str, found: str) -> None:
    studio.options = f"columns: {{edited: {policy}}}\n"
    studio.refresh()
    studio.person.edit(studio.person.find(Film=5), {"Title": "Mine"})
    done = studio.refresh()
    assert studio.shown("Film", "Title")[4] == (5, found)
    assert [(cell.row, cell.column, cell.found, cell.wanted) for cell in done.plan.edited] == [
        ("5", "Title", "Mine", "Film 5")
    ]


def test_flagged_edit_lasts_until_the_source_changes(studio: Studio) -> None:
    studio.refresh()
    studio.person.edit(studio.person.find(Film=5), {"Title": "Mine"})
    studio.refresh()
    assert studio.refresh().plan.edited[0].kept
    studio.refresh(changed(4, "title", "Source"))
    assert studio.shown("Film", "Title")[4] == (5, "Source")
    assert not studio.refresh(changed(4, "title", "Source")).written


def test_edited_key_is_written_back(studio: Studio) -> None:
    studio.refresh(ROWS[:6])
    studio.person.edit(studio.person.find(Film=2), {"Film": 7})
    studio.refresh(ROWS)
    assert [row[0] for row in studio.shown("Film")] == [1, 2, 3, 4, 5, 6, 7]
    assert studio.shown("Film", "Title")[6] == (7, "Film 7")


def test_archived_row_that_shows_the_key_of_a_new_one_stays_what_it_is(studio: Studio) -> None:
    studio.options = "annotations: [Notes]\n"
    studio.refresh(ROWS[:3])
    studio.person.edit(studio.person.find(Film=1), {"Notes": "of one"})
    studio.refresh(ROWS[1:3])
    studio.person.edit(studio.person.find(Film=1), {"Film": 4})
    studio.refresh(ROWS[1:4])
    assert studio.shown("Title", "Film", "Notes", "_genesis_state") == [
        ("Film 1", 4, "of one", "archived"),
        ("Film 2", 2, None, None),
        ("Film 3", 3, None, None),
        ("Film 4", 4, None, None),
    ]
    assert not studio.refresh(ROWS[1:4]).written


def test_row_that_left_is_archived_and_comes_back_with_its_note(studio: Studio) -> None:
    studio.options = "annotations: [Notes]\n"
    studio.refresh()
    studio.person.edit(studio.person.find(Film=3), {"Notes": "keep me"})
    done = studio.refresh([row for row in ROWS if row[0] != 3])
    assert done.gone == 1
    assert studio.shown("Film", "Notes", "_genesis_state", "Title")[2] == (3, "keep me", "archived", "Film 3")
    assert not studio.refresh([row for row in ROWS if row[0] != 3]).written
    done = studio.refresh()
    assert done.added == 1
    assert studio.shown("Film", "Notes", "_genesis_state")[2] == (3, "keep me", None)
    assert len(studio.person.rows()) == 7


def test_archived_row_comes_back_though_a_field_was_made_again_meanwhile(studio: Studio) -> None:
    studio.options = "annotations: [Notes]\n"
    studio.refresh()
    studio.refresh(ROWS[1:])
    copy = studio.person.duplicate(studio.person.find(Film=2))
    studio.person.delete_field("Title")
    studio.refresh(ROWS[1:])
    studio.person.delete(copy)
    done = studio.refresh()
    assert studio.shown("Film", "Title")[:2] == [(1, "Film 1"), (2, "Film 2")]
    assert done.plan.edited == ()


def test_deleted_or_edited_state_is_written_again(studio: Studio) -> None:
    studio.options = "annotations: [Notes]\n"
    studio.refresh()
    studio.refresh(ROWS[1:])
    studio.person.delete_field("_genesis_state")
    studio.refresh(ROWS[1:])
    assert studio.shown("Film", "_genesis_state")[:2] == [(1, "archived"), (2, None)]
    studio.person.edit(studio.person.find(Film=1), {"_genesis_state": None})
    studio.person.edit(studio.person.find(Film=2), {"_genesis_state": "gone"})
    studio.refresh([row for row in changed(3, "title", "New") if row[0] != 1])
    assert studio.shown("Film", "_genesis_state")[:2] == [(1, "archived"), (2, None)]


def test_copied_base_is_refreshed_like_the_first(studio: Studio) -> None:
    studio.options = "annotations: [Notes]\n"
    studio.refresh()
    studio.person.rename_field("Title", "Working title")
    studio.person.edit(studio.person.find(Film=4), {"Notes": "ask Ann"})
    table = studio.emulator.bases[BASE].table(TABLE)
    for field in table.fields:
        old, field.id = field.id, field.id[::-1]
        for record in table.records.values():
            if old in record.cells:
                record.cells[field.id] = record.cells.pop(old)
    done = studio.refresh(changed(3, "title", "New"))
    assert (done.added, done.changed) == (0, 1)
    assert studio.shown("Film", "Working title", "Notes")[3] == (4, "New", "ask Ann")


@pytest.mark.parametrize(("wrote", "left"), [("nothing", 6), ("field", 7), ("comment", 7), ("edit", 7)])
def test_row_that_left_is_deleted_only_where_nobody_wrote(studio: Studio, wrote: str, left: int) -> None:
    studio.refresh()
    person, record = studio.person, studio.person.find(Film=3)
    person.add_field("Mine")
    person.add_field("Number", "autoNumber")
    match wrote:
        case "field":
            person.edit(record, {"Mine": "!"})
        case "comment":
            person.comment(record, "why?")
        case "edit":
            person.edit(record, {"Title": "typed over"})
    studio.refresh([row for row in ROWS if row[0] != 3])
    assert len(person.rows()) == left


@pytest.mark.parametrize(
    ("policy", "state", "left"), [("delete", None, 6), ("keep", "gone", 7), ("archive", "archived", 7)]
)
def test_what_becomes_of_rows_that_left(studio: Studio, policy: str, state: str | None, left: int) -> None:
    studio.options = f"annotations: [Notes]\nrows: {{gone: {policy}}}\n"
    studio.refresh()
    studio.person.edit(studio.person.find(Film=3), {"Notes": "mine"})
    studio.refresh([row for row in ROWS if row[0] != 3])
    assert len(studio.person.rows()) == left
    assert dict(studio.shown("Film", "_genesis_state")).get(3) == state


def test_copied_rows_are_left_alone_and_reported(studio: Studio) -> None:
    studio.refresh()
    copy = studio.person.duplicate(studio.person.find(Film=2))
    done = studio.refresh(changed(1, "title", "New"))
    assert len(done.plan.quarantined) == 2
    assert [row for row in studio.shown("Film", "Title") if row[0] == 2] == [(2, "Film 2"), (2, "Film 2")]
    studio.person.delete(copy)
    studio.refresh(changed(1, "title", "New"))
    assert studio.shown("Film", "Title")[1] == (2, "New")


def test_row_that_a_person_made_for_a_coming_key_becomes_that_row(studio: Studio) -> None:
    studio.options = "annotations: [Notes]\n"
    studio.refresh(ROWS[:3])
    studio.person.create({"Film": 4, "Notes": "soon"})
    studio.person.create({"Title": "no key"})
    studio.refresh(ROWS[:4])
    rows = studio.shown("Film", "Title", "Notes")
    assert rows[3:] == [(4, "Film 4", "soon"), (None, "no key", None)]


def test_renamed_table_is_followed(studio: Studio) -> None:
    studio.refresh()
    studio.emulator.bases[BASE].table(TABLE).name = "Slate"
    studio.refresh(changed(0, "title", "New"))
    assert [table.name for table in studio.emulator.bases[BASE].tables] == ["Slate"]
    assert studio.emulator.person(BASE, "Slate").rows()[0]["Title"] == "New"


def test_copied_table_is_not_taken_for_the_renamed_one(studio: Studio) -> None:
    studio.refresh()
    base = studio.emulator.bases[BASE]
    copy = base.add_table({"name": "Films copy", "fields": [field.described() for field in base.tables[0].fields]})
    base.tables.reverse()
    base.table(TABLE).name = "Slate"
    studio.refresh(changed(0, "title", "New"))
    assert copy.records == {}
    assert [table.name for table in base.tables] == ["Films copy", "Slate"]


def test_tracker_that_names_another_table_gets_another(studio: Studio) -> None:
    studio.refresh()
    studio.table = "Slate"
    assert studio.refresh().added == 7
    assert [table.name for table in studio.emulator.bases[BASE].tables] == ["Films", "Slate"]


def test_dry_run_writes_nothing(studio: Studio) -> None:
    done = studio.refresh(dry_run=True)
    assert (done.added, studio.emulator.written(), studio.emulator.bases[BASE].tables) == (7, [], [])


def test_unknown_choice_is_added_and_a_renamed_one_stays(studio: Studio) -> None:
    studio.refresh()
    studio.emulator.forget_calls()
    studio.person.rename_choice("Status", "Post", "Post-production")
    done = studio.refresh(changed(1, "status", "Shelved"))
    assert [call.body.get("typecast") for call in studio.emulator.written()] == [True, None]
    assert studio.shown("Film", "Status")[:2] == [(1, "Post-production"), (2, "Shelved")]
    assert {cell.row for cell in done.plan.edited} == {"1", "5"}
    assert {name: options for name, _, options in made(studio)}["Status"] == [
        *("In production", "Post-production", "Wrapped", "Shelved")
    ]


def test_marks_say_what_was_published(studio: Studio) -> None:
    studio.refresh()
    marks = [decode(row["_genesis"]) for row in studio.person.rows()]
    assert all(mark and mark.state == "live" and len(mark.cells) == len(COLUMNS) for mark in marks)


def test_moments_are_utc_and_kept_to_the_millisecond(studio: Studio) -> None:
    studio.refresh(changed(0, "seen", datetime(2024, 5, 1, 23, 59, 59, 123_600)))
    assert studio.shown("Film", "Seen")[0] == (1, "2024-05-01T23:59:59.124Z")
    assert not studio.refresh(changed(0, "seen", datetime(2024, 5, 1, 23, 59, 59, 123_600))).written


def test_fields_that_lose_the_digits_they_do_not_show(studio: Studio) -> None:
    studio.emulator.bases[BASE].rounds_numbers = True
    rows = changed(0, "share", 0.123456)
    studio.refresh(rows)
    assert studio.shown("Film", "Share")[0] == (1, 0.123)
    assert not studio.refresh(rows).written
