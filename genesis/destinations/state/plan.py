"""The values between a tracker and its refresh: what is there, what is wanted, what will be done."""

from typing import Literal

from msgspec import Struct

from genesis.destinations.state.contents import Content
from genesis.destinations.state.marks import Mark
from genesis.sql.query import ResultColumn


class PresentRow(Struct, frozen=True):
    """One row of a tracker. ``place`` is where the destination finds it; ``cells`` are in the order of the query's columns.

    ``mark`` is what Genesis left there, ``None`` in a row that people made. ``cell_key`` is the identity that the
    key's own cells give, empty when the row has nothing there. ``annotated``: a person wrote beside the managed cells.
    """

    place: int
    mark: Mark | None
    cell_key: str
    cells: tuple[Content, ...]
    annotated: bool


class Snapshot(Struct, frozen=True):
    """A tracker as it stands. ``columns`` are the managed columns found there.

    ``drift``: something outside the rows is to be written (a column, a label, a format), as text for people.
    ``notes`` say what was found: renamed, moved or deleted columns. ``record`` is what the last write left (``Plan.record``).
    """

    exists: bool
    columns: tuple[str, ...] = ()
    rows: tuple[PresentRow, ...] = ()
    drift: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    record: str = ""


class WantedRow(Struct, frozen=True):
    """One row of the result as the destination would hold it. ``label`` is its key as people read it."""

    key: str
    label: str
    cells: tuple[Content, ...]


class Wanted(Struct, frozen=True):
    """A whole result, ready to publish."""

    columns: tuple[ResultColumn, ...]
    rows: tuple[WantedRow, ...]
    notes: tuple[str, ...] = ()


RowChange = Literal["added", "changed", "same", "archived", "restored", "removed", "kept", "quarantined", "people"]
Policy = Literal["archive", "delete", "keep", "flag", "overwrite"]


class PlannedRow(Struct, frozen=True):
    """One row as it will stand. ``place`` is where it stands now (``None``: new).

    ``writes`` are the indices of the columns whose cells are written, with what ``cells`` holds there; other cells stay.
    ``mark`` is what will stand in its mark; ``None`` leaves that cell alone.
    """

    change: RowChange
    place: int | None
    key: str
    label: str
    before: tuple[Content, ...]
    cells: tuple[Content, ...]
    writes: tuple[int, ...] = ()
    mark: Mark | None = None


class EditedCell(Struct, frozen=True):
    """A managed cell that a person typed over. ``kept`` is false where the refresh writes the result's value again."""

    row: str
    column: str
    found: str
    wanted: str
    kept: bool


class Plan(Struct, frozen=True):
    """Everything a refresh will do, in the order the rows will stand; ``removed`` rows are not among ``rows``."""

    tracker: str
    destination: str
    columns: tuple[ResultColumn, ...]
    rows: tuple[PlannedRow, ...]
    wanted: int = 0
    """How many rows the result has."""
    removed: tuple[PlannedRow, ...] = ()
    edited: tuple[EditedCell, ...] = ()
    quarantined: tuple[str, ...] = ()
    misaligned: tuple[str, ...] = ()
    drift: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    record: str = ""
    """What the tracker itself keeps of this run: one line of JSON, at most 250 characters, no secrets."""
    moved: bool = False
    remarked: bool = False
    """Only marks change: nothing a reader could see, yet it has to be remembered."""

    @property
    def changes(self) -> bool:
        """Whether anything is written at all."""
        return bool(self.removed or self.moved or self.remarked or self.drift) or any(r.writes for r in self.rows)

    def count(self, *kinds: RowChange) -> int:
        """How many rows change in one of these ways."""
        return sum(row.change in kinds for row in (*self.rows, *self.removed))

    @property
    def findings(self) -> bool:
        """Whether people's hands were found in managed cells."""
        return bool(self.edited or self.quarantined or self.misaligned)
