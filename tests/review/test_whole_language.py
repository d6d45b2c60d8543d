"""Edits at random in every project of the language's own tests: the review ends, nothing is unknown, and nothing is left out."""

import random
import re
from pathlib import Path
from typing import Final

import pytest

from genesis.review.report import Side
from genesis.review.reviewing import Wanted, review
from genesis.review.states import Ends
from tests.review.edited import Files, project
from tests.review.test_damage import told

ROOT: Final = Path(__file__).parent.parent.parent
PROJECTS: Final = sorted(
    {path.parent for path in (ROOT / "tests/cases").rglob("inputs")} | {ROOT / "tests/tpch", ROOT / "tests/tpcds", ROOT}
)
CONNECTION: Final = b"connections: {demo: {engine: duckdb, files: definitions/data}}\n"
ROUNDS: Final = 3


def files_of(root: Path) -> Files:
    """A project's definitions and inputs, with a tracker for each input."""
    found: Files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in ("definitions", "inputs")
        for path in sorted((root / folder).rglob("*.yaml"))
    }
    settings = (root / "genesis.yaml").read_bytes() if (root / "genesis.yaml").exists() else b""
    found["genesis.yaml"] = settings if b"connections" in settings else settings + CONNECTION
    for name in [Path(path).stem for path in found if path.startswith("inputs/")]:
        tracker = f"tracker: {name}\ninput: {name}\ndestination: {{type: csv, path: out/{name}.csv}}\n"
        found[f"trackers/{name}.yaml"] = tracker.encode()
    return found


def edited(base: Files, chance: random.Random) -> Files:
    """One or two lines are lost, change places, take a word of one another, or count one more."""
    head = dict(base)
    for _ in range(chance.randint(1, 2)):
        name = chance.choice(sorted(n for n in base if n.startswith(("definitions/", "inputs/"))))
        content = head[name]
        assert isinstance(content, bytes)
        lines = content.decode().splitlines(keepends=True)
        one, other = chance.randrange(1, len(lines)), chance.randrange(1, len(lines))
        match chance.randrange(4):
            case 0:
                del lines[one]
            case 1:
                lines[one], lines[other] = lines[other], lines[one]
            case 2:
                words, others = re.findall(r"\w+", lines[one]) or ["x"], re.findall(r"\w+", lines[other]) or ["y"]
                lines[one] = lines[one].replace(chance.choice(words), chance.choice(others), 1)
            case _:
                lines[one] = re.sub(r"\d+", lambda digits: str(int(digits[0]) + 1), lines[one], count=1)
        head[name] = "".join(lines).encode()
    return head


@pytest.mark.parametrize("root", PROJECTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_edits_at_random(root: Path) -> None:
    base = files_of(root)
    for seed in range(ROUNDS):
        head = edited(base, random.Random(f"{root.name} {seed}"))  # noqa: S311 - edits, no secrets
        two = Ends(project(base, root), project(head, root), Side("base"), Side("head"))
        found = review(two, Wanted())
        assert [(one.name, one.unknown) for one in found.trackers if one.category == "unknown" or not one.causes] == []
        named = {name for one in found.trackers for name in (one.name, one.previous)}
        for name in sorted({*two.base.names("tracker"), *two.head.names("tracker")} - named):
            assert told(two.base, name) == told(two.head, name), (seed, name)


def test_there_are_projects() -> None:
    assert len(PROJECTS) > 40
