"""The page of what each dialect can say tells what the tests of this run saw."""

import pytest

from genesis.sql.dialect import dialects
from tests.cases.test_cases import FOLDERS
from tests.engines import matrix_page
from tests.engines.matrix_page import PAGE, SECTIONS, Cells
from tests.engines.recording import Recorder

_FOLDERS = frozenset(folder.name for folder in FOLDERS)
PARTS = {
    "Rules": _FOLDERS,
    "Words": _FOLDERS,
    "Functions": frozenset({"functions", "nulls", "casts"}),
    "Formats": frozenset({"formats", "shown"}),
    "Example project": frozenset({"Example project"}),
}
"""What has to pass before a section of a dialect's column is believed."""


def whole(recorder: Recorder, name: str) -> set[str]:
    """The sections of a dialect's column of which this run saw everything."""
    return {section for section, parts in PARTS.items() if recorder.passed.get(name, set()) >= parts}


def seen(recorder: Recorder, name: str) -> dict[tuple[str, str], str]:
    cells, sections = recorder.cells.get(name, {}).items(), whole(recorder, name)
    return {(section, row): cell.told(row) for (section, row), cell in cells if section in sections}


def updated(old: Cells, recorder: Recorder) -> str:
    """The page with the sections of columns that this run saw whole."""
    new = {}
    for name in dialects():
        kept = {place: cell for place, cell in old.get(name, {}).items() if place[0] not in whole(recorder, name)}
        new[name] = kept | seen(recorder, name)
    sections = list(SECTIONS)
    rows = sorted({place for cells in new.values() for place in cells}, key=lambda p: (sections.index(p[0]), p[1]))
    return matrix_page.write(new, rows)


@pytest.fixture(scope="module")
def page(recorder: Recorder, *, update: bool) -> Cells:
    text = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    if update:
        text = updated(matrix_page.read(text), recorder)
        PAGE.write_text(text, encoding="utf-8")
    return matrix_page.read(text)


@pytest.mark.parametrize("name", dialects())
def test_the_page_tells_what_was_seen(page: Cells, recorder: Recorder, name: str) -> None:
    sections = whole(recorder, name)
    if not sections:
        pytest.skip(f"no section of {name}'s tests has passed as a whole in this run")
    assert {place: cell for place, cell in page[name].items() if place[0] in sections} == seen(recorder, name)


def test_the_page_has_a_whole_column_for_each_dialect(page: Cells) -> None:
    whole_columns = {name: set(SECTIONS) for name in dialects()}
    assert {name: {section for section, _ in page.get(name, {})} for name in dialects()} == whole_columns


def test_the_page_is_read_as_it_is_written() -> None:
    cells: Cells = {name: {("Rules", "a"): "✓ 3; refused: `|`", ("Words", "b|c"): "syntax 1"} for name in dialects()}
    rows = [("Rules", "a"), ("Words", "b|c")]
    assert matrix_page.read(matrix_page.write(cells, rows)) == cells
    assert matrix_page.write(matrix_page.read(matrix_page.write(cells, rows)), rows) == matrix_page.write(cells, rows)
