"""Calls whose form depends on their arguments, in every dialect."""

import re
from collections.abc import Callable
from functools import reduce
from typing import Final, Protocol

from sqlglot import exp

from genesis.diagnostics import GenesisError, fail
from genesis.model import patterns, replacements
from genesis.model.expression import Call, Case, Expression, Literal
from genesis.model.types import BOOLEAN, STRING, WIDEST, Type
from genesis.sql.dialect import Dialect


class Lowering(Protocol):
    """What lowers expressions (``genesis.sql.expressions.Lowered``)."""

    dialect: Dialect

    def value(self, node: Expression) -> exp.Expr:
        """One expression."""
        ...

    def type_(self, type_: Type) -> exp.DataType:
        """A type's name."""
        ...

    def applied(self, node: Call, lowered: list[exp.Expr]) -> exp.Expr:
        """A call by the dialect's entry for it."""
        ...

    def filled(self, template: str, arguments: list[exp.Expr]) -> exp.Expr:
        """A template of the dialect with arguments in their places."""
        ...

    def unable(self, name: str, unit: str = "") -> GenesisError:
        """G603 for a function."""
        ...


_LONGEST: Final = 250
"""Operands in a row: engines nest them, and some refuse more than 1,000 levels."""
Special = Callable[[Lowering, Call], exp.Expr | None]
"""``None`` where the dialect's entry says it."""


def _connected(kind: type[exp.Expr]) -> Special:
    def chain(parts: list[exp.Expr]) -> exp.Expr:
        if len(parts) > _LONGEST:
            size = max(_LONGEST, len(parts) // _LONGEST + 1)
            parts = [exp.Paren(this=chain(parts[i : i + size])) for i in range(0, len(parts), size)]
        return reduce(lambda left, right: kind(this=left, expression=right), parts)

    return lambda lowering, node: chain([lowering.value(a) for a in node.arguments])


def _null_test(lowering: Lowering, node: Call) -> exp.Expr:
    null: exp.Expr = exp.Null()
    wanted = exp.Not(this=null) if node.function == "is_not_null" else null
    return exp.Is(this=lowering.value(node.arguments[0]), expression=wanted)


def _not_true(lowering: Lowering, node: Call) -> exp.Expr:
    return exp.Is(this=lowering.value(node.arguments[0]), expression=exp.Not(this=exp.Boolean(this=True)))


def _equal(lowering: Lowering, node: Call) -> exp.Expr | None:
    left, right = node.arguments
    if isinstance(right, Literal) and isinstance(right.value, bool):
        value = lowering.value(left)
        return value if right.value else exp.Not(this=value)
    return None


def _coalesce(lowering: Lowering, node: Call) -> exp.Expr:
    first, *rest = (lowering.value(a) for a in node.arguments)
    return exp.Coalesce(this=first, expressions=rest)


def _divided(lowering: Lowering, node: Call) -> exp.Expr | None:
    divisor = node.arguments[1]
    known = isinstance(divisor, Literal) and divisor.value not in (None, 0)
    if known:
        return None
    below = exp.Nullif(this=lowering.value(divisor), expression=exp.Literal.number("0"))
    return lowering.applied(node, [lowering.value(node.arguments[0]), below])


def _multiplied(lowering: Lowering, node: Call) -> exp.Expr | None:
    """A decimal product has room for all its digits: engines that would not make it are given wider operands."""
    room = lowering.dialect.decimal_steps
    given = [_digits(a) for a in node.arguments]
    if node.type.kind != "decimal" or not room or max(given) > room or sum(given) <= room:
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


def _unless_null(lowering: Lowering, node: Call) -> exp.Expr:
    """``greatest`` and ``least`` are null when one argument is, on every engine."""
    values = [lowering.value(a) for a in node.arguments]
    there: list[exp.Expr] = [
        exp.Is(this=v.copy(), expression=exp.Not(this=exp.Null())) for v in values if not isinstance(v, exp.Literal)
    ]
    chosen = lowering.applied(node, values)
    if not there:
        return chosen
    both = reduce(lambda left, right: exp.And(this=left, expression=right), there)
    return exp.Case(ifs=[exp.If(this=both, true=chosen)])


def _substring(lowering: Lowering, node: Call) -> exp.Expr | None:
    """By the simple entry where it is known from which end the place is counted."""
    text, start, *length = node.arguments
    if _at_least(start, 1) and all(_at_least(n, 0) for n in length):
        return None
    if isinstance(start, Call) and start.function == "negative" and _at_least(start.arguments[0], 1) and not length:
        ended = (text, start.arguments[0])
        return lowering.applied(Call("substr end", ended, node.type), [lowering.value(a) for a in ended])
    return lowering.applied(
        Call(f"{node.function} anywhere", node.arguments, node.type), [lowering.value(a) for a in node.arguments]
    )


def _anywhere(known: Callable[[Expression], bool], index: int) -> Special:
    """By the simple entry where an argument is known to be an ordinary one, else by the entry for any, if there is one."""

    def special(lowering: Lowering, node: Call) -> exp.Expr | None:
        other = f"{node.function} anywhere"
        if known(node.arguments[index]) or not lowering.dialect.has(other):
            return None
        return lowering.applied(Call(other, node.arguments, node.type), [lowering.value(a) for a in node.arguments])

    return special


def _some_text(node: Expression) -> bool:
    return isinstance(node, Literal) and bool(node.value)


def _not_zero(node: Expression) -> bool:
    return _some_text(node) or (
        isinstance(node, Call) and node.function == "negative" and _some_text(node.arguments[0])
    )


def _from_one(node: Expression) -> bool:
    return _at_least(node, 1)


def _at_least(node: Expression, least: int) -> bool:
    return isinstance(node, Literal) and isinstance(node.value, int) and node.value >= least


def _json_part(lowering: Lowering, node: Call) -> exp.Expr:
    given, path = node.arguments
    assert isinstance(path, Literal)  # noqa: S101 checked when typed
    quoted = lowering.dialect.quoted_key
    written = re.sub(r'\."([^"]*)"', lambda key: quoted.format(key[1]), str(path.value))
    return lowering.applied(node, [lowering.value(given), exp.Literal.string(written)])


def _replaced(lowering: Lowering, node: Call) -> exp.Expr:
    text, pattern, replacement = node.arguments
    assert isinstance(replacement, Literal)  # noqa: S101 checked when typed
    group, escaped = lowering.dialect.replacement
    written = "".join(
        group.format(piece) if isinstance(piece, int) else "".join(escaped.get(c, c) for c in piece)
        for piece in replacements.pieces(str(replacement.value))
    )
    return lowering.applied(node, [lowering.value(text), lowering.value(pattern), exp.Literal.string(written)])


def _date_text(lowering: Lowering, node: Call) -> exp.Expr:
    """The engine's own formatting of what it has codes for, the dialect's entries for the other fields."""
    moment, pattern = node.arguments
    assert isinstance(pattern, Literal)  # noqa: S101 patterns are known when compiling
    dialect = lowering.dialect
    parts: list[exp.Expr] = []
    run: list[tuple[bool, str]] = []
    pieces = list(patterns.pieces(str(pattern.value)))
    if not any(is_field for is_field, _ in pieces):
        there = Call("is_not_null", (moment,), BOOLEAN)
        text = Literal("".join(piece for _, piece in pieces), STRING)
        return lowering.value(Case(((there, text),), None, STRING))
    for is_field, piece in pieces:
        if not is_field or piece in dialect.date_parts:
            run.append((is_field, piece))
            continue
        template = dialect.functions.get(f"date_field/{piece}")
        if template is None:
            message = f"{dialect.name} has no way to say the field `{piece}` of the pattern `{pattern.value}`"
            raise fail("G604", None, message)
        parts.extend(_coded(lowering, moment, run))
        parts.append(lowering.filled(template, [lowering.value(moment)]))
        run = []
    parts.extend(_coded(lowering, moment, run))
    return reduce(lambda left, right: exp.DPipe(this=left, expression=right), parts)


def _coded(lowering: Lowering, moment: Expression, run: list[tuple[bool, str]]) -> list[exp.Expr]:
    """Fields with codes and the text between them: one call, or a text, or nothing."""
    dialect = lowering.dialect
    if not any(is_field for is_field, _ in run):
        return [exp.Literal.string("".join(text for _, text in run))] if run else []
    codes = "".join(dialect.date_parts[p] if is_field else dialect.date_text(p) for is_field, p in run)
    given = lowering.value(moment)
    cut = dialect.functions.get(f"formatted/{moment.type.kind}")
    given = lowering.filled(cut, [given]) if cut else given
    return [lowering.filled(dialect.functions["format_date"], [given, exp.Literal.string(codes)])]


def _text(lowering: Lowering, node: Call) -> exp.Expr | None:
    """A decimal has a digit before its point."""
    given = node.arguments[0]
    if given.type.kind != "decimal" or given.type.precision > given.type.scale:
        return None
    if given.type.precision < WIDEST:
        to = Type("decimal", given.type.precision + 1, given.type.scale)
        return lowering.applied(node, [exp.Cast(this=lowering.value(given), to=lowering.type_(to))])
    group, _ = lowering.dialect.replacement
    point = [exp.Literal.string(r"^(-?)\."), exp.Literal.string(f"{group.format(1)}0.")]
    return lowering.filled(
        lowering.dialect.functions["regexp_replace"], [lowering.applied(node, [lowering.value(given)]), *point]
    )


SPECIAL: Final[dict[str, Special]] = {
    "and": _connected(exp.And),
    "or": _connected(exp.Or),
    "concat": _connected(exp.DPipe),
    "is_null": _null_test,
    "is_not_null": _null_test,
    "not_true": _not_true,
    "=": _equal,
    "coalesce": _coalesce,
    "*": _multiplied,
    "/": _divided,
    "%": _divided,
    "quotient": _divided,
    "greatest": _unless_null,
    "least": _unless_null,
    "substr": _substring,
    "split_part": _anywhere(_from_one, 2),
    "split": _anywhere(_some_text, 1),
    "replace": _anywhere(_some_text, 1),
    "element_at": _anywhere(_not_zero, 1),
    "json_extract_scalar": _json_part,
    "regexp_replace": _replaced,
    "to_text": _text,
    "format_date": _date_text,
    "format_datetime": _date_text,
}
