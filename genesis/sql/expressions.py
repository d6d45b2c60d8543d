"""Expressions to sqlglot's nodes, by what the dialect says."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Final

from msgspec.structs import replace
from sqlglot import exp

from genesis.diagnostics import GenesisError, fail
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
    walk,
)
from genesis.model.types import BOOLEAN, Type
from genesis.sql.aggregates import aggregated
from genesis.sql.binding import beside, bound
from genesis.sql.choices import compared
from genesis.sql.dialect import Dialect, dialect, dialects
from genesis.sql.filling import Filling
from genesis.sql.moments import aligned
from genesis.sql.naming import data_type, identifier
from genesis.sql.native import native
from genesis.sql.reading import parse_one
from genesis.sql.special_calls import SPECIAL
from genesis.sql.special_numbers import alternatives

_WORD: Final = re.compile(r"\w+")
_PLACES: Final = "abcde"
_TOO_LONG: Final = 2**63
"""Whole numbers that some engines only take in quotes."""


@lru_cache(maxsize=4096)
def _template(text: str, dialect: str) -> exp.Expr:
    """A template's tree, which is never changed."""
    return parse_one(text, dialect)


def _unit(node: Call) -> str:
    """The unit of time that a call is given."""
    first = node.arguments[0] if node.arguments else None
    given = isinstance(first, Literal) and node.function in {"date_add", "date_diff", "date_trunc"}
    return str(first.value) if given and isinstance(first, Literal) else ""


def _aggregates(node: Expression) -> bool:
    return any(isinstance(part, Aggregate) for part in walk(node))


class Lowered:
    """Lowers expressions for one dialect. ``exists`` lowers the relation of an ``Exists``."""

    def __init__(self, dialect: Dialect, exists: Callable[[Exists], exp.Expr]) -> None:
        self.dialect = dialect
        self.exists = exists

    def value(self, node: Expression) -> exp.Expr:  # noqa: C901 one case per kind of expression
        """One expression. Operands stand without parentheses; :func:`parenthesize` adds them at the end."""
        if not self.dialect.has_type(node.type) and not isinstance(node, Literal):
            raise self.untyped(node.type)
        match node:
            case Literal():
                return self._literal(node)
            case Column():
                table = identifier(node.relation, self.dialect) if node.relation else None
                return exp.Column(this=identifier(node.name, self.dialect), table=table)
            case Call():
                return self._call(node)
            case Cast():
                return self._cast(node)
            case Case():
                return self.fixed(self._case(node), node.type)
            case In():
                return self._in(node)
            case Native():
                return native(node.text, self.dialect.name, [self.value(a) for a in node.arguments])
            case Exists():
                return self.exists(node)
            case Aggregate():
                return aggregated(self, node)
            case Field() | Measured() | Related():
                raise TypeError(f"{node!r} was left over when the relation was built")

    def _in(self, node: In) -> exp.Expr:
        alike = all(isinstance(i, Literal) and i.value is not None and i.type == node.operand.type for i in node.items)
        if alike or not self.dialect.listed_alike:
            operand, *items = aligned(self.dialect, (node.operand, *node.items))
            return exp.In(this=self.alike(operand), expressions=[self.alike(i) for i in items])
        return self.value(Call("or", tuple(Call("=", (node.operand, i), BOOLEAN) for i in node.items), BOOLEAN))

    def _case(self, node: Case) -> exp.Case:
        """The simple form where every branch compares one value with a constant."""
        operand, constants = compared(node)
        conditions = constants if operand is not None else tuple(condition for condition, _ in node.branches)
        otherwise = () if node.otherwise is None else (node.otherwise,)
        results = aligned(self.dialect, (*(value for _, value in node.branches), *otherwise))
        made = alternatives(self, results, node.type)
        ifs = [exp.If(this=self.value(a), true=b) for a, b in zip(conditions, made, strict=False)]
        default = made[-1] if otherwise else None
        return exp.Case(this=None if operand is None else self.alike(operand), ifs=ifs, default=default)

    def type_(self, type_: Type) -> exp.DataType:
        """A type's name."""
        if type_.element is not None and "list" not in self.dialect.types:
            return exp.DataType(this=exp.DType.ARRAY, expressions=[self.type_(type_.element)], nested=True)
        if type_.kind == "decimal":
            named = self.dialect.types.get("decimal", "DECIMAL({}, {})").format(type_.precision, type_.scale)
        else:
            named = self.dialect.types[type_.kind]
        return data_type(named, self.dialect.name)

    def _nothing(self, type_: Type) -> exp.Expr:
        if type_.kind == "null":
            return exp.Null()
        none = exp.Null() if type_.kind != "list" or self.dialect.null_lists else exp.Array()
        return exp.cast(none, self.type_(type_))

    def _literal(self, node: Literal) -> exp.Expr:
        match node.value:
            case None:
                return self._nothing(node.type)
            case bool():
                return exp.Boolean(this=node.value)
            case str():
                return self._text(node.value)
            case time() | date():
                written, to = exp.Literal.string(self._moment(node.value)), self.type_(node.type)
                return written if self.dialect.text_moments else exp.Cast(this=written, to=to)
            case int() | float() | Decimal():
                return self._number(node)
            case _:
                raise TypeError(f"no literal of {node.type}")

    def _text(self, value: str) -> exp.Expr:
        """A text; in two parts where the engine would take ``${`` for the beginning of a variable's name."""
        first, *rest = value.split("${") if self.dialect.variables else [value]
        written: exp.Expr = exp.Literal.string(first + "$" if rest else first)
        for number, part in enumerate(rest, 1):
            end = "$" if number < len(rest) else ""
            written = exp.DPipe(this=written, expression=exp.Literal.string("{" + part + end))
        return exp.Paren(this=written) if rest else written

    def _moment(self, value: date | time) -> str:
        if not isinstance(value, datetime | time):
            return value.isoformat()
        text = value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
        if value.microsecond % 10 ** (6 - self.dialect.second_digits):
            able = [name for name in dialects() if dialect(name).second_digits > self.dialect.second_digits]
            message = f"{self.dialect.name} has no way to say `{text}`, which is finer than {self.dialect.second_digits} digits"
            raise fail("G603", None, message, f"{', '.join(able)} can")
        return text

    def _number(self, node: Literal) -> exp.Expr:
        text = format(node.value, "f") if isinstance(node.value, Decimal) else repr(node.value)
        long = "." not in text and abs(node.value) >= _TOO_LONG if isinstance(node.value, Decimal) else False
        if node.type.kind == "decimal" and (long or not self.dialect.bare_decimals):
            return exp.Cast(this=exp.Literal.string(text), to=self.type_(node.type))
        bare = node.type.kind == "float" and self.dialect.bare_floats
        positive = exp.Literal.number(text.removeprefix("-") + ("e0" if bare and "e" not in text else ""))
        signed = exp.Neg(this=positive) if text.startswith("-") else positive
        return signed if bare or node.type.kind != "float" else exp.Cast(this=signed, to=self.type_(node.type))

    def fixed(self, made: exp.Expr, type_: Type) -> exp.Expr:
        """A choice among values, of its whole type."""
        loose = type_.kind == "decimal" and not self.dialect.fixed_decimals
        return exp.Cast(this=made, to=self.type_(type_)) if loose else made

    def comparable(self, made: exp.Expr, type_: Type) -> exp.Expr:
        """A value as it is compared and ordered: text by code point."""
        template = self.dialect.text_order if type_.kind == "string" else ""
        return self.filled(template, [made]) if template else made

    def alike(self, node: Expression) -> exp.Expr:
        """A value as it is compared for equality and grouped: text that differs is not the same."""
        made = self.value(node)
        return made if isinstance(node, Literal) or not self.dialect.text_same else self.comparable(made, node.type)

    def distinct(self, made: exp.Expr, type_: Type) -> exp.Expr:
        """A value in the type in which an aggregate takes it: where DISTINCT and ORDER BY must be the same to the letter."""
        return (
            exp.Cast(this=made, to=self.type_(type_))
            if self.dialect.text_order and not self.dialect.text_same
            else made
        )

    def _call(self, node: Call) -> exp.Expr:
        special = SPECIAL.get(node.function)
        node = replace(node, arguments=aligned(self.dialect, node.arguments))
        made = special(self, node) if special else None
        return self.applied(node, [self.value(a) for a in node.arguments]) if made is None else made

    def applied(self, node: Call, lowered: list[exp.Expr]) -> exp.Expr:
        """A call by the dialect's entry for it; ``lowered`` are its arguments.

        Raises:
            GenesisError: G603 when the dialect has none.
        """
        name, unit = node.function, _unit(node)
        counted = f"{name}/{unit}/{node.arguments[-1].type.kind}" if unit else ""
        template = (
            (self.dialect.functions.get(counted) or self.dialect.functions.get(f"{name}/{unit}")) if unit else None
        )
        if template:
            lowered = lowered[:0:-1]
        else:
            kind = node.arguments[0].type.kind if node.arguments else ""
            keys = (f"{name}/{kind}/{len(lowered)}", f"{name}/{kind}", f"{name}/{len(lowered)}", name)
            template = next((self.dialect.functions[k] for k in keys if k in self.dialect.functions), None)
        if template is None:
            raise self.unable(name, unit)
        result = self.filled(template, lowered, of_a_row=not any(map(_aggregates, node.arguments)))
        around = self.dialect.results.get(f"{name}/{node.type.kind}")
        result = self.filled(around, [result]) if around else result
        recast = f"{name}/{node.type.kind}" in self.dialect.recast
        return exp.Cast(this=result, to=self.type_(node.type)) if recast else result

    def unable(self, name: str, unit: str = "") -> GenesisError:
        """G603 for a function, naming the dialects that have it."""
        able = [d for d in dialects() if dialect(d).has(name, unit)]
        hint = f"{', '.join(able)} can" if able else "no dialect can"
        what = f"`{name}` by {unit}" if unit else f"`{name}`"
        return fail("G603", None, f"{self.dialect.name} has no way to say {what}", hint)

    def untyped(self, type_: Type) -> GenesisError:
        """G603 for a type, naming the dialects that have it."""
        able = ", ".join(name for name in dialects() if dialect(name).has_type(type_))
        return fail("G603", None, f"{self.dialect.name} has no type for {type_.a}", f"{able} can")

    def _cast(self, node: Cast) -> exp.Expr:
        operand, to = self.value(node.operand), self.type_(node.type)
        change = f"{node.operand.type.kind}/{node.type.kind}"
        if node.type.kind == "string" and node.operand.type.kind != "null":
            return self.value(Call("to_text", (node.operand,), node.type))
        if node.safe and not self.dialect.try_casts:
            raise self.unable("try_cast")
        asked = f"try {change}" if node.safe else change
        if asked in self.dialect.uncast:
            raise self.uncast(node, asked)
        if template := self.dialect.casts.get(asked) or self.dialect.casts.get(change):
            digits = (node.type.scale, node.type.precision - node.type.scale) if node.type.kind == "decimal" else ()
            said = [operand, *(exp.Literal.number(str(n)) for n in digits)]
            operand = self.filled(template, said, of_a_row=not _aggregates(node.operand))
        return exp.TryCast(this=operand, to=to, safe=True) if node.safe else exp.Cast(this=operand, to=to)

    def uncast(self, node: Cast, change: str) -> GenesisError:
        """G603 for a cast, naming the dialects that have it."""
        known = {name: dialect(name) for name in dialects()}
        able = [n for n, d in known.items() if change not in d.uncast and (d.try_casts or not node.safe)]
        what = f"{'try_cast' if node.safe else 'cast'} from {node.operand.type} to {node.type}"
        return fail("G603", None, f"{self.dialect.name} has no way to say `{what}`", f"{', '.join(able)} can")

    def filled(self, template: str, arguments: list[exp.Expr], *, of_a_row: bool = False) -> exp.Expr:
        """A template of the dialect with arguments in their places, which are ``of_a_row`` when no aggregate is in them."""
        if _WORD.fullmatch(template) and template not in _PLACES:
            named = template if self.dialect.cased_names else template.upper()
            return exp.Anonymous(this=named, expressions=arguments)
        parsed, places = _template(template, self.dialect.name), dict(zip(_PLACES, arguments, strict=False))
        places, columns = bound(parsed, places) if of_a_row and self.dialect.binds else (places, [])
        return beside(Filling(places).filled(parsed), columns)

    def ordered(self, expression: Expression, descending: bool) -> exp.Ordered:
        """One order key, nulls last."""
        key = self.comparable(self.value(expression), expression.type)
        return exp.Ordered(this=key, desc=descending or None, nulls_first=False)
