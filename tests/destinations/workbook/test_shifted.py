"""Programs that move columns and sheets, but not the workbook's names for them: what people wrote is never written over."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from tests.destinations.workbook.project import Project, column, film, films


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path)
    made.refresh(films(1, 2))
    with made.person() as sheet:
        sheet.cell(2, column(sheet, "Notes")).value = "ask Wim"
    return made


@pytest.mark.parametrize(
    "move",
    [
        lambda sheet: sheet.delete_cols(5),
        lambda sheet: sheet.delete_cols(1),
        lambda sheet: sheet.delete_cols(4, 2),
        lambda sheet: sheet.delete_cols(5, 2),
        lambda sheet: sheet.insert_cols(1),
        lambda sheet: sheet.insert_cols(6),
        lambda sheet: sheet.insert_cols(7),
    ],
)
def test_columns_that_a_program_moved_are_refused(project: Project, move: Callable[[Worksheet], None]) -> None:
    with project.person() as sheet:
        move(sheet)
    before = list(project.sheet().values)
    assert project.refused([film(1, title="New"), film(2)]) == ["G836"]
    assert list(project.sheet().values) == before


def test_columns_that_are_put_back_are_refreshed(project: Project) -> None:
    with project.person() as sheet:
        sheet.delete_cols(5)
    assert project.refused() == ["G836"]
    with project.person() as sheet:
        sheet.insert_cols(5)
    project.refresh([film(1, title="New"), film(2)])
    assert [(row["Title"], row["Notes"]) for row in project.table()] == [("New", "ask Wim"), ("Film 2", None)]


@pytest.mark.parametrize("header", ["Notes", "Id", "_genesis"])
def test_a_header_that_people_type_twice_moves_nothing(project: Project, header: str) -> None:
    with project.person() as sheet:
        sheet["B1"] = header
    project.refresh([film(1, title="New"), film(2)])
    assert project.sheet().cell(2, 2).value == "New"
    assert project.sheet().cell(2, 6).value == "ask Wim"


def test_columns_of_a_table_that_a_program_moved_are_refused(project: Project) -> None:
    with project.person() as sheet:
        sheet.add_table(Table(displayName="Films", ref="A1:F3"))
    project.refresh()
    with project.person() as sheet:
        del sheet.tables["Films"]
        sheet.delete_cols(5)
        sheet.add_table(Table(displayName="Films", ref="A1:E3"))
    assert project.refused([film(1, title="New"), film(2)]) == ["G836"]


def test_a_sheet_that_a_program_renamed_is_not_made_a_second_time(project: Project) -> None:
    with project.person() as sheet:
        sheet.title = "Other"
    assert project.refused() == ["G836"]
    assert load_workbook(project.path).sheetnames == ["Other"]
    with project.person("Other") as sheet:
        sheet.title = "Films"
    assert not project.refresh().written


def test_a_sheet_that_a_program_deleted_is_made_again(project: Project) -> None:
    with project.person() as sheet:
        book = sheet.parent
        assert book is not None
        book.create_sheet("Plans")["A1"] = "Id"
        del book["Films"]
    assert project.refresh().added == 2
    assert load_workbook(project.path).sheetnames == ["Plans", "Films"]
