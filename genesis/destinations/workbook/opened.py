"""A workbook as it was opened for one tracker, and what is found there."""

from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from genesis.destinations.state.marks import HEADER, Mark, column_tag
from genesis.destinations.state.plan import PresentRow, Snapshot
from genesis.destinations.workbook.book import Book
from genesis.destinations.workbook.cells import Reader
from genesis.destinations.workbook.comments import AUTHOR, Comments
from genesis.destinations.workbook.formats import native_format
from genesis.destinations.workbook.layout import Layout, find_layout, header_texts, read_layout
from genesis.destinations.workbook.links import Links
from genesis.destinations.workbook.names import Registry, identity
from genesis.destinations.workbook.package import shared_strings
from genesis.destinations.workbook.reading import Beside, RowReader, last_row
from genesis.destinations.workbook.sheet import Sheet
from genesis.destinations.workbook.shifted import Shown, check_columns, check_title
from genesis.diagnostics import Span, fail
from genesis.spec.settings import TrackerSpec
from genesis.sql.query import CompiledQuery, ResultColumn

STALE: Final = "Stale since "


class Tracked(Struct, frozen=True):
    """What is published: the tracker, its query, and the title of its sheet."""

    tracker: TrackerSpec
    query: CompiledQuery
    title: str
    place: Span

    @property
    def annotations(self) -> tuple[str, ...]:
        """The names of the columns that people own."""
        return tuple(annotation.name.value for annotation in self.tracker.annotations)


class Opened(Struct):
    """What was read. ``layout`` is missing where the sheet is new or empty; ``last`` is the last row's number."""

    book: Book
    registry: Registry
    sheet: Sheet | None
    layout: Layout | None
    comments: Comments
    links: Links
    reader: Reader
    marks: dict[int, Mark | None]
    last: int
    snapshot: Snapshot


def open_book(path: Path, tracked: Tracked) -> Opened:
    """Read a tracker's sheet.

    Raises:
        UnreadableError: when the workbook cannot be read or changed.
        GenesisError: G833 when the sheet is not this tracker's, G836 when a program moved it or its columns.
        OSError: when the file cannot be read.
    """
    there = path.exists()
    book = Book(path if there else None)
    registry = book.registry(tracked.tracker.name.value)
    sheet = _find_sheet(book, registry, tracked)
    reader = Reader(shared_strings(book.package, book.name), book.offset)
    layout = _find_layout(book, sheet, registry, tracked, reader) if sheet else None
    if sheet is None:
        check_title(book, registry, Shown(tracked.query.visible, tracked.annotations, tracked.place), reader)
    part = sheet.name if sheet else None
    comments = Comments(book.package, part)
    links = Links(sheet.part.get("hyperlinks") if sheet else None, book.package, part)
    if sheet is None or layout is None:
        drift = (f"the sheet `{tracked.title}` is made",)
        return Opened(book, registry, sheet, None, comments, links, reader, {}, 0, Snapshot(exists=False, drift=drift))
    tags = {place: column_tag(registry.columns[key].name) for key, place in layout.dropped.items()}
    rows = RowReader(sheet, layout, tracked.query, reader, Beside(frozenset(comments.rows()), links.addresses, tags))
    found = tuple(rows.rows())
    layout = replace(layout, dropped={k: p for k, p in layout.dropped.items() if p not in rows.touched})
    snapshot = _snapshot(tracked, registry, sheet, layout, comments, found)
    marks = {row.place: row.mark for row in found}
    return Opened(book, registry, sheet, layout, comments, links, reader, marks, last_row(sheet, layout), snapshot)


def _find_sheet(book: Book, registry: Registry, tracked: Tracked) -> Sheet | None:
    """The sheet that the names lead to, whatever people call it now; else the one of the tracker's title."""
    known = (registry.mark, *registry.columns.values(), *registry.annotations.values())
    titles = [one.sheet for one in known if one and one.row]
    return next((sheet for title in (*titles, tracked.title) if (sheet := book.sheet(title))), None)


def _find_layout(book: Book, sheet: Sheet, registry: Registry, tracked: Tracked, reader: Reader) -> Layout | None:
    columns, annotations = tracked.query.visible, tracked.annotations
    found = find_layout(sheet, registry, columns, annotations, reader)
    if found is not None:
        check_columns(sheet, registry, found, tracked.place)
    others = book.owners(sheet.title) - {tracked.tracker.name.value}
    if found is None and others:
        hint = "give this tracker a sheet of its own"
        message = f"the sheet `{sheet.title}` belongs to the tracker `{min(others)}`"
        raise fail("G833", tracked.place, message, hint)
    if found is None and sheet.rows:
        found = read_layout(sheet, columns, annotations, [HEADER], reader)
        if found is None and _holds_something(sheet, reader):
            return _adopted(sheet, tracked, reader)
    return found


def _holds_something(sheet: Sheet, reader: Reader) -> bool:
    return any(header_texts(sheet, row.number, reader) for row in sheet.rows)


def _adopted(sheet: Sheet, tracked: Tracked, reader: Reader) -> Layout:
    """The layout of a sheet that people made.

    Raises:
        GenesisError: G833.
    """
    columns, key = tracked.query.visible, tracked.query.key
    if not tracked.tracker.adopt:
        hint = "give the tracker another sheet, or write `adopt: true` to let it take this one over by its key column"
        raise fail("G833", tracked.place, f"the sheet `{sheet.title}` holds rows that Genesis did not write", hint)
    shown = [column for column in columns if column.name in key]
    for needed in ([column.label for column in shown], [column.name for column in shown]):
        found = read_layout(sheet, columns, tracked.annotations, needed, reader)
        if found is not None and len(shown) == len(key) > 0:
            return found
    hint = "the key's columns are to be visible in the input, and their labels to stand in the sheet's header"
    raise fail("G833", tracked.place, f"the sheet `{sheet.title}` has no column with the key ({', '.join(key)})", hint)


def _snapshot(
    tracked: Tracked,
    registry: Registry,
    sheet: Sheet,
    layout: Layout,
    comments: Comments,
    rows: tuple[PresentRow, ...],
) -> Snapshot:
    columns = tracked.query.visible
    drift = [*_new_columns(tracked, registry, layout), *_changed_columns(columns, registry, layout)]
    notes = _renamed(columns, registry, layout)
    if sheet.title.lower() != tracked.title.lower():
        notes.append(f"the sheet `{tracked.title}` is called `{sheet.title}` in the workbook")
    notes.extend(
        f"the column `{registry.columns[key].label}` is no longer in the input; it stays, because people wrote in it"
        for key in _given_up(registry, layout, columns)
    )
    if stale_note_of(comments, layout) or _given_up(registry, layout, columns):
        drift.append(
            "the note that the rows are stale goes" if stale_note_of(comments, layout) else "a column is given up"
        )
    present = tuple(column.name for column in columns if column.name in layout.columns)
    return Snapshot(True, present, rows, tuple(drift), tuple(notes), registry.record)


def _given_up(registry: Registry, layout: Layout, columns: tuple[ResultColumn, ...]) -> list[str]:
    wanted = {identity(column.name) for column in columns}
    return [key for key, one in registry.columns.items() if key not in wanted and key not in layout.dropped and one.row]


def stale_note_of(comments: Comments, layout: Layout) -> str:
    """The note that the rows are stale; empty without one."""
    column = min(layout.columns.values(), default=0)
    author, text = comments.get(layout.header, column) if column else ("", "")
    return text.partition("\n")[0] if author == AUTHOR and text.startswith(STALE) else ""


def _new_columns(tracked: Tracked, registry: Registry, layout: Layout) -> list[str]:
    said = []
    for column in tracked.query.visible:
        if column.name not in layout.columns:
            again = identity(column.name) in registry.columns
            said.append(f"the column `{column.label}` " + ("was deleted, and is made again" if again else "is made"))
    said.extend(f"the column `{name}` is made" for name in tracked.annotations if name not in layout.made)
    said.extend(f"the column `{layout.headers.get(place, '')}` is emptied" for place in layout.dropped.values())
    return said if layout.mark else [*said, f"the column `{HEADER}` is made again"]


def _changed_columns(columns: tuple[ResultColumn, ...], registry: Registry, layout: Layout) -> list[str]:
    said = []
    for column in columns:
        known, place = registry.columns.get(identity(column.name)), layout.columns.get(column.name)
        if known is None or place is None:
            continue
        if known.format and known.format != native_format(column):
            said.append(f"the number format of `{column.label}` changes")
        if known.label and layout.headers.get(place) == known.label != column.label:
            said.append(f"the header `{known.label}` becomes `{column.label}`")
    if layout.columns and not registry.mark:
        said.append("the workbook's names for the columns are made")
    return said


def _renamed(columns: tuple[ResultColumn, ...], registry: Registry, layout: Layout) -> list[str]:
    labels = {c.name: c.label for c in columns}
    found = []
    for name, place in layout.columns.items():
        known = registry.columns.get(identity(name))
        text = layout.headers.get(place, "")
        if known and known.label and text != known.label:
            found.append(f"the column `{labels[name]}` is called `{text}` in the workbook")
    return found
