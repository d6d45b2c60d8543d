"""A join that adds no column that anything reads, and drops and doubles no row, is left out."""

from msgspec.structs import replace

from genesis.model.expression import Expression
from genesis.relation.nodes import Filter, Group, Join, Project, Relation, Sort, Top
from genesis.relation.reads import columns_of

Read = frozenset[str]
"""Aliases whose columns are read."""


def unread_joins(relation: Relation) -> Relation:
    """The relation without the left joins that nothing above them reads."""
    return _without(relation, frozenset())


def _without(relation: Relation, read: Read) -> Relation:
    match relation:
        case Project():
            return replace(relation, input=_without(relation.input, read | _aliases(*(e for _, e in relation.columns))))
        case Group():
            named = (*relation.keys, *relation.values)
            return replace(relation, input=_without(relation.input, read | _aliases(*(e for _, e in named))))
        case Filter():
            return replace(relation, input=_without(relation.input, read | _aliases(relation.condition)))
        case Top():
            every = (*relation.partition, *(e for e, _ in relation.order))
            return replace(relation, input=_without(relation.input, read | _aliases(*every)))
        case Sort():
            return replace(relation, input=_without(relation.input, read | _aliases(*(e for e, _ in relation.order))))
        case Join():
            return _joined(relation, read)
        case _:
            return relation


def _joined(relation: Join, read: Read) -> Relation:
    if relation.kind == "left" and relation.right.alias not in read:
        return _without(relation.left, read)
    on = frozenset() if relation.on is None else _aliases(relation.on)
    return replace(relation, left=_without(relation.left, read | on))


def _aliases(*expressions: Expression) -> Read:
    return frozenset(column.relation for expression in expressions for column in columns_of(expression))
