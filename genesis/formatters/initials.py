"""``initials``: the first letter of each word, between spaces, in upper case."""

from genesis.model import steps
from genesis.model.expression import Expression, call
from genesis.model.parts import SourceField
from genesis.model.types import STRING
from genesis.spec.documents import FormatterSpec


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Expression:  # noqa: ARG001
    """``Ada Lovelace`` becomes ``AL``."""
    steps.no_argument(step)
    steps.takes(step, value, ("string",))
    return call("initials", STRING, value)
