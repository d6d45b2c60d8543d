"""Columns: people rename, move, hide and delete them; definitions add, drop, rename and reformat them."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from tests.destinations.workbook.project import Project, column, film, films


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path)
    made.refresh(films(1, 2))
    return made


def headers(project: Project) -> list[object]:
    return [cell.value for cell in project.sheet()[1]]


def arrange(project: Project, order: list[int]) -> None:
    """Move whole columns as a spreadsheet program does: names go along, and those of a column that is left out break."""
    book = load_workbook(project.path)
    sheet = book["Films"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    formats = [[cell.number_format for cell in row] for row in sheet.iter_rows()]
    for row, (values, codes) in enumerate(zip(rows, formats, strict=True), 1):
        for place in range(1, sheet.max_column + 1):
            old = order[place - 1] if place <= len(order) else None
            sheet.cell(row, place).value = values[old - 1] if old else None
            sheet.cell(row, place).number_format = codes[old - 1] if old else "General"
    letters = "ABCDEFGHIJ"
    for name in book.defined_names.values():
        spot = name.attr_text.rpartition("!")[2].split("$")
        if len(spot) == 3 and name.name.startswith("_genesis"):
            old = letters.index(spot[1]) + 1
            new = f"'Films'!${letters[order.index(old)]}${spot[2]}" if old in order else "#REF!"
            name.attr_text = new
    book.save(project.path)


def test_a_renamed_header_stays_as_people_named_it(project: Project) -> None:
    with project.person() as sheet:
        sheet["B1"] = "Working title"
    done = project.refresh([film(1, title="New"), film(2)])
    assert headers(project)[1] == "Working title"
    assert project.table()[0]["Working title"] == "New"
    assert "the column `Title` is called `Working title` in the workbook" in done.notes
    assert not project.refresh().written


def test_moved_columns_are_followed(project: Project) -> None:
    arrange(project, [6, 2, 1, 3, 5, 4, 7])
    assert headers(project)[:3] == ["Notes", "Title", "Id"]
    assert not project.refresh().written
    project.refresh([film(1, title="New"), film(2), film(3)])
    assert headers(project) == ["Notes", "Title", "Id", "Amount", "Done", "Due", "_genesis"]
    assert [(row["Id"], row["Title"], row["Amount"]) for row in project.table()] == [
        (1, "New", 1.5),
        (2, "Film 2", 2.5),
        (3, "Film 3", 3.5),
    ]


def test_a_deleted_column_is_made_again_and_told(project: Project) -> None:
    arrange(project, [1, 2, 4, 5, 6, 7])
    done = project.refresh()
    assert "the column `Amount` was deleted, and is made again" in done.notes
    assert headers(project) == ["Id", "Title", "Due", "Done", "Notes", "_genesis", "Amount"]
    assert [row["Amount"] for row in project.table()] == [1.5, 2.5]
    assert not project.refresh().written


def test_a_deleted_annotation_is_not_made_again(project: Project) -> None:
    arrange(project, [1, 2, 3, 4, 5, 7])
    assert not project.refresh().written
    assert "Notes" not in headers(project)


def test_deleted_marks_are_made_again(project: Project) -> None:
    arrange(project, [1, 2, 3, 4, 5, 6])
    done = project.refresh([film(1, title="New"), film(2)])
    assert done.changed == 1
    assert [(row["Id"], row["Title"]) for row in project.table()] == [(1, "New"), (2, "Film 2")]
    assert not project.refresh().written


def test_names_that_a_program_dropped_are_found_by_their_headers(project: Project) -> None:
    book = load_workbook(project.path)
    for name in list(book.defined_names):
        del book.defined_names[name]
    book.save(project.path)
    done = project.refresh([film(1), film(2, title="New"), film(3)])
    assert (done.added, done.changed) == (1, 1)
    assert headers(project) == ["Id", "Title", "Amount", "Due", "Done", "Notes", "_genesis"]
    assert not project.refresh().written


def test_a_renamed_sheet_is_followed(project: Project) -> None:
    book = load_workbook(project.path)
    book["Films"].title = "Our films"
    for name in book.defined_names.values():
        name.attr_text = name.attr_text.replace("'Films'", "'Our films'")
    book.save(project.path)
    done = project.refresh(films(1, 2, 3))
    assert "the sheet `Films` is called `Our films` in the workbook" in done.notes
    assert load_workbook(project.path).sheetnames == ["Our films"]
    assert len(project.table("Our films")) == 3


def test_rows_above_the_header_stay(project: Project) -> None:
    book = load_workbook(project.path)
    sheet = book["Films"]
    sheet.insert_rows(1, 2)
    sheet["A1"] = "What we make"
    for name in book.defined_names.values():
        name.attr_text = name.attr_text.replace("$1", "$3")
    sheet.auto_filter.ref = "A3:G5"
    book.save(project.path)
    project.refresh(films(1, 2, 3))
    rows = list(project.sheet().iter_rows(values_only=True, max_col=2))
    assert rows == [("What we make", None), (None, None), ("Id", "Title"), (1, "Film 1"), (2, "Film 2"), (3, "Film 3")]
    assert project.sheet().auto_filter.ref == "A3:G6"


def test_a_new_column_comes_right_of_everything(project: Project) -> None:
    project.ask(["id", "title", "due"])
    project.path.unlink()
    project.refresh()
    with project.person() as sheet:
        sheet["F1"] = "Mine"
        sheet["F2"] = "here"
    project.ask(["id", "title", "amount", "due"])
    done = project.refresh()
    assert "the column `Amount` is made" in done.notes
    assert headers(project) == ["Id", "Title", "Due", "Notes", "_genesis", "Mine", "Amount"]
    assert [(row["Amount"], row["Mine"]) for row in project.table()] == [(1.5, "here"), (2.5, None)]
    assert project.sheet().auto_filter.ref == "A1:G3", "what is sorted by the filter stays together"


def test_a_dropped_column_is_emptied_and_its_place_used_again(project: Project) -> None:
    project.ask(["id", "title", "due", "done"])
    done = project.refresh()
    assert "the column `Amount` is emptied" in done.notes
    assert headers(project) == ["Id", "Title", None, "Due", "Done", "Notes", "_genesis"]
    assert project.sheet()["C2"].value is None
    assert not project.refresh().written


def test_a_column_takes_the_place_of_one_that_leaves(project: Project) -> None:
    project.ask(["id", "title", "{field: amount, as: cost, label: Cost}", "due", "done"])
    project.refresh()
    assert headers(project) == ["Id", "Title", "Cost", "Due", "Done", "Notes", "_genesis"]
    assert [row["Cost"] for row in project.table()] == [1.5, 2.5]
    project.ask(["id", "title", "{sql: 'id = 1', as: first, label: A first one, format: yes_no}", "due", "done"])
    project.refresh()
    sheet = project.sheet()
    assert [(sheet.cell(row, 3).value, sheet.cell(row, 3).number_format) for row in (2, 3)] == [
        ("Yes", "@"),
        ("No", "@"),
    ]
    assert sheet.column_dimensions["C"].width == pytest.approx(14, abs=1)
    assert not project.refresh().written


def test_a_dropped_column_with_peoples_words_stays(project: Project) -> None:
    with project.person() as sheet:
        sheet["C2"] = "ask the producer"
    project.ask(["id", "title", "due", "done"])
    done = project.refresh()
    assert "the column `Amount` is no longer in the input; it stays, because people wrote in it" in done.notes
    assert headers(project)[2] == "Amount"
    assert [row["Amount"] for row in project.table()] == ["ask the producer", 2.5]
    assert not project.refresh().written


def test_a_changed_label_changes_the_header(project: Project) -> None:
    project.ask(["id", "{field: title, label: Name of it}", "amount", "due", "done"])
    project.refresh()
    assert headers(project)[1] == "Name of it"
    assert not project.refresh().written


def test_a_changed_format_changes_all_cells_but_those_people_formatted(project: Project) -> None:
    with project.person() as sheet:
        sheet["C2"].number_format = "0"
        sheet["C3"].font = Font(i=True)
    project.ask(["id", "title", "{field: amount, format: {currency: USD}}", "due", "done"])
    done = project.refresh()
    assert "the number format of `Amount` changes" in done.notes
    sheet = project.sheet()
    assert [sheet.cell(row, 3).number_format for row in (2, 3)] == ["0", "[$$]#,##0.00"]
    assert sheet["C3"].font.i
    assert not project.refresh().written


def test_a_new_annotation_is_made_once(project: Project) -> None:
    project.track("annotations: [Notes, {name: Seen, type: checkbox}]\n")
    done = project.refresh()
    assert "the column `Seen` is made" in done.notes
    assert headers(project) == ["Id", "Title", "Amount", "Due", "Done", "Notes", "_genesis", "Seen"]
    with project.person() as sheet:
        sheet.cell(1, column(sheet, "Seen")).value = "Watched"
        sheet.cell(2, 8).value = True
    assert not project.refresh().written
    assert project.table()[0]["Watched"] is True


def test_an_annotation_no_longer_asked_for_stays(project: Project) -> None:
    with project.person() as sheet:
        sheet["F2"] = "a word"
    project.track("")
    project.refresh(films(1, 2, 3))
    assert headers(project)[5] == "Notes"
    assert project.table()[0]["Notes"] == "a word"


def test_a_hidden_key_tells_rows_apart(tmp_path: Path) -> None:
    project = Project(tmp_path, fields=["title", "amount"])
    project.ask(["title", "amount"], sort="title")
    project.refresh([film(1, title="B"), film(2, title="A")])
    with project.person() as sheet:
        sheet["C2"] = "about two"
    assert headers(project) == ["Title", "Amount", "Notes", "_genesis"]
    project.refresh([film(1, title="B"), film(2, title="Z")])
    assert [(row["Title"], row["Notes"]) for row in project.table()] == [("B", None), ("Z", "about two")]


def test_a_deleted_sheet_is_made_again(project: Project) -> None:
    book = load_workbook(project.path)
    book.create_sheet("Other")
    del book["Films"]
    for name in book.defined_names.values():
        name.attr_text = "#REF!" + name.attr_text.rpartition("!")[2] if "!" in name.attr_text else name.attr_text
    book.save(project.path)
    done = project.refresh()
    assert done.added == 2
    assert headers(project) == ["Id", "Title", "Amount", "Due", "Done", "Notes", "_genesis"]
    names = load_workbook(project.path).defined_names
    spots = {name.attr_text for key, name in names.items() if not key.endswith("record")}
    assert spots == {f"'Films'!${letter}$1" for letter in "ABCDEFG"}
    assert not project.refresh().written


def test_what_people_wrote_cannot_act_on_a_terminal(project: Project) -> None:
    with project.person() as sheet:
        sheet["B2"] = "_x001B_]0;title_x0007_\nnext"
    (note,) = project.refresh().notes
    assert note == "edited by hand: Title of 1: `\u241b]0;title\u2407 next` instead of `Film 1`, kept"
