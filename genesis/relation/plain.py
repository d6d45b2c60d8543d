"""What can be computed from a row alone, without joining anything to it."""

from genesis.model.expression import Exists, Expression, Field, Measured, Related, walk
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
        all(is_plain(model, step.target, c) for c in conditions)
        and all(plain_field(model, step.target, other) for _, other in step.pairs)
        and all(f.path == (THERE,) and plain_field(model, step.target, f.name) for f in there if f.path[:1] == (THERE,))
    )
