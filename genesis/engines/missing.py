"""What an engine did not find: which table or column of a query it was, and what there is instead."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from genesis.diagnostics import GenesisError, did_you_mean, fail
from genesis.engines.table_uses import merged
from genesis.sql.query import CompiledQuery

Name = tuple[str, ...]


class Catalog(Protocol):
    """An engine's list of what it has."""

    def columns(self, table: Name) -> Mapping[str, str] | None:
        """A table's columns with the engine's names of their types; ``None`` when there is no such table."""
        ...

    def beside(self, table: Name) -> Iterable[str]:
        """The tables of the same schema, else the schemas there are; named with as many parts as ``table``."""
        ...


def missing_table(query: CompiledQuery, catalog: Catalog) -> GenesisError | None:
    """G703 for the first table that is not there; ``None`` when all are."""
    for use in merged(query.tables):
        if catalog.columns(use.name) is None:
            dotted = ".".join(use.name)
            hint = did_you_mean(dotted, catalog.beside(use.name)) or _where(use.name)
            return fail("G703", use.span, f"there is no table `{dotted}`", hint)
    return None


def missing_column(query: CompiledQuery, catalog: Catalog, message: str) -> GenesisError | None:
    """G704 for a column that the engine's message speaks of and its table does not have; ``None`` when there is none."""
    said = message.lower()
    for use in merged(query.tables):
        there = catalog.columns(use.name) or {}
        known = {column.lower() for column in there}
        for column, _ in use.columns:
            if column.lower() not in known and column.lower() in said:
                dotted = ".".join(use.name)
                hint = did_you_mean(column, there)
                return fail("G704", use.place(column), f"the table `{dotted}` has no column `{column}`", hint)
    return None


def _where(name: Name) -> str:
    """Advice for a name that leaves parts to the connection."""
    return "" if len(name) > 2 else "is the connection's `catalog` or `schema` another one?"  # noqa: PLR2004 - all parts
