"""``replace: {from: to}``: every occurrence replaced, in the order written."""

from genesis.diagnostics import fail
from genesis.model import steps
from genesis.model.expression import Expression, Literal, call
from genesis.model.parts import SourceField
from genesis.model.types import STRING
from genesis.spec.documents import FormatterSpec

_EXAMPLE = 'replace: {"&": and}'


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Expression:  # noqa: ARG001
    """One ``replace`` after the other."""
    steps.takes(step, value, ("string",))
    for search, new in steps.entries(step, _EXAMPLE):
        if not search.value or new.value is None:
            raise fail("G502", search.span, "`replace` needs text to look for and text instead", _EXAMPLE)
        value = call("replace", STRING, value, Literal(search.value, STRING), Literal(new.text, STRING))
    return value
