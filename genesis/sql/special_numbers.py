"""Arithmetic and numbers' text, so that no digit is lost and nothing divided by zero."""

from sqlglot import exp

from genesis.model.expression import Call, Case, Expression, Literal
from genesis.model.types import INTEGER, WIDEST, Type
from genesis.sql.special import Lowering


def divided(lowering: Lowering, node: Call) -> exp.Expr | None:
    """Null where the divisor is 0, unless it is known not to be."""
    divisor = node.arguments[1]
    known = isinstance(divisor, Literal) and divisor.value not in (None, 0)
    if known:
        return None
    below = exp.Nullif(this=lowering.value(divisor), expression=exp.Literal.number("0"))
    return lowering.applied(node, [lowering.value(node.arguments[0]), below])


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
    """Its first operand has as many digits as the result: of the result's scale too, but for a product."""
    left, right = node.arguments
    scale = left.type.scale if node.function == "*" else node.type.scale
    to = lowering.type_(Type("decimal", node.type.precision, scale))
    return lowering.applied(node, [exp.Cast(this=lowering.value(left), to=to), lowering.value(right)])


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
