"""``join: ", "``: the elements of a list as one text."""

from genesis.diagnostics import fail
from genesis.model import steps
from genesis.model.expression import Cast, Expression, Literal, call
from genesis.model.parts import SourceField
from genesis.model.types import STRING, list_of
from genesis.spec.documents import FormatterSpec

_TEXTUAL = frozenset({"string", "integer", "decimal", "boolean", "date"})


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Expression:  # noqa: ARG001
    """Null elements are left out.

    Raises:
        GenesisError: G501 for elements without a certain text.
    """
    steps.takes(step, value, ("list",))
    separator = Literal(steps.text(step, 'join: ", "', blank=True), STRING)
    element = value.type.element
    if element is not None and element.kind not in _TEXTUAL:
        raise fail("G501", step.name.span, f"`join` has no certain text for the elements of a {value.type}")
    if element is not None and element != STRING:
        value = Cast(value, list_of(STRING))
    return call("array_join", STRING, value, separator)
