"""``title_case``: each word, between spaces, with its first letter in upper case and the rest in lower case."""

from genesis.model import steps
from genesis.model.expression import Expression, call
from genesis.model.parts import SourceField
from genesis.model.types import STRING
from genesis.spec.documents import FormatterSpec


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Expression:  # noqa: ARG001
    """The words of a title."""
    steps.no_argument(step)
    steps.takes(step, value, ("string",))
    return call("title_case", STRING, value)
