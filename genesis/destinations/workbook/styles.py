"""A workbook's table of cell styles. Styles are only added: what a person's cells refer to stays what it is."""

import re
from typing import Final

from genesis.destinations.workbook.elements import (
    Part,
    attributes,
    cut,
    elements,
    inner,
    quote,
    with_attribute,
    wrapped,
)
from genesis.destinations.workbook.formats import GENERAL, TEXT

_ORDER: Final = (
    *("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles"),
    *("colors", "extLst"),
)
_BUILT_IN: Final = {GENERAL: 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, TEXT: 49}
_CODES: Final = {number: code for code, number in _BUILT_IN.items()}
_FIRST_OWN: Final = 164
LINK_FONT: Final = '<font><u/><sz val="11"/><color rgb="FF0563C1"/><name val="Calibri"/><family val="2"/></font>'
HEADER_FONT: Final = '<font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/><family val="2"/></font>'
HEADER_FILL: Final = (
    '<fill><patternFill patternType="solid"><fgColor rgb="FF1F3864"/><bgColor indexed="64"/></patternFill></fill>'
)
ANNOTATION_FILL: Final = (
    '<fill><patternFill patternType="solid"><fgColor rgb="FF7F6000"/><bgColor indexed="64"/></patternFill></fill>'
)
HEADER_ALIGNMENT: Final = '<alignment vertical="center" wrapText="1"/>'
CELL_ALIGNMENT: Final = '<alignment vertical="top"/>'
DATE_ALIGNMENT: Final = '<alignment horizontal="left" vertical="top"/>'
"""A date on the right would touch the text of the next column."""
WRAPPED_ALIGNMENT: Final = '<alignment vertical="top" wrapText="1"/>'
_STRIKE: Final = re.compile(r'<strike(?:\s+val="([^"]*)")?\s*(?:/>|></strike>)')
_BEFORE_STRIKE: Final = re.compile(r"<font[^>]*>(?:<[bi](?:\s[^>]*)?/>)*")
"""A font's beginning, up to where a strike stands: programs are strict about the order."""
_PIECES: Final = {"font": "fonts", "fill": "fills", "xf": "cellXfs", "numFmt": "numFmts"}


class Styles:
    """The table, read from its part and written back when something was added."""

    def __init__(self, content: bytes) -> None:
        self._part: Part = cut(content)
        self._held = {
            name: list(elements(inner(self._part.get(plural) or "<x/>"), name)) for name, plural in _PIECES.items()
        }
        self._codes = {int(found["numFmtId"]): found["formatCode"] for found in map(attributes, self._held["numFmt"])}
        self._known: dict[tuple[int, str], int] = {}
        self._struck: dict[tuple[int, bool], int] = {}

    def text(self) -> str:
        """The part, with what was added."""
        for name, plural in _PIECES.items():
            given = self._part.get(plural) or ""
            self._part.put(plural, wrapped(plural, self._held[name], given=given), _ORDER)
        return self._part.text()

    def code(self, style: int) -> str:
        """The number format of a style; `General` for one that only the program knows."""
        number = self._number(style)
        return self._codes.get(number) or _CODES.get(number, GENERAL)

    def with_code(self, style: int, code: str) -> int:
        """The style that is like another one but for its number format."""
        known = self._known.get((style, code))
        if known is None:
            known = (
                style if self.code(style) == code else self._like(style, numFmtId=self._id(code), applyNumberFormat=1)
            )
            self._known[style, code] = known
        return known

    def made(self, code: str, *, font: str = "", fill: str = "", alignment: str = "") -> int:
        """A style of these pieces; each is added once."""
        number, face, ground = self._id(code), self._piece("font", font), self._piece("fill", fill)
        applied = f'applyNumberFormat="1" applyFont="{bool(font):d}" applyFill="{bool(fill):d}"'
        start = f'<xf numFmtId="{number}" fontId="{face}" fillId="{ground}" borderId="0" xfId="0" {applied}'
        return self._piece("xf", f'{start} applyAlignment="1">{alignment}</xf>' if alignment else f"{start}/>")

    def linked(self, style: int) -> int:
        """The style that is like another one, in the colour of links."""
        return self._like(style, fontId=self._piece("font", LINK_FONT), applyFont=1)

    def struck(self, style: int, *, through: bool) -> int:
        """The style that is like another one, struck through or not: how rows look that are no longer in the result."""
        known = self._struck.get((style, through))
        if known is None:
            xfs, fonts = self._held["xf"], self._held["font"]
            number = attributes(xfs[style]).get("fontId", "0") if style < len(xfs) else "0"
            font = fonts[int(number)] if int(number) < len(fonts) else "<font/>"
            wanted = _with_strike(font, through=through)
            known = style if wanted == font else self._like(style, fontId=self._piece("font", wanted), applyFont=1)
            self._struck[style, through] = known
        return known

    def _like(self, style: int, **changes: int) -> int:
        xf = (
            self._held["xf"][style]
            if style < len(self._held["xf"])
            else '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        )
        for name, value in changes.items():
            xf = with_attribute(xf, name, str(value))
        return self._piece("xf", xf)

    def _number(self, style: int) -> int:
        xfs = self._held["xf"]
        found = attributes(xfs[style]).get("numFmtId", "0") if style < len(xfs) else "0"
        return int(found) if found.isdecimal() else 0

    def _id(self, code: str) -> int:
        if code in _BUILT_IN:
            return _BUILT_IN[code]
        known = next((number for number, held in self._codes.items() if held == code), None)
        if known is None:
            known = max([_FIRST_OWN - 1, *self._codes]) + 1
            self._codes[known] = code
            self._held["numFmt"].append(f'<numFmt numFmtId="{known}" formatCode="{quote(code)}"/>')
        return known

    def _piece(self, name: str, text: str) -> int:
        if not text:
            return 0
        held = self._held[name]
        if text not in held:
            held.append(text)
        return held.index(text)


def _with_strike(font: str, *, through: bool) -> str:
    held = _STRIKE.search(font)
    if (held is not None and held[1] not in {"0", "false"}) == through:
        return font
    bare = _STRIKE.sub("", font)
    if not through:
        return bare
    opened = bare.removesuffix("/>") + "></font>" if bare.endswith("/>") and "</font>" not in bare else bare
    return _BEFORE_STRIKE.sub(lambda match: f"{match[0]}<strike/>", opened, count=1)


EMPTY: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
