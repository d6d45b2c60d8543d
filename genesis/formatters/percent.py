"""``percent``, ``percent: 1``: a share in hundredths, with so many decimals."""

from typing import Final

from genesis.model import steps
from genesis.model.expression import Expression
from genesis.model.parts import SourceField
from genesis.model.shown import Shown
from genesis.spec.documents import FormatterSpec

_MOST: Final = 10


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Shown:  # noqa: ARG001
    """Shown as a percentage: 0.5 is 50%."""
    steps.takes(step, value, steps.NUMBERS)
    decimals = 0 if step.argument is None else steps.whole(step, _MOST, "percent: 1")
    return Shown("percent", f"0.{'0' * decimals}%" if decimals else "0%")
