"""A sheet's rows as a snapshot has them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from genesis.destinations.state.contents import Content, Link, key_identity, token
from genesis.destinations.state.marks import Mark, cell_hash, decode
from genesis.destinations.state.plan import PresentRow
from genesis.destinations.workbook.cells import RawCell, Reader, raw_cells
from genesis.destinations.workbook.layout import Layout
from genesis.destinations.workbook.references import letters, number
from genesis.destinations.workbook.sheet import Row, Sheet
from genesis.sql.query import CompiledQuery

_USUAL: Final = re.compile(
    r'<c r="([A-Z]{1,3})[0-9]+"(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")?(?:/>|>(.*?)</c>)', re.DOTALL
)

_WHOLE: Final = re.compile("-?[0-9]+")

Found = tuple[str, str, str, str]
"""A cell's column, style, type and what is in it."""


class Beside(Struct, frozen=True):
    """What a sheet keeps beside its cells: the rows with notes on cells, addresses by (row, column), the tags of dropped columns."""

    noted: frozenset[int]
    links: Mapping[tuple[int, int], str]
    tags: Mapping[int, str]


class RowReader:
    """Reads the rows below a header. ``touched`` are the dropped columns in which a person wrote, once the rows were read."""

    def __init__(
        self,
        sheet: Sheet,
        layout: Layout,
        query: CompiledQuery,
        reader: Reader,
        beside: Beside,
    ) -> None:
        columns = query.visible
        self._sheet = sheet
        self._layout = layout
        self._reader = reader
        self._noted = beside.noted
        self._links = beside.links
        self._width = len(columns)
        self._kinds = [column.type.kind for column in columns]
        names = [column.name for column in columns]
        self._key = [names.index(name) for name in query.key] if set(query.key) <= set(names) else []
        self._places = {letters(layout.columns[name]): i for i, name in enumerate(names) if name in layout.columns}
        self._mark = letters(layout.mark) if layout.mark else ""
        self._dropped = {letters(column): beside.tags.get(column, "") for column in layout.dropped.values()}
        self.touched: set[int] = set()
        self._linked = {
            i: layout.columns[c.name]
            for i, c in enumerate(columns)
            if c.name in layout.columns and c.shown is not None and c.shown.kind == "link"
        }
        self._templates = frozenset(i for i, c in enumerate(columns) if c.shown is not None and c.shown.text)

    def rows(self) -> Iterator[PresentRow]:
        """Every row below the header, those that are empty and stand above another one too."""
        expected = self._layout.header + 1
        for row in self._sheet.rows:
            if row.number < expected:
                continue
            for gap in range(expected, row.number):
                yield PresentRow(gap, None, "", (None,) * self._width, gap in self._noted)
            yield self._row(row)
            expected = row.number + 1

    def _row(self, row: Row) -> PresentRow:
        cells: list[Content] = [None] * self._width
        mark, beside, dropped = None, row.number in self._noted, []
        for column, style, kind, held in _found(self._sheet.cells(row)):
            index = self._places.get(column)
            if index is not None:
                cells[index] = self._content(kind, held, index, style)
            elif column == self._mark:
                mark = decode(self._reader.content(RawCell(column, 0, kind, held, ""), "string"))
            elif held and column in self._dropped:
                dropped.append(RawCell(column, 0, kind, held, ""))
            elif held:
                beside = True
        self._look_through(dropped, row.number, mark)
        for index, column_number in self._linked.items():
            cells[index] = self._link(cells[index], (row.number, column_number))
        return PresentRow(row.number, mark, self._shown_key(cells), tuple(cells), beside)

    def _shown_key(self, cells: Sequence[Content]) -> str:
        """The identity that the key's cells give; empty where they are, or show a link of which the value cannot be told."""
        held = [cells[index] for index in self._key]
        shown = [self._value(cells[index], index) for index in self._key]
        told = all(value is not None or cell is None for value, cell in zip(shown, held, strict=True))
        return key_identity(shown) if told and any(value is not None for value in shown) else ""

    def _value(self, content: Content, index: int) -> Content:
        """The value behind a cell: behind a link it is the text, unless a template makes another one of it."""
        if index not in self._linked:
            return content
        text = content.text if isinstance(content, Link) else content
        if index in self._templates or not isinstance(text, str):
            return None
        if self._kinds[index] == "integer":
            return int(text) if _WHOLE.fullmatch(text) else None
        return text if self._kinds[index] == "string" else None

    def _content(self, kind: str, held: str, index: int, style: str) -> Content:
        if kind == "inlineStr" and held.startswith("<is><t>") and "&" not in held and "_x" not in held:
            text = held[7:-9]
            if "<" not in text:
                return text or None
        return self._reader.content(RawCell("", int(style or 0), kind, held, ""), self._kinds[index])

    def _look_through(self, cells: Sequence[RawCell], row: int, mark: Mark | None) -> None:
        """Note the dropped columns whose cells are not what was published there."""
        for cell in cells:
            place = number(cell.column)
            contents = {self._reader.content(cell, kind) for kind in ("string", "date", "timestamp", "time")}
            contents |= {self._link(content, (row, place)) for content in contents}
            published = mark.cells.get(self._dropped[cell.column]) if mark else None
            if published not in {cell_hash(token(content)) for content in contents}:
                self.touched.add(place)

    def _link(self, content: Content, place: tuple[int, int]) -> Content:
        address = self._links.get(place)
        return Link(content, address) if address and isinstance(content, str) else content


def _found(cells: str) -> list[Found]:
    usual: list[Found] = _USUAL.findall(cells)
    if len(usual) == cells.count("<c "):
        return usual
    return [(cell.column, str(cell.style), cell.type, cell.inner) for cell in raw_cells(cells)]


def last_row(sheet: Sheet, layout: Layout) -> int:
    """The number of the last row; the header's when none stands below it."""
    return max(sheet.rows[-1].number if sheet.rows else 0, layout.header)


def numbers(layout: Layout) -> frozenset[int]:
    """All columns that Genesis writes."""
    return frozenset((*layout.columns.values(), layout.mark, *layout.dropped.values()))
