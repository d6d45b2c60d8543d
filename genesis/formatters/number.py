"""``number: "#,##0.00"``: a number in a Unicode (TR 35) pattern."""

import re
from typing import Final

from genesis.model import steps
from genesis.model.expression import Expression
from genesis.model.parts import SourceField
from genesis.model.shown import Shown
from genesis.spec.documents import FormatterSpec

_TEXT: Final = r"(?:'(?:[^']|'')*'|[^'#0-9.,;%\u2030])*"
_PATTERN: Final = re.compile(rf"{_TEXT}#?[#,]*0[0,]*(?:\.0*#*)?{_TEXT}|{_TEXT}#[#,]*(?:\.0*#*)?{_TEXT}")


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Shown:  # noqa: ARG001
    """Shown as a number."""
    steps.takes(step, value, ("integer", "decimal", "float"))
    text = steps.text(step, 'number: "#,##0.00"')
    halves = text.split(";")
    if len(halves) > 2 or not all(_PATTERN.fullmatch(half) for half in halves):  # noqa: PLR2004 positive;negative
        raise steps.bad_argument(step, f"`{text}` is no number pattern", 'number: "#,##0.00"')
    return Shown("number", text)
