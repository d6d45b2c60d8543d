"""What changed, as cells of Markdown tables."""

from typing import Final

from genesis.review.inert import code, prose
from genesis.review.report import Cause, ColumnChange, ColumnWhat, RowsChange, Sample, SettingChange, TrackerChange
from genesis.review.wording import apart, rows_counted, told

BREAK: Final = "<br>"
_TOLD: Final[frozenset[ColumnWhat]] = frozenset({"renamed", "retyped", "relabelled", "reformatted"})
"""What is told with before and after: short, and not told by the edit already."""
_NAMES = 4
_CHANGES = 4
_CELLS = 6
_VALUE = 60
"""Characters of a cell's value."""


def listed(parts: list[str], most: int, between: str = ", ") -> str:
    """The first ``most`` parts, and how many there are besides."""
    left = len(parts) - most
    return between.join([*parts[:most], f"{left:,} more"] if left > 0 else parts)


def columns_cell(tracker: TrackerChange) -> str:
    """The columns that differ, by how they do."""
    by_what: dict[ColumnWhat, list[ColumnChange]] = {}
    for column in tracker.columns:
        by_what.setdefault(column.what, []).append(column)
    return BREAK.join(f"{what} {listed([_column(one) for one in found], _NAMES)}" for what, found in by_what.items())


def _column(column: ColumnChange) -> str:
    name = code(column.name, 60)
    if column.what not in _TOLD or not (column.before or column.after):
        return name
    if column.what == "renamed":
        return arrow(column.before, column.after or column.name, 60)
    return f"{name} {arrow(column.before, column.after, 40)}"


def rows_cell(tracker: TrackerChange) -> str:
    """How many rows differ where that was asked, what decides on rows, and what is wrong where it cannot be told."""
    parts = [rows_counted(tracker.result)] if tracker.result else []
    if tracker.result and tracker.result.failed:
        parts.append(prose(tracker.result.failed, 120))
    parts += [_rows(change) for change in tracker.rows[:_CHANGES]]
    if len(tracker.rows) > _CHANGES:
        parts.append(f"{len(tracker.rows) - _CHANGES:,} more")
    if tracker.unknown:
        parts.append(prose(tracker.unknown, 200))
    if codes := sorted({finding.code for finding in tracker.findings}):
        parts.append(listed([code(one) for one in codes], _NAMES))
    return BREAK.join(parts)


def _rows(change: RowsChange) -> str:
    if not change.before and not change.after:
        return change.what
    return f"{change.what} {arrow(change.before, change.after, 90)}"


def settings_cell(tracker: TrackerChange) -> str:
    """The tracker's own settings that differ, to be written after its category."""
    parts = listed([_setting(change) for change in tracker.settings], _CHANGES, BREAK)
    return f"{BREAK}{parts}" if parts else ""


def _setting(change: SettingChange) -> str:
    return f"{code(change.key, 40)} {arrow(change.before, change.after, 50)}"


def edit_cell(cause: Cause) -> str:
    """Before and after of each distinct edit."""
    parts = []
    for edit in cause.edits:
        key = f"{code(edit.key, 40)}: " if edit.key else ""
        parts.append(
            f"{key}{arrow(told(edit.before), told(edit.after), 120)}" if edit.before or edit.after else key[:-2]
        )
    return listed([part for part in parts if part], _CHANGES, BREAK)


def arrow(before: str, after: str, most: int) -> str:
    """``before → after``; a word in place of the side that has nothing."""
    before, after = apart(before, after, most)
    if before and after:
        return f"{code(before, most)} → {code(after, most)}"
    return f"new {code(after, most)}" if after else f"no longer {code(before, most)}"


def key_cell(sample: Sample) -> str:
    """A row's key."""
    return listed([_value(value) for value in sample.key], _NAMES)


def cells_cell(sample: Sample, *, was: bool, remains: bool) -> str:
    """A row's cells: what they were, what they are, or both."""
    written = []
    for column, before, after in sample.cells:
        both = was and remains and before is not None and after is not None
        one, two = apart(before or "", after or "", _VALUE) if both else (before, after)
        value = f"{_value(one)} → {_value(two)}" if was and remains else _value(before if was else after)
        written.append(f"{code(column, 40)} {value}")
    return listed(written, _CELLS, BREAK)


def _value(text: str | None) -> str:
    return "*null*" if text is None else code(text, _VALUE)
