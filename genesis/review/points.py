"""What a review has to say of lines of YAML: each mistake and each edit that changes trackers, where it stands."""

from typing import Final

from msgspec import Struct

from genesis.diagnostics import Severity
from genesis.review.differences import mistakes
from genesis.review.inert import cut
from genesis.review.report import WORST_FIRST, Category, Cause, Edit, Place, Review, TrackerChange
from genesis.review.wording import apart, by_category, counted, named, told

LEVELS: Final[dict[Category, Severity]] = {
    "broken": "error",
    "unknown": "warning",
    "rows": "warning",
    "removed": "warning",
    "columns": "note",
    "added": "note",
    "mended": "note",
    "settings": "note",
    "formatting": "note",
    "identical": "note",
}
_NAMES: Final = 10
_LENGTH: Final = 300
"""Characters of one side of an edit."""


class Point(Struct, frozen=True):
    """One thing to say of one place. ``rule`` is a mistake's code or a category; ``id`` is the same for the same definition."""

    rule: str
    level: Severity
    title: str
    text: str
    trackers: tuple[str, ...]
    place: Place | None
    id: str


def points(review: Review) -> tuple[Point, ...]:
    """Mistakes, then edits that change trackers, then trackers that no edit explains; each worst first."""
    broken = [
        Point(
            finding.code, "error", f"{finding.code}: {counted(len(names), 'tracker')} does not compile" if len(names) == 1
            else f"{finding.code}: {counted(len(names), 'tracker')} do not compile",
            finding.message + (f"\nhint: {finding.hint}" if finding.hint else ""), tuple(names), finding.place,
            f"{finding.code}:{finding.place or ''}",
        )
        for finding, names in mistakes(review)
    ]  # fmt: skip
    edits = [_edit(cause) for cause in review.causes if cause.trackers]
    bare = [_tracker(one) for one in review.trackers if not one.causes and not one.findings]
    order = list(LEVELS.values())
    return tuple(sorted([*broken, *edits, *bare], key=lambda one: order.index(one.level)))


def _edit(cause: Cause) -> Point:
    worst: Category = next((one for one in WORST_FIRST if one in cause.by_category), "unknown")
    title = f"{' '.join(filter(None, named(cause)))} {cause.what}: {counted(len(cause.trackers), 'tracker')}"
    changes = [_change(edit, cause.subject) for edit in cause.edits[:_NAMES]]
    names = ", ".join(cause.trackers[:_NAMES]) + (
        f" and {len(cause.trackers) - _NAMES:,} more" if cause.trackers[_NAMES:] else ""
    )
    text = "\n".join(
        [*changes, f"Changes {counted(len(cause.trackers), 'tracker')} ({by_category(cause.by_category)}): {names}"]
    )
    return Point(worst, LEVELS[worst], title, text, cause.trackers, cause.place, cause.id)


def _change(edit: Edit, subject: str) -> str:
    before, after = (cut(text, _LENGTH) for text in apart(told(edit.before), told(edit.after), _LENGTH))
    words = f"{before} → {after}" if before and after else f"new: {after}" if after else f"removed: {before}"
    return f"{edit.key or subject}: {words}"


def _tracker(tracker: TrackerChange) -> Point:
    """A tracker that was added, removed, or that changes by no edit that is known."""
    words = tracker.unknown or ", ".join(
        [
            *(f"{one.what} {one.name}" for one in tracker.columns[:_NAMES]),
            *(one.what for one in tracker.rows[:_NAMES]),
            *(one.key for one in tracker.settings[:_NAMES]),
        ]
    )
    title = f"tracker {tracker.name}: {tracker.category}"
    return Point(
        tracker.category,
        LEVELS[tracker.category],
        title,
        words or title,
        (tracker.name,),
        tracker.place,
        f"tracker:{tracker.name}",
    )
