"""Workbooks in the forms in which Excel itself saves them: shared texts, tables, shared formulas, threads, a chain of computations."""

import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from genesis.destinations.workbook.cells import raw_cells
from genesis.destinations.workbook.elements import cut
from tests.destinations.workbook.project import Project, film, films

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET = "xl/worksheets/sheet1.xml"
SHEET_RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path)
    made.refresh(films(1, 2, 3))
    parts = Parts(made)
    parts.share_texts()
    parts.write_as_excel()
    parts.save()
    assert made.table()[0]["Title"] == "Film 1"
    return made


class Parts:
    """The parts of a project's workbook, to be changed as Excel would have written them."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.texts = {name: content.decode() for name, content in project.parts().items()}

    def save(self) -> None:
        with ZipFile(self.project.path, "w", ZIP_DEFLATED) as archive:
            for name, text in self.texts.items():
                archive.writestr(name, text)

    def replace(self, part: str, old: str, new: str) -> None:
        assert old in self.texts[part], (part, old)
        self.texts[part] = self.texts[part].replace(old, new, 1)

    def add(self, name: str, text: str, content_type: str, owner: str, kind: str) -> None:
        self.texts[name] = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n{text}'
        self.replace(
            "[Content_Types].xml", "</Types>", f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
        )
        arrow = f'<Relationship Id="x{len(self.texts)}" Type="{kind}" Target="/{name}"/></Relationships>'
        self.replace(owner, "</Relationships>", arrow)

    def share_texts(self) -> None:
        shared: list[str] = []

        def share(match: re.Match[str]) -> str:
            shared.append(f"<si>{match[1]}</si>")
            return f't="s"><v>{len(shared) - 1}</v></c>'

        self.texts[SHEET] = re.sub(r't="inlineStr"><is>(.*?)</is></c>', share, self.texts[SHEET])
        text = f'<sst xmlns="{MAIN}" count="{len(shared)}" uniqueCount="{len(shared)}">{"".join(shared)}</sst>'
        self.add(
            "xl/sharedStrings.xml",
            text,
            f"{TYPES}.sharedStrings+xml",
            "xl/_rels/workbook.xml.rels",
            f"{RELATIONS}/sharedStrings",
        )

    def write_as_excel(self) -> None:
        spaces = (
            'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr"'
            ' xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'
            ' xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xr:uid="{00000000-0001-0000-0000-000000000000}"'
        )
        self.replace(SHEET, "<worksheet ", f"<worksheet {spaces} ")
        self.texts[SHEET] = re.sub(
            r'<row r="(\d+)"', r'<row r="\1" spans="1:7" x14ac:dyDescent="0.25"', self.texts[SHEET]
        )

    def cell(self, place: str, text: str) -> None:
        """Put a cell at the end of its row."""
        row = re.sub("[A-Z]", "", place)
        self.texts[SHEET] = re.sub(
            rf'(<row r="{row}"[^>]*>.*?)</row>', rf"\1{text}</row>", self.texts[SHEET], flags=re.DOTALL
        )


def test_shared_texts_and_attributes_of_other_names(project: Project) -> None:
    assert not project.refresh().written
    project.refresh([film(0, due="2024-02-01"), film(1), film(2, title="New"), film(3)])
    assert [row["Title"] for row in project.table()] == ["Film 0", "Film 1", "New", "Film 3"]
    sheet = project.parts()[SHEET].decode()
    assert 'mc:Ignorable="x14ac xr"' in sheet
    assert '<row r="3" x14ac:dyDescent="0.25">' in sheet, "spans are no longer true"
    cut(sheet.encode())


def test_shared_formulas_are_given_to_each_row(project: Project) -> None:
    parts = Parts(project)
    parts.cell("H2", '<c r="H2"><f t="shared" ref="H2:H4" si="0">C2*2</f><v>3</v></c>')
    parts.cell("H3", '<c r="H3"><f t="shared" si="0"/><v>5</v></c>')
    parts.cell("H4", '<c r="H4"><f t="shared" si="0"/><v>7</v></c>')
    parts.save()
    project.refresh([film(0, due="2024-02-01"), *films(1, 2, 3)])
    assert [project.sheet().cell(row, 8).value for row in (2, 3, 4, 5)] == [None, "=C3*2", "=C4*2", "=C5*2"]
    assert b"shared" not in project.parts()[SHEET]


def test_shared_formulas_stay_where_rows_stay(project: Project) -> None:
    parts = Parts(project)
    parts.cell("H2", '<c r="H2"><f t="shared" ref="H2:H3" si="0">C2*2</f><v>3</v></c>')
    parts.cell("H3", '<c r="H3"><f t="shared" si="0"/><v>5</v></c>')
    parts.save()
    project.refresh([film(1, amount="9.00"), *films(2, 3, 4)])
    assert [project.sheet().cell(row, 8).value for row in (2, 3)] == ["=C2*2", "=C3*2"]


def test_array_formulas(project: Project) -> None:
    parts = Parts(project)
    parts.cell("H3", '<c r="H3"><f t="array" ref="H3">SUM(C3:E3*2)</f><v>3</v></c>')
    parts.save()
    project.refresh([film(0, due="2024-02-01"), *films(1, 2, 3)])
    assert '<f t="array" ref="H4">SUM(C4:E4*2)</f>' in project.parts()[SHEET].decode()
    parts = Parts(project)
    parts.cell("I3", '<c r="I3"><f t="array" ref="I3:I5">C3:C5</f><v>3</v></c>')
    parts.save()
    assert project.refused(films(2, 3)) == ["G805"]


def test_a_table_grows_with_its_rows(project: Project) -> None:
    parts = Parts(project)
    columns = "".join(
        f'<tableColumn id="{number}" name="{name}"/>'
        for number, name in enumerate(["Id", "Title", "Amount", "Due", "Done", "Notes", "_genesis"], 1)
    )
    table = (
        f'<table xmlns="{MAIN}" id="1" name="T" displayName="T" ref="A1:G4" totalsRowShown="0">'
        f'<autoFilter ref="A1:G4"/><tableColumns count="7">{columns}</tableColumns></table>'
    )
    parts.add("xl/tables/table1.xml", table, f"{TYPES}.table+xml", SHEET_RELATIONS, f"{RELATIONS}/table")
    name = re.findall(r'Id="(x\d+)"', parts.texts[SHEET_RELATIONS])[-1]
    parts.texts[SHEET] = re.sub("<autoFilter [^>]*/>", "", parts.texts[SHEET])
    parts.replace(SHEET, "</worksheet>", f'<tableParts count="1"><tablePart r:id="{name}"/></tableParts></worksheet>')
    parts.save()
    project.ask(["id", "{field: title, label: Name}", "amount", "due", "done"])
    project.refresh(films(1, 2, 3, 4, 5))
    assert project.sheet().tables["T"].ref == "A1:G6"
    assert project.sheet().tables["T"].autoFilter.ref == "A1:G6"
    assert project.sheet()["B1"].value == "Title", "a table's headers are written in two places, and stay"
    project.track("annotations: [Notes]\nrows: {gone: delete}\n")
    project.refresh(films(5))
    assert project.sheet().tables["T"].ref == "A1:G2"


def test_the_chain_of_computations_is_dropped_and_all_is_computed_anew(project: Project) -> None:
    parts = Parts(project)
    chain = f'<calcChain xmlns="{MAIN}"><c r="H2" i="1"/></calcChain>'
    parts.add(
        "xl/calcChain.xml", chain, f"{TYPES}.calcChain+xml", "xl/_rels/workbook.xml.rels", f"{RELATIONS}/calcChain"
    )
    parts.save()
    project.refresh(films(1, 2, 3, 4))
    after = project.parts()
    assert "xl/calcChain.xml" not in after
    assert b"calcChain" not in after["[Content_Types].xml"] + after["xl/_rels/workbook.xml.rels"]
    assert b'fullCalcOnLoad="1"' in after["xl/workbook.xml"]


def test_threads_follow_their_rows(project: Project) -> None:
    parts = Parts(project)
    thread = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        '<threadedComment ref="B4" dT="2026-01-01T00:00:00.00" personId="{1}" id="{2}"><text>Why?</text></threadedComment>'
        "</ThreadedComments>"
    )
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    parts.add(
        "xl/threadedComments/threadedComment1.xml",
        thread,
        "application/vnd.ms-excel.threadedcomments+xml",
        SHEET_RELATIONS,
        kind,
    )
    parts.replace("xl/comments1.xml", "<author>Genesis</author>", "<author>Genesis</author><author>tc={2}</author>")
    parts.replace(
        "xl/comments1.xml",
        "</commentList>",
        '<comment ref="B4" authorId="1"><text><t>Why?</t></text></comment></commentList>',
    )
    parts.save()
    project.refresh([film(0, due="2024-02-01"), *films(1, 2, 3)])
    after = project.parts()
    assert b'ref="B5"' in after["xl/threadedComments/threadedComment1.xml"]
    assert 'ref="B5"' in after["xl/comments1.xml"].decode()
    assert b'ref="B4"' not in after["xl/comments1.xml"]


def test_rich_text_that_a_person_wrote_is_read_as_its_text(project: Project) -> None:
    parts = Parts(project)
    index = re.findall(r"<si><t>Film 2</t></si>", parts.texts["xl/sharedStrings.xml"])
    assert index
    parts.replace(
        "xl/sharedStrings.xml",
        "<si><t>Film 2</t></si>",
        '<si><r><t>Film</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 2</t></r></si>',
    )
    parts.save()
    assert not project.refresh().written
    parts = Parts(project)
    parts.replace("xl/sharedStrings.xml", "<t>Film</t>", "<t>Fi&lt;lm</t>")
    parts.save()
    assert [edit.found for edit in project.refresh().plan.edited] == ["Fi<lm 2"]


def test_rows_and_cells_without_places() -> None:
    cells = raw_cells(
        '<c><v>1</v></c><c r="D7" s="3"/><c t="b" s="2"><v>1</v></c><c s="x" cm="1" r="AA7" t="str"><v>a</v></c>'
    )
    assert [(cell.column, cell.style, cell.type, cell.inner) for cell in cells] == [
        ("A", 0, "", "<v>1</v>"),
        ("D", 3, "", ""),
        ("E", 2, "b", "<v>1</v>"),
        ("AA", 0, "str", "<v>a</v>"),
    ]
