"""Texts that would run, turn into something else or break the file; values that a workbook cannot hold; files it cannot be."""

import os
import re
import zipfile
from datetime import date, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference

from genesis.destinations.workbook.contents import Converter
from genesis.diagnostics import GenesisError, Problems, SourceFile, Span
from genesis.model.types import TIME
from genesis.sql.query import ResultColumn
from tests.destinations.workbook.project import Project, film, films

TEXTS = [
    '=HYPERLINK("http://evil.example","x")',
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "'quoted",
    "1-2",
    "2021-01-01",
    "TRUE",
    "0012",
    "1e5",
    "_x000D_",
    "_x005F_x000D_",
    "a\nb",
    "  padded  ",
    "<b>&amp;</b>",
    "]]>",
    "</t></is></c>",
    "<!-- -->",
    "emoji 🎬 مرحبا",
    "\u202eright to left",
    "a\tb",
    "x" * 32_767,
]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_texts_stay_what_they_are(project: Project) -> None:
    rows = [film(number, title=text) for number, text in enumerate(TEXTS, 1) if number < 29]
    project.refresh(rows)
    book = load_workbook(project.path)
    cells = [book["Films"].cell(row, 2) for row in range(2, len(rows) + 2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(cells)
    assert [as_programs_read(str(cell.value)) for cell in cells] == [str(row["title"]) for row in rows]
    assert not project.refresh().written, "what is read back is what was written"


def as_programs_read(text: str) -> str:
    """ECMA-376 22.9.2.19: `_xHHHH_` is a character; openpyxl leaves it to its users."""
    return re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


def test_hostile_headers_and_links(project: Project) -> None:
    label = '{field: title, label: "=1+1 <b> \\"&\\""}'
    link = (
        '{field: id, as: page, label: "@x", format: {link: {url: "https://example.com/?q={title}&x=<>", text: "=1+1"}}}'
    )
    project.ask(["id", label, link])
    project.refresh([film(1, title='"><script>')])
    sheet = project.sheet()
    assert [cell.value for cell in sheet[1]][:3] == ["Id", '=1+1 <b> "&"', "@x"]
    assert {cell.data_type for cell in sheet[1]} == {"s"}
    link_cell = sheet["C2"]
    assert (link_cell.value, link_cell.data_type) == ("=1+1", "s")
    assert link_cell.hyperlink is not None
    assert link_cell.hyperlink.target == "https://example.com/?q=%22%3E%3Cscript%3E&x=<>"
    assert not project.refresh().written


def test_control_characters_are_left_out_and_told(project: Project) -> None:
    done = project.refresh([film(1, title="a\x01b\x0bc")])
    assert project.table()[0]["Title"] == "abc"
    assert "1 texts had control characters, which are left out" in done.notes
    assert not project.refresh().written


@pytest.mark.parametrize(
    ("types", "row", "code"),
    [
        ({"id": "integer", "title": "string"}, {"id": 1, "title": "x" * 32_768}, "G830"),
        ({"id": "integer", "title": "string"}, {"id": 1, "title": "🎬" * 16_384}, "G830"),
        ({"id": "integer", "big": "integer"}, {"id": 1, "big": 2**53 + 1}, "G831"),
        ({"id": "integer", "big": '"decimal(30,2)"'}, {"id": 1, "big": Decimal("12345678901234567.89")}, "G831"),
        ({"id": "integer", "due": "date"}, {"id": 1, "due": date(1899, 12, 31)}, "G832"),
    ],
)
def test_what_a_workbook_cannot_hold_stops_the_refresh(
    tmp_path: Path, types: dict[str, str], row: dict[str, object], code: str
) -> None:
    project = Project(tmp_path, types)
    assert project.refused([row]) == [code]
    assert not project.path.exists()


def test_the_row_is_named(tmp_path: Path) -> None:
    project = Project(tmp_path, {"id": "integer", "big": "integer"})
    message = (
        r"inputs/films.yaml:5:5: error G831: a number in `Big` cannot be held exactly by a workbook \(row with `id` 7\)"
    )
    with pytest.raises(GenesisError, match=message):
        project.refresh([{"id": 1, "big": 1}, {"id": 7, "big": 2**60 + 1}, {"id": 8, "big": 2**60 + 1}])


def test_times_are_rounded_to_milliseconds_and_that_is_said(tmp_path: Path) -> None:
    project = Project(tmp_path, {"id": "integer", "seen": "timestamp"})
    parts = ["02:30:00.123456", "02:30:00.123567", "23:59:59.999900", "02:30:00.125"]
    done = project.refresh([{"id": n, "seen": f"2024-01-02 {part}"} for n, part in enumerate(parts)])
    assert "times rounded to milliseconds, which is what a workbook keeps: 3" in done.notes
    assert [str(row["Seen"]) for row in project.table()] == [
        "2024-01-02 02:30:00.123000",
        "2024-01-02 02:30:00.124000",
        "2024-01-03 00:00:00",
        "2024-01-02 02:30:00.125000",
    ]
    assert not project.refresh().written


def test_a_column_of_times_of_day(tmp_path: Path) -> None:
    project = Project(tmp_path, {"id": "integer", "starts": "time"})
    done = project.refresh([{"id": 1, "starts": "02:30:00.123567"}, {"id": 2}])
    assert "times rounded to milliseconds, which is what a workbook keeps: 1" in done.notes
    assert [row["Starts"] for row in project.table()] == [time(2, 30, 0, 124_000), None]
    assert not project.refresh().written


@pytest.mark.parametrize(
    ("given", "wanted", "rounded"),
    [
        (time(2, 30, 0, 123_456), time(2, 30, 0, 123_000), 1),
        (time(2, 30, 0, 123_567), time(2, 30, 0, 124_000), 1),
        (time(2, 30, 0, 123_000), time(2, 30, 0, 123_000), 0),
        (time(2, 59, 59, 999_500), time(3), 1),
        (time(23, 59, 59, 999_900), time(23, 59, 59, 999_000), 1),
    ],
)
def test_a_time_of_day_is_rounded_within_its_day(given: time, wanted: time, rounded: int) -> None:
    place = Span(SourceFile("inputs/x.yaml", "x"), 1, 1, 1, 2)
    converter = Converter(lambda value, _: str(value), Problems(), place)
    assert converter.content(given, ResultColumn("at", "At", TIME), "1") == wanted
    assert converter.rounded == rounded


def test_keys_that_a_workbook_cannot_tell_apart_stop_the_refresh(tmp_path: Path) -> None:
    project = Project(tmp_path, {"id": "timestamp", "title": "string"})
    rows = [{"id": f"2024-01-02 02:30:00.{part}", "title": "x"} for part in ("123001", "123002")]
    with pytest.raises(GenesisError, match=r"G831: two keys are one .* \(row with `id` 2024-01-02 02:30:00.123002\)"):
        project.refresh(rows)
    assert not project.path.exists()
    assert project.refresh(rows[:1]).added == 1


def test_what_a_workbook_can_just_hold(tmp_path: Path) -> None:
    project = Project(tmp_path, {"id": "integer", "big": "integer", "money": '"decimal(17,2)"', "due": "date"})
    project.refresh([{"id": 1, "big": 2**53, "money": "1234567890123.45", "due": "1900-03-01"}])
    row = project.table()[0]
    assert (row["Big"], row["Money"], row["Due"].date()) == (2**53, 1234567890123.45, date(1900, 3, 1))
    assert not project.refresh().written


def test_files_that_are_no_workbooks(project: Project) -> None:
    project.path.parent.mkdir()
    for content in (b"", b"hello", zipped({"a.txt": b"x"}), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600):
        project.path.write_bytes(content)
        assert project.refused(films(1)) == ["G804"]


def zipped(parts: dict[str, bytes]) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def damage(project: Project, part: str, old: bytes, new: bytes) -> None:
    parts = project.parts()
    assert old in parts[part]
    project.path.write_bytes(zipped(parts | {part: parts[part].replace(old, new)}))


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetData><!-- hi -->"),
        ("xl/worksheets/sheet1.xml", b"</row>", b""),
        ("xl/worksheets/sheet1.xml", b"spreadsheetml/2006/main", b"x://purl.oclc.org/ooxml/"),
        ("xl/workbook.xml", b"</workbook>", b""),
        ("xl/workbook.xml", b"<workbook ", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook '),
    ],
)
def test_damaged_workbooks_are_refused(project: Project, part: str, old: bytes, new: bytes) -> None:
    project.refresh(films(1))
    damage(project, part, old, new)
    assert project.refused(films(1, 2)) == ["G804"]


def test_a_signed_workbook_is_refused(project: Project) -> None:
    project.refresh(films(1))
    project.path.write_bytes(zipped(project.parts() | {"_xmlsignatures/sig1.xml": b"<x/>"}))
    assert project.refused(films(1, 2)) == ["G804"]


def test_other_parts_of_the_file_stay_byte_for_byte(project: Project) -> None:
    book = Workbook()
    del book["Sheet"]
    sheet = book.create_sheet("Budget")
    for row in ([1, "x"], [2, "=SUM(A1:A2)"]):
        sheet.append(row)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=2))
    sheet.add_chart(chart, "E5")
    project.path.parent.mkdir()
    book.save(project.path)
    extra = {
        "xl/vbaProject.bin": b"macros",
        "xl/pivotTables/pivotTable1.xml": b"<pivot/>",
        "customXml/item1.xml": b"<a/>",
    }
    project.path.write_bytes(zipped(project.parts() | extra))
    before = project.parts()
    project.refresh(films(1, 2))
    project.refresh(films(1, 2, 3))
    after = project.parts()
    ours = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
    assert {name: after[name] for name in before if name not in ours} == {
        name: content for name, content in before.items() if name not in ours
    }
    assert load_workbook(project.path).sheetnames == ["Budget", "Films"]
    assert [row["Id"] for row in project.table()] == [1, 2, 3]


def test_a_sheet_that_people_made_is_refused(project: Project) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Films"
    sheet.append(["Name", "Age"])
    project.path.parent.mkdir()
    book.save(project.path)
    assert project.refused(films(1)) == ["G833"]
    project.track("adopt: true\n")
    assert project.refused(films(1)) == ["G833"]


def test_a_sheet_is_adopted_by_its_key(project: Project) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Films"
    for row in (["Our films"], ["Mine", "Id", "Title"], ["note", 2, "Old title"], ["by hand", 9, "Only here"]):
        sheet.append(row)
    project.path.parent.mkdir()
    book.save(project.path)
    project.track("adopt: true\n")
    done = project.refresh(films(1, 2))
    assert (done.added, done.changed) == (1, 1)
    rows = list(project.sheet().iter_rows(values_only=True, max_col=4))
    assert rows[:3] == [("Our films", None, None, None), ("Mine", "Id", "Title", "Amount"), (None, 1, "Film 1", 1.5)]
    assert ("note", 2, "Film 2", 2.5) in rows
    assert ("by hand", 9, "Only here", None) in rows
    assert not project.refresh().written


def test_a_blank_sheet_is_used(project: Project) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Films"
    project.path.parent.mkdir()
    book.save(project.path)
    project.refresh(films(1))
    assert [row["Id"] for row in project.table()] == [1]
    assert project.sheet().freeze_panes == "A2"


def test_the_calendar_of_old_macs(project: Project) -> None:
    book = Workbook()
    book.epoch = __import__("openpyxl.utils.datetime", fromlist=["x"]).MAC_EPOCH
    project.path.parent.mkdir()
    book.save(project.path)
    project.refresh(films(5))
    assert project.table()[0]["Due"].date() == date(2024, 1, 5)
    assert not project.refresh().written


@pytest.mark.parametrize("name", [".~lock.films.xlsx#", "~$films.xlsx"])
def test_a_file_that_somebody_has_open_is_left_alone(project: Project, name: str) -> None:
    project.refresh(films(1))
    content = (
        b",Ana Ivanova,host,24.11.2026 10:00,file:///x;" if name.startswith(".") else b"\x0bAna Ivanova" + b" " * 40
    )
    (project.path.parent / name).write_bytes(content)
    with pytest.raises(GenesisError, match=r"G803: Ana Ivanova has `films\.xlsx` open"):
        project.refresh(films(1, 2))
    assert [row["Id"] for row in project.table()] == [1]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(project: Project) -> None:
    project.refresh(films(1))
    project.path.parent.chmod(0o500)
    try:
        assert project.refused(films(1, 2)) == ["G807"]
    finally:
        project.path.parent.chmod(0o700)


@pytest.mark.parametrize(
    ("destination", "code"),
    [
        ("{type: excel, path: out/films.xls, sheet: Films}", "G802"),
        ("{type: excel, path: ../films.xlsx, sheet: Films}", "G802"),
        ("{type: excel, path: out/films.xlsx, sheet: 'a/b'}", "G850"),
        ("{type: excel, path: out/films.xlsx, sheet: 'a name of more than thirty-one chars'}", "G850"),
        ("{type: excel, path: out/films.xlsx}", "G801"),
    ],
)
def test_settings_that_a_workbook_cannot_have(project: Project, destination: str, code: str) -> None:
    project.track("", destination)
    assert project.refused(films(1)) == [code]


@pytest.mark.parametrize("options", ["['a,b']", f"[{'x' * 200}, {'y' * 60}]"])
def test_choices_that_a_list_cannot_offer(project: Project, options: str) -> None:
    project.track(f"annotations: [{{name: Shelf, type: select, options: {options}}}]\n")
    assert project.refused(films(1)) == ["G851"]
