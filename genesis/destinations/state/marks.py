"""The mark: what a managed row remembers of its last refresh, in its hidden `_genesis` cell.

A mark is text like ``g1.l.42.KEY.TAGHASHTAGHASH``: version, state, place in the result's order, the key's identity, and for every
managed cell a tag of its column and a hash of what was last published there. It travels with its row, whatever people do to the sheet.
"""

from binascii import b2a_base64
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Literal

from msgspec import Struct

from genesis.destinations.state.contents import digest

HEADER = "_genesis"
_TAG = 4
_HASH = 6
_STEP = _TAG + _HASH
_PARTS = 5

RowState = Literal["live", "archived", "kept"]
_STATES: dict[str, RowState] = {"l": "live", "a": "archived", "k": "kept"}


class Packed(Mapping[str, str]):
    """Hashes by their tags, as one text: a hundred thousand rows of thirty columns fit in memory."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __getitem__(self, tag: str) -> str:
        for start in range(0, len(self.text), _STEP):
            if self.text.startswith(tag, start):
                return self.text[start + _TAG : start + _STEP]
        raise KeyError(tag)

    def __iter__(self) -> Iterator[str]:
        return (self.text[start : start + _TAG] for start in range(0, len(self.text), _STEP))

    def __len__(self) -> int:
        return (len(self.text) + _STEP - 1) // _STEP

    def __eq__(self, other: object) -> bool:
        return self.text == other.text if isinstance(other, Packed) else dict(self) == other

    __hash__ = None  # type: ignore[assignment]

    def unpacked(self) -> dict[str, str]:
        """The same, quicker to look things up in."""
        text = self.text
        return {text[i : i + _TAG]: text[i + _TAG : i + _STEP] for i in range(0, len(text), _STEP)}


def pack(tags: Iterable[str], hashes: Iterable[str]) -> Packed:
    """Hashes by their tags."""
    return Packed("".join(tag + text for tag, text in zip(tags, hashes, strict=True)))


class Mark(Struct, frozen=True):
    """A decoded mark. ``order`` is the row's 0-based place in the last result; ``cells`` maps a column's tag to its hash."""

    key: str
    order: int
    state: RowState
    cells: Mapping[str, str]

    def published(self, column: str) -> str | None:
        """The hash of what was last published in ``column``; ``None`` if nothing was."""
        return self.cells.get(column_tag(column))


def column_tag(column: str) -> str:
    """A column's name in marks."""
    return digest(column, _TAG)


@lru_cache(maxsize=1 << 16)
def cell_hash(token: str) -> str:
    """A content's token in marks."""
    hashed = blake2b(token.encode("utf-8", "surrogatepass"), digest_size=_HASH).digest()
    return b2a_base64(hashed, newline=False)[:_HASH].decode()


def encode(mark: Mark) -> str:
    """A mark as text."""
    cells = mark.cells
    text = cells.text if isinstance(cells, Packed) else pack(cells.keys(), cells.values()).text
    return f"g1.{mark.state[0]}.{mark.order}.{mark.key}.{text}"


def decode(text: object) -> Mark | None:
    """The mark in a cell, or ``None`` when it holds none (or a person changed it)."""
    parts = text.split(".") if isinstance(text, str) else []
    if len(parts) != _PARTS or parts[0] != "g1" or parts[1] not in _STATES or not parts[2].isdecimal():
        return None
    return Mark(parts[3], int(parts[2]), _STATES[parts[1]], Packed(parts[4]))
