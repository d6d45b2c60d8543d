"""What a function's signature is: the types that it takes and gives, and its meaning."""

from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

from genesis.model.types import (
    BOOLEAN,
    DATE,
    FLOAT,
    INTEGER,
    NULL,
    STRING,
    TIMESTAMP,
    TIMESTAMPTZ,
    WIDEST,
    Type,
    decimal,
    list_of,
)

Gives = Callable[[Sequence[Type]], Type | None]
"""The type a function gives for arguments that its parameters accept; ``None`` if they do not go together."""


class Function(Struct, frozen=True):
    """A signature. ``takes`` names a kind of type per argument; the last repeats when ``variadic``.

    ``optional`` is how many of the last parameters may be left out. ``form`` shows a call with its arguments' names,
    ``meaning`` says in one sentence what it gives. A null argument gives null unless the meaning says otherwise.
    """

    takes: tuple[str, ...]
    gives: Gives
    form: str
    meaning: str
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
    "comparable": lambda t: t.kind != "json",
    "orderable": lambda t: t.kind not in {"json", "list"},
    "text": lambda t: t.kind in {"string", "integer", "date", "boolean"},
    "string or list": lambda t: t.kind in {"string", "list"},
    "string or json": lambda t: t.kind in {"string", "json"},
}


_WORDS: Final = {
    "temporal": "a date or timestamp",
    "day": "a date or timestamp",
    "comparable": "anything but JSON",
    "orderable": "a value that has an order",
    "text": "text, an integer, a date or a boolean",
}


def described(kind: str) -> str:
    """A kind of type in the words of a message, with its article."""
    return _WORDS.get(kind) or f"{'an' if kind == 'integer' else 'a'} {kind}"


_NULLS: Final[dict[str, Type]] = {
    "number": INTEGER,
    "temporal": DATE,
    "day": DATE,
    "text": STRING,
    "string or list": STRING,
    "string or json": STRING,
    **{t.kind: t for t in (STRING, INTEGER, BOOLEAN, TIMESTAMP, TIMESTAMPTZ)},
    "list": list_of(STRING),
}


def null_type(kind: str) -> Type:
    """The type of a bare ``null`` that stands where a parameter is of ``kind``."""
    return _NULLS.get(kind, NULL)


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


def always(type_: Type) -> Gives:
    """One type, whatever the arguments' types are."""
    return lambda _: type_


def first(types: Sequence[Type]) -> Type:
    """The first argument's type."""
    return types[0]


def rounded_type(types: Sequence[Type]) -> Type:
    """Of a number rounded: a decimal with a digit more in front, since 9.9 becomes 10.0."""
    of = types[0]
    return decimal(of.precision + 1, of.scale) if of.kind == "decimal" else of


def sum_type(types: Sequence[Type]) -> Type | None:
    """Of a sum or a difference."""
    wide = common_type(types)
    if wide is None or wide.kind != "decimal":
        return wide
    return decimal(wide.precision + 1, wide.scale)


def product_type(types: Sequence[Type]) -> Type | None:
    """Of a product; ``None`` for decimals whose scales together are wider than any decimal."""
    wide = common_type(types)
    if wide is None or wide.kind != "decimal":
        return wide
    both = [as_decimal(t) for t in types if t.kind != "null"]
    scale = sum(t.scale for t in both)
    return decimal(sum(t.precision for t in both), scale) if scale <= WIDEST else None
