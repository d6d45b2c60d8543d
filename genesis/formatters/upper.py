"""``upper``: text in upper case."""

from genesis.model import steps
from genesis.model.expression import Expression, call
from genesis.model.parts import SourceField
from genesis.model.types import STRING
from genesis.spec.documents import FormatterSpec


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Expression:  # noqa: ARG001
    """Each letter in upper case."""
    steps.no_argument(step)
    steps.takes(step, value, ("string",))
    return call("upper", STRING, value)
