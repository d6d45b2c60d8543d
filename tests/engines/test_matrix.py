"""The page of what each dialect can say tells what the tests of this run saw."""

import pytest

from genesis.sql.dialect import dialects
from tests.cases.test_cases import FOLDERS
from tests.engines import matrix_page
from tests.engines.matrix_page import PAGE, SECTIONS, Cells
from tests.engines.recording import Recorder

PARTS = {*(folder.name for folder in FOLDERS), "functions", "nulls", "casts", "formats", "shown"}
"""What has to pass before a dialect's column is believed."""


def seen(recorder: Recorder, name: str) -> dict[tuple[str, str], str]:
    """An input has several words, and is refused for one of them: it says nothing of the others."""
    cells = recorder.cells.get(name, {}).items()
    return {(section, row): cell.told(row, briefly=section == "Words") for (section, row), cell in cells}


def updated(old: Cells, recorder: Recorder) -> str:
    """The page with the columns that this run saw whole."""
    new = {name: old.get(name, {}) for name in dialects()}
    new |= {name: seen(recorder, name) for name in dialects() if recorder.passed.get(name, set()) >= PARTS}
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
    missing = PARTS - recorder.passed.get(name, set())
    if missing:
        pytest.skip(
            f"not all of {name}'s tests have passed in this run: {len(missing)} of {len(PARTS)} parts are missing"
        )
    assert page.get(name) == seen(recorder, name)


def test_the_page_has_a_column_for_each_dialect(page: Cells) -> None:
    assert set(page) == set(dialects())


def test_the_page_is_read_as_it_is_written() -> None:
    cells: Cells = {name: {("Rules", "a"): "✓ 3; refused: `|`", ("Words", "b|c"): "syntax 1"} for name in dialects()}
    rows = [("Rules", "a"), ("Words", "b|c")]
    assert matrix_page.read(matrix_page.write(cells, rows)) == cells
    assert matrix_page.write(matrix_page.read(matrix_page.write(cells, rows)), rows) == matrix_page.write(cells, rows)
