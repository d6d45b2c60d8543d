"""Cells and ranges by their names: `B7`, `B2:D9`, `'My sheet'!$B$7`."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
_CELL: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)")
_RANGE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)(?::\$?([A-Z]{1,3})\$?([0-9]+))?")
_PLACE: Final = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]+)")

MoveRow = Callable[[int], int | None]
"""From a row's number to its new one; ``None``: the row goes."""


@cache
def letters(column: int) -> str:
    """A column's letters; 1 is ``A``."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


@cache
def number(column: str) -> int:
    """A column's number."""
    found = 0
    for letter in column:
        found = found * 26 + ord(letter) - 64
    return found


def cell(reference: str) -> tuple[int, int]:
    """(row, column) of a single cell; (0, 0) when it is none."""
    match = _CELL.fullmatch(reference)
    return (int(match[2]), number(match[1])) if match else (0, 0)


def corners(reference: str) -> tuple[int, int, int, int] | None:
    """(first row, first column, last row, last column) of a cell or a range; ``None`` for whole columns and rows."""
    match = _RANGE.fullmatch(reference)
    if match is None:
        return None
    row, column = int(match[2]), number(match[1])
    return (row, column, int(match[4]), number(match[3])) if match[4] else (row, column, row, column)


def spanned(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """The name of a range; of a cell when it is one."""
    start, end = f"{letters(first_column)}{first_row}", f"{letters(last_column)}{last_row}"
    return start if start == end else f"{start}:{end}"


def place(text: str) -> tuple[str, int, int] | None:
    """(sheet, row, column) of a cell on a sheet; ``None`` for everything else (``#REF!`` for one)."""
    match = _PLACE.fullmatch(text.strip())
    if match is None or match[2] == "#REF":
        return None
    title = match[1].replace("''", "'") if match[1] is not None else match[2]
    return title, int(match[4]), number(match[3])


def on_sheet(title: str, row: int, column: int) -> str:
    """A cell on a sheet, as names refer to it."""
    return f"{quoted(title)}!${letters(column)}${row}"


def quoted(title: str) -> str:
    """A sheet's title in a reference."""
    return "'" + title.replace("'", "''") + "'"


class Stretch:
    """How ranges follow the rows below ``first``. ``ends`` are rows that end something, and the rows that will: a range that ends
    with one of them ends with the other. A range that ends elsewhere stays where it is, as it does when people sort."""

    def __init__(self, first: int, ends: Mapping[int, int]) -> None:
        self._first = first
        self._ends = {old: max(new, first) for old, new in ends.items() if old >= first}

    @property
    def needed(self) -> bool:
        """Whether any range can change."""
        return any(old != new for old, new in self._ends.items())

    def __call__(self, reference: str) -> str:
        """One range or several, separated by spaces."""
        return " ".join(map(self._one, reference.split()))

    def _one(self, reference: str) -> str:
        found = corners(reference)
        if found is None or found[2] not in self._ends or found[0] == found[2]:
            return reference
        return spanned(found[0], found[1], max(self._ends[found[2]], found[0]), found[3])
