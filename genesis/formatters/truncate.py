"""``truncate: n``: the first n characters, the last of them ``…`` where text was cut."""

from genesis.model import steps
from genesis.model.expression import Case, Expression, Literal, call
from genesis.model.parts import SourceField
from genesis.model.types import BOOLEAN, INTEGER, STRING
from genesis.spec.documents import FormatterSpec

_MOST = 1_000_000


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Expression:  # noqa: ARG001
    """Text of at most n characters."""
    steps.takes(step, value, ("string",))
    most = steps.whole(step, _MOST, "truncate: 80", least=1)
    longer = call(">", BOOLEAN, call("length", INTEGER, value), Literal(most, INTEGER))
    kept = call("substr", STRING, value, Literal(1, INTEGER), Literal(most - 1, INTEGER))
    ellipsis = Literal("…", STRING)
    return Case(((longer, call("||", STRING, kept, ellipsis) if most > 1 else ellipsis),), value, STRING)
