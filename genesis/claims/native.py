"""An engine's own names of types, compared with the language's."""

from typing import Final

from sqlglot import exp
from sqlglot.errors import SqlglotError

from genesis.model.types import WIDEST, Type, decimal, list_of, parse_type

_KINDS: Final[dict[str, frozenset[str]]] = {
    "string": frozenset({"TEXT", "VARCHAR", "CHAR", "NCHAR", "NVARCHAR", "BPCHAR", "NAME", "ENUM", "ENUM8", "ENUM16"}),
    "integer": frozenset({"TINYINT", "SMALLINT", "MEDIUMINT", "INT", "BIGINT", "INT128"})
    | frozenset({"UTINYINT", "USMALLINT", "UMEDIUMINT", "UINT", "UBIGINT", "UINT128"}),
    "float": frozenset({"FLOAT", "DOUBLE"}),
    "boolean": frozenset({"BOOLEAN"}),
    "date": frozenset({"DATE", "DATE32"}),
    "timestamp": frozenset({"TIMESTAMP", "TIMESTAMPNTZ", "TIMESTAMP_S", "TIMESTAMP_MS", "DATETIME", "DATETIME64"}),
    "timestamptz": frozenset({"TIMESTAMPTZ", "TIMESTAMPLTZ"}),
    "time": frozenset({"TIME"}),
    "json": frozenset({"JSON", "JSONB", "VARIANT"}),
}
_BARE_SCALE: Final = 0
_TIMES: Final = frozenset({"timestamp", "timestamptz", "time"})
_FINEST: Final = 6
"""Digits of a second that a time of the language has: with more, two that differ would be one."""


def fits(native: str, dialect: str, declared: Type) -> bool:
    """Whether every value of the engine's type ``native`` is one of ``declared``."""
    try:
        written = exp.DataType.build(native, dialect=dialect)
    except (SqlglotError, ValueError):
        return False
    return _fits(written, declared)


def _fits(written: exp.DataType, declared: Type) -> bool:
    kind = written.this.name if hasattr(written.this, "name") else str(written.this)
    if declared.kind == "decimal":
        return _fits_decimal(kind, written, declared)
    if declared.element is not None:
        inner = written.expressions
        return (
            kind in {"ARRAY", "LIST"}
            and len(inner) == 1
            and isinstance(inner[0], exp.DataType)
            and _fits(inner[0], declared.element)
        )
    return kind in _KINDS.get(declared.kind, frozenset()) and not _too_fine(written, declared.kind)


def _too_fine(written: exp.DataType, kind: str) -> bool:
    return kind in _TIMES and any(int(e.name) > _FINEST for e in written.expressions if e.name.isdigit())


def _fits_decimal(kind: str, written: exp.DataType, declared: Type) -> bool:
    digits = declared.precision - declared.scale
    if kind in _WHOLE_DIGITS:
        return digits >= _WHOLE_DIGITS[kind]
    if kind not in {"DECIMAL", "BIGDECIMAL"}:
        return False
    sizes = [int(e.name) for e in written.expressions if e.name.isdigit()]
    precision, scale = (*sizes, _BARE_SCALE)[:2] if sizes else (declared.precision, declared.scale)
    return scale <= declared.scale and precision - scale <= digits


_WHOLE_DIGITS: Final = {"TINYINT": 3, "SMALLINT": 5, "MEDIUMINT": 7, "INT": 10, "BIGINT": 19}


def closest(native: str, dialect: str) -> Type | None:
    """The type whose values are those of the engine's type ``native``; ``None`` where the language has none.

    A decimal without digits of its own has those of :data:`BARE`.
    """
    try:
        return _closest(exp.DataType.build(native, dialect=dialect))
    except (SqlglotError, ValueError):
        return None


BARE: Final = decimal(WIDEST, 9)
"""What is claimed for a decimal that says nothing of its digits."""


def _closest(written: exp.DataType) -> Type | None:
    kind = written.this.name if hasattr(written.this, "name") else str(written.this)
    inner = written.expressions
    if kind in {"ARRAY", "LIST"}:
        element = _closest(inner[0]) if len(inner) == 1 and isinstance(inner[0], exp.DataType) else None
        return list_of(element) if element else None
    if kind in {"DECIMAL", "BIGDECIMAL"}:
        sizes = [int(e.name) for e in inner if e.name.isdigit()]
        precision, scale = (*sizes, _BARE_SCALE)[:2] if sizes else (BARE.precision, BARE.scale)
        return decimal(precision, scale) if precision <= WIDEST else None
    found = next((name for name, kinds in _KINDS.items() if kind in kinds), None)
    return parse_type(found) if found and not _too_fine(written, found) else None
