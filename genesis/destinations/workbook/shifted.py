"""Columns and sheets that a program moved without the names that say where they are: nothing may be written by those names."""

from collections.abc import Sequence

from msgspec import Struct

from genesis.destinations.state.marks import HEADER
from genesis.destinations.workbook.book import Book
from genesis.destinations.workbook.cells import Reader
from genesis.destinations.workbook.layout import Layout, read_layout
from genesis.destinations.workbook.names import Registry, identity
from genesis.destinations.workbook.sheet import Sheet
from genesis.diagnostics import GenesisError, Span, fail
from genesis.sql.query import ResultColumn


class Shown(Struct, frozen=True):
    """What a tracker shows, and where it says so."""

    columns: Sequence[ResultColumn]
    annotations: Sequence[str]
    place: Span


def has_tables(sheet: Sheet) -> bool:
    """Whether people made a table of the rows: its headers are written in two places, and are left to them."""
    return sheet.part.get("tableParts") is not None


def check_columns(sheet: Sheet, registry: Registry, layout: Layout, place: Span) -> None:
    """Refuse columns that are not where the names have them.

    A column moved when the header of another stands in its place, and not in that other's: people who type a header twice move
    nothing. So did the marks when their header stands elsewhere.

    Raises:
        GenesisError: G836.
    """
    headers, left = layout.headers, _left(sheet, registry, layout)
    of = {text: spot for spot, text in left.items()}
    for spot, text in left.items():
        found = headers.get(spot, "")
        if found != text and found in of and headers.get(of[found]) != found:
            raise _moved(sheet, f"`{found}` stands where `{text}` stood", place)
    stands = [spot for spot, text in headers.items() if text == HEADER]
    if layout.mark and stands and layout.mark not in stands:
        raise _moved(sheet, f"`{HEADER}` does not stand where it stood", place)


def _left(sheet: Sheet, registry: Registry, layout: Layout) -> dict[int, str]:
    """The headers as they were left, by column; none where they are people's, in a table."""
    if has_tables(sheet):
        return {}
    there = {identity(name): spot for name, spot in layout.columns.items()} | layout.dropped
    labels = {spot: registry.columns[key].label for key, spot in there.items() if registry.columns[key].label}
    return labels | {spot: name for name, spot in layout.annotations.items()}


def _moved(sheet: Sheet, what: str, place: Span) -> GenesisError:
    hint = "a program moved columns, but not the workbook's names for them; undo that, and move them by hand"
    return fail("G836", place, f"in the sheet `{sheet.title}`, {what}", hint)


def check_title(book: Book, registry: Registry, shown: Shown, reader: Reader) -> None:
    """Refuse to make a sheet that is there already, under a title that the workbook's names do not know.

    Raises:
        GenesisError: G836.
    """
    if not (registry.mark and registry.mark.row):
        return
    title = registry.mark.sheet
    for tab in book.tabs:
        sheet = None if book.owners(tab.title) else book.sheet(tab.title)
        if sheet and read_layout(sheet, shown.columns, shown.annotations, [HEADER], reader):
            message = f"the sheet `{title}` is gone, and `{tab.title}` has its columns"
            hint = f"a program renamed it, but not in the workbook's names; call it `{title}` again, or delete it"
            raise fail("G836", shown.place, message, hint)
