"""Values as a reader sees them, in English."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache
from types import NoneType
from typing import Any, Final, cast

from genesis.model.expression import Value
from genesis.model.shown import Shown
from genesis.sql.query import ResultColumn

_EXACT: Final = Context(prec=400, rounding=ROUND_HALF_UP)
"""Wide enough for every double and decimal written out in full; half away from zero."""
_LOCALE: Final = "en"
_NUMBERS: Final = frozenset({"number", "percent", "currency"})
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LARGE: Final = 1e21
_SMALL: Final = 1e-7

Paint = Callable[[Value], str]


def show(value: Value, column: ResultColumn, row: Mapping[str, Value] | None = None) -> str:
    """The text of a value in its column's format; ``row`` is what a link's ``{name}`` stands for. Null is no text."""
    if value is None:
        return ""
    if column.shown is None:
        return plain(value)
    if column.shown.kind == "link":
        return _filled(column.shown.text, _names(value, column, row)) if column.shown.text else plain(value)
    return _painter(column.shown)(value)


def link_url(value: Value, column: ResultColumn, row: Mapping[str, Value] | None = None) -> str:
    """The address a link column's value leads to, values URL-escaped; empty when it has none or one of its values is null."""
    from urllib.parse import quote

    if value is None or column.shown is None or column.shown.kind != "link":
        return ""
    names = _names(value, column, row)
    template = column.shown.url
    if any(names.get(name) is None for name in _PLACEHOLDER.findall(template)):
        return ""
    return _PLACEHOLDER.sub(lambda match: quote(plain(names[match[1]]), safe=""), template)


def plain(value: Value) -> str:
    """A value's text without a format: decimals with their scale, floats at their shortest, dates as ISO 8601."""
    paint = _PLAIN.get(type(value)) or next(paint for kind, paint in _PLAIN.items() if isinstance(value, kind))
    return paint(value)


def _bare_float(value: float) -> str:
    written = repr(value)
    return format(Decimal(written), "f") if "e" in written and _SMALL <= abs(value) < _LARGE else written


_PLAIN: Final[Mapping[type, Callable[[Any], str]]] = {
    str: str,
    NoneType: lambda _: "",
    bool: lambda value: "true" if value else "false",
    int: str,
    float: _bare_float,
    Decimal: lambda value: format(value, "f"),
    datetime: lambda value: value.isoformat(sep=" "),
    date: date.isoformat,
    time: time.isoformat,
    object: str,
}


def heading(columns: Sequence[ResultColumn], *, raw: bool) -> list[str]:
    """What stands over the visible columns: labels, names with ``raw``."""
    return [c.name if raw else c.label for c in columns if not c.hidden]


def texts(columns: Sequence[ResultColumn], batch: Sequence[tuple[Value, ...]], *, raw: bool) -> Iterator[list[str]]:
    """The visible cells of each row as text; with ``raw`` without formats."""
    visible = [(i, c) for i, c in enumerate(columns) if not c.hidden]
    if not visible or (not raw and any(c.shown and c.shown.kind == "link" for _, c in visible)):
        for row in batch:
            names = row_mapping(columns, row)
            yield [show(row[i], c, names) for i, c in visible]
    elif batch:
        values = list(zip(*batch, strict=True))
        yield from map(list, zip(*(_cells(values[i], None if raw else c.shown) for i, c in visible), strict=True))


def _cells(values: tuple[Value, ...], shown: Shown | None) -> Iterable[str]:
    """A column's values as text; as a rule all of them are of one kind, whose text is then looked up once."""
    kinds = set(map(type, values))
    if shown is None and kinds == {str}:
        return cast("tuple[str, ...]", values)
    kinds.discard(NoneType)
    paint = _painter(shown) if shown else _PLAIN.get(kinds.pop(), plain) if len(kinds) == 1 else plain
    return ["" if value is None else paint(value) for value in values]


def row_mapping(columns: Sequence[ResultColumn], row: tuple[Value, ...]) -> dict[str, Value]:
    """A row's values by column name."""
    return {c.name: v for c, v in zip(columns, row, strict=True)}


def is_right(column: ResultColumn) -> bool:
    """Whether a column reads best aligned right: numbers that are shown as numbers."""
    return column.type.is_number and (column.shown is None or column.shown.kind in _NUMBERS)


def printable(text: str) -> str:
    """Text that cannot move the cursor, recolour a terminal or reorder what stands beside it; line breaks and tabs stay."""
    return _CONTROL.sub(_picture, text.replace("\r\n", "\n"))


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"  # noqa: PLR2004 - Unicode's control pictures


def _names(value: Value, column: ResultColumn, row: Mapping[str, Value] | None) -> Mapping[str, Value]:
    return {column.name: value} if row is None else row


def _filled(template: str, names: Mapping[str, Value]) -> str:
    return _PLACEHOLDER.sub(lambda match: plain(names.get(match[1])), template)


@lru_cache(maxsize=512)
def _painter(shown: Shown) -> Paint:
    match shown.kind:
        case "checkbox":
            return lambda value: ("TRUE" if value else "FALSE") if isinstance(value, bool) else plain(value)
        case "date" | "datetime":
            return _temporal(shown)
        case "number" | "percent" | "currency":
            return _number(shown)
        case _:
            return plain


def _number(shown: Shown) -> Paint:
    from babel import Locale
    from babel.numbers import parse_pattern

    locale = Locale.parse(_LOCALE)
    standard = {
        "number": locale.decimal_formats[None],
        "percent": locale.percent_formats[None],
        "currency": locale.currency_formats["standard"],
    }
    pattern = parse_pattern(shown.pattern or standard[shown.kind])
    currency = shown.currency or None

    def paint(value: Value) -> str:
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            return plain(value)
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        if not number.is_finite() or (isinstance(value, float) and abs(value) >= _LARGE):
            return plain(value)
        with localcontext(_EXACT):
            if not number.scaleb(pattern.scale).quantize(Decimal(1).scaleb(-pattern.frac_prec[1])):
                number = abs(number)  # what is shown as 0 has no sign
            return str(pattern.apply(number, locale, currency=currency, currency_digits=not shown.pattern))

    return paint


def _temporal(shown: Shown) -> Paint:
    from babel import Locale
    from babel.dates import parse_pattern

    locale = Locale.parse(_LOCALE)
    pattern = parse_pattern(shown.pattern or ("yyyy-MM-dd" if shown.kind == "date" else "yyyy-MM-dd HH:mm:ss"))

    def paint(value: Value) -> str:
        if not isinstance(value, date):
            return plain(value)
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        return pattern.apply(moment, locale)

    return paint
