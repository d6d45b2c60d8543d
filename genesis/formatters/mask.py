"""``mask: {keep: 4}``: all but the last characters hidden; short text is hidden whole."""

from genesis.model import steps
from genesis.model.expression import Case, Expression, Literal, call
from genesis.model.parts import SourceField
from genesis.model.types import BOOLEAN, INTEGER, STRING
from genesis.spec.documents import FormatterSpec

_EXAMPLE = "mask: {keep: 4}"
_MOST = 100
_HIDDEN = Literal("••••", STRING)


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Expression:  # noqa: ARG001
    """The mask does not tell how long the text is."""
    steps.takes(step, value, ("string",))
    keep = steps.whole_value(steps.texts(step, ("keep",), _EXAMPLE).get("keep"))
    if keep is None or not 0 <= keep <= _MOST:
        raise steps.bad_argument(step, f"`mask` needs to know how many characters to keep, from 0 to {_MOST}", _EXAMPLE)
    masked = (call("is_not_null", BOOLEAN, value), _HIDDEN)
    if not keep:
        return Case((masked,), None, STRING)
    longer = call(">", BOOLEAN, call("length", INTEGER, value), Literal(keep, INTEGER))
    shown = call("||", STRING, _HIDDEN, call("right", STRING, value, Literal(keep, INTEGER)))
    return Case(((longer, shown), masked), None, STRING)
