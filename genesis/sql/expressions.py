"""Expressions to sqlglot's nodes, by what the dialect says."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from typing import Final

import sqlglot
from sqlglot import exp

from genesis.diagnostics import fail
from genesis.model.expression import (
    Aggregate,
    Call,
    Case,
    Cast,
    Column,
    Exists,
    Expression,
    Field,
    In,
    Literal,
    Measured,
    Native,
    Related,
    conjunction,
)
from genesis.model.types import BOOLEAN, Type
from genesis.sql.dialect import Dialect
from genesis.sql.lists import LISTS, listed
from genesis.sql.native import native

_WORD: Final = re.compile(r"\w+")
_PLAIN: Final = re.compile(r"[a-z_][a-z0-9_]*")
_DATE_PIECE: Final = re.compile(r"'((?:[^']|'')*)'|([a-zA-Z])\2*|[^a-zA-Z']+")
_PLACES: Final = "abc"


def identifier(name: str, dialect: Dialect) -> exp.Identifier:
    """A name, quoted where the dialect needs it."""
    return exp.Identifier(this=name, quoted=not _PLAIN.fullmatch(name) or name in dialect.reserved)


class Lowered:
    """Lowers expressions for one dialect. ``exists`` lowers the relation of an ``Exists``."""

    def __init__(self, dialect: Dialect, exists: Callable[[Exists], exp.Expr]) -> None:
        self.dialect = dialect
        self.exists = exists
        self._templates: dict[str, exp.Expr] = {}

    def value(self, node: Expression) -> exp.Expr:  # noqa: C901 one case per kind of expression
        """One expression. Operands stand without parentheses; :func:`parenthesize` adds them at the end."""
        match node:
            case Literal():
                return self._literal(node)
            case Column():
                return exp.Column(
                    this=identifier(node.name, self.dialect), table=identifier(node.relation, self.dialect)
                )
            case Call():
                return self._call(node)
            case Cast():
                kind = exp.TryCast if node.safe else exp.Cast
                return kind(this=self.value(node.operand), to=self.type_(node.type))
            case Case():
                ifs = [exp.If(this=self.value(a), true=self.value(b)) for a, b in node.branches]
                return exp.Case(ifs=ifs, default=None if node.otherwise is None else self.value(node.otherwise))
            case In():
                return exp.In(this=self.value(node.operand), expressions=[self.value(i) for i in node.items])
            case Native():
                return native(node.text, self.dialect.name, [self.value(a) for a in node.arguments])
            case Exists():
                return self.exists(node)
            case Aggregate():
                return self._aggregate(node)
            case Field() | Measured() | Related():
                raise TypeError(f"{node!r} was left over when the relation was built")

    def type_(self, type_: Type) -> exp.DataType:
        """A type's name."""
        if type_.kind == "decimal":
            return exp.DataType.build(f"DECIMAL({type_.precision}, {type_.scale})", dialect=self.dialect.name)
        if type_.element is not None:
            return exp.DataType(this=exp.DType.ARRAY, expressions=[self.type_(type_.element)], nested=True)
        return exp.DataType.build(self.dialect.types[type_.kind], dialect=self.dialect.name)

    def _literal(self, node: Literal) -> exp.Expr:
        match node.value:
            case None:
                return exp.Null() if node.type.kind == "null" else exp.cast(exp.Null(), self.type_(node.type))
            case bool():
                return exp.Boolean(this=node.value)
            case str():
                return exp.Literal.string(node.value)
            case datetime() | date():
                text = node.value.isoformat(" ") if isinstance(node.value, datetime) else node.value.isoformat()
                return exp.Cast(this=exp.Literal.string(text), to=self.type_(node.type))
            case int() | float() | Decimal():
                return self._number(node)
            case _:
                raise TypeError(f"no literal of {node.type}")

    def _number(self, node: Literal) -> exp.Expr:
        text = format(node.value, "f") if isinstance(node.value, Decimal) else repr(node.value)
        if node.type.kind == "float" and "e" not in text:
            text += "e0"
        positive = exp.Literal.number(text.removeprefix("-"))
        return exp.Neg(this=positive) if text.startswith("-") else positive

    def _call(self, node: Call) -> exp.Expr:
        name, arguments = node.function, node.arguments
        if name in LISTS:
            return listed(self.value, node)
        special = _SPECIAL.get(name)
        made = special(self, node) if special else None
        if made is not None:
            return made
        unit = arguments[0].value if arguments and isinstance(arguments[0], Literal) else None
        template = self.dialect.functions.get(f"{name}/{unit}")
        if template:
            arguments = (arguments[2], arguments[1])
        template = (
            template or self.dialect.functions.get(f"{name}/{len(arguments)}") or self.dialect.functions.get(name)
        )
        if template is None:
            raise fail("G603", None, f"{self.dialect.name} has no way to say `{name}`")
        lowered = [self.value(a) for a in arguments]
        result = self.filled(template, lowered)
        return exp.Cast(this=result, to=self.type_(node.type)) if name in self.dialect.recast else result

    def filled(self, template: str, arguments: list[exp.Expr]) -> exp.Expr:
        """A template of the dialect with arguments in their places."""
        if _WORD.fullmatch(template):
            return exp.Anonymous(this=template.upper(), expressions=arguments)
        parsed = self._templates.get(template)
        if parsed is None:
            parsed = self._templates[template] = sqlglot.parse_one(template, read=self.dialect.name)
        places = dict(zip(_PLACES, arguments, strict=False))

        def fill(part: exp.Expr) -> exp.Expr:
            return places[part.name].copy() if isinstance(part, exp.Column) else part

        return parsed.copy().transform(fill, copy=False)

    def _aggregate(self, node: Aggregate) -> exp.Expr:
        name = self.dialect.aggregates.get(f"approx {node.function}" if node.approx else node.function)
        if name is None:
            raise fail("G603", None, f"{self.dialect.name} has no way to say `{node.function}`")
        operand: exp.Expr = exp.Star() if node.operand is None else self.value(node.operand)
        if node.distinct or node.function == "count_distinct":
            operand = exp.Distinct(expressions=[operand])
        arguments = [operand]
        if node.function == "list":
            arguments.append(exp.Literal.string(node.separator))
        if node.at is not None:
            arguments.append(exp.Literal.number(format(node.at, "f")))
        if node.order_by:
            order = [self.ordered(e, descending) for e, descending in node.order_by]
            arguments[-1] = exp.Order(this=arguments[-1], expressions=order)
        made: exp.Expr = exp.Anonymous(this=name.upper(), expressions=arguments)
        where = self._counted(node)
        if where is not None:
            # an exp.Where would be broken into lines, however short
            made = exp.Filter(this=made, expression=exp.Introducer(this=exp.Var(this="WHERE"), expression=where))
        return made

    def _counted(self, node: Aggregate) -> exp.Expr | None:
        """Which rows an aggregate sees: null values too are collected and come first, unless they are left out."""
        there = None
        if node.function in {"first", "collect"} and node.operand is not None:
            there = Call("is_not_null", (node.operand,), BOOLEAN)
        found = tuple(c for c in (node.where, there) if c is not None)
        both = conjunction(tuple(dict.fromkeys(found)))
        return None if both is None else self.value(both)

    def ordered(self, expression: Expression, descending: bool) -> exp.Ordered:
        """One order key, nulls last."""
        return exp.Ordered(this=self.value(expression), desc=descending or None, nulls_first=False)

    def date_format(self, pattern: str) -> str:
        """A Unicode date pattern in the dialect's format codes."""
        pieces = []
        for piece in _DATE_PIECE.finditer(pattern):
            if piece[2]:
                code = self.dialect.date_parts.get(piece[0])
                if code is None:
                    raise fail(
                        "G604",
                        None,
                        f"{self.dialect.name} has no format code for `{piece[0]}` of the pattern `{pattern}`",
                    )
                pieces.append(code)
            else:
                text = piece[0] if piece[1] is None else piece[1].replace("''", "'") or "'"
                pieces.append(text.replace("%", "%%"))
        return "".join(pieces)


def _connected(kind: type[exp.Expr]) -> Callable[[Lowered, Call], exp.Expr | None]:
    return lambda lowered, node: reduce(
        lambda left, right: kind(this=left, expression=right), (lowered.value(a) for a in node.arguments)
    )


def _null_test(lowered: Lowered, node: Call) -> exp.Expr:
    null: exp.Expr = exp.Null()
    wanted = exp.Not(this=null) if node.function == "is_not_null" else null
    return exp.Is(this=lowered.value(node.arguments[0]), expression=wanted)


def _not_true(lowered: Lowered, node: Call) -> exp.Expr:
    return exp.Is(this=lowered.value(node.arguments[0]), expression=exp.Not(this=exp.Boolean(this=True)))


def _equal(lowered: Lowered, node: Call) -> exp.Expr | None:
    left, right = node.arguments
    if isinstance(right, Literal) and isinstance(right.value, bool):
        value = lowered.value(left)
        return value if right.value else exp.Not(this=value)
    return None


def _coalesce(lowered: Lowered, node: Call) -> exp.Expr:
    first, *rest = (lowered.value(a) for a in node.arguments)
    return exp.Coalesce(this=first, expressions=rest)


def _divided(lowered: Lowered, node: Call) -> exp.Expr | None:
    divisor = node.arguments[1]
    known = isinstance(divisor, Literal) and divisor.value not in (None, 0)
    if known and node.function == "/":
        return None
    below = lowered.value(divisor)
    if not known:
        below = exp.Nullif(this=below, expression=exp.Literal.number("0"))
    return lowered.filled(lowered.dialect.functions[node.function], [lowered.value(node.arguments[0]), below])


def _unless_null(lowered: Lowered, node: Call) -> exp.Expr:
    """``greatest`` and ``least`` are null when one argument is, on every engine."""
    values = [lowered.value(a) for a in node.arguments]
    there: list[exp.Expr] = [
        exp.Is(this=v.copy(), expression=exp.Not(this=exp.Null())) for v in values if not isinstance(v, exp.Literal)
    ]
    chosen = lowered.filled(lowered.dialect.functions[node.function], values)
    if not there:
        return chosen
    both = reduce(lambda left, right: exp.And(this=left, expression=right), there)
    return exp.Case(ifs=[exp.If(this=both, true=chosen)])


def _date_text(lowered: Lowered, node: Call) -> exp.Expr:
    moment, pattern = node.arguments
    assert isinstance(pattern, Literal)  # noqa: S101 patterns are known when compiling
    text = exp.Literal.string(lowered.date_format(str(pattern.value)))
    return lowered.filled(lowered.dialect.functions["format_date"], [lowered.value(moment), text])


_SPECIAL: Final[dict[str, Callable[[Lowered, Call], exp.Expr | None]]] = {
    "and": _connected(exp.And),
    "or": _connected(exp.Or),
    "concat": _connected(exp.DPipe),
    "is_null": _null_test,
    "is_not_null": _null_test,
    "not_true": _not_true,
    "=": _equal,
    "coalesce": _coalesce,
    "/": _divided,
    "%": _divided,
    "quotient": _divided,
    "greatest": _unless_null,
    "least": _unless_null,
    "format_date": _date_text,
}
