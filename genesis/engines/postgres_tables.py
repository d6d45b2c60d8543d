"""What PostgreSQL's catalog says of tables, whoever may read them."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import psycopg  # noqa: TID253 - as in postgres.py

from genesis.engines.tables import Closed, Found, Name, Reference, Table

_AMONG: Final = "(n.nspname, c.relname) IN (SELECT * FROM unnest(%s::text[], %s::text[]))"
_RELATIONS: Final = "('r', 'p', 'v', 'm', 'f')"
"""Tables, parted ones, views, materialized views, foreign tables (pg_class.relkind)."""
_COLUMNS: Final = f"""
SELECT n.nspname, c.relname, a.attname,
  format_type(b.type, b.typmod), b.kind = 'e',
  has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT')
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN LATERAL (
  WITH RECURSIVE walk AS (
    SELECT t.oid AS type, a.atttypmod AS typmod, t.typtype AS kind, t.typbasetype AS base, t.typtypmod AS of_base
    FROM pg_type AS t WHERE t.oid = a.atttypid
    UNION ALL
    SELECT t.oid, w.of_base, t.typtype, t.typbasetype, t.typtypmod
    FROM walk AS w JOIN pg_type AS t ON t.oid = w.base WHERE w.kind = 'd'
  )
  SELECT type, typmod, kind FROM walk WHERE kind <> 'd'
) AS b ON true
WHERE c.relkind IN {_RELATIONS} AND {_AMONG}
ORDER BY n.nspname, c.relname, a.attnum
"""  # noqa: S608 - no names
_NAMED: Final = """(SELECT array_agg(a.attname::text ORDER BY u.place)
   FROM pg_attribute AS a JOIN unnest({}) WITH ORDINALITY AS u (number, place) ON a.attnum = u.number
   WHERE a.attrelid = {})"""
_CONSTRAINTS: Final = f"""
SELECT n.nspname, c.relname, {_NAMED.format("k.conkey", "k.conrelid")},
  m.nspname, d.relname, {_NAMED.format("k.confkey", "k.confrelid")}
FROM pg_constraint AS k
JOIN pg_class AS c ON c.oid = k.conrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_class AS d ON d.oid = k.confrelid
LEFT JOIN pg_namespace AS m ON m.oid = d.relnamespace
WHERE k.contype IN ('p', 'f') AND {_AMONG}
ORDER BY k.conname
"""  # noqa: S608 - no names
_LISTED: Final = f"""
SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN {_RELATIONS} AND NOT c.relispartition AND n.nspname = %s ORDER BY c.relname
"""  # noqa: S608 - no names
_PARTS: Final = 2
"""A table is named by schema and name; a catalog in front is the database."""


def tables_of(connection: psycopg.Connection[tuple[Any, ...]], names: Sequence[Name]) -> dict[Name, Found]:
    """What stands under each name, in two queries. Tables of other databases are not there.

    Raises:
        psycopg.Error: when the server cannot be asked.
    """
    here = [name for name in names if name[:-_PARTS] in {(), (connection.info.dbname,)}]
    wanted = [[name[-_PARTS] for name in here], [name[-1] for name in here]]
    with connection.transaction():
        columns = connection.execute(_COLUMNS, wanted).fetchall()
        constraints = connection.execute(_CONSTRAINTS, wanted).fetchall()
    by_table: dict[Name, list[tuple[Any, ...]]] = {}
    for schema, table, *column in columns:
        by_table.setdefault((schema, table), []).append(tuple(column))
    found = {name: _table(name, own, constraints) for name, own in by_table.items()}
    return {name: found.get(name[-_PARTS:]) if name in here else None for name in names}


def names_in(connection: psycopg.Connection[tuple[Any, ...]], schema: Name) -> tuple[Name, ...]:
    """The tables and views of a schema of this database.

    Raises:
        psycopg.Error: when the server cannot be asked.
    """
    if schema[:-1] not in {(), (connection.info.dbname,)}:
        return ()
    with connection.transaction():
        return tuple((*schema, name) for (name,) in connection.execute(_LISTED, (schema[-1],)))


def _table(name: Name, columns: list[tuple[Any, ...]], constraints: Iterable[tuple[Any, ...]]) -> Table | Closed:
    own = [(column, native) for column, native, _, _ in columns if column is not None]
    closed = frozenset(column for column, _, _, may_read in columns if column is not None and not may_read)
    enums = frozenset(column for column, _, is_enum, _ in columns if is_enum)
    if own and len(closed) == len(own):
        return Closed(f"permission denied for {'.'.join(name)}")
    mine = [row[2:] for row in constraints if row[:2] == name]
    key = next((tuple(columns) for columns, _, table, _ in mine if table is None), ())
    references = tuple(
        Reference(tuple(columns), (schema, table), tuple(others))
        for columns, schema, table, others in mine
        if table is not None
    )
    return Table(name, tuple(own), key, references, closed, enums, exact=True)
