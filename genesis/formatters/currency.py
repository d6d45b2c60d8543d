"""``currency: USD``: an amount of money, with the currency's own decimals."""

import re
from typing import Final

from genesis.model import steps
from genesis.model.expression import Expression
from genesis.model.parts import SourceField
from genesis.model.shown import Shown
from genesis.spec.documents import FormatterSpec

_CODE: Final = re.compile(r"[A-Z]{3}")
_WHOLE: Final = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THOUSANDTHS: Final = "BHD IQD JOD KWD LYD OMR TND"
_DECIMALS: Final = dict.fromkeys(_WHOLE.split(), 0) | dict.fromkeys(_THOUSANDTHS.split(), 3)
"""Minor units other than 2, from ISO 4217."""


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Shown:  # noqa: ARG001
    """Shown as money."""
    steps.takes(step, value, steps.NUMBERS)
    code = steps.text(step, "currency: USD")
    if not _CODE.fullmatch(code):
        raise steps.bad_argument(step, f"`{code}` is no currency's ISO 4217 code", "currency: USD")
    decimals = _DECIMALS.get(code, 2)
    return Shown("currency", "¤#,##0" + ("." + "0" * decimals if decimals else ""), currency=code)
