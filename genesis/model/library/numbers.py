"""Functions of numbers."""

from collections.abc import Sequence
from typing import Final

from genesis.model.signatures import Function, always, first, rounded_type
from genesis.model.types import FLOAT, INTEGER, Type


def _whole(types: Sequence[Type]) -> Type:
    return types[0] if types[0].kind == "float" else INTEGER


def _real(form: str, meaning: str) -> Function:
    return Function(("number",), always(FLOAT), form, meaning)


NUMBERS: Final[dict[str, Function]] = {
    "quotient": Function(
        ("integer", "integer"),
        always(INTEGER),
        "quotient(a, b)",
        "a divided by b, its fraction cut off; null when b is 0.",
    ),
    "abs": Function(("number",), first, "abs(x)", "The number without its sign."),
    "sign": Function(("number",), always(INTEGER), "sign(x)", "-1, 0 or 1."),
    "round": Function(
        ("number", "integer"),
        rounded_type,
        "round(x, [n])",
        "To n decimals (0; a negative n to tens), half away from zero, a float as written (1.005 to 1.01); a decimal keeps its scale.",
        optional=1,
    ),
    "truncate": Function(
        ("number", "integer"),
        first,
        "truncate(x, [n])",
        "Cut off after n decimals (0); a decimal keeps its scale.",
        optional=1,
    ),
    "floor": Function(("number",), _whole, "floor(x)", "The greatest whole number that is not above x."),
    "ceil": Function(("number",), _whole, "ceil(x)", "The least whole number that is not below x."),
    "sqrt": _real("sqrt(x)", "The square root; null of a negative number."),
    "cbrt": _real("cbrt(x)", "The cube root."),
    "exp": _real("exp(x)", "e to the power of x."),
    "ln": _real("ln(x)", "The natural logarithm; null unless x > 0."),
    "log10": _real("log10(x)", "The logarithm to base 10; null unless x > 0."),
    "log2": _real("log2(x)", "The logarithm to base 2; null unless x > 0."),
    "power": Function(
        ("number", "number"),
        always(FLOAT),
        "power(x, y)",
        "x to the power of y; null where no real number is: of 0 to a negative y, of a negative x to a fraction.",
    ),
}
