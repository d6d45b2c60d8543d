"""Marks of rows in two hidden cells.

One holds the row's key and is never written again, so no write can take a row's identity away from it, whatever people sort meanwhile.
The other holds what was published: ``g2.l.4096.LAYO.KEY.HASHHASH``, that is state, rank, the layout that says which column each hash
is of, and the beginning of the key: where it is not the row's own, the cell was written to a row that had just been sorted away.
"""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from genesis.destinations.state.contents import digest
from genesis.destinations.state.marks import Mark, Packed, RowState

HEADER: Final = "_genesis"
STATE_HEADER: Final = "_genesis_state"
_STATES: Final[dict[str, RowState]] = {"l": "live", "a": "archived", "k": "kept"}
_TAG: Final = 4
_HASH: Final = 6
_PARTS: Final = 6
_KEY: Final = 8
"""Characters of the key that say whose state it is."""


class Held(Struct, frozen=True):
    """A row's decoded mark. ``rank`` orders rows as they were published; it is no place in the result. ``layout`` is a layout's name."""

    mark: Mark
    rank: int
    layout: str = ""


def layout_of(mark: Mark) -> tuple[str, str]:
    """A layout's name and its columns' tags."""
    tags = "".join(mark.cells)
    return digest(tags, _TAG), tags


def encode(mark: Mark, rank: int, layout: str) -> str:
    """What the state's cell holds."""
    return ".".join(("g2", mark.state[0], str(rank), layout, mark.key[:_KEY], "".join(mark.cells.values())))


def decode(key: object, state: object, layouts: Mapping[str, str]) -> Held | None:
    """The mark in a row's two cells; ``None`` in a row that has none. What cannot be trusted counts as never published."""
    if not isinstance(key, str) or not key:
        return None
    parts = state.split(".") if isinstance(state, str) else []
    whole = len(parts) == _PARTS and parts[0] == "g2" and parts[1] in _STATES and parts[2].isdecimal()
    if not whole or not key.startswith(parts[4]):
        return Held(Mark(key, 0, "live", Packed("")), 0)
    tags, hashes, rank = layouts.get(parts[3], ""), parts[5], int(parts[2])
    size = len(hashes) // _HASH
    if len(tags) != size * _TAG:
        size = 0
    pairs = (tags[at * _TAG : (at + 1) * _TAG] + hashes[at * _HASH : (at + 1) * _HASH] for at in range(size))
    return Held(Mark(key, rank, _STATES[parts[1]], Packed("".join(pairs))), rank, parts[3])
