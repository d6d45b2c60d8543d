"""What the tests of one run saw of each dialect: which answers were equal, which texts only read well, what was refused."""

import re
from typing import Literal

from msgspec import Struct, field

from genesis.diagnostics import GenesisError

UNSAYABLE = frozenset({"G603", "G604"})
"""Codes of what a dialect cannot say."""
_NAMED = re.compile(r"`([^`]+)`|no type for (?:an? )?(\w+)")

Seen = Literal["equal", "read"]


class Cell(Struct):
    """One construct in one dialect: how many answers were equal, how many texts were read only, what was refused."""

    equal: int = 0
    read: int = 0
    refused: dict[str, None] = field(default_factory=dict)

    def told(self, row: str) -> str:
        """In words. What is refused is not named again where the row is called so."""
        if self.refused and set(self.refused) <= {row.strip("`")}:
            refused = "refused"
        else:
            refused = f"refused: {', '.join(f'`{name}`' for name in sorted(self.refused))}" if self.refused else ""
        found = [f"✓ {self.equal}"] if self.equal else []
        found += [f"syntax {self.read}"] if self.read else []
        found += [refused] if refused else []
        return "; ".join(found)


class Recorder:
    """Cells by dialect, section and row, and the parts of the tests that have passed for a dialect."""

    def __init__(self) -> None:
        self.cells: dict[str, dict[tuple[str, str], Cell]] = {}
        self.passed: dict[str, set[str]] = {}

    def saw(self, dialect: str, section: str, row: str, seen: Seen) -> None:
        """One more answer that was equal, or text that a parser read."""
        cell = self._cell(dialect, section, row)
        setattr(cell, seen, getattr(cell, seen) + 1)

    def refused(self, dialect: str, section: str, row: str, error: GenesisError) -> None:
        """What the dialect cannot say."""
        self._cell(dialect, section, row).refused.update(dict.fromkeys(unsayable(error)))

    def finished(self, dialect: str, part: str) -> None:
        """All of a part of the tests was seen, and as it ought to be."""
        self.passed.setdefault(dialect, set()).add(part)

    def _cell(self, dialect: str, section: str, row: str) -> Cell:
        return self.cells.setdefault(dialect, {}).setdefault((section, row), Cell())


def unsayable(error: GenesisError) -> tuple[str, ...]:
    """The names of what cannot be said, or the whole message where it names nothing.

    Raises:
        GenesisError: the same one, when something else is wrong.
    """
    if not {found.code for found in error.diagnostics} <= UNSAYABLE:
        raise error
    return tuple(_named(found.message) for found in error.diagnostics)


def _named(message: str) -> str:
    match = _NAMED.search(message)
    return match[1] or match[2] if match else message.partition("\n")[0].rpartition(": ")[2]
