"""The functions of the language: which types they take and give.

What a function *is* on an engine stands in that dialect's file; what it means stands in ``docs/language.md``.
"""

from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

from genesis.model.types import BOOLEAN, DATE, FLOAT, INTEGER, NULL, STRING, TIMESTAMP, Type, decimal

Gives = Callable[[Sequence[Type]], Type | None]
"""The type a function gives for arguments that its parameters accept; ``None`` if they do not go together."""


class Function(Struct, frozen=True):
    """A signature. ``takes`` names a kind of type per argument; the last repeats when ``variadic``.

    ``optional`` is how many of the last parameters may be left out.
    """

    takes: tuple[str, ...]
    gives: Gives
    variadic: bool = False
    optional: int = 0

    def accepts_count(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        least = len(self.takes) - self.optional
        return count >= least and (self.variadic or count <= len(self.takes))

    def parameter(self, index: int) -> str:
        """The kind of type the argument at ``index`` must have."""
        return self.takes[min(index, len(self.takes) - 1)]


_KINDS: Final[dict[str, Callable[[Type], bool]]] = {
    "any": lambda _: True,
    "number": lambda t: t.is_number,
    "temporal": lambda t: t.is_temporal,
    "day": lambda t: t.kind in {"date", "timestamp"},
    "orderable": lambda t: t.kind not in {"json", "list"},
    "text": lambda t: t.kind in {"string", "integer", "date", "boolean"},
}


def accepts(kind: str, given: Type) -> bool:
    """Whether a value of type ``given`` may stand where a parameter is of ``kind``."""
    if given.kind == "null":
        return True
    test = _KINDS.get(kind)
    return test(given) if test else given.kind == kind


def common_type(types: Sequence[Type]) -> Type | None:
    """The one type that holds all of ``types``, or ``None``: numbers widen, a date widens to a timestamp."""
    known = [t for t in types if t.kind != "null"]
    if not known:
        return NULL
    first = known[0]
    for other in known[1:]:
        widened = _wider(first, other)
        if widened is None:
            return None
        first = widened
    return first


def _wider(a: Type, b: Type) -> Type | None:
    if a == b:
        return a
    if a.is_number and b.is_number:
        if "float" in (a.kind, b.kind):
            return FLOAT
        a, b = as_decimal(a), as_decimal(b)
        scale = max(a.scale, b.scale)
        return decimal(max(a.precision - a.scale, b.precision - b.scale) + scale, scale)
    if {a.kind, b.kind} == {"date", "timestamp"}:
        return TIMESTAMP
    return None


def as_decimal(type_: Type) -> Type:
    """The decimal type that holds every value of an integer or decimal type."""
    return decimal(19, 0) if type_.kind == "integer" else type_


def _always(type_: Type) -> Gives:
    return lambda _: type_


def _first(types: Sequence[Type]) -> Type:
    return types[0]


def _arithmetic(types: Sequence[Type]) -> Type | None:
    wide = common_type(types)
    if wide is None or wide.kind != "decimal":
        return wide
    return decimal(wide.precision + 1, wide.scale)


def _product(types: Sequence[Type]) -> Type | None:
    wide = common_type(types)
    if wide is None or wide.kind != "decimal":
        return wide
    both = [as_decimal(t) for t in types if t.kind != "null"]
    return decimal(sum(t.precision for t in both), sum(t.scale for t in both))


def _compared(types: Sequence[Type]) -> Type | None:
    return BOOLEAN if common_type(types) is not None else None


def _chosen(types: Sequence[Type]) -> Type | None:
    return common_type(types[1:])


def _whole(types: Sequence[Type]) -> Type:
    return types[0] if types[0].kind == "float" else INTEGER


_NUMBERS: Final = ("number", "number")
_COMPARE: Final = Function(("any", "any"), _compared)
_ORDER: Final = Function(("orderable", "orderable"), _compared)
_TEXT_TEXT: Final = ("string", "string")

FUNCTIONS: Final[dict[str, Function]] = {
    "+": Function(_NUMBERS, _arithmetic),
    "-": Function(_NUMBERS, _arithmetic),
    "*": Function(_NUMBERS, _product),
    "/": Function(_NUMBERS, _always(FLOAT)),
    "%": Function(("integer", "integer"), _always(INTEGER)),
    "quotient": Function(("integer", "integer"), _always(INTEGER)),
    "negative": Function(("number",), _first),
    "||": Function(_TEXT_TEXT, _always(STRING)),
    "=": _COMPARE,
    "<>": _COMPARE,
    "is_distinct": _COMPARE,
    "is_same": _COMPARE,
    "<": _ORDER,
    "<=": _ORDER,
    ">": _ORDER,
    ">=": _ORDER,
    "between": Function(("orderable", "orderable", "orderable"), _compared),
    "in": Function(("any", "any"), _compared, variadic=True),
    "like": Function(_TEXT_TEXT, _always(BOOLEAN)),
    "and": Function(("boolean", "boolean"), _always(BOOLEAN), variadic=True),
    "or": Function(("boolean", "boolean"), _always(BOOLEAN), variadic=True),
    "not": Function(("boolean",), _always(BOOLEAN)),
    "is_null": Function(("any",), _always(BOOLEAN)),
    "is_not_null": Function(("any",), _always(BOOLEAN)),
    "coalesce": Function(("any",), common_type, variadic=True),
    "nullif": Function(("any", "any"), _first),
    "if": Function(("boolean", "any", "any"), _chosen, optional=1),
    "lower": Function(("string",), _always(STRING)),
    "upper": Function(("string",), _always(STRING)),
    "trim": Function(("string",), _always(STRING)),
    "length": Function(("string",), _always(INTEGER)),
    "substr": Function(("string", "integer", "integer"), _always(STRING), optional=1),
    "replace": Function(("string", "string", "string"), _always(STRING)),
    "split_part": Function(("string", "string", "integer"), _always(STRING)),
    "strpos": Function(_TEXT_TEXT, _always(INTEGER)),
    "starts_with": Function(_TEXT_TEXT, _always(BOOLEAN)),
    "concat": Function(("string",), _always(STRING), variadic=True),
    "regexp_like": Function(_TEXT_TEXT, _always(BOOLEAN)),
    "regexp_extract": Function(("string", "string", "integer"), _always(STRING), optional=1),
    "abs": Function(("number",), _first),
    "round": Function(("number", "integer"), _first, optional=1),
    "floor": Function(("number",), _whole),
    "ceil": Function(("number",), _whole),
    "greatest": Function(("orderable",), common_type, variadic=True),
    "least": Function(("orderable",), common_type, variadic=True),
    "date_diff": Function(("string", "day", "day"), _always(INTEGER)),
    "date_add": Function(("string", "integer", "day"), lambda t: t[2]),
    "date_trunc": Function(("string", "day"), lambda t: t[1]),
    "year": Function(("day",), _always(INTEGER)),
    "month": Function(("day",), _always(INTEGER)),
    "day": Function(("day",), _always(INTEGER)),
    "date": Function(("timestamp",), _always(DATE)),
}
