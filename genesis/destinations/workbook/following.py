"""What stands beside the cells and follows the rows: filters, tables, rules, colours by rule, merged cells."""

import re
from typing import Final

from msgspec import Struct

from genesis.destinations.workbook.book import Book
from genesis.destinations.workbook.elements import UnreadableError, attributes, elements, inner, with_attribute, wrapped
from genesis.destinations.workbook.layout import Layout
from genesis.destinations.workbook.references import Stretch, corners, spanned
from genesis.destinations.workbook.sheet import ORDER, Sheet

_REFERENCE: Final = re.compile(r'(\s(?:ref|sqref)=")([^"]*)(")')
_RANGES: Final = (
    *("autoFilter", "sortState", "conditionalFormatting", "dataValidations", "protectedRanges", "ignoredErrors"),
    "extLst",
)
_EXTENDED: Final = re.compile(r"(<xm:sqref>)([^<]*)(</xm:sqref>)")


class Moves(Struct, frozen=True):
    """Where rows go: those of the plan by their old numbers; those above stay, and nothing else is there."""

    header: int
    places: dict[int, int]

    def __call__(self, row: int) -> int | None:
        """A row's new number; ``None`` for one that goes."""
        return row if row <= self.header else self.places.get(row)

    def all_stay(self, last: int) -> bool:
        """Whether every row down to ``last`` stands where it stood."""
        return all(self.places.get(row) == row for row in range(self.header + 1, last + 1))


class Ends(Struct, frozen=True):
    """The last row of all, and the last of Genesis's; the header's where there is none."""

    rows: int
    managed: int


def follow(book: Book, sheet: Sheet, layout: Layout, moves: Moves, before: Ends, after: Ends) -> None:
    """Let what stands beside the cells follow the rows.

    Raises:
        UnreadableError: when merged cells of several rows would be torn apart.
    """
    stretch = Stretch(layout.header + 1, {before.rows: after.rows, before.managed: after.managed})
    if stretch.needed:
        _stretch(book, sheet, stretch)
    if before.rows > layout.header and not moves.all_stay(before.rows):
        _merged(sheet, moves)
    _cover(book, sheet, layout, after.managed)
    used = max([layout.mark, *layout.columns.values(), *layout.annotations.values(), *layout.headers])
    sheet.part.put("dimension", f'<dimension ref="{spanned(1, 1, max(after.rows, layout.header), used)}"/>', ORDER)


def _stretch(book: Book, sheet: Sheet, stretch: Stretch) -> None:
    """Let ranges of filters, rules and tables end where the rows end."""

    def stretched(text: str) -> str:
        ranges = _REFERENCE.sub(lambda match: match[1] + stretch(match[2]) + match[3], text)
        return _EXTENDED.sub(lambda match: match[1] + stretch(match[2]) + match[3], ranges)

    sheet.map(stretched, *_RANGES)
    for relation in book.package.relations(sheet.name):
        if relation.kind == "table":
            book.package.put(relation.target, stretched(book.package.read(relation.target).decode()))


def _cover(book: Book, sheet: Sheet, layout: Layout, end: int) -> None:
    """A filter that covers a managed column covers all of them, and the marks: what is sorted by it stays together.

    One that covers the header alone, because there were no rows, covers them now.
    """
    held = sheet.part.get("autoFilter")
    found = corners(attributes(held).get("ref", "")) if held else None
    managed = (*layout.columns.values(), layout.mark)
    if held is None or found is None or found[0] != layout.header:
        return
    if not any(found[1] <= place <= found[3] for place in managed):
        return
    last = end if found[2] == layout.header else found[2]
    reference = spanned(found[0], min(found[1], *managed), last, max(found[3], *managed))
    if reference != attributes(held).get("ref"):
        sheet.part.put("autoFilter", with_attribute(held, "ref", reference), ORDER)
    book.set_filter_range(sheet.title, reference)


def _merged(sheet: Sheet, moves: Moves) -> None:
    held = sheet.part.get("mergeCells")
    if held is None:
        return
    kept = []
    for element in elements(inner(held), "mergeCell"):
        reference = attributes(element).get("ref", "")
        found = corners(reference)
        new = [moves(row) for row in range(found[0], found[2] + 1)] if found else []
        if found is None or None in new:
            continue
        if any(row is None or row - (new[0] or 0) != place for place, row in enumerate(new)):
            message = f"merged cells ({reference}) hold rows together that have to move apart; take the merge away"
            raise UnreadableError(message)
        moved = spanned(new[0] or 0, found[1], new[-1] or 0, found[3])
        kept.append(with_attribute(element, "ref", moved))
    sheet.part.put("mergeCells", wrapped("mergeCells", kept, given=held), ORDER)
