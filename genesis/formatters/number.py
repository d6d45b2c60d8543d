"""``number: "#,##0.00"``: a number in a Unicode (TR 35) pattern."""

import re
from typing import Final

from genesis.model import steps
from genesis.model.expression import Expression
from genesis.model.parts import SourceField
from genesis.model.shown import Shown
from genesis.spec.documents import FormatterSpec

_TEXT: Final = r"(?:'(?:[^']|'')*'|[^'#0-9.,;%\u2030@E*])*"
_WHOLE: Final = r"(?:#*0*|#*(?:,###)+|#*,##0|#*,#00|#*0*(?:,000)+|#*(?:,###)*,(?:##0|#00))"
_PATTERN: Final = re.compile(rf"{_TEXT}(?=[#0,]){_WHOLE}(?:\.0*#*)?{_TEXT}")
_MOST: Final = 15
_EXAMPLE: Final = 'number: "#,##0.00"'


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Shown:  # noqa: ARG001
    """Shown as a number."""
    steps.takes(step, value, steps.NUMBERS)
    text = steps.text(step, _EXAMPLE)
    halves = text.split(";")
    if len(halves) > 2 or not all(_PATTERN.fullmatch(half) for half in halves):  # noqa: PLR2004 positive;negative
        raise steps.bad_argument(step, f"`{text}` is no number pattern", f"{_EXAMPLE}; groups have three digits")
    if any(len(re.sub("[^0#]", "", half.partition(".")[2])) > _MOST for half in halves):
        raise steps.bad_argument(step, f"`{text}` has more than {_MOST} decimals", _EXAMPLE)
    return Shown("number", text)
