"""What a Trino's catalogs say of tables: one query a schema, and one for each table that they do not list."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, Protocol

from genesis.diagnostics import GenesisError
from genesis.engines.csv_view import quoted, text
from genesis.engines.rows import Row, Rows
from genesis.engines.tables import Found, Name, Table, folded, one_by_one
from genesis.model.types import STRING
from genesis.sql.query import CompiledQuery, ResultColumn

_MOST: Final = 1000
"""Names in one query: a longer one may be refused."""
_NOWHERE: Final = frozenset({"CATALOG_NOT_FOUND", "SCHEMA_NOT_FOUND"})
_ABSENT: Final = frozenset({"TABLE_NOT_FOUND", *_NOWHERE})


class Asked(Protocol):
    """The part of the engine that answers."""

    def run(self, query: CompiledQuery) -> Rows:
        """Run a query."""
        ...

    def describe(self, table: Name) -> Mapping[str, str]:
        """A table's columns; raises G703 where there is none, G712 where it may not be read."""
        ...

    def whole(self, name: Name) -> Name:
        """A table's name with what the connection adds; as it is where the connection says nothing."""
        ...


def tables_of(engine: Asked, names: Sequence[Name]) -> dict[Name, Found]:
    """What stands under each name.

    Raises:
        GenesisError: when the server cannot be asked.
    """
    whole = {name: engine.whole(name) for name in names}
    found: dict[Name, Table] = {}
    for place, few in _by_schema(whole.values()):
        found |= _listed(engine, place, few)
    missing = [name for name in names if folded(whole[name]) not in found]
    # who may not read a table does not see it listed
    alone = one_by_one(engine.describe, missing)
    return {name: alone[name] if name in alone else found[folded(whole[name])] for name in names}


def names_in(engine: Asked, schema: Name) -> tuple[Name, ...]:
    """The tables and views of a schema; none without it.

    Raises:
        GenesisError: when the server cannot be asked.
    """
    *catalog, last = engine.whole((*schema, ""))[:-1]
    sql = f"SELECT table_name FROM {_schema(catalog)}.tables WHERE table_schema = {text(last.lower())} ORDER BY table_name"  # noqa: S608 - quoted
    return tuple((*schema, str(name)) for (name,) in _rows(engine, sql, "table_name"))


def _by_schema(names: Iterable[Name]) -> Iterator[tuple[Name, list[str]]]:
    """Catalog and schema, each with some of its tables."""
    for place, own in groupby(sorted(map(folded, set(names))), lambda name: name[:-1]):
        tables = [name[-1] for name in own]
        for start in range(0, len(tables), _MOST):
            yield place, tables[start : start + _MOST]


def _listed(engine: Asked, place: Name, tables: list[str]) -> dict[Name, Table]:
    *catalog, schema = place
    among = ", ".join(map(text, tables))
    sql = (
        f"SELECT table_name, column_name, data_type FROM {_schema(catalog)}.columns "  # noqa: S608 - quoted
        f"WHERE table_schema = {text(schema)} AND table_name IN ({among}) ORDER BY table_name, ordinal_position"
    )
    found: dict[Name, list[tuple[str, str]]] = {}
    for table, column, native in _rows(engine, sql, "table_name", "column_name", "data_type"):
        found.setdefault((*place, str(table)), []).append((str(column), str(native)))
    return {name: Table(name, tuple(columns)) for name, columns in found.items()}


def _schema(catalog: list[str]) -> str:
    return ".".join((*map(quoted, catalog), "information_schema"))


def _rows(engine: Asked, sql: str, *columns: str) -> list[Row]:
    """What the query gives; nothing where there is no such catalog."""
    results = tuple(ResultColumn(name, name, STRING) for name in columns)
    try:
        return [
            row
            for batch in engine.run(CompiledQuery("the catalog", "trino", sql, results, (), (), ()))
            for row in batch
        ]
    except GenesisError as error:
        if _says(error, _ABSENT):
            return []
        raise


def _says(error: GenesisError, names: frozenset[str]) -> bool:
    return getattr(error.__cause__, "error_name", "") in names
