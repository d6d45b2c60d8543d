"""As much of a comment as fits: lines counted in bytes, the rest counted in words."""

from collections.abc import Iterable, Sequence
from typing import Final

from genesis.review.inert import details
from genesis.review.wording import counted

REST: Final = 600
"""Bytes that a section keeps for saying what it leaves out."""


def size(lines: Iterable[str]) -> int:
    """Bytes, with a line break each."""
    return sum(len(line.encode()) + 1 for line in lines)


def fitting(lines: Sequence[str], room: int) -> list[str]:
    """The first lines that take at most ``room`` bytes together."""
    shown: list[str] = []
    for line in lines:
        room -= size([line])
        if room < 0:
            break
        shown.append(line)
    return shown


def table(head: str, rows: Sequence[str], room: int, noun: str, seen: int) -> tuple[list[str], int]:
    """A table whose first ``seen`` rows are in sight and the others behind a click, and how many rows it has at last."""
    heads = [head, "|---" * (head.count("|") - 1) + "|"]
    first = fitting(rows[:seen], room - size(heads))
    lines = [*heads, *first, ""]
    more = fitting(rows[seen:], room - size(lines) - REST) if len(first) == seen else []
    if more:
        lines += details(counted(len(more), f"more {noun}"), [*heads, *more])
    return lines, len(first) + len(more)


def blocks(found: Sequence[list[str]], room: int, noun: str, most: int) -> list[str]:
    """The first blocks of lines, at most ``most`` and as many as fit, and how many there are besides."""
    lines: list[str] = []
    shown = 0
    for block in found[:most]:
        if size(lines + block) > room:
            break
        lines, shown = lines + block, shown + 1
    return lines + more(len(found) - shown, noun)


def more(count: int, noun: str, besides: str = "") -> list[str]:
    """``And 3 more edits.``; nothing for none."""
    return [f"And {counted(count, f'more {noun}')}{besides}.", ""] if count > 0 else []
