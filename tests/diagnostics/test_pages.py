"""Every page's wrong example gives its code and nothing else, and its mended example is right."""

import re
from pathlib import Path
from typing import Final

import pytest

from tests.diagnostics.projects import HERE, check, compare, documents, run, write

PAGES: Final = sorted((HERE.parent.parent / "genesis" / "codes").glob("*.md"))
BLOCK: Final = re.compile(r"```(\w+)\n(.*?)```\n", re.DOTALL)
SEEN_WHEN_RUN: Final = {"G111", "G700", "G701", "G702", "G703", "G704", "G705", "G709", "G713"}
"""Codes that are given when an input runs, not by ``genesis check``."""
NEEDS_A_SERVER: Final = {"G711", "G712"}
"""Codes that only a server, or its absence, gives: the tests of the engines provoke them."""


def blocks(page: Path) -> tuple[dict[str, str], dict[str, str]]:
    wrong, mended = (documents(text) for _, text in BLOCK.findall(page.read_text(encoding="utf-8")))
    return wrong, mended


RUNNABLE: Final = [page for page in PAGES if all(blocks(page)) and page.stem not in NEEDS_A_SERVER]


@pytest.mark.parametrize("page", RUNNABLE, ids=lambda p: p.stem)
def test_wrong_example_gives_the_code_alone(page: Path, tmp_path: Path, *, update: bool) -> None:
    project = write(tmp_path, blocks(page)[0])
    found = run(project) if page.stem in SEEN_WHEN_RUN else check(project)
    compare(found, HERE / "pages" / f"{page.stem}.txt", update=update)
    assert [d.code for d in found] == [page.stem]


@pytest.mark.parametrize("page", RUNNABLE, ids=lambda p: p.stem)
def test_mended_example_is_right(page: Path, tmp_path: Path) -> None:
    project = write(tmp_path, blocks(page)[1])
    found = run(project) if page.stem in SEEN_WHEN_RUN else check(project)
    assert [(d.code, d.message) for d in found] == []
