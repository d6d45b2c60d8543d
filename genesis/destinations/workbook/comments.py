"""Notes on cells: in a part of their own, drawn by another, and with threads in a third. All three follow the rows."""

import re
from typing import Final

from genesis.destinations.workbook.elements import (
    Part,
    attributes,
    cut,
    elements,
    escape,
    guarded,
    inner,
    quote,
    with_attribute,
)
from genesis.destinations.workbook.package import HEADER, Package, fresh, plain_text
from genesis.destinations.workbook.references import MoveRow, cell, letters

AUTHOR: Final = "Genesis"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_EMPTY: Final = f'{HEADER}<comments xmlns="{_MAIN}"><authors/><commentList/></comments>'
_DRAWING: Final = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_SHAPE: Final = re.compile(r"<v:shape(?=\s).*?</v:shape>", re.DOTALL)
_ROW: Final = re.compile(r"(<x:Row>\s*)(\d+)(\s*</x:Row>)")
_COLUMN: Final = re.compile(r"<x:Column>\s*(\d+)\s*</x:Column>")
_ANCHOR: Final = re.compile(r"(<x:Anchor>)([^<]*)(</x:Anchor>)")
_ORDER: Final = ("authors", "commentList", "extLst")


class Comments:
    """The notes of one sheet."""

    def __init__(self, package: Package, sheet: str | None) -> None:
        self._package = package
        self._name = package.target(sheet, "comments") if sheet else None
        self._drawing_name = package.target(sheet, "vmlDrawing") if sheet else None
        self._threads = package.target(sheet, "threadedComment") if sheet else None
        self._part: Part = cut(package.read(self._name) if self._name else _EMPTY.encode())
        self._authors = [plain(inner(a)) for a in elements(inner(self._part.get("authors") or "<x/>"), "author")]
        self._held = list(elements(inner(self._part.get("commentList") or "<x/>"), "comment"))
        self._drawing = package.read(self._drawing_name).decode("utf-8", "replace") if self._drawing_name else _DRAWING
        self._changed = False

    def rows(self) -> set[int]:
        """The rows in which somebody wrote a note."""
        return {cell(attributes(held).get("ref", ""))[0] for held in self._held}

    def get(self, row: int, column: int) -> tuple[str, str]:
        """(author, text) of a cell's note; empty without one."""
        reference = f"{letters(column)}{row}"
        for held in self._held:
            given = attributes(held)
            if given.get("ref") == reference:
                author = int(given.get("authorId", "0"))
                return self._authors[author] if author < len(self._authors) else "", plain_text(inner(held))
        return "", ""

    def put(self, row: int, column: int, text: str) -> None:
        """Write a note in our own name, in place of one that stands there; without text, take it away."""
        reference = f"{letters(column)}{row}"
        there = any(attributes(held).get("ref") == reference for held in self._held)
        self._held = [held for held in self._held if attributes(held).get("ref") != reference]
        self._changed = True
        if text:
            if AUTHOR not in self._authors:
                self._authors.append(AUTHOR)
            written = f'<t xml:space="preserve">{escape(guarded(text))}</t>'
            author = self._authors.index(AUTHOR)
            self._held.append(f'<comment ref="{reference}" authorId="{author}"><text>{written}</text></comment>')
            if not there:
                self._draw(row - 1, column - 1, text)
        elif there:
            self._drawing = _SHAPE.sub(lambda m: "" if _stands_at(m[0], row - 1, column - 1) else m[0], self._drawing)

    def move(self, move: MoveRow) -> None:
        """Let the notes follow their rows; those of rows that go, go with them."""
        if not self._held:
            return
        self._held = [moved for held in self._held if (moved := _moved(held, move)) is not None]
        self._drawing = _SHAPE.sub(lambda match: _moved_shape(match[0], move), self._drawing)
        if self._threads:
            part = cut(self._package.read(self._threads))
            moved_threads = [(child, _moved(text, move)) for child, text in part.children]
            part.children = [(child, text) for child, text in moved_threads if text is not None]
            self._package.put(self._threads, part.text())
        self._changed = True

    def store(self, sheet: str) -> str | None:
        """Put the parts into the package; gives the name of the sheet's arrow to a new drawing."""
        if not self._changed:
            return None
        package, found = self._package, None
        if self._name is None:
            self._name = fresh("xl/comments", package.names(), ".xml")
            package.relate(sheet, "comments", self._name)
            package.declare(self._name, _COMMENTS_TYPE)
        if self._drawing_name is None:
            self._drawing_name = fresh("xl/drawings/vmlDrawing", package.names(), ".vml")
            found = package.relate(sheet, "vmlDrawing", self._drawing_name)
            package.declare_ending("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
        self._held.sort(key=lambda held: cell(attributes(held).get("ref", "")))
        authors = "".join(f"<author>{escape(author)}</author>" for author in self._authors)
        self._part.put("authors", f"<authors>{authors}</authors>", _ORDER)
        self._part.put("commentList", f"<commentList>{''.join(self._held)}</commentList>", _ORDER)
        package.put(self._name, self._part.text())
        package.put(self._drawing_name, self._drawing)
        return found

    def _draw(self, row: int, column: int, text: str) -> None:
        taken = [int(number) for number in re.findall(r"_x0000_s(\d+)", self._drawing)]
        height = 2 + min(len(text) // 30 + text.count("\n"), 12)
        shape = (
            f'<v:shape id="_x0000_s{max([1024, *taken]) + 1}" type="#_x0000_t202" fillcolor="#ffffe1" o:insetmode="auto"'
            ' style="position:absolute;margin-left:60pt;margin-top:2pt;width:200pt;height:60pt;z-index:1;visibility:hidden">'
            '<v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
            '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>'
            '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
            f"<x:Anchor>{column + 1}, 15, {row}, 2, {column + 4}, 15, {row + height}, 4</x:Anchor>"
            f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
        )
        end = self._drawing.rindex("</")
        self._drawing = self._drawing[:end] + shape + self._drawing[end:]


def plain(text: str) -> str:
    """An author's name."""
    return plain_text(f"<t>{text}</t>")


def legacy_drawing(name: str) -> str:
    """The element by which a sheet refers to what draws its notes."""
    return f'<legacyDrawing xmlns:r="{_RELATIONS}" r:id="{quote(name)}"/>'


def _moved(held: str, move: MoveRow) -> str | None:
    row, column = cell(attributes(held).get("ref", ""))
    new = move(row)
    return None if new is None else held if new == row else with_attribute(held, "ref", f"{letters(column)}{new}")


def _stands_at(shape: str, row: int, column: int) -> bool:
    at_row, at_column = _ROW.search(shape), _COLUMN.search(shape)
    return bool(at_row and at_column and int(at_row[2]) == row and int(at_column[1]) == column)


def _moved_shape(shape: str, move: MoveRow) -> str:
    found = _ROW.search(shape)
    if found is None or 'ObjectType="Note"' not in shape:
        return shape
    old = int(found[2])
    new = move(old + 1)
    if new is None:
        return ""
    if new == old + 1:
        return shape
    shape = _ROW.sub(rf"\g<1>{new - 1}\g<3>", shape)
    return _ANCHOR.sub(lambda match: match[1] + _shifted(match[2], new - 1 - old) + match[3], shape)


def _shifted(anchor: str, rows: int) -> str:
    numbers = [part.strip() for part in anchor.split(",")]
    for place in (2, 6):
        if place < len(numbers) and numbers[place].isdecimal():
            numbers[place] = str(max(int(numbers[place]) + rows, 0))
    return ", ".join(numbers)
