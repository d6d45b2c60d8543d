"""The exact opposite of a condition."""

from typing import Final, TypeGuard

from msgspec.structs import replace

from genesis.model.expression import Call, Cast, Expression, In, Literal, Related, call, walk
from genesis.model.types import BOOLEAN

_OPPOSITE: Final = {
    "is_null": "is_not_null",
    "is_not_null": "is_null",
    "is_distinct": "is_same",
    "is_same": "is_distinct",
}
_TURNED: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def negated(expression: Expression) -> Expression:  # noqa: C901 one case per kind of condition
    """The exact opposite of a condition: it holds where the condition is false or null."""
    match expression:
        case Call("and", parts):
            return either(tuple(map(negated, parts)))
        case Call("or", parts):
            return Call("and", tuple(map(negated, parts)), BOOLEAN)
        case Call("=", parts):
            return _unequal(parts)
        case Call(name, parts) if name in _OPPOSITE:
            return Call(_OPPOSITE[name], parts, BOOLEAN)
        case Call(name, parts) if name in _TURNED:
            turned = Call(_TURNED[name], parts, BOOLEAN)
            unknown = (call("is_null", BOOLEAN, p) for p in parts if not _certain(p))
            return either((turned, *unknown))
        case In(operand):
            return either((call("not", BOOLEAN, expression), call("is_null", BOOLEAN, operand)))
        case Related():
            return replace(expression, negated=not expression.negated)
        case Literal(value) if isinstance(value, bool):
            return Literal(not value, BOOLEAN)
        case _:
            return call("not_true", BOOLEAN, expression)


def _unequal(parts: tuple[Expression, ...]) -> Expression:
    if any(map(_certain, parts)):
        return Call("is_distinct", parts, BOOLEAN)
    return either((Call("<>", parts, BOOLEAN), *(call("is_null", BOOLEAN, p) for p in parts)))


def _certain(part: Expression) -> bool:
    """Whether a value is never null: it is made of literals and of today alone."""
    return all(
        (isinstance(node, Literal) and node.value is not None)
        or (isinstance(node, Call) and node.function in {"today", "date_add", "date_trunc", "date"})
        or isinstance(node, Cast)
        for node in walk(part)
    )


def either(parts: tuple[Expression, ...]) -> Expression:
    """One of several conditions, none twice, tests for null last."""
    flat = [one for part in parts for one in (part.arguments if _is(part, "or") else (part,))]
    unique = dict.fromkeys(flat)
    ordered = (*(p for p in unique if not _is(p, "is_null")), *(p for p in unique if _is(p, "is_null")))
    return ordered[0] if len(ordered) == 1 else Call("or", ordered, BOOLEAN)


def _is(expression: Expression, function: str) -> TypeGuard[Call]:
    return isinstance(expression, Call) and expression.function == function
