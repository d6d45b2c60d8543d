"""Arithmetic and numbers' text, so that no digit is lost and nothing divided by zero."""

from typing import Final

from sqlglot import exp

from genesis.model.expression import Call, Case, Cast, Expression, Literal
from genesis.model.types import FLOAT, INTEGER, WIDEST, Type, decimal
from genesis.sql.special import Lowering

_FINE: Final = 20
"""Digits behind the point of a float that are looked at to cut it."""


def divided(lowering: Lowering, node: Call) -> exp.Expr | None:
    """Null where the divisor is 0, unless it is known not to be."""
    divisor = node.arguments[1]
    known = isinstance(divisor, Literal) and divisor.value not in (None, 0)
    if known:
        return None
    below = exp.Nullif(this=lowering.value(divisor), expression=exp.Literal.number("0"))
    return lowering.applied(node, [lowering.value(node.arguments[0]), below])


def rounded(lowering: Lowering, node: Call) -> exp.Expr | None:
    """A float to decimals as it is written, by way of an exact decimal; one that is too large for that has no decimals."""
    given, *places = node.arguments
    count = places[0].value if places and isinstance(places[0], Literal) else None
    if not lowering.dialect.binary_rounding or node.type != FLOAT or not isinstance(count, int) or count < 0:
        return None
    cut = node.function == "truncate"
    exact = Cast(given, decimal(WIDEST, max(count, _FINE) if cut else count), safe=True)
    whole = Call("truncate", (exact, places[0]), exact.type) if cut else exact
    return lowering.value(Call("coalesce", (Cast(whole, FLOAT), given), FLOAT))


def wide(lowering: Lowering, node: Call) -> exp.Expr | None:
    """Numbers that are only written have 32 bits on most engines, and integers of the language 64."""
    if node.type == INTEGER and lowering.dialect.integer_steps:
        return _checked(lowering, node, lowering.dialect.integer_steps)
    if node.type.kind == "decimal" and _cut(lowering, node):
        raise lowering.unable(
            f"a {node.type} as `a {node.function} b` of {' and '.join(str(a.type) for a in node.arguments)}"
        )
    if node.type.kind == "decimal" and lowering.dialect.wide_decimals:
        return _widened(lowering, node)
    if node.type != INTEGER or not all(map(_written, node.arguments)):
        return None
    left, right = (lowering.value(a) for a in node.arguments)
    return lowering.applied(node, [exp.Cast(this=left, to=lowering.type_(INTEGER)), right])


def _cut(lowering: Lowering, node: Call) -> bool:
    """Whether a result's last digits would be lost."""
    kept = lowering.dialect.decimal_kept
    if not kept or node.type.scale <= kept:
        return False
    whole = [_digits(a) - a.type.scale for a in node.arguments]
    room = sum(whole) if node.function == "*" else max(whole)
    return room + node.type.scale + 1 > WIDEST


def _checked(lowering: Lowering, node: Call, steps: tuple[str, str]) -> exp.Expr:
    """A result that is an error where it has more than 64 bits."""
    before, after = steps
    left, right = (lowering.value(a) for a in node.arguments)
    return lowering.filled(after, [lowering.applied(node, [lowering.filled(before, [left]), right])])


def _widened(lowering: Lowering, node: Call) -> exp.Expr:
    """Its first operand has as many digits as the result: of the result's scale too, but for a product.

    It has twice as many where the result may have more than it has room for, which is an error when it is cast back.
    """
    left, right = node.arguments
    scale = left.type.scale if node.function == "*" else node.type.scale
    full = node.type.precision == WIDEST
    to = lowering.type_(Type("decimal", 2 * WIDEST if full else node.type.precision, scale))
    made = lowering.applied(node, [exp.Cast(this=lowering.value(left), to=to), lowering.value(right)])
    return exp.Cast(this=made, to=lowering.type_(node.type)) if full else made


def compared(lowering: Lowering, node: Call) -> exp.Expr | None:
    """Decimals that have more than 38 digits once they are of one scale are compared with twice as many."""
    left, right = node.arguments
    if not lowering.dialect.wide_decimals or not _crowded((left, right)):
        return None
    to = lowering.type_(Type("decimal", 2 * WIDEST, max(left.type.scale, right.type.scale)))
    return lowering.applied(node, [exp.Cast(this=lowering.value(left), to=to), lowering.value(right)])


def alternatives(lowering: Lowering, values: tuple[Expression, ...], type_: Type) -> list[exp.Expr]:
    """Values of which one is chosen: decimals of the result's type where an engine would refuse or cut those of several."""
    made = [lowering.value(value) for value in values]
    scales = {value.type.scale for value in values if value.type.kind == "decimal"}
    cut = lowering.dialect.fixed_decimals and _crowded(values)
    if type_.kind != "decimal" or len(scales) == 1 or not (cut or lowering.dialect.wide_decimals):
        return made
    room = 2 * WIDEST if lowering.dialect.wide_decimals and _crowded(values) else type_.precision
    to = lowering.type_(Type("decimal", room, type_.scale))
    return [
        one if value.type == type_ else exp.Cast(this=one, to=to.copy())
        for one, value in zip(made, values, strict=True)
    ]


def _crowded(values: tuple[Expression, ...]) -> bool:
    """Whether numbers, of which one is a decimal, have more than 38 digits once they are of one scale."""
    kinds = {value.type.kind for value in values}
    if "decimal" not in kinds or not kinds <= {"decimal", "integer", "null"}:
        return False
    whole = max(_digits(value) - value.type.scale for value in values)
    return whole + max(value.type.scale for value in values) > WIDEST


def _written(node: Expression) -> bool:
    """Whether an integer is made of written numbers alone, without arithmetic, which would have made it wide."""
    match node:
        case Literal():
            return True
        case Call() if node.function in {"negative", "abs", "coalesce", "nullif", "greatest", "least", "%", "quotient"}:
            return all(map(_written, node.arguments))
        case Case():
            results = [value for _, value in node.branches] + ([node.otherwise] if node.otherwise else [])
            return all(map(_written, results))
        case _:
            return False


def multiplied(lowering: Lowering, node: Call) -> exp.Expr | None:
    """A decimal product has room for all its digits: engines that would not make it are given wider operands."""
    if node.type.kind != "decimal" or lowering.dialect.wide_decimals or lowering.dialect.decimal_kept:
        return wide(lowering, node)
    room = lowering.dialect.decimal_steps
    given = [_digits(a) for a in node.arguments]
    most, product = lowering.dialect.decimal_product
    if most and sum(given) > most:
        made = lowering.applied(node, [lowering.value(a) for a in node.arguments])
        return lowering.filled(product, [made, exp.Literal.number(str(node.type.precision - node.type.scale))])
    if not room or max(given) > room or sum(given) <= room:
        return None
    left, right = node.arguments
    if left.type.kind != "decimal":
        left, right = right, left
    to = lowering.type_(Type("decimal", min(sum(given), WIDEST), left.type.scale))
    return lowering.applied(node, [exp.Cast(this=lowering.value(left), to=to), lowering.value(right)])


def _digits(node: Expression) -> int:
    """Of how many digits an engine takes a factor to be."""
    if node.type.kind == "decimal":
        return node.type.precision
    literal = isinstance(node, Literal) and isinstance(node.value, int)
    return len(str(node.value).lstrip("-")) if literal and isinstance(node, Literal) else 19


def number_text(lowering: Lowering, node: Call) -> exp.Expr | None:
    """A decimal has a digit before its point."""
    given = node.arguments[0]
    own = lowering.dialect.functions.get("to_text/decimal")
    if own and given.type.kind == "decimal":
        return lowering.filled(own, [lowering.value(given), exp.Literal.number(str(given.type.scale))])
    if given.type.kind != "decimal" or given.type.precision > given.type.scale:
        return None
    if given.type.precision < WIDEST:
        to = Type("decimal", given.type.precision + 1, given.type.scale)
        return lowering.applied(node, [exp.Cast(this=lowering.value(given), to=lowering.type_(to))])
    group, _ = lowering.dialect.replacement
    point = [exp.Literal.string(r"^(-?)\."), exp.Literal.string(f"{group.format(1)}0.")]
    return lowering.applied(
        Call("edited", node.arguments, node.type), [lowering.applied(node, [lowering.value(given)]), *point]
    )
