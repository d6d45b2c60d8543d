"""``round: n``: to n decimals, half away from zero; an integer stays one, a decimal keeps its scale."""

from genesis.model import steps
from genesis.model.expression import Expression, Literal, call
from genesis.model.parts import SourceField
from genesis.model.signatures import rounded_type
from genesis.model.types import INTEGER
from genesis.spec.documents import FormatterSpec

_MOST = 15


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Expression:  # noqa: ARG001
    """To tens, hundreds ... where n is negative."""
    steps.takes(step, value, steps.NUMBERS)
    decimals = steps.whole(step, _MOST, "round: 2", least=-_MOST)
    if value.type.kind == "integer" and decimals >= 0:
        return value
    return call("round", rounded_type([value.type]), value, Literal(decimals, INTEGER))
