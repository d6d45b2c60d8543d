"""``date: d MMM yyyy``: a date in a Unicode (TR 35) pattern, with English names."""

from genesis.model import patterns, steps
from genesis.model.expression import Expression
from genesis.model.parts import SourceField
from genesis.model.shown import Shown
from genesis.spec.documents import FormatterSpec


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Shown:  # noqa: ARG001
    """Shown as a date."""
    steps.takes(step, value, ("date", "timestamp"))
    return Shown("date", pattern(step, "date: d MMM yyyy"))


def pattern(step: FormatterSpec, example: str, *, with_time: bool = False) -> str:
    """The step's pattern; G502 for a field that a date (``with_time``: a timestamp) does not have."""
    text = steps.text(step, example)
    wrong = patterns.mistake(text, with_time=with_time)
    if wrong:
        raise steps.bad_argument(step, wrong, f"{example}; letters that stand for themselves are quoted: 'week'")
    return text
