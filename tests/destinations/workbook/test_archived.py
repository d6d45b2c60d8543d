"""Rows that left the result, and stay because people wrote beside them: they are struck through until they come back."""

from pathlib import Path

import pytest
from openpyxl.styles import Font, PatternFill

from tests.destinations.workbook.project import Project, column, films, row_of


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path)
    made.refresh(films(1, 2, 3))
    with made.person() as sheet:
        sheet.cell(2, column(sheet, "Notes")).value = "ask Wim"
        sheet["B2"].font = Font(bold=True, italic=True, color="FF112233", name="Arial", size=14)
        sheet["C2"].fill = PatternFill("solid", fgColor="FFFFFF00")
        sheet["B3"].font = Font(strike=True)
    return made


def struck(project: Project, number: int) -> list[bool]:
    """Which cells of a film's row are struck through, up to the notes."""
    sheet = project.sheet()
    return [bool(cell.font.strike) for cell in sheet[row_of(sheet, number)][:6]]


def test_an_archived_row_is_struck_through_but_not_the_notes(project: Project) -> None:
    assert project.refresh(films(2, 3)).plan.count("archived") == 1
    assert struck(project, 1) == [True] * 5 + [False]
    assert struck(project, 3) == [False] * 6
    assert not project.refresh().written


def test_what_else_people_chose_stays(project: Project) -> None:
    project.refresh(films(2, 3))
    sheet = project.sheet()
    title = sheet.cell(row_of(sheet, 1), 2).font
    assert (title.b, title.i, title.color.rgb, title.name, title.sz) == (True, True, "FF112233", "Arial", 14)
    assert sheet.cell(row_of(sheet, 1), 3).fill.fgColor.rgb == "FFFFFF00"
    assert sheet.cell(row_of(sheet, 1), 4).number_format == "yyyy-mm-dd"


def test_a_row_that_comes_back_is_as_it_was(project: Project) -> None:
    project.refresh(films(2, 3))
    done = project.refresh(films(1, 2, 3))
    assert done.plan.count("restored") == 1
    assert struck(project, 1) == [False] * 6
    assert project.sheet()["B2"].font.b
    assert not project.refresh().written


def test_what_people_strike_in_rows_of_the_result_is_theirs(project: Project) -> None:
    project.refresh([films(1)[0], {**films(2)[0], "title": "New"}, films(3)[0]])
    assert project.sheet()["B3"].value == "New"
    assert struck(project, 2) == [False, True, False, False, False, False]


def test_what_people_unstrike_in_the_archive_is_theirs(project: Project) -> None:
    project.refresh(films(2, 3))
    with project.person() as sheet:
        sheet.cell(row_of(sheet, 1), 2).font = Font(strike=False)
    assert not project.refresh().written
    project.refresh(films(2, 3, 4))
    assert struck(project, 1) == [True, False, True, True, True, False]


def test_new_rows_are_not_struck_where_all_others_are(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.refresh(films(1))
    with project.person() as sheet:
        sheet.cell(2, column(sheet, "Notes")).value = "ask Wim"
    project.refresh(films(2))
    project.refresh(films(2, 3))
    assert struck(project, 1) == [True] * 5 + [False]
    assert struck(project, 3) == [False] * 6


def test_the_archive_adds_no_styles_each_time(project: Project) -> None:
    project.refresh(films(2, 3))
    project.refresh(films(1, 2, 3))
    project.refresh(films(2, 3))
    once = project.parts()["xl/styles.xml"]
    for _ in range(3):
        project.refresh(films(1, 2, 3))
        project.refresh(films(2, 3))
    assert project.parts()["xl/styles.xml"] == once
