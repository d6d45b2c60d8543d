"""Ranks: in which order rows were published, kept so that one new row does not change the mark of every row below it.

A mark's ``order`` is the row's place in the result, but what stands in the tracker is a rank with gaps: rows that keep their order keep
their ranks, and a new row gets one in between.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

GAP: Final = 1024
START: Final = 1 << 40
"""The first rank: there is as much room before it as after it."""


def keeping(places: Sequence[int]) -> list[int]:
    """The indices of a longest part of ``places`` that never falls."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        at = bisect_right(ends, place)
        ends[at : at + 1] = [place]
        tails[at : at + 1] = [index]
        before.append(tails[at - 1] if at else -1)
    found: list[int] = []
    index = tails[-1] if tails else -1
    while index >= 0:
        found.append(index)
        index = before[index]
    return found[::-1]


def orders(ranks: Sequence[int], places: Sequence[int]) -> list[int]:
    """What the marks' orders are taken to be, for rows with ``ranks`` in the tracker whose places in the result are ``places``.

    A row that stands in the same order to its neighbours as before is where it was: its order is its place. Any other row has the
    order of the neighbour before it (-1 without one), which is never its own place.
    """
    sequence = sorted(range(len(ranks)), key=lambda index: (ranks[index], index))
    kept = {sequence[at] for at in keeping([places[index] for index in sequence])}
    found = [0] * len(ranks)
    last = -1
    for index in sequence:
        if index in kept:
            last = places[index]
        found[index] = last
    return found


def new_ranks(known: Sequence[int | None]) -> list[int]:
    """Ranks for all rows of a result in its order, ``None`` where one is needed; all anew where there is no room for them."""
    found: list[int] = []
    for rank, count in _gaps(known):
        found.extend(_between(found[-1] if found else None, rank, count))
        found.extend([] if rank is None else [rank])
    roomy = all(0 < first < second for first, second in pairwise(found)) and min(found, default=1) > 0
    doubled = any(first == second for first, second in pairwise([rank for rank in known if rank is not None]))
    return found if roomy and not doubled else [START + place * GAP for place in range(len(known))]


def _between(low: int | None, high: int | None, count: int) -> list[int]:
    """Ranks after ``low`` and before ``high``: outside of all others there is always room."""
    if low is None:
        first = START if high is None else high - count * GAP
        return [first + at * GAP for at in range(count)]
    if high is None:
        return [low + (at + 1) * GAP for at in range(count)]
    return [low + (high - low) * (at + 1) // (count + 1) for at in range(count)]


def _gaps(known: Sequence[int | None]) -> list[tuple[int | None, int]]:
    """Each known rank with the number of unknown ones before it; at the end ``None`` with those that are left."""
    gaps: list[tuple[int | None, int]] = []
    count = 0
    for rank in known:
        if rank is None:
            count += 1
        else:
            gaps.append((rank, count))
            count = 0
    return [*gaps, (None, count)]
