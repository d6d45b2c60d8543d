"""What a new workbook looks like, read by openpyxl."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.destinations.workbook.project import Project, column, film, films


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_cells_are_typed(project: Project) -> None:
    done = project.refresh([film(1, done="false"), film(2, amount="", due="")])
    assert (done.rows, done.added, done.written) == (2, 2, True)
    first, second = project.table()
    assert first == {
        "Id": 1,
        "Title": "Film 1",
        "Amount": 1.5,
        "Due": datetime(2024, 1, 1),
        "Done": False,
        "Notes": None,
    }
    assert (second["Amount"], second["Due"], second["Done"]) == (None, None, True)
    sheet = project.sheet()
    formats = [sheet.cell(2, place).number_format for place in range(1, 6)]
    assert formats == ["0", "@", "0.00", "yyyy-mm-dd", "General"]


def test_header_is_styled_frozen_and_filterable(project: Project) -> None:
    project.refresh(films(1, 2, 3))
    sheet = project.sheet()
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G4", "the marks are sorted with the rows"
    assert sheet["A1"].font.b
    assert sheet["A1"].fill.fgColor.rgb == "FF1F3864"
    assert sheet.column_dimensions["G"].hidden
    assert sheet["G1"].value == "_genesis"
    assert not sheet.column_dimensions["F"].hidden


def test_columns_are_as_wide_as_what_they_hold(project: Project) -> None:
    project.refresh([film(1, title="A title of exactly forty characters here")])
    sheet = project.sheet()
    assert 40 <= sheet.column_dimensions["B"].width <= 50
    assert sheet.column_dimensions["A"].width < 12


def test_no_width_is_beyond_sixty(project: Project) -> None:
    project.refresh([film(1, title="x" * 400)])
    assert project.sheet().column_dimensions["B"].width == 60


def test_header_notes_say_what_a_column_is(project: Project) -> None:
    project.types["title"] = "{type: string, description: As the poster has it.}"
    Project(project.root, project.types).refresh(films(1))
    sheet = project.sheet()
    title, notes = sheet["B1"].comment, sheet["F1"].comment
    assert title is not None
    assert title.text.startswith("As the poster has it.\n\nFrom the input `films`, column `title`")
    assert notes is not None
    assert notes.text == "Yours: nothing is ever written here but by people."


def test_links_are_links(project: Project) -> None:
    link = '{field: title, as: page, format: {link: {url: "https://example.com/{id}?t={title}", text: "{title}"}}}'
    project.ask(["id", "title", link])
    project.refresh([film(7, title="a&b c")])
    cell = project.sheet()["C2"]
    assert cell.value == "a&b c"
    assert cell.hyperlink is not None
    assert cell.hyperlink.target == "https://example.com/7?t=a%26b%20c"
    assert not project.refresh().written


def test_shown_formats_are_native(project: Project) -> None:
    project.ask(
        [
            "id",
            "{field: amount, format: {currency: USD}}",
            "{field: amount, as: share, format: {percent: 1}}",
            "{field: due, format: {date: d MMM yyyy}}",
        ]
    )
    project.refresh(films(3))
    sheet = project.sheet()
    assert [sheet.cell(2, place).value for place in (2, 3)] == [3.5, 3.5]
    assert [sheet.cell(2, place).number_format for place in (2, 3, 4)] == [
        "[$$]#,##0.00",
        "0.0%",
        "[$-409]d mmm yyyy",
    ]


def test_annotations_offer_what_may_be_written(project: Project) -> None:
    project.track(
        "annotations:\n  - Notes\n  - {name: Seen, type: checkbox}\n"
        "  - {name: Shelf, type: select, options: [Home, Away]}\n  - {name: On, type: date}\n  - {name: Cost, type: number}\n"
    )
    project.refresh(films(1))
    sheet = project.sheet()
    rules = {str(rule.sqref): (rule.type, rule.formula1) for rule in sheet.data_validations.dataValidation}
    assert rules == {
        "G2:G1048576": ("list", '"TRUE,FALSE"'),
        "H2:H1048576": ("list", '"Home,Away"'),
        "I2:I1048576": ("date", "1"),
        "J2:J1048576": ("decimal", "-1E+300"),
    }
    assert column(sheet, "_genesis") == 11


def test_nothing_changed_writes_nothing(project: Project) -> None:
    project.refresh(films(1, 2))
    before = project.path.stat()
    done = project.refresh()
    assert (done.written, done.added, done.changed, done.gone) == (False, 0, 0, 0)
    assert project.path.stat().st_mtime_ns == before.st_mtime_ns


def test_dry_run_writes_nothing(project: Project) -> None:
    done = project.refresh(films(1, 2), dry_run=True)
    assert (done.added, done.written) == (2, False)
    assert not project.path.exists()
    assert not (project.root / ".genesis/runs.ndjson").exists()


def test_an_empty_result_makes_the_sheet(project: Project) -> None:
    assert project.refresh([]).written
    assert [cell.value for cell in project.sheet()[1]] == ["Id", "Title", "Amount", "Due", "Done", "Notes", "_genesis"]
    assert not project.refresh().written
    assert project.refresh(films(1, 2)).added == 2
    assert project.sheet().auto_filter.ref == "A1:G3"


def test_several_trackers_in_one_workbook(project: Project) -> None:
    project.write(
        "trackers/others.yaml",
        "tracker: others\ninput: films\ndestination: {type: excel, path: out/films.xlsx, sheet: It's others}\n",
    )
    project.refresh(films(1, 2))
    assert project.refresh(name="others").added == 2
    assert not project.refresh().written
    assert not project.refresh(name="others").written
    assert [row["Id"] for row in project.table("It's others")] == [1, 2]


def test_two_trackers_cannot_share_a_sheet(project: Project) -> None:
    project.write(
        "trackers/others.yaml",
        "tracker: others\ninput: films\ndestination: {type: excel, path: out/films.xlsx, sheet: films}\n",
    )
    project.refresh(films(1))
    assert project.refused(name="others") == ["G833"]
