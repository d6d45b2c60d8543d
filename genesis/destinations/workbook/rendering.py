"""Rows of a plan as XML."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Protocol

from msgspec import Struct

from genesis.destinations.state.contents import Content
from genesis.destinations.state.marks import Mark, encode
from genesis.destinations.state.plan import PlannedRow
from genesis.destinations.workbook.cells import RawCell, cell, raw_cells
from genesis.destinations.workbook.formulas import Masters, moved
from genesis.destinations.workbook.references import letters, number
from genesis.destinations.workbook.sheet import Row, Sheet, renumbered, row_text

Restyle = Callable[[int], int]


class Struck(Protocol):
    """Like a style, struck through or not."""

    def __call__(self, style: int, *, through: bool) -> int:
        """The other style."""


_STYLE: Final = re.compile(r'^<c[^>]*?\ss="(\d+)"')


class Drawn(Struct, frozen=True):
    """A managed column as it is drawn: where it stands, a new cell's style, and the style in which a cell of another style is
    written; ``anew``: its number format changes, so that cells which are not written get that style too; ``struck`` gives the
    styles of rows that leave the result for the archive, and that come back."""

    index: int
    column: int
    style: int
    restyle: Restyle
    anew: bool
    struck: Struck


class Canvas(Struct, frozen=True):
    """What rows are drawn on. ``rows`` are the old ones by number, ``marks`` what stood in their marks; ``cleared`` are columns
    that are emptied; ``anew`` asks for every row, because a style changes or formulas can no longer be shared."""

    sheet: Sheet
    rows: Mapping[int, Row]
    marks: Mapping[int, Mark | None]
    drawn: tuple[Drawn, ...]
    mark: int
    cleared: frozenset[int]
    offset: int
    shared: Masters
    anew: bool


def draw(canvas: Canvas, planned: tuple[PlannedRow, ...], first: int) -> Iterator[str]:
    """The rows of a plan, from the row ``first`` on."""
    columns = sorted((*((d.column, d) for d in canvas.drawn), (canvas.mark, None)), key=lambda pair: pair[0])
    order = [(letters(column), drawn) for column, drawn in columns]
    for number_, row in enumerate(planned, first):
        old = canvas.rows.get(row.place) if row.place is not None else None
        if old is None:
            if row.place is None:
                yield _new(canvas, row, number_, order)
        elif _untouched(canvas, row):
            cells = canvas.sheet.cells(old)
            if old.number != number_ and "<f" in cells:
                yield row_text(number_, old.given, _kept(canvas, cells, old.number, number_))
            else:
                yield row_text(number_, old.given, cells if old.number == number_ else renumbered(cells, number_))
        else:
            yield row_text(number_, old.given, _changed(canvas, row, old, number_))


def _untouched(canvas: Canvas, row: PlannedRow) -> bool:
    same_mark = row.mark is None or row.mark == canvas.marks.get(row.place or 0)
    return not canvas.anew and not row.writes and same_mark


def _new(canvas: Canvas, row: PlannedRow, number_: int, order: list[tuple[str, Drawn | None]]) -> str:
    cells = row.cells
    written = (
        cell(f"{column}{number_}", drawn.style, cells[drawn.index], canvas.offset)
        if drawn
        else _mark_cell(f"{column}{number_}", row.mark)
        for column, drawn in order
    )
    return row_text(number_, "", "".join(written))


def _mark_cell(place: str, mark: Mark | None) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{encode(mark)}</t></is></c>' if mark else ""


def _kept(canvas: Canvas, cells: str, old: int, new: int) -> str:
    return "".join(_moved(canvas, one, old, new) for one in raw_cells(cells))


def _moved(canvas: Canvas, one: RawCell, old: int, new: int) -> str:
    text = moved(one, old, new, canvas.shared) if "<f" in one.inner else one.text
    return renumbered(text, new) if old != new else text


def _changed(canvas: Canvas, row: PlannedRow, old: Row, new: int) -> str:
    found = {number(one.column): one for one in raw_cells(canvas.sheet.cells(old))}
    texts = {
        column: _moved(canvas, one, old.number, new) for column, one in found.items() if column not in canvas.cleared
    }
    writes = frozenset(row.writes)
    for drawn in canvas.drawn:
        one = found.get(drawn.column)
        if drawn.index in writes:
            texts[drawn.column] = _written(canvas, drawn, one, row.cells[drawn.index], f"{letters(drawn.column)}{new}")
        elif one is not None and drawn.anew and row.mark is not None:
            texts[drawn.column] = _restyled(texts[drawn.column], one.style, drawn.restyle(one.style))
    if row.mark is not None:
        if _is_archived(row.mark) != _is_archived(canvas.marks.get(row.place or 0)):
            _strike(canvas, texts, through=_is_archived(row.mark))
        texts[canvas.mark] = _mark_cell(f"{letters(canvas.mark)}{new}", row.mark)
    return "".join(texts[column] for column in sorted(texts))


def _is_archived(mark: Mark | None) -> bool:
    return mark is not None and mark.state == "archived"


def _strike(canvas: Canvas, texts: dict[int, str], *, through: bool) -> None:
    """Once, when a row goes or comes: what people change in between is theirs."""
    for drawn in canvas.drawn:
        text = texts.get(drawn.column, "")
        styled = _STYLE.match(text)
        style = int(styled[1]) if styled else 0
        if text:
            texts[drawn.column] = _restyled(text, style, drawn.struck(style, through=through))


def _written(canvas: Canvas, drawn: Drawn, one: RawCell | None, content: Content, place: str) -> str:
    style = drawn.style if one is None else drawn.restyle(one.style)
    return cell(place, style, content, canvas.offset)


def _restyled(text: str, old: int, new: int) -> str:
    if old == new:
        return text
    end = text.index(">")
    start = text[:end].replace(f' s="{old}"', "", 1)
    slash = "/" if start.endswith("/") else ""
    return f'{start.removesuffix("/").rstrip()} s="{new}"{slash}{text[end:]}'
