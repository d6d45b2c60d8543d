"""Queries that count violations and show some."""

from collections.abc import Sequence
from typing import Final

from genesis.claims.claim import Violations
from genesis.model.expression import Aggregate, Column, Expression
from genesis.model.model import Model
from genesis.model.types import INTEGER, Type
from genesis.relation.nodes import Group, Limit, Project, Reference, Relation, Sort
from genesis.sql.dialect import dialect as dialect_of
from genesis.sql.lower import lower
from genesis.sql.query import CompiledQuery, ResultColumn
from genesis.sql.render import Comments, render

EXAMPLES: Final = 5
_ALIAS: Final = "violations"


def totals(model: Model, violations: Violations, dialect: str) -> CompiledQuery:
    """How many violations there are, and on how many rows they stand (null when there are none)."""
    found = Reference(_ALIAS, _ALIAS, violations.relation)
    counted = Column(_ALIAS, violations.columns[-1][0], INTEGER)
    rows = Aggregate("sum", counted, INTEGER)
    group = Group(found, (), (("found", Aggregate("count", None, INTEGER)), ("rows", rows)))
    return query(model, violations.claim.source, group, (("found", INTEGER), ("rows", INTEGER)), dialect)


def examples(model: Model, violations: Violations, dialect: str) -> CompiledQuery:
    """The first violations: those on most rows, then in order of their values."""
    found = Reference(_ALIAS, _ALIAS, violations.relation)
    columns = tuple((name, Column(_ALIAS, name, type_)) for name, type_ in violations.columns)
    *others, counted = (column for _, column in columns)
    order: tuple[tuple[Expression, bool], ...] = ((counted, True), *((o, False) for o in others))
    first = Limit(Sort(Project(found, columns), order), EXAMPLES)
    return query(model, violations.claim.source, first, violations.columns, dialect)


def query(
    model: Model, name: str, relation: Relation, columns: Sequence[tuple[str, Type]], dialect: str
) -> CompiledQuery:
    """A relation as a query for a dialect.

    Raises:
        GenesisError: for what the dialect cannot say.
    """
    target = dialect_of(dialect)
    statement = lower(relation, target, model)
    results = tuple(ResultColumn(column, column, type_) for column, type_ in columns)
    text = render(statement, target, Comments((), [None] * len(columns), (), shown=False)).text
    return CompiledQuery(name, dialect, text, results, (), statement.sources, statement.tables)
