"""The exact opposite of a condition."""

from typing import Final

from msgspec.structs import replace

from genesis.model.expression import Call, Expression, In, Literal, Related, call
from genesis.model.types import BOOLEAN

_OPPOSITE: Final = {
    "=": "is_distinct",
    "is_null": "is_not_null",
    "is_not_null": "is_null",
    "is_distinct": "is_same",
    "is_same": "is_distinct",
}
_TURNED: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def negated(expression: Expression) -> Expression:
    """The exact opposite of a condition: it holds where the condition is false or null."""
    match expression:
        case Call("and", parts):
            return Call("or", tuple(map(negated, parts)), BOOLEAN)
        case Call("or", parts):
            return Call("and", tuple(map(negated, parts)), BOOLEAN)
        case Call(name, parts) if name in _OPPOSITE:
            return Call(_OPPOSITE[name], parts, BOOLEAN)
        case Call(name, parts) if name in _TURNED:
            turned = Call(_TURNED[name], parts, BOOLEAN)
            unknown = (call("is_null", BOOLEAN, p) for p in parts if not isinstance(p, Literal))
            return Call("or", (turned, *unknown), BOOLEAN)
        case In(operand):
            return Call("or", (call("not", BOOLEAN, expression), call("is_null", BOOLEAN, operand)), BOOLEAN)
        case Related():
            return replace(expression, negated=not expression.negated)
        case Literal(value) if isinstance(value, bool):
            return Literal(not value, BOOLEAN)
        case _:
            return call("not_true", BOOLEAN, expression)
