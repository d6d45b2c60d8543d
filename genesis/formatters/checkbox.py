"""``checkbox``: true and false as a box that is ticked or not."""

from genesis.model import steps
from genesis.model.expression import Expression
from genesis.model.parts import SourceField
from genesis.model.shown import Shown
from genesis.spec.documents import FormatterSpec


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Shown:  # noqa: ARG001
    """Shown as a checkbox."""
    steps.no_argument(step)
    steps.takes(step, value, ("boolean",))
    return Shown("checkbox")
