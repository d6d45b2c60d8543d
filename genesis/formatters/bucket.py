"""``bucket: [10, 100]``: the range that a number lies in: ``< 10``, ``10 – < 100``, ``≥ 100``."""

from itertools import pairwise

from genesis.model import steps
from genesis.model.expression import Case, Expression, Literal, call
from genesis.model.parts import SourceField
from genesis.model.types import BOOLEAN, STRING
from genesis.spec.documents import FormatterSpec

_EXAMPLE = "bucket: [10, 100]"


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Expression:  # noqa: ARG001
    """Bounds as they were written."""
    steps.takes(step, value, steps.NUMBERS)
    written = steps.scalars(step, _EXAMPLE)
    bounds = [steps.number(step, bound, _EXAMPLE) for bound in written]
    if any(not below.value < above.value for below, above in pairwise(bounds)):  # type: ignore[operator]
        raise steps.bad_argument(step, "the bounds of `bucket` go up", _EXAMPLE)
    texts = [bound.text for bound in written]
    names = [f"< {texts[0]}", *(f"{below} – < {above}" for below, above in pairwise(texts))]
    branches = tuple(
        (call("<", BOOLEAN, value, bound), Literal(name, STRING)) for bound, name in zip(bounds, names, strict=True)
    )
    top = (call(">=", BOOLEAN, value, bounds[-1]), Literal(f"≥ {texts[-1]}", STRING))
    return Case((*branches, top), None, STRING)
