"""From a source's column to the columns of tables: its own table's, or those that its ``sql`` takes it from."""

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.lineage import lineage

from genesis.model.model import Model
from genesis.sql.sources import parse_query, tables

TableColumn = tuple[str, ...]
"""A table's name by its parts, then the column's; without a column where that cannot be told."""


def table_columns(model: Model, source: str, column: str) -> tuple[TableColumn, ...]:
    """The table columns that ``column`` of a source comes from, in the order its SQL names them.

    Raises:
        GenesisError: when the source's SQL cannot be read.
    """
    spec = model.source(source)
    if spec.sql is None:
        return ((*spec.table.value.split("."), column),) if spec.table else ()
    query = parse_query(spec.sql, "", model.expressions)
    try:
        root = lineage(column, query, schema={}, dialect=model.expressions)
    except (SqlglotError, ValueError, RecursionError):
        return tables(query)
    found = (_table_column(node.expression, node.name) for node in root.walk() if not node.downstream)
    return tuple(dict.fromkeys(one for one in found if one))


def _table_column(expression: exp.Expr, name: str) -> TableColumn:
    """A leaf of the lineage; nothing when it is a constant."""
    if not isinstance(expression, exp.Table):
        return ()
    return (*(part.name for part in expression.parts), name.rpartition(".")[2].strip('"'))
