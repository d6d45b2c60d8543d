"""Tables that a query reads, as their sources describe them."""

from functools import partial

from genesis.diagnostics import Span
from genesis.model.model import Model
from genesis.model.types import Type, parse_type
from genesis.relation.nodes import Scan
from genesis.spec.documents import SourceSpec
from genesis.sql.query import TableUse
from genesis.sql.sources import parse_query, tables


def scanned(model: Model, scan: Scan) -> TableUse:
    """The table of a source without ``sql:``."""
    return model.kept(scan.source, "table", "", partial(_use, model.source(scan.source), scan))


def behind(model: Model, source: str, dialect: str) -> tuple[tuple[str, ...], ...]:
    """The names of the tables that the ``sql:`` of a source reads.

    Raises:
        GenesisError: as :func:`genesis.sql.sources.parse_query`.
    """
    sql = model.source(source).sql
    return (
        ()
        if sql is None
        else model.kept(source, "behind", dialect, lambda: tables(parse_query(sql, dialect, model.expressions)))
    )


def _use(spec: SourceSpec, scan: Scan) -> TableUse:
    return TableUse(scan.table, _claims(spec), spec.table.span if spec.table else scan.span, _places(spec))


def _claims(spec: SourceSpec) -> tuple[tuple[str, Type], ...]:
    columns = {}
    for field in spec.fields:
        type_ = parse_type(field.type.value) if field.type and not field.sql and not field.rollup else None
        if type_:
            columns[(field.column or field.name).value] = type_
    return tuple(columns.items())


def _places(spec: SourceSpec) -> tuple[tuple[str, Span], ...]:
    return tuple((field.column.value, field.column.span) for field in spec.fields if field.column)
