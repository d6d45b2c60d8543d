"""``date: d MMM yyyy``: a date in a Unicode (TR 35) pattern, with English names."""

import re
from typing import Final

from genesis.model import steps
from genesis.model.expression import Expression
from genesis.model.parts import SourceField
from genesis.model.shown import Shown
from genesis.spec.documents import FormatterSpec

_PIECE: Final = re.compile(r"'(?:[^']|'')*'|([a-zA-Z])\1*|[^a-zA-Z']+")
_FIELDS: Final = frozenset(
    {"y", "yy", "yyyy", "M", "MM", "MMM", "MMMM", "d", "dd", "EEE", "EEEE", "Q", "QQQ", "w", "ww"}
)
_TIMES: Final = frozenset({"H", "HH", "h", "hh", "m", "mm", "s", "ss", "a"})


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Shown:  # noqa: ARG001
    """Shown as a date."""
    steps.takes(step, value, ("date", "timestamp"))
    return Shown("date", pattern(step, "date: d MMM yyyy"))


def pattern(step: FormatterSpec, example: str, *, with_time: bool = False) -> str:
    """The step's pattern; G502 for a field that a date (``with_time``: a timestamp) does not have."""
    text = steps.text(step, example)
    pieces = list(_PIECE.finditer(text))
    known = _FIELDS | _TIMES if with_time else _FIELDS
    wrong = [p[0] for p in pieces if p[1] and p[0] not in known]
    if wrong or "".join(p[0] for p in pieces) != text:
        what = f"`{wrong[0]}` is no field of a date pattern" if wrong else "a quote is not closed in this pattern"
        raise steps.bad_argument(step, what, f"{example}; letters that stand for themselves are quoted: 'week'")
    return text
