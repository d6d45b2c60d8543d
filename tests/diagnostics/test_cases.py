"""Projects with mistakes: everything that `genesis check` says of each was read line by line."""

from pathlib import Path
from typing import Final

import pytest

import genesis
from tests.diagnostics.projects import HERE, check, compare

CASES: Final = sorted(path for path in (HERE / "cases").iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_case_says_what_was_reviewed(case: Path, *, update: bool) -> None:
    found = check(genesis.load(case, environment={}))
    compare(found, case / "expected.txt", update=update)
    assert list(found) == sorted(set(found), key=lambda d: d.order())
