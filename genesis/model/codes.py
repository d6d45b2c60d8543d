"""The order of coded values."""

from genesis.model.expression import Case, Expression, Literal, call
from genesis.model.parts import Codes
from genesis.model.types import BOOLEAN, INTEGER


def ordered(value: Expression, codes: Codes) -> tuple[Expression, ...]:
    """What a value is ordered by: coded values by their place among the codes, unknown ones after, by code."""
    if not codes:
        return (value,)
    branches = tuple(
        (call("=", BOOLEAN, value, Literal(code, value.type)), Literal(place, INTEGER))
        for place, (code, _) in enumerate(codes)
        if code is not None
    )
    unknown = (call("is_not_null", BOOLEAN, value), Literal(len(codes), INTEGER))
    return (Case((*branches, unknown), None, INTEGER), value)
