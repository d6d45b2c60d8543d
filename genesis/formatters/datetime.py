"""``datetime: yyyy-MM-dd HH:mm``: a timestamp in a Unicode (TR 35) pattern, with English names."""

from genesis.formatters.date import pattern
from genesis.model import steps
from genesis.model.expression import Expression
from genesis.model.parts import SourceField
from genesis.model.shown import Shown
from genesis.spec.documents import FormatterSpec


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Shown:  # noqa: ARG001
    """Shown as date and time."""
    steps.takes(step, value, ("timestamp", "timestamptz"))
    return Shown("datetime", pattern(step, "datetime: yyyy-MM-dd HH:mm", with_time=True))
