"""A review as the comment of a pull request: GitHub's Markdown, worst first, small enough to be posted whatever changed."""

from collections.abc import Iterable
from typing import Final

from genesis.review.budget import REST, blocks, fitting, more, size, table
from genesis.review.cells import (
    BREAK,
    cells_cell,
    columns_cell,
    edit_cell,
    key_cell,
    listed,
    rows_cell,
    settings_cell,
)
from genesis.review.differences import Difference, differences, mistakes, sampled
from genesis.review.inert import code, details, fenced, html_code, prose
from genesis.review.report import Cause, ResultChange, Review, Side, TrackerChange
from genesis.review.wording import SIGNS, by_category, counted, headline, named, rows_counted, sign

MARKER: Final = "<!-- genesis-review -->"
"""The first line: by it the comment is found again, and one is updated instead of many posted."""
MOST: Final = 60_000
"""Bytes. GitHub takes 65,536 characters."""
_SEEN: Final = 15
"""Rows of a table that are in sight without a click."""
_FEW: Final = 5
"""Trackers of which a table needs no summary by owner."""
_OWNERS: Final = 8
_SAMPLES: Final = 5
"""Sampled rows of each kind."""
_LINES: Final = 80
"""Lines of one SQL difference, and characters of one of its lines."""
_WIDTH: Final = 300
_CEILINGS: Final = {
    "notes": 5_000,
    "mistakes": 10_000,
    "causes": 20_000,
    "trackers": 38_000,
    "samples": 46_000,
    "sql": MOST,
}
"""Bytes of the whole comment after each section; what one leaves, the next ones may take."""


def render(review: Review, *, color: bool = False) -> str:
    """At most :data:`MOST` bytes of UTF-8. Foreign text is shown, never obeyed."""
    del color
    sections = (_notes, _mistakes, _causes, _trackers, _samples, _sql)
    lines = [MARKER, f"### {sign(review)} {headline(review)}", "", *_opening(review)]
    for ceiling, section in zip(_CEILINGS.values(), sections, strict=True):
        lines += section(review, ceiling - size(lines) - REST)
    while not lines[-1]:
        lines.pop()
    return "\n".join(lines) + "\n"


def _opening(review: Review) -> list[str]:
    """What is refused, what changed in how many trackers, and what was compared."""
    refused = listed([code(f"--fail-on {word}", cell=False) for word in review.refused], 5)
    counts = [f"{SIGNS[one]} {one} in {count:,}" for one, count in review.counts.items() if one != "identical"]
    compared = f"{_side(review.base)} → {_side(review.head)}"
    same = f"{review.identical:,} of {counted(review.total, 'tracker')} stay{'s' if review.identical == 1 else ''} the same"
    return [
        *([f"**Refused** by {refused}.", ""] if refused else []),
        *([f"**{' · '.join(counts)}**", ""] if counts else []),
        f"{same}. Compared: {compared}.",
        "",
    ]


def _side(side: Side) -> str:
    return prose(side.name, 100, cell=False) + (f" ({code(side.commit[:9], cell=False)})" if side.commit else "")


def _notes(review: Review, room: int) -> list[str]:
    lines = [f"- {prose(note, cell=False)}" for note in review.notes]
    shown = fitting(lines, room)
    return [*shown, *more(len(lines) - len(shown), "note"), ""] if lines else []


def _mistakes(review: Review, room: int) -> list[str]:
    """Each distinct mistake once."""
    rows = [
        f"| {prose(f'{one.code}: {one.message}')}{BREAK + prose(one.hint, 150) if one.hint else ''} "
        f"| {code(str(one.place)) if one.place else ''} "
        f"| {listed([code(name, 60) for name in names], 3)} |"
        for one, names in mistakes(review)
    ]
    return _titled("What does not compile", "| Mistake | Where | Trackers |", rows, room, "mistake")


def _causes(review: Review, room: int) -> list[str]:
    """The edits that change trackers; those that change none are named shortly."""
    telling = [cause for cause in review.causes if cause.trackers]
    harmless = [code(cause.subject, 60, cell=False) for cause in review.causes if not cause.trackers]
    rows = [f"| {_subject(cause)} | {edit_cell(cause)} | {_effect(cause)} |" for cause in telling]
    title = f"Why: {counted(len(telling), 'edit')}"
    lines = _titled(title, "| Edit | Before → after | Changes |", rows, room, "edit")
    if harmless:
        change = "changes" if len(harmless) == 1 else "change"
        lines += [f"{counted(len(harmless), 'edit')} {change} no tracker: {listed(harmless, 5)}.", ""]
    return lines


def _subject(cause: Cause) -> str:
    renamed = f" (was {code(cause.previous, 60)})" if cause.previous else ""
    where = f"{BREAK}{code(str(cause.place), 100)}" if cause.place else ""
    kind, name = named(cause)
    return f"{prose(kind, 30) + ' ' if kind else ''}{code(name)}{renamed} {cause.what}{where}"


def _effect(cause: Cause) -> str:
    return f"**{counted(len(cause.trackers), 'tracker')}**{BREAK}{by_category(cause.by_category)}"


def _trackers(review: Review, room: int) -> list[str]:
    """The worst in sight, the others behind a click, those for which there is no room counted."""
    if not review.trackers:
        return []
    rows = [_tracker(one) for one in review.trackers]
    lines = ["#### For whom", "", *([_owners(review), ""] if len(rows) > _FEW else [])]
    head = "| Tracker | Owner | Change | Columns | Rows |"
    written, shown = table(head, rows, room - size(lines), "tracker", _SEEN)
    left = review.trackers[shown:]
    return [*lines, *written, *more(len(left), "tracker", f": {by_category(_categories(left))}")]


def _tracker(tracker: TrackerChange) -> str:
    name = code(tracker.name, 60) + (f"{BREAK}was {code(tracker.previous, 60)}" if tracker.previous else "")
    name += f"{BREAK}{prose(tracker.destination, 30)}" if tracker.destination else ""
    owners = listed([code(owner, 60) for owner in tracker.owners], 3, BREAK)
    change = f"{SIGNS[tracker.category]} {tracker.category}{settings_cell(tracker)}"
    return f"| {name} | {owners} | {change} | {columns_cell(tracker)} | {rows_cell(tracker)} |"


def _owners(review: Review) -> str:
    """Owners with how many of their trackers change, most first."""
    counts: dict[str, int] = {}
    for tracker in review.trackers:
        for owner in dict.fromkeys(tracker.owners):
            counts[owner] = counts.get(owner, 0) + 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    named = listed([f"{code(owner, 60, cell=False)} {count:,}" for owner, count in ordered], _OWNERS, " · ")
    return f"Trackers by owner: {named}" if named else "These trackers name no owners."


def _categories(trackers: Iterable[TrackerChange]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for tracker in trackers:
        counts[tracker.category] = counts.get(tracker.category, 0) + 1
    return counts


def _samples(review: Review, room: int) -> list[str]:
    """Rows that were added, are gone or changed, of the worst trackers that were run."""
    found = [details(f"{_first(names)}: {rows_counted(result)}", _sampled(result)) for names, result in sampled(review)]
    return ["#### Rows that differ", "", *blocks(found, room, "change of rows", _SEEN)] if found else []


def _sampled(result: ResultChange) -> list[str]:
    kinds = (
        ("added", result.added_samples, False, True),
        ("gone", result.gone_samples, True, False),
        ("changed", result.changed_samples, True, True),
    )
    rows = [
        f"| {word} | {key_cell(one)} | {cells_cell(one, was=was, remains=remains)} |"
        for word, samples, was, remains in kinds
        for one in samples[:_SAMPLES]
    ]
    key = listed([code(name, 40) for name in result.key], 4) or "Whole row"
    return [f"| | {key} | Cells |", "|---|---|---|", *rows]


def _sql(review: Review, room: int) -> list[str]:
    """The SQL differences, each once, behind clicks."""
    found = differences(review)
    return [
        *([f"#### SQL: {counted(len(found), 'distinct difference')}", ""] if found else []),
        *blocks([_difference(one) for one in found], room, "difference", _SEEN),
    ]


def _difference(difference: Difference) -> list[str]:
    summary = f"{SIGNS[difference.category]} {_first([one.name for one in difference.trackers])}"
    lines = [line[:_WIDTH] for line in difference.lines()]
    return details(summary, [*fenced("\n".join(lines[:_LINES]), "diff"), *more(len(lines) - _LINES, "line")])


def _first(names: list[str]) -> str:
    """The first name, and how many there are besides, as HTML."""
    return html_code(names[0]) + (f" and {len(names) - 1:,} more" if names[1:] else "")


def _titled(title: str, head: str, rows: list[str], room: int, noun: str) -> list[str]:
    """A titled table of as many rows as fit, and how many do not; nothing without rows."""
    if not rows:
        return []
    lines, shown = table(head, rows, room - size([title]), noun, _SEEN)
    return [f"#### {title}", "", *lines, *more(len(rows) - shown, noun)]
