"""The language's types. A type is a value; two types are the same when they are equal."""

import re
from functools import lru_cache
from typing import Final, Literal

from msgspec import Struct

Kind = Literal[
    "string",
    "integer",
    "decimal",
    "float",
    "boolean",
    "date",
    "timestamp",
    "timestamptz",
    "time",
    "json",
    "list",
    "null",
]


class Type(Struct, frozen=True, gc=False):
    """A type: its kind, a decimal's precision and scale, a list's element type.

    ``null`` occurs only inside expressions.
    """

    kind: Kind
    precision: int = 0
    scale: int = 0
    element: "Type | None" = None

    def __str__(self) -> str:
        if self.kind == "decimal":
            return f"decimal({self.precision},{self.scale})"
        return f"list({self.element})" if self.kind == "list" else self.kind

    @property
    def a(self) -> str:
        """The type with its article, for messages."""
        return f"{'an' if self.kind == 'integer' else 'a'} {self}"

    @property
    def is_number(self) -> bool:
        """Integers, decimals and floats."""
        return self.kind in {"integer", "decimal", "float"}

    @property
    def is_temporal(self) -> bool:
        """Dates and both kinds of timestamp."""
        return self.kind in {"date", "timestamp", "timestamptz"}


STRING: Final = Type("string")
INTEGER: Final = Type("integer")
FLOAT: Final = Type("float")
BOOLEAN: Final = Type("boolean")
DATE: Final = Type("date")
TIMESTAMP: Final = Type("timestamp")
TIMESTAMPTZ: Final = Type("timestamptz")
TIME: Final = Type("time")
JSON: Final = Type("json")
NULL: Final = Type("null")

NAMES: Final = (
    "string",
    "integer",
    "decimal(p,s)",
    "float",
    "boolean",
    "date",
    "timestamp",
    "timestamptz",
    "time",
    "json",
    "list(T)",
)
_SIMPLE: Final[dict[str, Type]] = {
    t.kind: t for t in (STRING, INTEGER, FLOAT, BOOLEAN, DATE, TIMESTAMP, TIMESTAMPTZ, TIME, JSON)
}
WIDEST: Final = 38
"""Digits of a decimal that every engine has."""
_DECIMAL: Final = re.compile(r"decimal\(\s*(\d{1,2})\s*,\s*(\d{1,2})\s*\)")
_LIST: Final = re.compile(r"list\((.+)\)")


def decimal(precision: int, scale: int) -> Type:
    """A decimal type; precision is capped at the widest."""
    return Type("decimal", min(precision, WIDEST), scale)


def list_of(element: Type) -> Type:
    """A list type."""
    return Type("list", element=element)


@lru_cache(maxsize=1024)
def parse_type(text: str) -> Type | None:
    """The type written as ``text``, or ``None`` when it is not one."""
    text = text.strip()
    simple = _SIMPLE.get(text)
    if simple:
        return simple
    if match := _DECIMAL.fullmatch(text):
        precision, scale = int(match[1]), int(match[2])
        return Type("decimal", precision, scale) if 1 <= precision <= WIDEST and scale <= precision else None
    if match := _LIST.fullmatch(text):
        element = parse_type(match[1])
        return list_of(element) if element else None
    return None
