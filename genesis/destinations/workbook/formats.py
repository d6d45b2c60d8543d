"""Native number formats: from Unicode's patterns (LDML, TR 35) to those of spreadsheet files (ECMA-376, 18.8.31)."""

import re
from typing import Final

from genesis.model.shown import Shown
from genesis.model.types import Type
from genesis.sql.query import ResultColumn

GENERAL: Final = "General"
TEXT: Final = "@"
_DEFAULTS: Final = {
    "string": TEXT,
    "json": TEXT,
    "list": TEXT,
    "integer": "0",
    "date": "yyyy-mm-dd",
    "timestamp": "yyyy-mm-dd hh:mm:ss",
    "timestamptz": "yyyy-mm-dd hh:mm:ss",
    "time": "hh:mm:ss",
}
_FIELDS: Final = {
    "y": "yyyy",
    "yy": "yy",
    "yyyy": "yyyy",
    "u": "yyyy",
    "uuuu": "yyyy",
    "M": "m",
    "MM": "mm",
    "MMM": "mmm",
    "MMMM": "mmmm",
    "MMMMM": "mmmmm",
    "L": "m",
    "LL": "mm",
    "LLL": "mmm",
    "LLLL": "mmmm",
    "d": "d",
    "dd": "dd",
    "E": "ddd",
    "EE": "ddd",
    "EEE": "ddd",
    "EEEE": "dddd",
    "H": "h",
    "HH": "hh",
    "h": "h",
    "hh": "hh",
    "m": "m",
    "mm": "mm",
    "s": "s",
    "ss": "ss",
    "S": "0",
    "SS": "00",
    "SSS": "000",
    "a": "AM/PM",
}
_ENGLISH: Final = "[$-409]"
"""Names of months and days in English, whatever the reader's language."""
_SYMBOLS: Final = {
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "INR": "₹",
    "KRW": "₩",
    "ILS": "₪",
    "VND": "₫",
    "BRL": "R$",
    "CAD": "CA$",
    "AUD": "A$",
    "NZD": "NZ$",
    "MXN": "MX$",
    "HKD": "HK$",
    "TWD": "NT$",
    "CNY": "CN¥",
}
_PIECE: Final = re.compile(r"'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']")
_NUMBER_PIECE: Final = re.compile(r"'(?:[^']|'')*'|[^']")
_TIME: Final = re.compile(r"[Hhms]")


def native_format(column: ResultColumn) -> str:
    """The format of a column's cells: what the column says, else what its type is usually shown as.

    A pattern that a spreadsheet has no word for (quarters, weeks) falls back to the type's own format.
    """
    shown = column.shown
    return (shown and _shown(shown)) or default_format(column.type)


def default_format(of: Type) -> str:
    """The format of a type's cells where nobody asked for another."""
    if of.kind == "decimal":
        return "0." + "0" * of.scale if of.scale else "0"
    return _DEFAULTS.get(of.kind, GENERAL)


def _shown(shown: Shown) -> str | None:
    match shown.kind:
        case "date" | "datetime":
            return date_format(shown.pattern)
        case "number" | "percent" | "currency":
            return number_format(shown.pattern, shown.currency) if shown.pattern else None
        case _:
            return None


def number_format(pattern: str, currency: str = "") -> str | None:
    """A number pattern; `¤` becomes the currency's symbol. ``None`` for what only LDML has (exponents, significant digits, ‰)."""
    unquoted = re.sub(r"'(?:[^']|'')*'", "", pattern)
    if re.search(r"[@E‰*]", unquoted):
        return None
    pieces = _NUMBER_PIECE.findall(pattern)
    text = "".join(_number_piece(piece, currency) for piece in pieces)
    return text.replace("¤¤", "¤").replace("¤", _symbol(currency, text))


def _number_piece(piece: str, currency: str) -> str:
    if piece.startswith("'"):
        return _quoted(piece)
    if piece in "#0,.%;-+¤ ()":
        return piece if piece != "¤" or currency else ""
    return f'"{piece}"'


def _symbol(currency: str, text: str) -> str:
    symbol = _SYMBOLS.get(currency, currency)
    space = (
        " " if symbol.isalpha() and "¤ " not in text and " ¤" not in text and not text.rstrip().endswith("¤") else ""
    )
    return f"[${symbol}]{space}" if currency else ""


def date_format(pattern: str) -> str | None:
    """A date or time pattern; ``None`` where the format would say something else than LDML.

    A spreadsheet reads `m` as minutes only beside hours or seconds, and `h` as 1 to 12 only beside `AM/PM`.
    """
    pieces = [match[0] for match in _PIECE.finditer(pattern)]
    fields = [piece for piece in pieces if piece[0].isalpha()]
    if any(field not in _FIELDS for field in fields) or not _unambiguous(fields):
        return None
    text = "".join(_date_piece(piece) for piece in pieces)
    return _ENGLISH + text if any(_named(field) for field in fields) else text


def _named(field: str) -> bool:
    return field[0] == "E" or field.startswith(("MMM", "LLL"))


def _unambiguous(fields: list[str]) -> bool:
    halves = any(field == "a" for field in fields)
    for before, field, after in zip(["", *fields], fields, [*fields[1:], ""], strict=False):
        beside_time = before[:1] in ("h", "H") or after[:1] == "s"
        if field[0] == "m" and not beside_time:
            return False
        if field in {"M", "MM", "L", "LL"} and beside_time:
            return False
        if (field[0] == "h" and not halves) or (field[0] == "H" and halves):
            return False
        if field[0] == "S" and before[:1] != "s":
            return False
    return True


def _date_piece(piece: str) -> str:
    if piece.startswith("'"):
        return _quoted(piece)
    if piece[0].isalpha():
        return _FIELDS[piece]
    return piece if piece in " -/:.,()" else f'"{piece}"'


def _quoted(piece: str) -> str:
    inside = piece[1:-1].replace("''", "'") or "'"
    return '"' + inside.replace('"', "") + '"'
