"""A review as annotations of a pull request: GitHub's workflow commands, on the lines of YAML that changed trackers.

GitHub shows ten annotations of a level for a step and drops the others
(https://docs.github.com/en/rest/checks/runs, "Annotations"), so that the last one that is written sums up the rest.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from genesis.diagnostics import Severity
from genesis.output.diagnostics.github import command
from genesis.review.inert import cut, legible
from genesis.review.points import Point, points
from genesis.review.report import Review
from genesis.review.wording import counted

MOST: Final = 10
"""Annotations of one level."""
_TEXT: Final = 4_000
"""Characters of one message; GitHub refuses annotations of more than 64 KB."""
_TITLE: Final = 200
_PATH: Final = 1_000
_LEVELS: Final[tuple[Severity, ...]] = ("error", "warning", "note")


def render(review: Review, *, color: bool = False) -> str:
    """One command a line, at most ten of each level, the worst first."""
    del color
    found = points(review)
    return "".join(line for level in _LEVELS for line in _commands(level, [one for one in found if one.level == level]))


def _commands(level: Severity, found: Sequence[Point]) -> Iterator[str]:
    few = len(found) <= MOST
    for point in found if few else found[: MOST - 1]:
        yield _command(level, point)
    if not few:
        left = found[MOST - 1 :]
        trackers = {name for point in left for name in point.trackers}
        message = f"{counted(len(left), 'more place')}, {counted(len(trackers), 'tracker')}: see the whole review"
        yield command(level, {"title": "genesis diff"}, message)


def _command(level: Severity, point: Point) -> str:
    properties: dict[str, str | int] = {}
    if place := point.place:
        properties = {"file": cut(legible(place.file), _PATH), "line": place.line, "endLine": place.end_line}
        if place.line == place.end_line:
            properties |= {"col": place.column, "endColumn": max(place.end_column - 1, place.column)}
    properties["title"] = cut(legible(point.title), _TITLE)
    return command(level, properties, cut(legible(point.text), _TEXT))
