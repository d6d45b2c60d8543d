"""Which row of the tracker is which row of the result."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct

from genesis.destinations.state.plan import PresentRow


class Matched(Struct, frozen=True):
    """The rows of a tracker, told apart by their places.

    ``keys``: the identity of every managed row. ``doubled``: rows that share an identity, or show one that another row has; nobody
    can say which of them is meant, so they stay as they are. Rows in neither are people's.
    """

    keys: Mapping[int, str]
    doubled: Mapping[int, str]

    @property
    def blocked(self) -> frozenset[str]:
        """Identities for which only doubled rows stand in the tracker."""
        return frozenset(self.doubled.values()) - frozenset(self.keys.values())


def match(rows: Iterable[PresentRow], wanted: Iterable[str]) -> Matched:
    """Find each row's identity: by its mark, else (a mark can be lost) by the key its own cells show.

    Of rows with one mark, a single one that still shows its own key is the row; the others were copied from it.
    """
    rows = tuple(rows)
    marked: dict[str, list[PresentRow]] = defaultdict(list)
    for row in rows:
        if row.mark:
            marked[row.mark.key].append(row)
    keys: dict[int, str] = {}
    doubled: dict[int, str] = {}
    for key, same in marked.items():
        own = same if len(same) == 1 else [row for row in same if row.cell_key == key]
        if len(own) == 1:
            keys[own[0].place] = key
        doubled.update({row.place: key for row in same if len(own) != 1 or row is not own[0]})
    _by_cells([row for row in rows if not row.mark], frozenset(wanted), keys, doubled)
    return Matched(keys, doubled)


def _by_cells(
    unmarked: list[PresentRow], wanted: frozenset[str], keys: dict[int, str], doubled: dict[int, str]
) -> None:
    taken = {*keys.values(), *doubled.values()}
    shown = Counter(row.cell_key for row in unmarked)
    for row in unmarked:
        if not row.cell_key or (row.cell_key not in wanted and row.cell_key not in taken):
            continue
        if row.cell_key in taken or shown[row.cell_key] > 1:
            doubled[row.place] = row.cell_key
        else:
            keys[row.place] = row.cell_key
