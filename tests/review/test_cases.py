"""Edits whose effect was written down by hand: what changes for which tracker, and which line of YAML is why."""

from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from genesis.review.report import Cause, Review, TrackerChange
from genesis.review.reviewing import Wanted, review
from tests.review.edited import HERE, Files, base_files, edited, ends

CASES: Final = sorted((HERE / "cases").iterdir())
CATEGORIES: Final = {"formatting", "columns", "rows", "settings", "added", "removed", "broken", "mended"}


def read(case: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((case / name).read_text(encoding="utf-8"))
    return found


def sides(case: Path) -> tuple[Files, Files]:
    edits = read(case, "edits.yaml")
    base = edited(base_files(), edits.get("base", ()))
    return base, edited(base, edits["head"])


def reviewed(case: Path) -> Review:
    return review(ends(*sides(case)), Wanted())


def told(tracker: TrackerChange) -> dict[str, object]:
    """A tracker's change as cases write it; what is empty is left out."""
    found: dict[str, object] = {
        "category": tracker.category,
        "previous": tracker.previous,
        "rows": [one.what for one in tracker.rows],
        "columns": [f"{one.what} {one.name}" for one in tracker.columns],
        "settings": [one.key for one in tracker.settings],
    }
    return {key: value for key, value in found.items() if value}


def placed(cause: Cause) -> str:
    return f"{cause.what} {cause.place}"


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_case(case: Path) -> None:
    expected, found = read(case, "expected.yaml"), reviewed(case)
    wanted = expected["trackers"]
    every = sorted(expected["causes"])
    assert {one.name: told(one) for one in found.trackers} == {
        name: {
            key: value
            for key, value in ({"category": says} if isinstance(says, str) else says).items()
            if key != "causes"
        }
        for name, says in wanted.items()
    }
    assert {one.name: sorted(one.causes) for one in found.trackers} == {
        name: sorted(says.get("causes", every) if isinstance(says, dict) else every) for name, says in wanted.items()
    }
    assert {one.id: placed(one) for one in found.causes if one.trackers} == expected["causes"]
    assert {one.id: placed(one) for one in found.causes if not one.trackers} == expected["harmless"]
    assert found.identical + len(found.trackers) == found.total


def test_there_are_enough_cases_of_every_category() -> None:
    counted = [says for case in CASES for says in read(case, "expected.yaml")["trackers"].values()]
    assert len(CASES) >= 60
    assert {says if isinstance(says, str) else says["category"] for says in counted} == CATEGORIES


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_nothing_is_unknown_and_every_change_has_a_cause(case: Path) -> None:
    found = reviewed(case)
    assert [one.name for one in found.trackers if one.category == "unknown" or not one.causes] == []
    by_id = {one.id: one for one in found.causes}
    for tracker in found.trackers:
        assert all(tracker.name in by_id[cause].trackers for cause in tracker.causes)
    for cause in found.causes:
        assert cause.edits


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_there_and_back_again(case: Path) -> None:
    """Seen from the other side what was added is removed, and the same trackers change."""
    base, head = sides(case)
    forth, back = review(ends(base, head), Wanted()), review(ends(head, base), Wanted())
    opposite = {"added": "removed", "removed": "added", "broken": "mended", "mended": "broken"}
    previous = {one.name: one.previous or one.name for one in forth.trackers}
    assert {previous[one.name]: opposite.get(one.category, one.category) for one in forth.trackers} == {
        one.name: one.category for one in back.trackers
    }
