"""Texts of several tables, that may have collations which cannot meet, in one column."""

from collections.abc import Sequence
from functools import reduce
from typing import Final

from sqlglot import exp

from genesis.model.types import Type
from genesis.relation.nodes import Named
from genesis.sql.expressions import Lowered

_TEXTS: Final = frozenset({"string", "json", "list"})
"""Kinds of type that are text where a dialect has collations."""


def united(lowered: Lowered, queries: Sequence[exp.Query], columns: tuple[Named, ...]) -> exp.Query:
    """The rows of all queries; ``columns`` are the first one's, whose texts are brought to the collation to which they bring all
    others, in place."""
    for (_, expression), made in zip(columns, list(queries[0].selects), strict=True):
        if expression.type.kind in _TEXTS and lowered.dialect.text_met:
            shown = made.this if isinstance(made, exp.Alias) else made
            named = made.args["alias"] if isinstance(made, exp.Alias) else made.this.copy()
            made.replace(exp.Alias(this=_met(lowered, shown.copy()), alias=named))
    return reduce(lambda one, other: exp.Union(this=one, expression=other, distinct=False), queries)


def combined(lowered: Lowered, made: exp.Expr, type_: Type) -> exp.Expr:
    """A text that is made of several columns, as it can be compared."""
    several = lowered.dialect.text_met and type_.kind in _TEXTS and len({*made.find_all(exp.Column)}) > 1
    return _met(lowered, made) if several else made


def _met(lowered: Lowered, made: exp.Expr) -> exp.Expr:
    return lowered.filled(lowered.dialect.text_met, [made])
