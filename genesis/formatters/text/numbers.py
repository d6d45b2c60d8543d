"""A number's text in a Unicode number pattern (LDML, TR 35), as an expression.

The number is rounded as a decimal, half away from zero; the rest is done to its text, so that no engine's own idea of
a number's format comes in between.
"""

import re
from decimal import Decimal
from typing import Final

from msgspec import Struct

from genesis.model.expression import Case, Cast, Expression, Literal, call
from genesis.model.shown import Shown
from genesis.model.types import BOOLEAN, FLOAT, INTEGER, STRING, WIDEST, decimal

_LOCALE: Final = "en"
_QUOTED: Final = re.compile(r"'([^']*)'")
_LARGE: Final = 1e21
"""Floats from here on are shown as they are."""


class Layout(Struct, frozen=True):
    """A pattern taken apart: the text around positive and negative numbers, how many digits, by how many places the
    number is shifted."""

    positive: tuple[str, str]
    negative: tuple[str, str]
    least_whole: int
    least: int
    most: int
    grouped: bool
    shift: int


def layout(shown: Shown) -> Layout:
    """What a pattern says, by the same reading as values are shown with."""
    from babel.numbers import get_currency_symbol, parse_pattern

    pattern = parse_pattern(shown.pattern)

    def text(written: str) -> str:
        if shown.currency and "¤" in written:
            symbol = get_currency_symbol(shown.currency, _LOCALE)
            written = written.replace("¤¤", shown.currency).replace("¤", symbol)
        return _QUOTED.sub(lambda match: match[1] or "'", written)

    positive, negative = ((text(pattern.prefix[i]), text(pattern.suffix[i])) for i in (0, 1))
    least, most = pattern.frac_prec
    return Layout(positive, negative, pattern.int_prec[0], least, most, pattern.grouping[0] < WIDEST, pattern.scale)


def number_text(value: Expression, shown: Shown) -> Expression:
    """The text of a number; null of null."""
    form = layout(shown)
    exact, decimals = _rounded(value, form)
    text = _ended(call("to_text", STRING, exact), decimals, form)
    for missing in range(1, form.least_whole):
        text = _replaced(text, rf"^(-?)([0-9]{{{missing}}})(\.|$)", r"$1\0$2$3")
    if form.grouped:
        text = _grouped(text, max(form.least, decimals))
    text = _around(text, form)
    if value.type.kind != "float":
        return text
    small = call("<", BOOLEAN, call("abs", FLOAT, value), Literal(_LARGE, FLOAT))
    large = (call("is_not_null", BOOLEAN, value), call("float_text", STRING, value))
    return Case(((small, text), large), None, STRING)


def _rounded(value: Expression, form: Layout) -> tuple[Expression, int]:
    """The number times its pattern's power of ten with no more decimals than are shown, and how many it has."""
    wanted = form.most + form.shift
    if value.type.kind == "float" or value.type.scale > wanted:
        value = Cast(value, decimal(WIDEST, wanted))
    if not form.shift:
        return value, value.type.scale
    if value.type.kind == "integer":
        value = Cast(value, decimal(19, 0))
    product = decimal(value.type.precision + form.shift + 1, value.type.scale)
    times = call("*", product, value, Literal(Decimal(10**form.shift), decimal(form.shift + 1, 0)))
    scale = max(value.type.scale - form.shift, 0)
    return (times if scale == product.scale else Cast(times, decimal(product.precision, scale))), scale


def _ended(text: Expression, decimals: int, form: Layout) -> Expression:
    """With as many decimals as the pattern asks for."""
    if decimals < form.least:
        point = "" if decimals else "."
        return call("||", STRING, text, Literal(point + "0" * (form.least - decimals), STRING))
    if decimals == form.least:
        return text
    if not form.least:
        return _replaced(text, r"\.?0*$", "") if decimals else text
    return _replaced(text, rf"(\.[0-9]{{{form.least}}}[0-9]*?)0+$", "$1")


def _grouped(text: Expression, decimals: int) -> Expression:
    """Commas in the whole part; three or more decimals must not be taken for a group."""
    if decimals < 3:  # noqa: PLR2004
        return call("grouped", STRING, text)
    whole = call("grouped", STRING, _replaced(text, r"\..*$", ""))
    return call("||", STRING, whole, _replaced(text, r"^[^.]*", ""))


def _around(text: Expression, form: Layout) -> Expression:
    before, after = form.positive
    if form.negative == (f"-{before}", after):
        if not before and not after:
            return text
        written = rf"$1{_escaped(before)}$2{_escaped(after)}"
        return _replaced(text, r"^(-?)(.*)$", written)
    below = _joined(form.negative[0], call("substr", STRING, text, Literal(2, INTEGER)), form.negative[1])
    negative = call("starts_with", BOOLEAN, text, Literal("-", STRING))
    return Case(((negative, below),), _joined(before, text, after), STRING)


def _joined(before: str, text: Expression, after: str) -> Expression:
    parts = [*([Literal(before, STRING)] if before else []), text, *([Literal(after, STRING)] if after else [])]
    return call("concat", STRING, *parts) if len(parts) > 1 else text


def _replaced(text: Expression, pattern: str, replacement: str) -> Expression:
    return call("edited", STRING, text, Literal(pattern, STRING), Literal(replacement, STRING))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("$", "\\$")
