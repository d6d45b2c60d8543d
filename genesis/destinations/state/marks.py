"""The mark: what a managed row remembers of its last refresh, in its hidden `_genesis` cell.

A mark is text like ``g1.l.42.KEY.TAGHASHTAGHASH``: version, state, place in the result's order, the key's identity, and for every
managed cell a tag of its column and a hash of what was last published there. It travels with its row, whatever people do to the sheet.
"""

from typing import Literal

from msgspec import Struct

from genesis.destinations.state.contents import digest

HEADER = "_genesis"
_TAG = 4
_HASH = 6
_PARTS = 5

RowState = Literal["live", "archived", "kept"]
_STATES: dict[str, RowState] = {"l": "live", "a": "archived", "k": "kept"}


class Mark(Struct, frozen=True):
    """A decoded mark. ``order`` is the row's 0-based place in the last result; ``cells`` maps a column's tag to its hash."""

    key: str
    order: int
    state: RowState
    cells: dict[str, str]

    def published(self, column: str) -> str | None:
        """The hash of what was last published in ``column``; ``None`` if nothing was."""
        return self.cells.get(column_tag(column))


def column_tag(column: str) -> str:
    """A column's name in marks."""
    return digest(column, _TAG)


def cell_hash(token: str) -> str:
    """A content's token in marks."""
    return digest(token, _HASH)


def encode(mark: Mark) -> str:
    """A mark as text."""
    cells = "".join(tag + text for tag, text in mark.cells.items())
    return f"g1.{mark.state[0]}.{mark.order}.{mark.key}.{cells}"


def decode(text: object) -> Mark | None:
    """The mark in a cell, or ``None`` when it holds none (or a person changed it)."""
    parts = text.split(".") if isinstance(text, str) else []
    if len(parts) != _PARTS or parts[0] != "g1" or parts[1] not in _STATES or not parts[2].isdecimal():
        return None
    cells, step = parts[4], _TAG + _HASH
    hashes = {cells[i : i + _TAG]: cells[i + _TAG : i + step] for i in range(0, len(cells), step)}
    return Mark(parts[3], int(parts[2]), _STATES[parts[1]], hashes)
