"""Types as documents name them."""

import re
from typing import Final

from genesis.diagnostics import did_you_mean, fail
from genesis.model.types import NAMES, WIDEST, Type, parse_type
from genesis.spec.documents import Text

_DECIMAL: Final = re.compile(r"decimal\(\s*\d+\s*,\s*\d+\s*\)")


def declared_type(text: Text) -> Type:
    """The type that ``text`` names.

    Raises:
        GenesisError: G301 when there is no such type.
    """
    type_ = parse_type(text.value)
    if type_ is None:
        digits = _DECIMAL.fullmatch(text.value)
        hint = f"write `decimal(p,s)` with 1 <= p <= {WIDEST} and s <= p" if digits else did_you_mean(text.value, NAMES)
        raise fail("G301", text.span, f"there is no type `{text}`", hint)
    return type_
