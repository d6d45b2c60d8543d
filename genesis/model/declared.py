"""Types as documents name them."""

from genesis.diagnostics import did_you_mean, fail
from genesis.model.types import NAMES, Type, parse_type
from genesis.spec.documents import Text


def declared_type(text: Text) -> Type:
    """The type that ``text`` names.

    Raises:
        GenesisError: G301 when there is no such type.
    """
    type_ = parse_type(text.value)
    if type_ is None:
        raise fail("G301", text.span, f"there is no type `{text}`", did_you_mean(text.value, NAMES))
    return type_
