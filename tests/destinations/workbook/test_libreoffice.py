"""Another program opens the workbook, and saves it: LibreOffice, where it is installed."""

import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.destinations.workbook.project import Project, film, films, row_of

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


def converted(path: Path, folder: Path, kind: str) -> Path:
    """The file as LibreOffice saves it."""
    assert OFFICE is not None
    home = f"-env:UserInstallation=file://{folder}/profile"
    told = subprocess.run(
        [OFFICE, home, "--headless", "--convert-to", kind, "--outdir", str(folder / "saved"), str(path)],
        capture_output=True,
        check=True,
        timeout=120,
    )
    made = folder / "saved" / path.with_suffix(f".{kind.partition(':')[0]}").name
    assert made.exists(), told
    return made


def test_saved_by_libreoffice_and_refreshed_again(tmp_path: Path) -> None:
    project = Project(tmp_path)
    link = '{field: title, as: page, format: {link: {url: "https://example.com/{id}", text: "{title}"}}}'
    project.ask(["id", "title", "amount", "due", "done", link])
    project.track("annotations: [Notes, {name: Seen, type: checkbox}]\n")
    project.refresh([film(1), film(2, title="=1+1", due="")])
    with project.person() as sheet:
        sheet.cell(row_of(sheet, 2), 7).value = "two"
    shutil.copy(converted(project.path, tmp_path, "xlsx:Calc MS Excel 2007 XML"), project.path)
    first = project.refresh()
    assert (first.written, first.findings, first.notes) == (False, False, ()), (
        "LibreOffice keeps marks, names and values"
    )
    assert project.sheet().auto_filter.ref == "A1:I3"
    done = project.refresh([film(0, due="2024-02-01"), film(1, amount="7.25"), film(2, title="=1+1", due="")])
    assert (done.added, done.changed) == (1, 1)
    assert [(row["Id"], row["Amount"], row["Notes"]) for row in project.table()] == [
        (0, 0.5, None),
        (1, 7.25, None),
        (2, 2.5, "two"),
    ]
    sheet = load_workbook(project.path)["Films"]
    cell = sheet["F4"]
    assert cell.hyperlink is not None
    assert cell.hyperlink.target == "https://example.com/2"


def test_what_libreoffice_shows(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.refresh([film(1, title="=1+1"), film(2, title="a\nb <&>", amount="1234.50", done="false")])
    with project.person() as sheet:
        sheet["H1"], sheet["H2"], sheet["H3"] = "Twice", "=C2*2", "=C3*2"
    project.refresh(
        [film(0, due="2024-02-01"), film(1, title="=1+1"), film(2, title="a\nb <&>", amount="1234.50", done="false")]
    )
    shown = converted(project.path, tmp_path, "csv").read_text(encoding="utf-8")
    assert shown.splitlines()[0] == "Id,Title,Amount,Due,Done,Notes,_genesis,Twice"
    assert shown.splitlines()[2].startswith("1,=1+1,1.5,2024-01-01,TRUE,,g1.l.1.")
    assert shown.splitlines()[2].endswith(",3")
    assert '2,"a\nb <&>",1234.5,2024-01-02,FALSE,' in shown
    assert datetime(2024, 1, 2) == project.table()[2]["Due"]


def test_films(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.refresh(films(*range(1, 29)))
    assert converted(project.path, tmp_path, "pdf").stat().st_size > 1000
