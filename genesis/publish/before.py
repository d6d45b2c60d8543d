"""What stood in a tracker before a run: what a rollback writes back. One file a run and tracker, under `.genesis/before/`."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Final, cast

import msgspec
from msgspec import Struct

from genesis.destinations.files.folder import own_folder
from genesis.destinations.state.contents import Content, Formula, Link, token
from genesis.destinations.state.marks import cell_hash, column_tag
from genesis.destinations.state.plan import Plan, PlannedRow, PresentRow, Snapshot
from genesis.sql.query import ResultColumn

Written = str | int | float | bool | dict[str, str] | None
"""A content as JSON: dates and the like are mappings with one entry that says what they are."""

RUNS_KEPT: Final = 100
"""Runs of a tracker that can be gone back to."""
_CAME: Final = frozenset({"added", "restored"})
_LEFT: Final = frozenset({"removed", "archived", "kept"})


class Undo(Struct, frozen=True, omit_defaults=True):
    """How one row was: it was not there (``absent``), or it had these contents by column (of all columns where it left)."""

    key: str
    absent: bool = False
    cells: Mapping[str, Written] = msgspec.field(default_factory=dict)


class Before(Struct, frozen=True):
    """What one run changed, to be undone."""

    run: str
    tracker: str
    rows: tuple[Undo, ...]


def before_of(run: str, plan: Plan, snapshot: Snapshot) -> Before:
    """What has to be remembered of a plan for what stood in ``snapshot``."""
    found = _Found(plan.columns, snapshot.rows)
    undone = (_undo(row, found) for row in (*plan.rows, *plan.removed))
    return Before(run, plan.tracker, tuple(one for one in undone if one is not None))


class _Found:
    """The contents of a tracker, by what was published in them."""

    def __init__(self, columns: Sequence[ResultColumn], rows: Sequence[PresentRow]) -> None:
        self.names = tuple(column.name for column in columns)
        self._tags = tuple(column_tag(name) for name in self.names)
        self._rows = rows
        self._marks = {row.place: row.mark for row in rows if row.mark}
        self._columns: dict[int, dict[str, Content]] = {}

    def published(self, row: PlannedRow, index: int) -> Content:
        """What was published in a cell. Where somebody typed or sorted something else into it, that is looked for in what is written now
        and in the rest of the column; where it is nowhere, what they left counts."""
        mark, held = self._marks.get(row.place or 0), row.before[index]
        last = mark.cells.get(self._tags[index]) if mark else None
        if last in {None, cell_hash(token(held))}:
            return held
        if last == cell_hash(token(row.cells[index])):
            return row.cells[index]
        return self._column(index).get(last or "", held)

    def _column(self, index: int) -> Mapping[str, Content]:
        if index not in self._columns:
            self._columns[index] = {cell_hash(token(row.cells[index])): row.cells[index] for row in self._rows}
        return self._columns[index]


def _undo(row: PlannedRow, found: _Found) -> Undo | None:
    """A formula is never written, and so never written back: its cell stays as it is, or empty in a row that left."""
    if row.change in _CAME:
        return Undo(row.key, absent=True)
    if row.change in _LEFT:
        contents = {name: found.published(row, index) for index, name in enumerate(found.names)}
        return Undo(row.key, cells={n: None if isinstance(c, Formula) else to_json(c) for n, c in contents.items()})
    if row.change == "changed":
        contents = {found.names[index]: found.published(row, index) for index in row.writes}
        return Undo(row.key, cells={n: to_json(c) for n, c in contents.items() if not isinstance(c, Formula)})
    return None


def keep_before(root: Path, before: Before) -> None:
    """Write it down before anything is changed; of older runs of the tracker, the last hundred are kept.

    Raises:
        OSError: when it cannot be written.
    """
    folder = own_folder(root) / "before"
    folder.mkdir(exist_ok=True)
    path = _path(folder, before.run, before.tracker)
    beside = path.with_suffix(".new")
    beside.write_bytes(msgspec.json.encode(before))
    beside.replace(path)
    for old in sorted(folder.glob(f"*.{before.tracker}.json"))[:-RUNS_KEPT]:
        old.unlink(missing_ok=True)


def runs_kept(root: Path, tracker: str) -> dict[str, int]:
    """The runs that wrote down what they were about to change, with the time (ns) at which they did."""
    ending, found = f".{tracker}.json", (root / ".genesis" / "before").glob(f"*.{tracker}.json")
    return {path.name.removesuffix(ending): path.stat().st_mtime_ns for path in found}


def read_before(root: Path, run: str, tracker: str) -> Before | None:
    """What a run changed in a tracker; ``None`` when nothing was written down."""
    with suppress(FileNotFoundError, msgspec.DecodeError):
        content = _path(root / ".genesis" / "before", run, tracker).read_bytes()
        return msgspec.json.decode(content, type=Before)
    return None


def _path(folder: Path, run: str, tracker: str) -> Path:
    return folder / f"{run}.{tracker}.json"


def to_json(content: Content) -> Written:
    """A content as JSON."""
    match content:
        case Link():
            return {"link": content.text, "url": content.url}
        case Formula():
            return {"formula": content.text}
        case Decimal():
            return {"decimal": str(content)}
        case datetime():
            return {"datetime": content.isoformat()}
        case date():
            return {"date": content.isoformat()}
        case time():
            return {"time": content.isoformat()}
        case _:
            return content


def from_json(written: Written) -> Content:
    """The content that :func:`to_json` wrote."""
    match written:
        case {"link": text, "url": url}:
            return Link(text, url)
        case {"formula": text}:
            return Formula(text)
        case {"decimal": text}:
            return Decimal(text)
        case {"datetime": text}:
            return datetime.fromisoformat(text)
        case {"date": text}:
            return date.fromisoformat(text)
        case {"time": text}:
            return time.fromisoformat(text)
        case _:
            return cast("Content", written)
