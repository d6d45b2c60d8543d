"""What can be computed from a row alone, without joining anything to it."""

from typing import Final

from genesis.model.expression import (
    Call,
    Case,
    Cast,
    Column,
    Exists,
    Expression,
    Field,
    In,
    Literal,
    Measured,
    Related,
    transform,
    walk,
)
from genesis.model.joins import THERE
from genesis.model.model import Model
from genesis.model.parts import Step


def is_plain(model: Model, source: str, expression: Expression) -> bool:
    """Whether ``expression`` over a row of ``source`` needs the columns of that row alone."""
    return all(_plain_node(model, source, node) for node in walk(expression))


def _plain_node(model: Model, source: str, node: Expression) -> bool:
    match node:
        case Field():
            return not node.path and plain_field(model, source, node.name)
        case Measured() | Related() | Exists():
            return False
        case _:
            return True


def plain_field(model: Model, source: str, name: str) -> bool:
    """Whether a field is a column, or computed from columns of its own row."""
    found = model.field(source, name)
    assert found is not None  # noqa: S101 the model has resolved it
    return found.value is None or is_plain(model, source, found.value)


def plain_target(model: Model, step: Step) -> bool:
    """Whether the rows that a step leads to can be told, and met, by their own columns."""
    where = model.where(step.target)
    conditions = [c for c in (step.where, where) if c is not None]
    there = [f for f in walk(step.condition) if isinstance(f, Field)] if step.condition is not None else []
    return (
        any(_strict(model, step.target, name) for name in met_by(model, step))
        and all(is_plain(model, step.target, c) for c in conditions)
        and all(plain_field(model, step.target, other) for _, other in step.pairs)
        and all(f.path == (THERE,) and plain_field(model, step.target, f.name) for f in there if f.path[:1] == (THERE,))
    )


def met_by(model: Model, step: Step) -> tuple[str, ...]:
    """The fields of a row that a step leads to of which some are not null: those it compares, and the key."""
    compared = [
        node.name
        for node in (walk(step.condition) if step.condition is not None else ())
        if isinstance(node, Field) and node.path == (THERE,)
    ]
    return (*(other for _, other in step.pairs), *compared, *(model.key(step.target) or ()))


def _strict(model: Model, source: str, name: str) -> bool:
    """Whether a field is certainly null where its row is missing."""
    found = model.field(source, name)
    assert found is not None  # noqa: S101 the model has resolved it
    if found.value is None:
        return True

    def change(node: Expression) -> Expression:
        if not isinstance(node, Field):
            return node
        strict = not node.path and _strict(model, source, node.name)
        return Column("row", node.name, node.type) if strict else Literal(0, node.type)

    return null_of_null(transform(found.value, change), "row")


_SPEAKS_OF_NULL: Final = frozenset(
    {
        *("and", "or", "coalesce", "is_null", "is_not_null", "is_distinct", "is_same", "not_true", "concat_ws", "if"),
        *("today", "cut_list", "join_list", "first_places"),
    }
)


def null_of_null(expression: Expression, *aliases: str) -> bool:
    """Whether an expression is certainly null where every column of ``aliases`` is."""
    match expression:
        case Column():
            return expression.relation in aliases
        case Call() if expression.function not in _SPEAKS_OF_NULL:
            return any(null_of_null(a, *aliases) for a in expression.arguments)
        case Cast():
            return null_of_null(expression.operand, *aliases)
        case In():
            return null_of_null(expression.operand, *aliases)
        case Literal():
            return expression.value is None
        case _:
            return False


def is_constant(expression: Expression) -> bool:
    """Whether an expression is the same for every row."""
    return all(isinstance(node, Literal | Call | Cast | Case | In) for node in walk(expression))
