"""``labels``: a code becomes the label that its field's ``values`` give it; an unknown code stays."""

from genesis.diagnostics import fail
from genesis.model import steps
from genesis.model.expression import Call, Case, Expression, Literal, call
from genesis.model.parts import SourceField
from genesis.model.types import BOOLEAN, STRING
from genesis.spec.documents import FormatterSpec


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Expression:
    """A ``case`` over the codes.

    Raises:
        GenesisError: G503 when no ``values`` are known.
    """
    steps.no_argument(step)
    if field is None or not field.values:
        raise fail("G503", step.name.span, "`labels` needs a field with `values`", "values: {CODE: Label}")
    branches = tuple((_is(value, code), Literal(label, STRING)) for code, label in field.values)
    other = value if value.type == STRING else Call("to_text", (value,), STRING)
    return Case(branches, other, STRING)


def _is(value: Expression, code: object) -> Expression:
    if code is None:
        return call("is_null", BOOLEAN, value)
    return call("=", BOOLEAN, value, Literal(code, value.type))  # type: ignore[arg-type]
