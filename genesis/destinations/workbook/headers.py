"""The header's row, and the notes on its cells."""

from genesis.destinations.state.marks import HEADER
from genesis.destinations.workbook.cells import cell, raw_cells
from genesis.destinations.workbook.comments import AUTHOR, Comments
from genesis.destinations.workbook.layout import Layout
from genesis.destinations.workbook.names import identity
from genesis.destinations.workbook.opened import Opened, Tracked, stale_note_of
from genesis.destinations.workbook.references import letters, number
from genesis.destinations.workbook.sheet import Row, Sheet, place_of, row_text
from genesis.destinations.workbook.shifted import has_tables
from genesis.destinations.workbook.styles import (
    ANNOTATION_FILL,
    HEADER_ALIGNMENT,
    HEADER_FILL,
    HEADER_FONT,
    Styles,
)
from genesis.sql.query import ResultColumn


def published_label(opened: Opened, layout: Layout, column: ResultColumn) -> str:
    """The header that was published: the one that people replaced stays remembered, so that theirs is known as theirs."""
    known = opened.registry.columns.get(identity(column.name))
    there = layout.headers.get(layout.columns[column.name])
    kept = known is not None and known.label and there is not None and there != known.label
    return known.label if known and kept else column.label


def header_row(opened: Opened, sheet: Sheet, layout: Layout, tracked: Tracked, styles: Styles) -> str:
    """The header's row: new columns get their labels, and a label that nobody changed follows the definition."""
    old = next((row for row in sheet.rows if row.number == layout.header), None)
    texts = {number(one.column): one.text for one in raw_cells(sheet.cells(old))} if old else {}
    before = opened.layout or Layout(layout.header)
    wanted = {layout.mark: (HEADER, HEADER_FILL)} if layout.mark != before.mark else {}
    wanted |= {p: (name, ANNOTATION_FILL) for name, p in layout.annotations.items() if name not in before.annotations}
    for column in tracked.query.visible:
        place, known = layout.columns[column.name], opened.registry.columns.get(identity(column.name))
        published = known.label if known and not has_tables(sheet) else ""
        if column.name not in before.columns:
            wanted[place] = (column.label, HEADER_FILL)
        elif published and layout.headers.get(place) == published != column.label:
            wanted[place] = (column.label, "")
    for place, (label, fill) in wanted.items():
        style = _header_style(styles, fill) if fill else _style_of(sheet, old, place)
        texts[place] = cell(place_of(layout.header, place), style, label)
    gone = [place for place in layout.dropped.values() if place not in wanted]
    cells = "".join(texts[place] for place in sorted(texts) if place not in gone)
    return row_text(layout.header, old.given if old else "", cells)


def _header_style(styles: Styles, fill: str) -> int:
    return styles.made("General", font=HEADER_FONT, fill=fill, alignment=HEADER_ALIGNMENT)


def _style_of(sheet: Sheet, header: Row | None, place: int) -> int:
    cells = raw_cells(sheet.cells(header)) if header else []
    return next((one.style for one in cells if one.column == letters(place)), 0)


def note_headers(comments: Comments, before: Layout | None, layout: Layout, tracked: Tracked) -> None:
    """Notes on new headers: what a column means and where it comes from. A note that says rows are stale goes."""
    was = before or Layout(layout.header)
    for column in tracked.query.visible:
        place = layout.columns[column.name]
        if column.name not in was.columns and comments.get(layout.header, place) == ("", ""):
            comments.put(
                layout.header,
                place,
                "\n\n".join(part for part in (column.description, _origin(column, tracked)) if part),
            )
    for name, place in layout.annotations.items():
        if name not in was.annotations and comments.get(layout.header, place) == ("", ""):
            comments.put(layout.header, place, "Yours: nothing is ever written here but by people.")
    if before and stale_note_of(comments, before):
        set_stale(comments, before, "")


def set_stale(comments: Comments, layout: Layout, note: str) -> bool:
    """Put a note before the text of the first header's note, or take it away; gives whether anything changed.

    A note that a person wrote there is left alone.
    """
    column = min(layout.columns.values(), default=0)
    author, text = comments.get(layout.header, column) if column else ("", "")
    old = stale_note_of(comments, layout)
    if not column or (text and author != AUTHOR) or (note and old) or not (note or old):
        return False
    rest = text.partition("\n\n")[2] if old else text
    comments.put(layout.header, column, "\n\n".join(part for part in (note, rest) if part))
    return True


def _origin(column: ResultColumn, tracked: Tracked) -> str:
    return f"From the input `{tracked.query.name}`, column `{column.name}`; refreshed by Genesis."
