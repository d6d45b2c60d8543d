"""The same rows with less work: small rules, each applied to every SELECT of a query."""

from collections.abc import Callable
from typing import Final

from genesis.relation.nodes import Relation
from genesis.relation.rules.inner_joins import inner_joins
from genesis.relation.rules.selective_first import selective_first

Rule = Callable[[Relation], Relation]
"""Gives a relation with the same rows; what it has nothing to say about it gives back."""

RULES: Final[tuple[Rule, ...]] = (inner_joins, selective_first)


def rewrite(relation: Relation) -> Relation:
    """The relation after all rules. What stands below in other SELECTs is not touched."""
    for rule in RULES:
        relation = rule(relation)
    return relation
