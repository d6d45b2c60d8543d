"""What expressions and relations read: columns, other relations."""

from collections.abc import Iterator

from genesis.model.expression import Column, Exists, Expression, children
from genesis.relation.nodes import (
    Filter,
    Group,
    Join,
    Limit,
    Part,
    Project,
    Reference,
    Relation,
    Scan,
    Sort,
    Top,
    Union,
    Use,
)


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


def references(relation: Relation) -> Iterator[Reference]:
    """Every reference of a query, those in its parts too, outer ones first."""
    seen: list[Part] = []
    pending = [relation]
    while pending:
        at = pending.pop()
        match at:
            case Reference():
                yield at
                pending.append(at.relation)
            case Use() if not any(at.part is part for part in seen):
                seen.append(at.part)
                pending.append(at.part.relation())
            case Join():
                pending += [at.left, at.right]
            case Union():
                pending += at.inputs
            case Filter() | Group() | Project() | Top() | Sort() | Limit():
                pending.append(at.input)
            case Scan() | Use():
                pass
