"""Calls whose form depends on their arguments, in every dialect."""

import re
from collections.abc import Callable
from functools import reduce
from typing import Final

from sqlglot import exp

from genesis.model import replacements
from genesis.model.expression import Call, Column, Expression, Literal
from genesis.sql import java_patterns
from genesis.sql.special import Lowering, Special
from genesis.sql.special_dates import date_text
from genesis.sql.special_numbers import alternatives, compared, divided, multiplied, number_text, rounded, wide

_LONGEST: Final = 250
"""Operands in a row: engines nest them, and some refuse more than 1,000 levels."""


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


def _equal(lowering: Lowering, node: Call) -> exp.Expr | None:
    left, right = node.arguments
    if isinstance(right, Literal) and isinstance(right.value, bool):
        value = lowering.value(left)
        return value if right.value else exp.Not(this=value)
    return _same(lowering, node)


def _same(lowering: Lowering, node: Call) -> exp.Expr | None:
    if not lowering.dialect.text_same or all(a.type.kind != "string" for a in node.arguments):
        return compared(lowering, node)
    same = lowering.applied(node, [lowering.alike(a) for a in node.arguments])
    key = lowering.dialect.text_key
    if node.function != "=" or not key or not all(isinstance(a, Column) for a in node.arguments):
        return same
    left, right = (lowering.value(a) for a in node.arguments)
    found = [lowering.applied(node, [left, lowering.filled(key, [right])])]
    found.append(lowering.applied(node, [lowering.filled(key, [left.copy()]), right.copy()]))
    return reduce(lambda one, other: exp.And(this=one, expression=other), [*found, same])


def _coalesce(lowering: Lowering, node: Call) -> exp.Expr:
    first, *rest = alternatives(lowering, node.arguments, node.type)
    return lowering.fixed(exp.Coalesce(this=first, expressions=rest), node.type)


def _compared(lowering: Lowering, node: Call) -> exp.Expr | None:
    left, right = node.arguments
    if not lowering.dialect.text_order or "string" not in {left.type.kind, right.type.kind}:
        return compared(lowering, node)
    return lowering.applied(node, [lowering.comparable(lowering.value(left), left.type), lowering.alike(right)])


def _unless_null(lowering: Lowering, node: Call) -> exp.Expr:
    """``greatest`` and ``least`` are null when one argument is, on every engine."""
    values = alternatives(lowering, node.arguments, node.type)
    there: list[exp.Expr] = [
        exp.Is(this=v.copy(), expression=exp.Not(this=exp.Null())) for v in values if not isinstance(v, exp.Literal)
    ]
    first = lowering.comparable(values[0], node.type)
    others = [lowering.comparable(v, node.type) for v in values[1:]] if lowering.dialect.text_same else values[1:]
    chosen = lowering.fixed(lowering.applied(node, [first, *others]), node.type)
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
    made = lowering.applied(node, [lowering.value(given), exp.Literal.string(written)])
    listed = lowering.dialect.functions.get("json_listed")
    lists = [written[: first.start()] for first in re.finditer(r"\[0\]", written)] if listed else []
    for place in lists:
        is_list = lowering.filled(listed or "", [lowering.value(given), exp.Literal.string(place)])
        made = exp.Case(ifs=[exp.If(this=is_list, true=made)])
    return made


def _replaced(lowering: Lowering, node: Call) -> exp.Expr:
    text, pattern, replacement = node.arguments
    return lowering.applied(
        node, [lowering.value(text), _pattern(lowering, pattern), _replacement(lowering, replacement)]
    )


def _replacement(lowering: Lowering, replacement: Expression) -> exp.Expr:
    assert isinstance(replacement, Literal)  # noqa: S101 checked when typed
    group, escaped = lowering.dialect.replacement
    written = "".join(
        group.format(piece) if isinstance(piece, int) else "".join(escaped.get(c, c) for c in piece)
        for piece in replacements.pieces(str(replacement.value))
    )
    return exp.Literal.string(written)


def _searched(lowering: Lowering, node: Call) -> exp.Expr | None:
    """Group 0 is the whole match."""
    text, pattern, *group = node.arguments
    if group and isinstance(group[0], Literal) and group[0].value == 0:
        return lowering.value(Call(node.function, (text, pattern), node.type))
    return lowering.applied(node, [lowering.value(text), _pattern(lowering, pattern), *map(lowering.value, group)])


def _pattern(lowering: Lowering, pattern: Expression) -> exp.Expr:
    if lowering.dialect.java_patterns and isinstance(pattern, Literal) and isinstance(pattern.value, str):
        return lowering.value(Literal(java_patterns.written(pattern.value), pattern.type))
    return lowering.value(pattern)


def _edited(lowering: Lowering, node: Call) -> exp.Expr:
    """A pattern of the compiler's own."""
    text, pattern, replacement = node.arguments
    return lowering.applied(node, [lowering.value(text), lowering.value(pattern), _replacement(lowering, replacement)])


def _without_backslash(node: Expression) -> bool:
    return isinstance(node, Literal) and "\\" not in str(node.value)


SPECIAL: Final[dict[str, Special]] = {
    "and": _connected(exp.And),
    "or": _connected(exp.Or),
    "concat": _connected(exp.DPipe),
    "is_null": _null_test,
    "is_not_null": _null_test,
    "=": _equal,
    "<>": _same,
    "is_same": _same,
    "is_distinct": _same,
    "<": _compared,
    "<=": _compared,
    ">": _compared,
    ">=": _compared,
    "coalesce": _coalesce,
    "+": wide,
    "-": wide,
    "*": multiplied,
    "/": divided,
    "%": divided,
    "quotient": divided,
    "round": rounded,
    "truncate": rounded,
    "greatest": _unless_null,
    "least": _unless_null,
    "substr": _substring,
    "like": _anywhere(_without_backslash, 1),
    "split_part": _anywhere(_from_one, 2),
    "replace": _anywhere(_some_text, 1),
    "element_at": _anywhere(_not_zero, 1),
    "json_extract_scalar": _json_part,
    "regexp_extract": _searched,
    "regexp_like": _searched,
    "regexp_replace": _replaced,
    "edited": _edited,
    "to_text": number_text,
    "format_date": date_text,
    "format_datetime": date_text,
}
