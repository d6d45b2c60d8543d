"""``scale: x``: the value times x."""

from genesis.model import steps
from genesis.model.expression import Expression, call
from genesis.model.parts import SourceField
from genesis.model.signatures import product_type
from genesis.spec.documents import FormatterSpec

_EXAMPLE = "scale: 0.001"


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Expression:  # noqa: ARG001
    """A decimal or a float, unless both are integers."""
    steps.takes(step, value, steps.NUMBERS)
    factor = steps.number(step, step.argument, _EXAMPLE)
    type_ = product_type((value.type, factor.type))
    if type_ is None:
        raise steps.bad_argument(step, f"a {value.type} times this has more digits than a decimal can hold", _EXAMPLE)
    return call("*", type_, value, factor)
