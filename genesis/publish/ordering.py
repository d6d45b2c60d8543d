"""In which order the rows of a tracker stand after a refresh.

Rows follow the query as long as people leave them in the order they were published. Once people have sorted them, their order stays:
new rows come after the last one. What people wrote between rows stays below the row it stands under, or at the very end. Archived
rows stand below the others.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from genesis.destinations.state.plan import PlannedRow


class Present(Struct, frozen=True):
    """A row that stands in the tracker and stays there. ``rank`` is its 0-based place in the result, ``None`` outside of it;
    ``last`` the rank it had when it was published."""

    row: PlannedRow
    rank: int | None
    last: int | None


def sorted_by_people(present: Iterable[Present]) -> bool:
    """Whether the rows stand in another order than they were published in."""
    ranks = [p.last for p in present if p.rank is not None and p.last is not None]
    return any(first > second for first, second in pairwise(ranks))


def arrange(present: Sequence[Present], added: Mapping[int, PlannedRow]) -> tuple[PlannedRow, ...]:
    """The rows in the order they will stand; ``added`` are the new ones by rank."""
    anchored = [p for p in present if _leads(p)]
    end = present.index(anchored[-1]) + 1 if anchored else 0
    tail = [p.row for p in present[end:]]
    if not anchored:
        return (*tail, *(added[rank] for rank in sorted(added)))
    body = _people_order(present[:end], added) if sorted_by_people(present) else _query_order(present[:end], added)
    return (*body, *tail)


def _leads(item: Present) -> bool:
    return item.rank is not None or item.row.change == "archived" or _rests(item)


def _rests(item: Present) -> bool:
    """An archived row from an earlier refresh."""
    mark = item.row.mark
    return mark is not None and mark.state == "archived"


def _query_order(present: Sequence[Present], added: Mapping[int, PlannedRow]) -> list[PlannedRow]:
    head: list[PlannedRow] = []
    groups: dict[int, list[PlannedRow]] = {rank: [row] for rank, row in added.items()}
    archived: list[PlannedRow] = []
    group = head
    for item in present:
        if item.rank is not None:
            group = groups[item.rank] = []
        elif _leads(item):
            group = archived
        group.append(item.row)
    return [*head, *(row for rank in sorted(groups) for row in groups[rank]), *archived]


def _people_order(present: Sequence[Present], added: Mapping[int, PlannedRow]) -> list[PlannedRow]:
    leaving = [item.row for item in present if item.row.change == "archived"]
    back = {item.rank: item.row for item in present if item.rank is not None and item.row.change == "restored"}
    moving = {id(row) for row in (*leaving, *back.values())}
    staying = [item for item in present if id(item.row) not in moving]
    live = [place for place, item in enumerate(staying) if item.rank is not None]
    cut = live[-1] + 1 if live else 0
    while cut < len(staying) and not _leads(staying[cut]):
        cut += 1
    new = {**added, **back}
    rows = [item.row for item in staying]
    return [*rows[:cut], *(new[rank] for rank in sorted(new)), *rows[cut:], *leaving]
