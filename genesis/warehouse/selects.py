"""Queries that read no row: what a source's SQL gives."""

from sqlglot import exp

from genesis.model.model import Model
from genesis.spec.documents import SourceSpec
from genesis.sql.dialect import dialect as dialect_of
from genesis.sql.lower import Statement
from genesis.sql.query import CompiledQuery, TableUse
from genesis.sql.render import Comments, render
from genesis.sql.sources import parse_query, tables


def result_of(model: Model, spec: SourceSpec, dialect: str) -> CompiledQuery:
    """All columns of a source behind ``sql:``, and none of its rows.

    Raises:
        GenesisError: for SQL that cannot be read, or that the source does not have for the dialect.
    """
    assert spec.sql is not None  # noqa: S101 the caller has seen it
    name, place = spec.name.value, spec.sql.span
    query = parse_query(spec.sql, dialect, model.expressions)
    uses = tuple(TableUse(table, (), place) for table in tables(query))
    tree = exp.select("*").from_(query.subquery("given")).limit(0)
    statement = Statement(tree, (name,), uses, {}, ())
    text = render(statement, dialect_of(dialect), Comments((), [None], (), shown=False)).text
    return CompiledQuery(name, dialect, text, (), (), (name,), uses, span=spec.name.span)
