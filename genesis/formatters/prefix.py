"""``prefix: x``: text before the value."""

from genesis.model import steps
from genesis.model.expression import Expression, Literal, call
from genesis.model.parts import SourceField
from genesis.model.types import STRING
from genesis.spec.documents import FormatterSpec


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Expression:  # noqa: ARG001
    """The text, then the value."""
    steps.takes(step, value, ("string",))
    return call("||", STRING, Literal(steps.text(step, 'prefix: "Season "', blank=True), STRING), value)
