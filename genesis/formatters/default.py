"""``default: v``: null becomes v."""

from genesis.model import steps
from genesis.model.expression import Call, Expression
from genesis.model.literals import literal
from genesis.model.parts import SourceField
from genesis.spec.documents import FormatterSpec


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Expression:  # noqa: ARG001
    """``coalesce`` with a literal of the value's type."""
    given = literal(steps.scalar(step, "default: 0"), value.type)
    return Call("coalesce", (value, given), value.type)
