"""Two edits at once, from the cases that were labelled by hand: every claim holds of both together as it does of each."""

from itertools import combinations
from pathlib import Path
from typing import Final

import pytest

from genesis.generated.compiled import compiled_tracker
from genesis.review.reviewing import Wanted, review
from tests.review.edited import Files, base_files, edited, ends, written
from tests.review.test_cases import CASES, read
from tests.review.test_executed import QUIET, answer, check

STEP: Final = 83
"""Every so manieth pair is tried: those of all cases with many others, in seconds."""


def both(one: Path, two: Path) -> Files | None:
    """The project after two cases' edits; ``None`` where one takes away what the other edits, or both speak of one line."""
    try:
        return edited(edited(base_files(), read(one, "edits.yaml")["head"]), read(two, "edits.yaml")["head"])
    except (AssertionError, KeyError):
        return None


ALONE: Final = [case for case in CASES if "base" not in read(case, "edits.yaml")]
PAIRS: Final = [pair for pair in list(combinations(ALONE, 2))[::STEP] if both(*pair) is not None]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: "+".join(case.name for case in pair))
def test_two_edits(pair: tuple[Path, Path], tmp_path: Path) -> None:
    head = both(*pair)
    assert head is not None
    two = ends(base_files(), head)
    found = review(two, Wanted())
    ids = {one.id for one in found.causes}
    for one in found.trackers:
        assert one.category != "unknown", one.unknown
        assert one.causes
        assert set(one.causes) <= ids
    named = {name for one in found.trackers for name in (one.name, one.previous)}
    for name in set(two.head.names("tracker")) - named:
        assert compiled_tracker(two.base, name).hash == compiled_tracker(two.head, name).hash
    quiet = [one for one in found.trackers if one.category in QUIET and one.base_sql != one.head_sql]
    if quiet:
        old, new = written(base_files(), tmp_path / "base"), written(head, tmp_path / "head")
        for one in quiet:
            was, now = compiled_tracker(old, one.previous or one.name), compiled_tracker(new, one.name)
            check(one, answer(old, was), answer(new, now))


def test_there_are_pairs() -> None:
    assert len(PAIRS) > 40
