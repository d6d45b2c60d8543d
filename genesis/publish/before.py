"""What stood in a tracker before a run: what a rollback writes back. One file a run and tracker, under `.genesis/before/`."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Final, cast

import msgspec
from msgspec import Struct

from genesis.destinations.files.folder import own_folder
from genesis.destinations.state.contents import Content, Formula, Link
from genesis.destinations.state.plan import Plan, PlannedRow

Written = str | int | float | bool | dict[str, str] | None
"""A content as JSON: dates and the like are mappings with one entry that says what they are."""

_KEPT: Final = 100
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


def before_of(run: str, plan: Plan) -> Before:
    """What has to be remembered of a plan."""
    names = tuple(column.name for column in plan.columns)
    undone = (_undo(row, names) for row in (*plan.rows, *plan.removed))
    return Before(run, plan.tracker, tuple(one for one in undone if one is not None))


def _undo(row: PlannedRow, names: tuple[str, ...]) -> Undo | None:
    if row.change in _CAME:
        return Undo(row.key, absent=True)
    if row.change in _LEFT:
        return Undo(row.key, cells={name: to_json(cell) for name, cell in zip(names, row.before, strict=True)})
    if row.change == "changed":
        return Undo(row.key, cells={names[index]: to_json(row.before[index]) for index in row.writes})
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
    for old in sorted(folder.glob(f"*.{before.tracker}.json"))[:-_KEPT]:
        old.unlink(missing_ok=True)


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
