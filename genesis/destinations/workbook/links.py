"""Links of cells: the sheet names their places, the package their addresses."""

from collections.abc import Mapping
from typing import Final

from genesis.destinations.workbook.elements import attributes, elements, inner, quote, with_attribute
from genesis.destinations.workbook.package import RELATION, Package, Relation, fresh
from genesis.destinations.workbook.references import MoveRow, cell, corners, letters, spanned

MOST: Final = 65_530
"""How many links a sheet may have (Excel's limit)."""
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Place = tuple[int, int]
"""(row, column)"""


class Links:
    """The links of one sheet. Those in managed columns are ours to write; all others follow their rows."""

    def __init__(self, element: str | None, package: Package, sheet: str | None) -> None:
        self._relations = package.relations(sheet) if sheet else []
        self._held = list(elements(inner(element or "<x/>"), "hyperlink"))
        targets = {relation.name: relation.target for relation in self._relations if relation.external}
        self.addresses: dict[Place, str] = {}
        for held in self._held:
            given = attributes(held)
            name = next((value for key, value in given.items() if key.rpartition(":")[2] == "id"), "")
            address = targets.get(name, "") + (f"#{given['location']}" if given.get("location") else "")
            place = cell(given.get("ref", ""))
            if place != (0, 0) and address:
                self.addresses[place] = address

    def written(
        self, package: Package, sheet: str, move: MoveRow, ours: frozenset[int], wanted: Mapping[Place, str]
    ) -> str | None:
        """The element `hyperlinks` with people's links moved and, in the columns ``ours``, exactly those wanted."""
        kept = [moved for held in self._held if (moved := _moved(held, move, ours)) is not None]
        named = {value for held in kept for key, value in attributes(held).items() if key.rpartition(":")[2] == "id"}
        others = [r for r in self._relations if r.kind != "hyperlink" or r.name in named]
        known = {relation.name for relation in package.relations(sheet)} - {
            relation.name for relation in self._relations
        }
        others += [relation for relation in package.relations(sheet) if relation.name in known]
        names: dict[str, str] = {}
        new = [_element(place, self._name(address, names, others)) for place, address in wanted.items()]
        made = [Relation(name, RELATION + "hyperlink", address, external=True) for address, name in names.items()]
        if self._held or new:
            package.set_relations(sheet, [*others, *made])
        items = "".join((*kept, *new))
        return f"<hyperlinks>{items}</hyperlinks>" if items else None

    def _name(self, address: str, names: dict[str, str], others: list[Relation]) -> str:
        if address not in names:
            start = fresh("gLink", (relation.name for relation in others)) if not names else ""
            self._first = int(start.removeprefix("gLink")) if start else self._first
            names[address] = f"gLink{self._first + len(names)}"
        return names[address]

    _first: int = 1


def _element(place: Place, name: str) -> str:
    return f'<hyperlink xmlns:r="{_R}" ref="{letters(place[1])}{place[0]}" r:id="{quote(name)}"/>'


def _moved(held: str, move: MoveRow, ours: frozenset[int]) -> str | None:
    reference = attributes(held).get("ref", "")
    row, column = cell(reference)
    if row == 0:
        return _moved_range(held, reference, move)
    new = move(row)
    if column in ours or new is None:
        return None
    return held if new == row else with_attribute(held, "ref", f"{letters(column)}{new}")


def _moved_range(held: str, reference: str, move: MoveRow) -> str | None:
    """A link over several cells of one row follows it; one over several rows stays."""
    found = corners(reference)
    if found is None or found[0] != found[2]:
        return held
    new = move(found[0])
    return None if new is None else with_attribute(held, "ref", spanned(new, found[1], new, found[3]))
