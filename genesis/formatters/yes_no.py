"""``yes_no``: Yes and No, or the two texts given."""

from genesis.model import steps
from genesis.model.expression import Case, Expression, Literal, call
from genesis.model.parts import SourceField
from genesis.model.types import BOOLEAN, STRING
from genesis.spec.documents import FormatterSpec

_EXAMPLE = "yes_no: [Da, Net]"


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Expression:  # noqa: ARG001
    """A text for true and one for false."""
    steps.takes(step, value, ("boolean",))
    texts = ["Yes", "No"] if step.argument is None else [node.text for node in steps.scalars(step, _EXAMPLE)]
    if len(texts) != 2:  # noqa: PLR2004
        raise steps.bad_argument(step, "`yes_no` takes two texts", _EXAMPLE)
    yes, no = (Literal(text, STRING) for text in texts)
    return Case(((value, yes), (call("not", BOOLEAN, value), no)), None, STRING)
