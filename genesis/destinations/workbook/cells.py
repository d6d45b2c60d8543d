"""Cells of a sheet: from XML to contents and back."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from msgspec import Struct

from genesis.destinations.state.contents import Content, Formula, Link
from genesis.destinations.workbook.elements import attributes, elements, escape, guarded, inner, unescape, unguarded
from genesis.destinations.workbook.package import plain_text
from genesis.destinations.workbook.references import cell as cell_place
from genesis.destinations.workbook.references import letters

_CELL: Final = re.compile(r"<c(?=[\s/>])([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_USUAL: Final = re.compile(r' r="([A-Z]{1,3})[0-9]+"(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")?')
_DAY: Final = 86_400_000
_EPOCH: Final = datetime(1899, 12, 30)
_SHORT: Final = 30


class RawCell(Struct, frozen=True):
    """A cell as it stands: its column's letters, its style, its type, what is in it; ``text`` is all of it."""

    column: str
    style: int
    type: str
    inner: str
    text: str


class Reader(Struct, frozen=True):
    """How a workbook's cells are read: its shared texts, and the days between its calendar's beginning and 1899-12-30."""

    strings: Sequence[str]
    offset: int = 0

    def content(self, cell: RawCell, kind: str) -> Content:
        """What a cell holds, numbers as the type ``kind`` of its column would have them."""
        held = cell.inner
        if not held:
            return None
        if "<f" in held and (formula := next(elements(held, "f"), None)) is not None:
            return _formula(unescape(inner(formula)))
        match cell.type:
            case "inlineStr":
                return _inline(held) or None
            case "s":
                return self._shared(_value(held)) or None
            case "" | "n":
                return self._number(_value(held), kind)
            case "b":
                return _value(held) in {"1", "true"}
            case "d":
                return _iso(_value(held), kind)
            case _:
                return unguarded(unescape(_value(held))) or None

    def _shared(self, index: str) -> str:
        place = int(index) if index.isdecimal() else -1
        return self.strings[place] if 0 <= place < len(self.strings) else ""

    def _number(self, text: str, kind: str) -> Content:
        if not text:
            return None
        try:
            number = int(text) if text.lstrip("-").isdecimal() else float(text)
        except ValueError:
            return unescape(text)
        return _moment(number + self.offset, number, kind) if kind in _MOMENTS else number


_MOMENTS: Final = frozenset({"date", "timestamp", "timestamptz", "time"})


def raw_cells(row: str) -> list[RawCell]:
    """A row's cells in their order; a cell without a place follows the one before it."""
    found: list[RawCell] = []
    for match in _CELL.finditer(row):
        given, held = match[1], match[2] or ""
        usual = _USUAL.fullmatch(given)
        if usual:
            found.append(RawCell(usual[1], int(usual[2] or 0), usual[3] or "", held, match[0]))
        else:
            found.append(_unusual(given, held, match[0], found[-1].column if found else ""))
    return found


def _unusual(given: str, held: str, text: str, before: str) -> RawCell:
    from genesis.destinations.workbook.references import number

    named = attributes(f"<c{given}>")
    _, place = cell_place(named.get("r", ""))
    column = letters(place) if place else letters(number(before) + 1)
    style = named.get("s", "0")
    return RawCell(column, int(style) if style.isdecimal() else 0, named.get("t", ""), held, text)


def _formula(text: str) -> Content:
    """A formula; LibreOffice saves booleans as the formulas that give them."""
    constant = text.strip().upper()
    return constant == "TRUE()" if constant in {"TRUE()", "FALSE()"} else Formula("=" + text)


def _value(held: str) -> str:
    if held.startswith("<v>") and held.endswith("</v>"):
        return held[3:-4]
    return next((inner(value) for value in elements(held, "v")), "")


def _inline(held: str) -> str:
    if held.startswith("<is><t>") and held.endswith("</t></is>") and held.count("<") == 4:  # noqa: PLR2004 - the four tags
        return unguarded(unescape(held[7:-9]))
    return plain_text(held)


def _moment(days: float, written: float, kind: str) -> Content:
    """A day and time from a serial number; a number that is no day stays one."""
    try:
        moment = _EPOCH + timedelta(milliseconds=round(days * _DAY))
    except OverflowError:
        return written
    if kind == "time":
        return moment.time() if 0 <= days < 1 else written
    return moment.date() if kind == "date" and moment.time() == time() else moment


def _iso(text: str, kind: str) -> Content:
    try:
        moment = datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return text
    return moment.date() if kind == "date" and moment.time() == time() else moment


def cell(place: str, style: int, content: Content, offset: int = 0) -> str:
    """A cell as XML; an empty one only to keep its style. ``offset`` as in :class:`Reader`."""
    start = f'<c r="{place}" s="{style}"' if style else f'<c r="{place}"'
    match content:
        case None:
            return f"{start}/>" if style else ""
        case bool():
            return f'{start} t="b"><v>{content:d}</v></c>'
        case str() | Link():
            return f'{start} t="inlineStr"><is>{_text(content if isinstance(content, str) else content.text)}</is></c>'
        case int() | float() | Decimal():
            return f"{start}><v>{float(content) if isinstance(content, Decimal) else content!r}</v></c>"
        case Formula():
            raise AssertionError("no formula is ever written")
        case _:
            return f"{start}><v>{serial(content, offset)}</v></c>"


def _text(text: str) -> str:
    shown = escape(guarded(text))
    spaced = shown[:1] in " \n\t" or shown[-1:] in " \n\t" or "\n" in shown or "  " in shown
    return f'<t xml:space="preserve">{shown}</t>' if spaced else f"<t>{shown}</t>"


def serial(moment: date | time, offset: int = 0) -> str:
    """Days since the calendar's beginning, to the millisecond."""
    if isinstance(moment, time):
        return _days(
            timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond),
            0,
        )
    if isinstance(moment, datetime):
        return _days(moment - _EPOCH, offset)
    return str(moment.toordinal() - _EPOCH.toordinal() - offset)


def _days(since: timedelta, offset: int) -> str:
    whole = since.days - offset
    part = (since.seconds * 1000 + since.microseconds // 1000) / _DAY
    return repr(whole + part) if part else str(whole)
