"""Text to syntax: expressions are parsed by sqlglot, and only what the language has is let through."""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Final

from sqlglot import exp
from sqlglot.errors import SqlglotError

from genesis.diagnostics import GenesisError, SourceFile, Span, fail
from genesis.model.expression import Value
from genesis.model.literals import as_date, as_time, as_timestamp, as_timestamptz
from genesis.model.syntax import Apply, Choose, Constant, Convert, Name, Syntax
from genesis.model.types import BOOLEAN, FLOAT, INTEGER, NULL, STRING, WIDEST, Type, decimal, list_of, parse_type
from genesis.spec.documents import Text
from genesis.spec.places import locate
from genesis.spec.shape import NAME, RESERVED
from genesis.sql.extents import Extents
from genesis.sql.reading import let_go, parse_one
from genesis.sql.syntax_nodes import CHAINS, EXTRACTED, FUNCTIONS, OPERATORS, REFUSED, SILENT, TYPES
from genesis.sql.unparsed import unparsed

_DEEPEST: Final = 60
"""Levels of nesting that the later stages, which call themselves a few times for each, have room for."""
_WRITTEN: Final = re.compile(r"[0-9]*\.?[0-9]*(?:[eE][+-]?[0-9]+)?")
_CAST_TO: Final = re.compile(r"\s*(?:as\s+|::\s*)(\w+(?:\s*\([^()]*\))?)", re.IGNORECASE)
_LARGEST: Final = 2**63 - 1
_NOWHERE: Final = Span(SourceFile("", ""), 1, 1, 1, 1)


def parse(text: Text, dialect: str) -> Syntax:
    """Parse a scalar expression; what was read lately is known, wherever it stands.

    Raises:
        GenesisError: G310 when it cannot be parsed, G311 for what the language does not have (sub-queries ...), G301
            and G304 for types and literals that are none, G315 for a number that no type holds.
    """
    try:
        return _known(text.value, dialect)
    except GenesisError:
        return _parsed(text, dialect)


@lru_cache(maxsize=1024)
def _known(text: str, dialect: str) -> Syntax:
    return _parsed(Text(text, _NOWHERE), dialect)


def _parsed(text: Text, dialect: str) -> Syntax:
    if NAME.fullmatch(text.value) and text.value not in RESERVED:  # the parser reads every other word as a name
        return Name((text.value,), 0, len(text.value))
    try:
        tree = parse_one(text.value, dialect)
    except SqlglotError as error:
        raise unparsed(text, error) from None
    except RecursionError:
        raise _too_deep(text) from None
    extents = Extents(tree, text.value)
    if extents.depth > _DEEPEST:
        raise _too_deep(text)
    syntax = _Reader(text, extents).read(tree)
    let_go(tree)
    return syntax


def _too_deep(text: Text) -> GenesisError:
    return fail("G310", text.span, "this expression is nested too deeply", "give its parts names: fields of their own")


class _Reader:
    """Turns sqlglot's tree for one text into syntax, keeping offsets."""

    def __init__(self, text: Text, extents: Extents) -> None:
        self.text = text
        self.extents = extents

    def read(self, node: exp.Expr) -> Syntax:  # noqa: C901 one case per form of syntax
        start, end = self.extents.of(node)
        match node:
            case exp.Paren():
                return self.read(node.this)
            case exp.Column() | exp.Dot():
                return Name(self.name(node, start, end), start, end)
            case exp.Literal() | exp.Boolean() | exp.Null():
                return self.constant(node, start, end)
            case exp.TryCast() | exp.Cast():
                return self.cast(node, start, end)
            case exp.Case():
                return self.case(node, start, end)
            case exp.Is():
                return self.is_(node, start, end)
            case exp.In() if not node.args.get("query"):
                return Apply("in", tuple(map(self.read, (node.this, *node.expressions))), start, end)
            case exp.Not() if isinstance(node.this, exp.Is) and isinstance(node.this.expression, exp.Null):
                return Apply("is_not_null", (self.read(node.this.this),), start, end)
            case exp.Anonymous():
                return Apply(str(node.this).lower(), tuple(map(self.read, node.expressions)), start, end)
            case _:
                return self.applied(node, start, end)

    def applied(self, node: exp.Expr, start: int, end: int) -> Syntax:
        chain = CHAINS.get(type(node))
        if chain:
            operands = tuple(map(self.read, self.extents.operands(node)))
            return Apply(chain if len(operands) > 2 else OPERATORS[type(node)], operands, start, end)  # noqa: PLR2004
        operator = OPERATORS.get(type(node))
        if operator:
            self.only(node, ("this", "expression", "negate"))
            sides = [a for a in (node.args.get("this"), node.args.get("expression")) if isinstance(a, exp.Expr)]
            made = Apply(operator, tuple(map(self.read, sides)), start, end)
            return Apply("not", (made,), start, end) if node.args.get("negate") else made
        name, arguments = self.function(node)
        return Apply(name, tuple(map(self.argument, arguments)), start, end)

    def function(self, node: exp.Expr) -> tuple[str, list[exp.Expr]]:
        """The function's name and its arguments in the language's order."""
        match node:
            case exp.Trim() if not node.args.get("expression"):
                return {"LEADING": "ltrim", "TRAILING": "rtrim"}.get(node.text("position"), "trim"), [node.this]
            case exp.Pad():
                arguments = [node.this, node.expression, node.args.get("fill_pattern") or exp.Literal.string(" ")]
                return "lpad" if node.args.get("is_left") else "rpad", arguments
            case exp.Log(this=exp.Literal(name=("2" | "10") as base), expression=exp.Expr() as of):
                return f"log{base}", [of]
            case exp.Extract() if node.name.upper() in EXTRACTED:
                return EXTRACTED[node.name.upper()], [node.expression]
            case exp.Bracket() if node.args.get("safe") and len(node.expressions) == 1:
                return "element_at", [part for part in (node.this, node.expressions[0]) if part is not None]
        return self.listed(node)

    def listed(self, node: exp.Expr) -> tuple[str, list[exp.Expr]]:
        """As :meth:`function`, of a node that is one function and no other."""
        name, places = FUNCTIONS.get(type(node), ("", ()))
        if not name:
            raise self.refused(node)
        self.only(node, places)
        arguments = []
        for place in places:
            found = node.args.get(place)
            arguments.extend(found if isinstance(found, list) else [found] if found is not None else [])
        return name, arguments

    def only(self, node: exp.Expr, places: tuple[str, ...]) -> None:
        """Refuse what stands in other places of a node: nothing written may be without effect."""
        for place, given in node.args.items():
            if given and place not in places and place not in SILENT:
                start, end = self.extents.of(node)
                place_ = locate(self.text, start, end)
                raise fail("G311", place_, f"the language does not have `{node.key}` with `{place.replace('_', ' ')}`")

    def refused(self, node: exp.Expr) -> GenesisError:
        what, hint = next((said for kind, said in REFUSED.items() if isinstance(node, kind)), ("", ""))
        place = locate(self.text, *self.extents.of(node))
        return fail("G311", place, f"the language has no {what or f'`{node.key}`'}", hint)

    def argument(self, node: exp.Expr) -> Syntax:
        start, end = self.extents.of(node)
        if isinstance(node, exp.Var) or (isinstance(node.parent, exp.DateTrunc) and node.arg_key == "unit"):
            return Constant(node.name.lower(), STRING, start, end)
        if isinstance(node, exp.JSONPath):
            return Constant(self.path(node, start, end), STRING, start, end)
        return self.read(node)

    def path(self, node: exp.JSONPath, start: int, end: int) -> str:
        steps = []
        for part in node.expressions:
            match part:
                case exp.JSONPathRoot():
                    steps.append("$")
                case exp.JSONPathKey(this=str() as key) if '"' not in key and "\\" not in key:
                    steps.append(f".{key}" if key.isidentifier() else f'."{key}"')
                case exp.JSONPathSubscript(this=int() as index) if index >= 0:
                    steps.append(f"[{index}]")
                case _:
                    hint = "keys and places only: '$.items[0].name'"
                    raise fail("G311", locate(self.text, start, end), "the language has no such JSON path", hint)
        return "".join(steps)

    def name(self, node: exp.Expr, start: int, end: int) -> tuple[str, ...]:
        if isinstance(node, exp.Dot):
            parts = [*self.name(node.this, start, end), node.expression.name]
            if not isinstance(node.expression, exp.Identifier):
                raise self.refused(node.expression)
            return tuple(parts)
        if isinstance(node, exp.Column) and isinstance(node.this, exp.Star):
            raise self.refused(node.this)
        if not isinstance(node, exp.Column):
            raise self.refused(node)
        return tuple(p.name for p in node.parts)

    def cast(self, node: exp.Cast, start: int, end: int) -> Syntax:
        safe, operand = isinstance(node, exp.TryCast), node.this
        literal = not safe and isinstance(operand, exp.Literal) and operand.is_string
        type_ = self.type_(node.to, literal=literal)
        if type_ is None:
            hint = "integer, decimal(18,2), double, varchar, boolean, date, timestamp"
            written = _CAST_TO.match(self.text.value, end)
            place = locate(self.text, *(written.span(1) if written else (start, end)))
            name = written[1] if written else node.to.sql()
            raise fail("G301", place, f"there is no type `{name}` in the language", hint)
        if literal and type_.kind in _MOMENTS:
            value = _MOMENTS[type_.kind](operand.name)
            if value is None:
                place = locate(self.text, start, end)
                raise fail("G304", place, f"`{operand.name}` is not a {type_}", _EXAMPLES[type_.kind])
            return Constant(value, type_, start, end)
        return Convert(self.read(operand), type_, safe, start, end)

    def type_(self, written: exp.DataType, *, literal: bool = False) -> Type | None:
        kind = written.this.name if hasattr(written.this, "name") else str(written.this)
        if kind == "DECIMAL":
            return parse_type(f"decimal({','.join(e.name for e in written.expressions)})")
        if kind == "ARRAY" and len(written.expressions) == 1:
            element = self.type_(written.expressions[0])
            return list_of(element) if element else None
        return None if written.expressions and not literal else TYPES.get(kind)

    def case(self, node: exp.Case, start: int, end: int) -> Syntax:
        subject = node.this
        branches = []
        for branch in node.args["ifs"]:
            condition = self.read(branch.this)
            if subject is not None:
                condition = Apply("=", (self.read(subject), condition), condition.start, condition.end)
            branches.append((condition, self.read(branch.args["true"])))
        default = node.args.get("default")
        return Choose(tuple(branches), None if default is None else self.read(default), start, end)

    def is_(self, node: exp.Is, start: int, end: int) -> Syntax:
        operand = self.read(node.this)
        if isinstance(node.expression, exp.Null):
            return Apply("is_null", (operand,), start, end)
        return Apply("is_same", (operand, self.read(node.expression)), start, end)

    def constant(self, node: exp.Expr, start: int, end: int) -> Constant:
        if isinstance(node, exp.Null):
            return Constant(None, NULL, start, end)
        if isinstance(node, exp.Boolean):
            return Constant(bool(node.this), BOOLEAN, start, end)
        if isinstance(node, exp.Literal) and node.is_string:
            return Constant(node.name, STRING, start, end)
        value, type_ = _number(node.name)
        if value is None:
            raise fail("G315", locate(self.text, start, end), f"no number of the language holds `{node.name}`")
        return Constant(value, type_, start, end)


def _number(written: str) -> tuple[Value, Type]:
    if not _WRITTEN.fullmatch(written):
        return None, FLOAT
    if "e" in written.lower():
        value = float(written)
        return (None if value in (float("inf"), float("-inf")) else value), FLOAT
    if "." not in written and len(written) <= WIDEST and int(written) <= _LARGEST:
        return int(written), INTEGER
    number = Decimal(written)
    scale = max(-int(number.as_tuple().exponent), 0)
    digits = max(len(number.as_tuple().digits), scale + 1)
    return (number if digits <= WIDEST else None), decimal(digits, min(scale, WIDEST))


_MOMENTS: Final[dict[str, Callable[[str], Value]]] = {
    "date": as_date,
    "time": as_time,
    "timestamp": as_timestamp,
    "timestamptz": as_timestamptz,
}
_EXAMPLES: Final = {
    "date": "date '2021-01-31'",
    "timestamp": "timestamp '2021-01-31 14:30:00'",
    "timestamptz": "timestamp '2021-01-31 14:30:00 +00:00'",
    "time": "time '14:30:00'",
}
