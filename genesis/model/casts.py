"""Which types can be cast to which.

Numbers round half away from zero, text must be written as the language writes the type (``-12``, ``1.50``, ``1e5``,
``true``, ``2021-01-31``, ``2021-01-31 14:30:00``), and what cannot be is an error, or null with ``try_cast``.
"""

from typing import Final

from genesis.model.types import Type

_TO: Final[dict[str, frozenset[str]]] = {
    "string": frozenset({"integer", "decimal", "float", "boolean", "date", "timestamp", "timestamptz", "time"}),
    "integer": frozenset({"string", "decimal", "float"}),
    "decimal": frozenset({"string", "integer", "decimal", "float"}),
    "float": frozenset({"string", "integer", "decimal"}),
    "boolean": frozenset({"string", "integer"}),
    "date": frozenset({"string", "timestamp"}),
    "timestamp": frozenset({"string", "date", "time"}),
    "time": frozenset({"string"}),
}
_HINTS: Final[dict[tuple[str, str], str]] = {
    ("integer", "boolean"): "write `x <> 0`",
    ("timestamptz", "timestamp"): "say whose clocks: at_timezone(t, 'America/New_York')",
    ("timestamptz", "date"): "say whose clocks: date(at_timezone(t, 'America/New_York'))",
    ("timestamptz", "string"): "say whose clocks: at_timezone(t, 'America/New_York')",
    ("timestamp", "timestamptz"): "say whose clocks: with_timezone(t, 'America/New_York')",
    ("date", "timestamptz"): "say whose clocks: with_timezone(cast(d as timestamp), 'America/New_York')",
    ("json", "string"): "take a part of it: json_extract_scalar(j, '$.name')",
    ("list", "string"): "array_join(l, ', ')",
}


def castable(given: Type, wanted: Type) -> bool:
    """Whether there is a cast from one type to the other."""
    return given.kind == "null" or given == wanted or wanted.kind in _TO.get(given.kind, frozenset())


def instead(given: Type, wanted: Type) -> str:
    """What to write where there is no cast; empty when there is nothing."""
    return _HINTS.get((given.kind, wanted.kind), "")
