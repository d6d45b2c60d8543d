"""Records as rows that a plan can be made of."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from genesis.destinations.bases.contents import from_json
from genesis.destinations.bases.fields import KEY, STATE
from genesis.destinations.bases.layout import Layout, Slot
from genesis.destinations.state.contents import Content, key_identity
from genesis.destinations.state.marks import Mark, column_tag, decode, pack
from genesis.destinations.state.plan import PresentRow

Json = dict[str, Any]


class Shelf(Struct, frozen=True):
    """The records of a table in the order in which a plan sees them: those of the result in its order, then all others.

    Airtable's rows have no order of their own, each view sorts them; so none is ever written, and no row ever moves.
    """

    ids: tuple[str, ...]
    rows: tuple[PresentRow, ...]
    states: tuple[str | None, ...] = ()
    """What `_genesis_state` says of each."""
    outdated: frozenset[int] = frozenset()
    """The places of rows whose kept mark speaks of a field that is gone: what is made anew is empty, and nobody emptied it."""

    def marked(self, place: int) -> Mark | None:
        """What a row's mark says; its order is that of the result."""
        return self.rows[place - 1].mark

    def state(self, place: int) -> str | None:
        """What a row's state shows to people."""
        return self.states[place - 1]

    def record(self, place: int) -> str:
        """A row's record."""
        return self.ids[place - 1]

    def crossed(self, ranks: Mapping[str, int]) -> bool:
        """Whether a row that left the result shows the key of one that is in it: new rows cannot be known by that column."""
        return any(row.mark and row.mark.key not in ranks and row.cell_key in ranks for row in self.rows)


def shelve(
    records: Mapping[str, Json],
    layout: Layout,
    slots: Sequence[Slot],
    ranks: Mapping[str, int],
    beside: frozenset[str],
    simple: int | None,
) -> Shelf:
    """Order records and read their cells.

    ``ranks`` are the places of keys in the result, ``beside`` the records beside whose managed cells people wrote, ``simple`` the
    column whose cells alone are the key. A mark says nothing of columns that the result no longer has, and goes in the result's order:
    so neither makes all records differ from what would be written now; nor does it speak of fields that are not filled yet.
    """
    columns = [slot for slot in slots if slot.column]
    tags = tuple(column_tag(slot.name) for slot in columns if layout.is_filled(slot))
    empty = frozenset(column_tag(slot.name) for slot in columns) - frozenset(tags)
    read = [_read(record, layout, columns, tags, simple) for record in records.values()]
    last = max(ranks.values(), default=0) + 1
    read.sort(key=lambda row: (ranks.get(row.key, last), row.created, row.id))
    rows = tuple(
        PresentRow(place, row.ranked(ranks), row.cell_key, row.cells, row.id in beside)
        for place, row in enumerate(read, 1)
    )
    outdated = frozenset(place for place, row in enumerate(read, 1) if not empty.isdisjoint(row.forgotten))
    return Shelf(tuple(row.id for row in read), rows, tuple(row.state for row in read), outdated)


def modified_since(moment: str) -> str:
    """The formula of what changed since a moment of the server's; empty without one.

    It begins two seconds early, because the server's answers are dated by whole seconds.
    """
    return f"IS_AFTER(LAST_MODIFIED_TIME(), DATEADD(DATETIME_PARSE('{moment}'), -2, 'seconds'))" if moment else ""


class _Read(Struct, frozen=True):
    id: str
    created: str
    mark: Mark | None
    cell_key: str
    cells: tuple[Content, ...]
    state: str | None
    forgotten: frozenset[str] = frozenset()
    """Tags that the mark has and the table has not."""

    @property
    def key(self) -> str:
        return self.mark.key if self.mark else self.cell_key

    def ranked(self, ranks: Mapping[str, int]) -> Mark | None:
        return replace(self.mark, order=ranks.get(self.mark.key, 0)) if self.mark else None


def _read(record: Json, layout: Layout, columns: Sequence[Slot], tags: tuple[str, ...], simple: int | None) -> _Read:
    held = record["fields"]
    cells = tuple(from_json(held.get(_id(layout, slot)), slot.kind) for slot in columns)
    mark = decode(held.get(layout.marks["id"])) if layout.marks else None
    forgotten: frozenset[str] = frozenset()
    if mark and tuple(mark.cells) != tags:
        hashes = dict(zip(mark.cells, mark.cells.values(), strict=True))
        forgotten = frozenset(hashes).difference(tags)
        known = [tag for tag in tags if tag in hashes]
        mark = replace(mark, cells=pack(known, (hashes[tag] for tag in known)))
    state = held.get(layout.found[STATE]["id"]) if STATE in layout.found else None
    key = _cell_key(held, layout, cells, simple)
    return _Read(record["id"], record.get("createdTime", ""), mark, key, cells, state, forgotten)


def _id(layout: Layout, slot: Slot) -> str:
    return str(layout.found[slot.name]["id"]) if slot.name in layout.found else ""


def _cell_key(held: Json, layout: Layout, cells: Sequence[Content], simple: int | None) -> str:
    kept = held.get(layout.found[KEY]["id"]) if KEY in layout.found else None
    if isinstance(kept, str) and kept:
        return kept
    if simple is None or cells[simple] is None:
        return ""
    return key_identity((cells[simple],))
