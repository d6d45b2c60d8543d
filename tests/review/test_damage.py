"""Any line of any document may be lost, doubled, or meet its neighbour: the review ends, and leaves out no tracker that changed."""

import random
from typing import Final

import pytest

from genesis.diagnostics import GenesisError
from genesis.generated.compiled import compiled_tracker
from genesis.review.formats import formats
from genesis.review.reviewing import Wanted, review
from genesis.spec.project import ProjectFiles
from tests.review.edited import Files, base_files, ends

TRIES: Final = 100
ONCE_MISSED: Final = (1004, 1034, 1036, 1325)
WORDS: Final = (
    "film",
    "title",
    "null",
    "[",
    "}",
    "sql: x",
    "'",
    "&a",
    "*a",
    "- - -",
    "studio",
    "42",
    "\t",
    "where: false",
)


def damaged(seed: int) -> Files:
    """The project after one to three accidents."""
    chance, files = random.Random(seed), base_files()  # noqa: S311 - accidents, no secrets
    names = sorted(name for name in files if name.endswith(".yaml"))
    for _ in range(chance.randint(1, 3)):
        name = chance.choice(names)
        content = files[name]
        assert isinstance(content, bytes)
        lines = content.decode().splitlines(keepends=True)
        at = chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[at])
            case 2:
                lines[at] = lines[at].rstrip("\n")
            case 3:
                lines[at] = lines[at].replace(lines[at].split()[-1], chance.choice(WORDS)) if lines[at].split() else "x"
            case _:
                other = chance.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
        files[name] = "".join(lines).encode()
    return files


def told(files: ProjectFiles, name: str) -> object:
    """A tracker's hash, or what is wrong with it."""
    try:
        return compiled_tracker(files, name).hash
    except GenesisError as error:
        return tuple(one.code for one in error.diagnostics)


@pytest.mark.parametrize("seed", [*range(TRIES), *ONCE_MISSED])
def test_damage(seed: int) -> None:
    two = ends(base_files(), damaged(seed))
    found = review(two, Wanted())
    for one in found.trackers:
        assert one.causes, one.name
    for name in formats.names():
        assert isinstance(formats.rendering(name)(found), str)
    named = {name for one in found.trackers for name in (one.name, one.previous)}
    for name in sorted({*two.base.names("tracker"), *two.head.names("tracker")} - named):
        assert told(two.base, name) == told(two.head, name), name
