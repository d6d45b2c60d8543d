"""Names of columns, tables and types as a dialect writes them."""

import re
from functools import lru_cache
from typing import Final

from sqlglot import exp

from genesis.sql.dialect import Dialect

_PLAIN: Final = re.compile(r"[a-z_][a-z0-9_]*")


def identifier(name: str, dialect: Dialect) -> exp.Identifier:
    """A name, quoted where the dialect needs it."""
    return exp.Identifier(this=name, quoted=_quoted(name, dialect.reserved))


@lru_cache(maxsize=4096)
def _quoted(name: str, reserved: frozenset[str]) -> bool:
    return not _PLAIN.fullmatch(name) or name in reserved


def data_type(named: str, dialect: str) -> exp.DataType:
    """A type's name as a tree of its own."""
    return _data_type(named, dialect).copy()


@lru_cache(maxsize=256)
def _data_type(named: str, dialect: str) -> exp.DataType:
    return exp.DataType.build(named, dialect=dialect, udt=True)
