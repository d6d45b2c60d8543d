"""Numbers for structures, and what is kept of those that were numbered."""

from collections.abc import Hashable

from msgspec import Struct

from genesis.review.selects import Selected


class Numbers:
    """Gives equal structures equal numbers. Both sides of a comparison share one."""

    def __init__(self) -> None:
        self._known: dict[Hashable, int] = {}

    def of(self, *structure: Hashable) -> int:
        """The number of a structure: a tag, and the numbers and texts it is made of."""
        return self._known.setdefault(structure, len(self._known))


class Position(Struct, frozen=True):
    """A row that is spoken of: the number of how it is reached, and the source that it is a row of."""

    at: int
    source: str


class Known(Struct, frozen=True):
    """The parts of definitions that were written out already: they mean the same in every input of one state and dialect."""

    fields: dict[tuple[int, str, str], int] = {}
    steps: dict[tuple[int, str, str], Position] = {}
    rows: dict[str, int] = {}
    selects: dict[str, Selected | None] = {}
