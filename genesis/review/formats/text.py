"""A review for a terminal: the verdict, why it is so, and then each tracker in a few lines."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from genesis.review.inert import legible
from genesis.review.report import Category, Cause, Review, Sample, TrackerChange
from genesis.review.wording import apart

_LISTED: Final = 6
_CELLS: Final = 3
_WIDEST: Final = 110
_COLORS: Final[dict[Category, str]] = {
    "broken": "31;1",
    "unknown": "35;1",
    "rows": "31",
    "removed": "31",
    "columns": "33",
    "added": "32",
    "mended": "32",
    "settings": "36",
    "formatting": "2",
    "identical": "2",
}


_ESCAPE: Final = re.compile(rf"\x1b(?!\[(?:{'|'.join(('0', *_COLORS.values()))})m)")
"""One that begins none of the colours here."""


def render(review: Review, *, color: bool = False) -> str:
    """The whole text; ``color``: categories in colours."""
    lines = [_verdict(review, color=color), f"base: {_side(review.base.name, review.base.commit)}"]
    lines += [f"head: {_side(review.head.name, review.head.commit)}", *map(_plain, review.notes)]
    causes = [one for one in review.causes if one.trackers]
    harmless = [one for one in review.causes if not one.trackers]
    if causes:
        lines += ["", "Because of", *(line for cause in causes for line in _cause(cause))]
    if review.trackers:
        lines += ["", "Trackers", *(line for tracker in review.trackers for line in _tracker(tracker, color=color))]
    if harmless:
        lines += ["", "Edits that change no tracker", *(f"  {_where(one)}" for one in harmless)]
    if review.refused:
        lines += ["", f"Refused: {', '.join(map(_plain, review.refused))}"]
    return "\n".join(_line(line, color=color) for line in lines) + "\n"


def _line(text: str, *, color: bool) -> str:
    """A line that does nothing to a terminal but paint it, whatever stands in it."""
    return "\x1b".join(map(_plain_line, _ESCAPE.sub("\u241b", text).split("\x1b"))) if color else _plain_line(text)


def _plain_line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in legible(text))


def _plain(text: str) -> str:
    """Foreign text on one line; what would move a cursor or paint is shown as a picture of it."""
    return " ".join(_plain_line(text).split())


def _verdict(review: Review, *, color: bool) -> str:
    if not review.trackers:
        return f"None of {_counted(review.total, 'tracker')} changes."
    told = ", ".join(
        f"{count} {_painted(category, category, color=color)}" for category, count in review.counts.items()
    )
    return f"{len(review.trackers)} of {_counted(review.total, 'tracker')} change: {told}"


def _side(name: str, commit: str) -> str:
    return f"{_plain(name)} ({_plain(commit[:12])})" if commit else _plain(name)


def _painted(text: str, category: Category, *, color: bool) -> str:
    return f"\x1b[{_COLORS[category]}m{text}\x1b[0m" if color else text


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _cause(cause: Cause) -> Iterator[str]:
    told = f"{_counted(len(cause.trackers), 'tracker')}, {_counted(len(cause.edits), 'distinct edit')}"
    yield f"  {_where(cause)} -> {told}"
    for edit in cause.edits:
        key = f"{_plain(edit.key)}: " if edit.key else ""
        yield from _pair("    ", key, *_apart(edit.before, edit.after))


def _where(cause: Cause) -> str:
    place = cause.place
    was = f" (was {_plain(cause.previous)})" if cause.previous else ""
    return f"{_plain(str(place) if place else cause.file)}  {_plain(cause.subject)} {cause.what}{was}"


def _pair(indent: str, key: str, before: str, after: str) -> Iterator[str]:
    if before:
        yield f"{indent}- {key}{_short(before)}"
    if after:
        yield f"{indent}+ {key}{_short(after)}"


def _short(text: str) -> str:
    told = _plain(text)
    return told if len(told) <= _WIDEST else f"{told[: _WIDEST - 3]}..."


def _tracker(tracker: TrackerChange, *, color: bool) -> Iterator[str]:
    owners = f"  {', '.join(map(_plain, tracker.owners))}" if tracker.owners else ""
    was = f" (was {_plain(tracker.previous)})" if tracker.previous else ""
    category = _painted(f"{tracker.category:10}", tracker.category, color=color)
    yield f"  {category} {_plain(tracker.name)}{was}{owners}"
    for finding in tracker.findings[:_LISTED]:
        place = f"{finding.place}: " if finding.place else ""
        yield f"    {_plain(f'{place}{finding.code} {finding.message}')}"
    if tracker.unknown:
        yield f"    {_plain(tracker.unknown)}"
    for row in tracker.rows:
        yield from _change(f"rows: {row.what}", row.before, row.after)
    yield from _limited(
        [list(_change(f"column {c.name} {c.what}", c.before, c.after)) for c in tracker.columns], "column", tracker
    )
    yield from _limited([list(_change(s.key, s.before, s.after)) for s in tracker.settings], "setting", tracker)
    yield from _result(tracker)


def _limited(told: list[list[str]], word: str, tracker: TrackerChange) -> Iterator[str]:
    """The first of many, and how many more there are."""
    del tracker
    for lines in told[:_LISTED]:
        yield from lines
    if len(told) > _LISTED:
        yield f"    and {_counted(len(told) - _LISTED, f'more {word}')}"


def _change(what: str, before: str, after: str) -> Iterator[str]:
    """One line where both sides are short, else one for each."""
    one, two = _short(before), _short(after)
    line = (
        f"    {_plain(what)}: {one} -> {two}"
        if one and two
        else f"    {_plain(what)}{': ' if one or two else ''}{one}{two}"
    )
    if one and two and len(line) > _WIDEST:
        yield f"    {_plain(what)}"
        yield from _pair("      ", "", *_apart(before, after))
    else:
        yield line


def _apart(before: str, after: str) -> tuple[str, str]:
    return apart(_plain(before), _plain(after), _WIDEST, "...")


def _result(tracker: TrackerChange) -> Iterator[str]:
    result = tracker.result
    if result is None:
        return
    if result.failed:
        yield f"    data on {_plain(result.connection)}: {_short(result.failed)}"
        return
    told = f"{result.added} added, {result.gone} gone, {result.changed} changed ({_counted(result.cells, 'cell')})"
    doubled = f", {_counted(result.doubled, 'row')} with a key that another row has" if result.doubled else ""
    yield f"    data on {_plain(result.connection)}: {result.rows_before} -> {result.rows_after} rows: {told}{doubled}"
    for sign, samples in (("+", result.added_samples), ("-", result.gone_samples), ("~", result.changed_samples)):
        for sample in samples:
            yield f"      {sign} {': '.join(filter(None, (_keys(sample.key), _cells(sign, sample))))}"


def _cells(sign: str, sample: Sample) -> str:
    """Each cell that changed; of a row that came or left, the first cells that hold something."""
    if sign == "~":
        return ", ".join(f"{_plain(name)} {_cell(before)} -> {_cell(after)}" for name, before, after in sample.cells)
    held = [f"{_plain(name)} {_cell(after or before)}" for name, before, after in sample.cells if after or before]
    return ", ".join(held[:_CELLS])


def _cells_apart(before: str | None, after: str | None) -> str:
    one, two = (before, after) if before is None or after is None else _apart(before, after)
    return f"{_cell(one)} -> {_cell(two)}"


def _cell(text: str | None) -> str:
    return "null" if text is None else repr(_short(text))


def _keys(key: Iterable[str | None]) -> str:
    return ", ".join("null" if part is None else _short(part) for part in key)
