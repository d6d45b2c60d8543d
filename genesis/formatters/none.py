"""``none``: the value as it is, whatever its field says."""

from genesis.model import steps
from genesis.model.expression import Expression
from genesis.model.parts import SourceField
from genesis.spec.documents import FormatterSpec


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Expression:  # noqa: ARG001
    """Leave the value."""
    steps.no_argument(step)
    return value
