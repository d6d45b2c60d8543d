"""Operators, comparisons and choices."""

from collections.abc import Sequence
from typing import Final

from genesis.model.signatures import Function, always, common_type, first, product_type, sum_type
from genesis.model.types import BOOLEAN, FLOAT, INTEGER, STRING, Type


def _compared(types: Sequence[Type]) -> Type | None:
    return BOOLEAN if common_type(types) is not None else None


def _chosen(types: Sequence[Type]) -> Type | None:
    return common_type(types[1:])


def _unless(types: Sequence[Type]) -> Type | None:
    return types[0] if common_type(types) is not None else None


_NUMBERS: Final = ("number", "number")
_INTEGERS: Final = ("integer", "integer")
_TEXTS: Final = ("string", "string")
_ANY: Final = ("any", "any")
_SAME: Final = ("comparable", "comparable")
_ORDER: Final = ("orderable", "orderable")
_BOOLEANS: Final = ("boolean", "boolean")
_OVERFLOW: Final = "An integer beyond 64 bits, or a decimal beyond its digits, is an error when the query runs."

OPERATORS: Final[dict[str, Function]] = {
    "+": Function(_NUMBERS, sum_type, "a + b", f"The sum. {_OVERFLOW}"),
    "-": Function(_NUMBERS, sum_type, "a - b", f"The difference. {_OVERFLOW}"),
    "*": Function(_NUMBERS, product_type, "a * b", f"The product; decimals keep all their digits. {_OVERFLOW}"),
    "/": Function(_NUMBERS, always(FLOAT), "a / b", "The quotient as a float, of integers too; null when b is 0."),
    "%": Function(
        _INTEGERS,
        always(INTEGER),
        "a % b",
        "What is left of a after `quotient(a, b)` times b, also `mod(a, b)`; null when b is 0.",
    ),
    "negative": Function(("number",), first, "-a", "The number with its sign turned round."),
    "||": Function(_TEXTS, always(STRING), "a || b", "Both texts, one after the other."),
    "=": Function(_SAME, _compared, "a = b", "Whether both are the same; text is compared by code point."),
    "<>": Function(_SAME, _compared, "a <> b", "Whether they differ."),
    "is_distinct": Function(
        _SAME, _compared, "a is distinct from b", "Whether they differ, where null is a value like others."
    ),
    "is_same": Function(
        _SAME, _compared, "a is not distinct from b", "Whether both are the same, where null is a value like others."
    ),
    "<": Function(_ORDER, _compared, "a < b", "Whether a comes before b; text by code point."),
    "<=": Function(_ORDER, _compared, "a <= b", "Whether a comes before b or is the same."),
    ">": Function(_ORDER, _compared, "a > b", "Whether a comes after b."),
    ">=": Function(_ORDER, _compared, "a >= b", "Whether a comes after b or is the same."),
    "between": Function(
        ("orderable", "orderable", "orderable"), _compared, "a between low and high", "Whether low <= a and a <= high."
    ),
    "in": Function(_SAME, _compared, "a in (b, c, ...)", "Whether a is one of the values.", variadic=True),
    "like": Function(
        _TEXTS,
        always(BOOLEAN),
        "a like pattern",
        "Whether the whole text fits: `%` stands for any text, `_` for one character.",
    ),
    "and": Function(
        _BOOLEANS, always(BOOLEAN), "a and b", "Whether both hold; false and null is false.", variadic=True
    ),
    "or": Function(_BOOLEANS, always(BOOLEAN), "a or b", "Whether one holds; true or null is true.", variadic=True),
    "not": Function(("boolean",), always(BOOLEAN), "not a", "The opposite."),
    "is_null": Function(("any",), always(BOOLEAN), "a is null", "Whether there is no value; never null."),
    "is_not_null": Function(("any",), always(BOOLEAN), "a is not null", "Whether there is a value; never null."),
    "coalesce": Function(
        _ANY, common_type, "coalesce(a, b, ...)", "The first argument that is not null.", variadic=True
    ),
    "nullif": Function(_SAME, _unless, "nullif(a, b)", "Null when a = b, else a; a too when b is null."),
    "if": Function(
        ("boolean", "any", "any"),
        _chosen,
        "if(condition, a, [b])",
        "a when the condition holds, else b (null when left out).",
        optional=1,
    ),
    "greatest": Function(
        _ORDER, common_type, "greatest(a, b, ...)", "The greatest; null when one of them is.", variadic=True
    ),
    "least": Function(_ORDER, common_type, "least(a, b, ...)", "The least; null when one of them is.", variadic=True),
}
