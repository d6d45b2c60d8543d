"""People work in the workbook between refreshes: what is theirs stays theirs, and stays with its row."""

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from tests.destinations.workbook.project import Project, column, film, films, reorder, row_of

YELLOW = PatternFill("solid", fgColor="FFFFFF00")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path)
    made.refresh(films(2, 4, 6))
    return made


def notes(project: Project) -> dict[object, object]:
    return {row["Id"]: row["Notes"] for row in project.table()}


def write_notes(project: Project, **texts: str) -> None:
    with project.person() as sheet:
        for name, text in texts.items():
            sheet.cell(row_of(sheet, int(name[1:])), column(sheet, "Notes")).value = text


def test_notes_stay_with_their_rows_when_rows_come(project: Project) -> None:
    write_notes(project, n2="two", n6="six")
    done = project.refresh(films(1, 2, 3, 4, 5, 6, 7))
    assert (done.added, done.changed, done.gone) == (4, 0, 0)
    assert [row["Id"] for row in project.table()] == [1, 2, 3, 4, 5, 6, 7]
    assert notes(project) == {1: None, 2: "two", 3: None, 4: None, 5: None, 6: "six", 7: None}


def test_rows_that_leave_are_archived_below_where_people_wrote(project: Project) -> None:
    project.track("annotations: [Notes]\nrows: {gone: archive}\n")
    write_notes(project, n2="two")
    done = project.refresh(films(4, 6))
    assert done.gone == 1
    assert [(row["Id"], row["Notes"]) for row in project.table()] == [(4, None), (6, None), (2, "two")]
    again = project.refresh()
    assert not again.written


def test_an_archived_row_comes_back_with_its_note(project: Project) -> None:
    write_notes(project, n2="two")
    project.refresh(films(4, 6))
    project.refresh([film(2, title="Again"), film(4), film(6)])
    assert next((row["Id"], row["Title"], row["Notes"]) for row in project.table()) == (2, "Again", "two")


def test_rows_that_leave_can_be_deleted_or_kept(project: Project) -> None:
    write_notes(project, n2="two", n4="four")
    project.track("annotations: [Notes]\nrows: {gone: delete}\n")
    project.refresh(films(4, 6))
    assert notes(project) == {4: "four", 6: None}
    project.track("annotations: [Notes]\nrows: {gone: keep}\n")
    project.refresh(films(6))
    assert notes(project) == {4: "four", 6: None}
    assert not project.refresh().written


def test_people_sort(project: Project) -> None:
    write_notes(project, n2="two", n4="four", n6="six")
    with project.person() as sheet:
        reorder(sheet, lambda rows: rows[::-1])
    assert not project.refresh().written
    project.refresh([film(2), film(4, title="New"), film(6), film(5)])
    assert [(row["Id"], row["Title"], row["Notes"]) for row in project.table()] == [
        (6, "Film 6", "six"),
        (4, "New", "four"),
        (2, "Film 2", "two"),
        (5, "Film 5", None),
    ]


def test_a_partial_sort_is_put_right(project: Project) -> None:
    with project.person() as sheet:
        reorder(sheet, lambda rows: rows[::-1], [1, 2, 3])
    done = project.refresh()
    assert len(done.plan.misaligned) == 2
    assert done.plan.edited == ()
    assert [(row["Id"], row["Title"], row["Amount"]) for row in project.table()] == [
        (2, "Film 2", 2.5),
        (4, "Film 4", 4.5),
        (6, "Film 6", 6.5),
    ]


def test_an_edit_is_flagged_until_the_source_changes(project: Project) -> None:
    with project.person() as sheet:
        sheet.cell(row_of(sheet, 4), 2).value = "Mine"
    done = project.refresh()
    assert [(edit.row, edit.column, edit.found, edit.wanted, edit.kept) for edit in done.plan.edited] == [
        ("4", "Title", "Mine", "Film 4", True)
    ]
    assert not done.written
    assert done.findings
    assert project.table()[1]["Title"] == "Mine"
    changed = project.refresh([film(2), film(4, title="Newest"), film(6)])
    assert [edit.kept for edit in changed.plan.edited] == [False]
    assert project.table()[1]["Title"] == "Newest"
    assert project.refresh().plan.edited == ()


@pytest.mark.parametrize(("policy", "left"), [("overwrite", "Film 4"), ("keep", "Mine")])
def test_an_edit_can_be_overwritten_or_kept(project: Project, policy: str, left: str) -> None:
    project.track(f"annotations: [Notes]\ncolumns: {{edited: {policy}}}\n")
    with project.person() as sheet:
        sheet.cell(row_of(sheet, 4), 2).value = "Mine"
    project.refresh()
    assert project.table()[1]["Title"] == left
    project.refresh([film(2), film(4, title="Newest"), film(6)])
    assert project.table()[1]["Title"] == ("Newest" if policy == "overwrite" else "Mine")


def test_an_edit_that_the_source_follows_is_no_edit(project: Project) -> None:
    with project.person() as sheet:
        sheet.cell(row_of(sheet, 4), 2).value = "Mine"
    done = project.refresh([film(2), film(4, title="Mine"), film(6)])
    assert done.plan.edited == ()
    assert project.refresh([film(2), film(4, title="Next"), film(6)]).changed == 1


def test_a_copied_row_is_left_alone_and_told(project: Project) -> None:
    with project.person() as sheet:
        sheet.append([cell.value for cell in sheet[3]])
    done = project.refresh([film(2), film(4, title="New"), film(6)])
    assert len(done.plan.quarantined) == 2
    assert [row["Title"] for row in project.table()] == ["Film 2", "Film 4", "Film 6", "Film 4"]


def test_people_insert_rows_and_write_totals(project: Project) -> None:
    with project.person() as sheet:
        sheet.insert_rows(3)
        sheet.cell(3, 2).value = "my own row"
        sheet.cell(8, 2).value = "total"
        sheet.cell(8, 3).value = "=SUM(C2:C6)"
    project.refresh(films(1, 2, 4, 6, 8))
    titles = [(row["Id"], row["Title"]) for row in project.table()]
    assert titles == [
        (1, "Film 1"),
        (2, "Film 2"),
        (None, "my own row"),
        (4, "Film 4"),
        (6, "Film 6"),
        (8, "Film 8"),
        (None, "total"),
    ]
    assert not project.refresh().written


def test_people_delete_a_row(project: Project) -> None:
    with project.person() as sheet:
        sheet.delete_rows(row_of(sheet, 4))
    assert project.refresh().added == 1
    assert [row["Id"] for row in project.table()] == [2, 4, 6]


def test_own_columns_formulas_comments_and_colours_move_with_their_rows(project: Project) -> None:
    with project.person() as sheet:
        sheet["H1"] = "Twice"
        for row in (2, 3, 4):
            sheet.cell(row, 8).value = f"=C{row}*2+$C$2"
        place = row_of(sheet, 6)
        sheet.cell(place, 3).fill = YELLOW
        sheet.cell(place, 9).value = datetime(2024, 5, 6)
        sheet.cell(place, 2).comment = Comment("Ask them", "Ana")
        sheet.row_dimensions[place].height = 44
    project.refresh([film(1), film(2), film(4), film(6, amount="99.00")])
    sheet = project.sheet()
    place = row_of(sheet, 6)
    assert place == 5
    assert sheet.cell(place, 8).value == "=C5*2+$C$2"
    assert sheet.cell(3, 8).value == "=C3*2+$C$2"
    assert sheet.cell(2, 8).value is None
    assert (sheet.cell(place, 3).value, sheet.cell(place, 3).fill.fgColor.rgb) == (99, "FFFFFF00")
    assert sheet.cell(place, 3).number_format == "0.00"
    assert sheet.cell(place, 9).value == datetime(2024, 5, 6)
    comment = sheet.cell(place, 2).comment
    assert comment is not None
    assert (comment.text, comment.author) == ("Ask them", "Ana")
    assert sheet.row_dimensions[place].height == 44
    assert sheet.row_dimensions[4].height is None


def test_a_comment_alone_keeps_a_row(project: Project) -> None:
    project.track("")
    with project.person() as sheet:
        sheet.cell(row_of(sheet, 2), 1).comment = Comment("Do not lose", "Ana")
    done = project.refresh(films(6))
    assert (done.plan.count("archived"), done.plan.count("removed")) == (1, 1)
    assert [row["Id"] for row in project.table()] == [6, 2]
    comment = project.sheet()["A3"].comment
    assert comment is not None
    assert comment.text == "Do not lose"


def test_widths_filters_and_rules_of_people_stay(project: Project) -> None:
    with project.person() as sheet:
        sheet.column_dimensions["B"].width = 77
        sheet.auto_filter.add_filter_column(1, ["Film 2"])
        sheet.row_dimensions[3].hidden = True
        rule = DataValidation(type="whole", formula1="1", sqref="C2:C4")
        sheet.add_data_validation(rule)
        sheet.freeze_panes = "C2"
    project.refresh(films(2, 3, 4, 6))
    sheet = project.sheet()
    assert sheet.column_dimensions["B"].width == 77
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:G5"
    assert sheet.auto_filter.filterColumn[0].filters.filter == ["Film 2"]
    assert [sheet.row_dimensions[row].hidden for row in (2, 3, 4, 5)] == [False, False, True, False]
    assert "C2:C5" in {str(rule.sqref) for rule in sheet.data_validations.dataValidation}


def test_a_filter_that_people_took_away_does_not_come_back(project: Project) -> None:
    with project.person() as sheet:
        sheet.auto_filter.ref = None
    project.refresh(films(2, 4, 6, 8))
    assert project.sheet().auto_filter.ref is None


def test_new_rows_look_like_their_column(project: Project) -> None:
    with project.person() as sheet:
        for row in (2, 3, 4):
            sheet.cell(row, 3).fill = YELLOW
    project.refresh(films(2, 4, 6, 8))
    assert project.sheet()["C5"].fill.fgColor.rgb == "FFFFFF00"


def test_people_may_link_and_merge_beside(project: Project) -> None:
    with project.person() as sheet:
        place = row_of(sheet, 6)
        sheet.cell(place, 8).value = "page"
        sheet.cell(place, 8).hyperlink = "https://example.com/6"
        sheet.merge_cells(start_row=place, end_row=place, start_column=9, end_column=10)
    project.refresh(films(1, 2, 4, 6))
    sheet = project.sheet()
    link = sheet.cell(5, 8).hyperlink
    assert link is not None
    assert link.target == "https://example.com/6"
    assert [str(found) for found in sheet.merged_cells.ranges] == ["I5:J5"]


def test_cells_merged_over_rows_stop_a_refresh_that_would_tear_them(project: Project) -> None:
    with project.person() as sheet:
        sheet.merge_cells("H2:H3")
    assert project.refused(films(2, 3, 4, 6)) == ["G805"]
    assert project.refused(films(2, 4, 6, 8)) == []


def test_a_mark_that_was_typed_over_is_made_again(project: Project) -> None:
    with project.person() as sheet:
        sheet.cell(row_of(sheet, 4), column(sheet, "_genesis")).value = "?"
    assert project.refresh().written
    assert not project.refresh().written


def test_an_edited_key_is_written_back(project: Project) -> None:
    with project.person() as sheet:
        sheet.cell(row_of(sheet, 4), 1).value = 44
    done = project.refresh()
    assert [edit.kept for edit in done.plan.edited] == [False]
    assert [row["Id"] for row in project.table()] == [2, 4, 6]


def test_rules_follow_the_rows_and_not_what_stands_below(project: Project) -> None:
    with project.person() as sheet:
        rule = CellIsRule(operator="greaterThan", formula=["3"], fill=YELLOW)  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add("C2:C4", rule)
        sheet.conditional_formatting.add("A2:A3", rule)
        sheet["A9"] = "footer"
    project.refresh(films(1, 2, 4, 6, 8))
    sheet = project.sheet()
    assert [str(found.sqref) for found in sheet.conditional_formatting] == ["C2:C6", "A2:A3"]
    assert sheet.auto_filter.ref == "A1:G6"
    assert sheet["A11"].value == "footer"


@pytest.mark.parametrize(
    "shown", ['{link: {url: "https://x.example/{title}"}}', '{link: {url: "https://x.example/{id}", text: "{title}"}}']
)
def test_a_key_that_is_a_link_made_of_other_columns_stays_the_key(project: Project, shown: str) -> None:
    project.ask([f"{{field: id, format: {shown}}}", "title"])
    project.refresh(films(2, 4))
    with project.person() as sheet:
        sheet.cell(2, column(sheet, "Notes")).value = "of 2"
    done = project.refresh([film(2, title="New"), film(4)])
    assert (done.added, done.changed, done.gone) == (0, 1, 0)
    assert [(row["Title"], row["Notes"]) for row in project.table()] == [
        ("New", "of 2"),
        ("Film 4", None),
        ("Film 6", None),
    ]


def test_a_linked_key_is_known_without_its_mark(project: Project) -> None:
    project.ask(['{field: id, format: {link: {url: "https://x.example/{title}"}}}', "title"])
    project.refresh(films(2, 4))
    with project.person() as sheet:
        sheet.cell(2, column(sheet, "_genesis")).value = None
    done = project.refresh([film(2, title="New"), film(4)])
    assert (done.added, done.gone, len(project.table())) == (0, 0, 3)
