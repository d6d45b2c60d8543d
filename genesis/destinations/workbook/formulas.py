"""People's formulas, when the row they stand in moves: as when a person sorts, references to the same row follow."""

import re
from collections.abc import Mapping
from typing import Final

from genesis.destinations.workbook.cells import RawCell
from genesis.destinations.workbook.elements import (
    UnreadableError,
    attributes,
    elements,
    escape,
    inner,
    unescape,
    with_attribute,
)
from genesis.destinations.workbook.references import corners, spanned
from genesis.destinations.workbook.sheet import Sheet

_MASTER: Final = re.compile(
    rb'<c (?:[^>]*? )?r="([A-Z]{1,3}[0-9]+)"[^>]*><f (?=[^>]*t="shared")([^>/]*)>([^<]+)</f>', re.DOTALL
)
_INDEX: Final = re.compile(rb'si="([0-9]+)"')

Masters = Mapping[str, tuple[str, str]]
"""Shared formulas by their index: (the cell that has the text, the text)."""


def masters(sheet: Sheet) -> Masters:
    """The formulas that several cells share."""
    if b't="shared"' not in sheet.raw:
        return {}
    found = {}
    for place, given, text in _MASTER.findall(sheet.raw):
        index = _INDEX.search(given)
        if index:
            found[index[1].decode()] = (place.decode(), unescape(text.decode()))
    return found


def moved(cell: RawCell, old: int, new: int, shared: Masters) -> str:
    """A cell with a formula, in another row or in its own with a formula of its own.

    Raises:
        UnreadableError: for a formula that fills several rows: it cannot follow one of them.
    """
    formula = next(elements(cell.inner, "f"), None)
    if formula is None or (old == new and not shared):
        return cell.text
    given, text = attributes(formula), unescape(inner(formula))
    origin = f"{cell.column}{old}"
    match given.get("t", "normal"):
        case "array" | "dataTable" as kind:
            changed = _array(formula, text, (origin, f"{cell.column}{new}"), new, kind)
        case "shared" if given.get("si") in shared and not text:
            place, text = shared[given["si"]]
            changed = f"<f>{escape(_translated(text, place, f'{cell.column}{new}'))}</f>"
        case _:
            changed = f"<f>{escape(_translated(text, origin, f'{cell.column}{new}'))}</f>"
    return cell.text.replace(formula, changed, 1)


def _array(formula: str, text: str, places: tuple[str, str], new: int, kind: str) -> str:
    found = corners(attributes(formula).get("ref", places[0]))
    if kind == "dataTable" or found is None or found[0] != found[2]:
        raise UnreadableError(
            f"the formula in {places[0]} fills several rows, which have to move; make it one formula a row"
        )
    written = escape(_translated(text, *places))
    start = with_attribute(formula[: formula.index(">") + 1], "ref", spanned(new, found[1], new, found[3]))
    return f"{start}{written}</f>"


def _translated(text: str, origin: str, place: str) -> str:
    from openpyxl.formula.tokenizer import TokenizerError
    from openpyxl.formula.translate import Translator, TranslatorError

    if origin == place:
        return text
    try:
        return str(Translator(f"={text}", origin=origin).translate_formula(place))[1:]
    except (TranslatorError, TokenizerError):
        return text
