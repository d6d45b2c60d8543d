"""One sheet's part: what stands around the rows, and the rows, each found without being read."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from msgspec import Struct

from genesis.destinations.workbook.elements import (
    Part,
    UnreadableError,
    attributes,
    cut,
    elements,
    inner,
    with_attribute,
    wrapped,
)
from genesis.destinations.workbook.package import Package
from genesis.destinations.workbook.references import letters

ORDER: Final = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection"),
    *("protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells"),
    *(
        "phoneticPr",
        "conditionalFormatting",
        "dataValidations",
        "hyperlinks",
        "printOptions",
        "pageMargins",
        "pageSetup",
    ),
    *(
        "headerFooter",
        "rowBreaks",
        "colBreaks",
        "customProperties",
        "cellWatches",
        "ignoredErrors",
        "smartTags",
        "drawing",
    ),
    *(
        "legacyDrawing",
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
    ),
    "extLst",
)
EMPTY: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheetFormatPr defaultRowHeight="15"/><sheetData/>'
    '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>'
)
_REFERENCE: Final = re.compile(r'(<c (?:[^>]*? )?r="[A-Z]{1,3})[0-9]+"')
_FULL: Final = re.compile(rb'<c (?:[^>]*? )?r="([A-Z]{1,3})[0-9]+"[^>/]*>')
_STRANGE: Final = (b"<!--", b"<![CDATA[")


class Row(Struct, frozen=True):
    """A row: its number, its attributes but for the number, and where its cells begin and end in the sheet's bytes."""

    number: int
    given: str
    start: int
    end: int


class Sheet(Struct):
    """A sheet as it was read. ``raw`` holds all rows; ``part`` has an empty `sheetData` in their place."""

    name: str
    title: str
    part: Part
    raw: bytes
    rows: list[Row]

    def cells(self, row: Row) -> str:
        """A row's cells as XML."""
        return self.raw[row.start : row.end].decode("utf-8", "replace")

    def map(self, change: Callable[[str], str], *names: str) -> None:
        """Change the children of these names."""
        self.part.children = [(c, change(text) if c in names else text) for c, text in self.part.children]

    def pieces(self, rows: Iterator[str]) -> Iterator[bytes]:
        """The whole part, with these rows."""
        before, after = self.part.text().split("<sheetData/>", 1)
        yield f"{before}<sheetData>".encode()
        block: list[str] = []
        for row in rows:
            block.append(row)
            if len(block) == 500:  # noqa: PLR2004 - a block's rows
                yield "".join(block).encode()
                block.clear()
        yield "".join((*block, "</sheetData>", after)).encode()


def read_sheet(package: Package, name: str, title: str) -> Sheet:
    """A sheet.

    Raises:
        UnreadableError: when it is not written as spreadsheet programs write it.
    """
    content = package.read(name)
    start = content.find(b"<sheetData")
    opened = content.find(b">", start) + 1
    if start < 0:
        raise UnreadableError(f"{name} has no rows in the usual form")
    if content[opened - 2 : opened] == b"/>":
        return Sheet(name, title, _checked(cut(content[:start] + b"<sheetData/>" + content[opened:])), b"", [])
    end = content.rfind(b"</sheetData>")
    part = _checked(cut(content[:start] + b"<sheetData/>" + content[end + 12 :]))
    raw = content[opened:end]
    if any(strange in raw for strange in _STRANGE):
        raise UnreadableError(f"{name} has comments between its cells")
    return Sheet(name, title, part, raw, list(_rows(raw)))


def _checked(part: Part) -> Part:
    if "purl.oclc.org/ooxml" in part.opening:
        raise UnreadableError("it is a Strict Open XML workbook")
    return part


def _rows(raw: bytes) -> Iterator[Row]:
    at, number = raw.find(b"<row"), 0
    while at >= 0:
        opened = raw.index(b">", at)
        bare = raw[opened - 1 : opened] == b"/"
        given = raw[at + 4 : opened - bare].decode()
        named = attributes(f"<row{given}>").get("r", "")
        number = int(named) if named.isdecimal() else number + 1
        end = opened + 1 if bare else raw.find(b"</row>", opened)
        if end < 0:
            raise UnreadableError("a row has no end")
        yield Row(number, re.sub(r"\s(?:r|spans)\s*=\s*(?:\"[^\"]*\"|'[^']*')", "", given).rstrip(), opened + 1, end)
        at = raw.find(b"<row", end)


def renumbered(cells: str, number: int) -> str:
    """A row's cells, in another row."""
    return _REFERENCE.sub(rf'\g<1>{number}"', cells)


def row_text(number: int, given: str, cells: str) -> str:
    """A row as XML."""
    return f'<row r="{number}"{given}>{cells}</row>'


def column_settings(part: Part, column: int) -> dict[str, str]:
    """What a sheet says about a column: width, style, whether it is hidden."""
    for element in elements(inner(part.get("cols") or "<x/>"), "col"):
        given = attributes(element)
        if int(given["min"]) <= column <= int(given["max"]):
            return {key: value for key, value in given.items() if key not in {"min", "max"}}
    return {}


def set_column(part: Part, column: int, settings: dict[str, str]) -> None:
    """Say something about one column, beside what is said about it; neighbours keep what they have."""
    kept: list[tuple[int, str]] = []
    said: dict[str, str] = {}
    given = part.get("cols") or ""
    for element in elements(inner(given or "<x/>"), "col"):
        held = attributes(element)
        first, last = int(held["min"]), int(held["max"])
        if not first <= column <= last:
            kept.append((first, element))
            continue
        said = {key: value for key, value in held.items() if key not in {"min", "max"}}
        kept.extend(
            (low, _col(low, high, said)) for low, high in ((first, column - 1), (column + 1, last)) if low <= high
        )
    kept.append((column, _col(column, column, {**said, **settings})))
    part.put("cols", wrapped("cols", [text for _, text in sorted(kept)], count=False, given=given), ORDER)


def _col(first: int, last: int, settings: dict[str, str]) -> str:
    element = "<col/>"
    for key, value in ({"min": str(first), "max": str(last)} | settings).items():
        element = with_attribute(element, key, value)
    return element


def widest(sheet: Sheet) -> int:
    """The last column in which any cell holds something."""
    found = 0
    for reference in set(_FULL.findall(sheet.raw)):
        column = 0
        for letter in reference:
            column = column * 26 + letter - 64
        found = max(found, column)
    return found


def place_of(row: int, column: int) -> str:
    """A cell's name."""
    return f"{letters(column)}{row}"
