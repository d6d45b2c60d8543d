"""Which columns an expression reads, inside its sub-queries too."""

from collections.abc import Iterator

from genesis.model.expression import Column, Exists, Expression, children
from genesis.relation.nodes import Filter, Join, Relation


def columns_of(expression: Expression) -> Iterator[Column]:
    """Every column that an expression names."""
    if isinstance(expression, Column):
        yield expression
    elif isinstance(expression, Exists):
        yield from _within(expression.relation)  # type: ignore[arg-type]
    for child in children(expression):
        yield from columns_of(child)


def _within(relation: Relation) -> Iterator[Column]:
    match relation:
        case Filter():
            yield from columns_of(relation.condition)
            yield from _within(relation.input)
        case Join():
            if relation.on is not None:
                yield from columns_of(relation.on)
            yield from _within(relation.left)
        case _:
            return
