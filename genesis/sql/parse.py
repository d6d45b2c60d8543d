"""Text to syntax: expressions are parsed by sqlglot, and only what the language has is let through."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from genesis.diagnostics import GenesisError, fail
from genesis.model.expression import Value
from genesis.model.syntax import Apply, Choose, Constant, Convert, Name, Syntax
from genesis.model.types import BOOLEAN, DATE, FLOAT, INTEGER, NULL, STRING, TIMESTAMP, Type, decimal, parse_type
from genesis.spec.documents import Text
from genesis.spec.places import locate

_OPERATORS: Final[dict[type[exp.Expr], str]] = {
    exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/", exp.Mod: "%", exp.DPipe: "||",
    exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">=",
    exp.NullSafeNEQ: "is_distinct", exp.NullSafeEQ: "is_same", exp.And: "and", exp.Or: "or", exp.Like: "like",
    exp.Not: "not", exp.Neg: "negative",
}  # fmt: skip
_FUNCTIONS: Final[dict[type[exp.Expr], tuple[str, tuple[str, ...]]]] = {
    exp.Coalesce: ("coalesce", ("this", "expressions")),
    exp.Nullif: ("nullif", ("this", "expression")),
    exp.Lower: ("lower", ("this",)),
    exp.Upper: ("upper", ("this",)),
    exp.Length: ("length", ("this",)),
    exp.Substring: ("substr", ("this", "start", "length")),
    exp.Replace: ("replace", ("this", "expression", "replacement")),
    exp.SplitPart: ("split_part", ("this", "delimiter", "part_index")),
    exp.StrPosition: ("strpos", ("this", "substr")),
    exp.StartsWith: ("starts_with", ("this", "expression")),
    exp.Concat: ("concat", ("expressions",)),
    exp.RegexpLike: ("regexp_like", ("this", "expression")),
    exp.RegexpExtract: ("regexp_extract", ("this", "expression", "group")),
    exp.Abs: ("abs", ("this",)),
    exp.Round: ("round", ("this", "decimals")),
    exp.Floor: ("floor", ("this",)),
    exp.Ceil: ("ceil", ("this",)),
    exp.Greatest: ("greatest", ("this", "expressions")),
    exp.Least: ("least", ("this", "expressions")),
    exp.Year: ("year", ("this",)),
    exp.Month: ("month", ("this",)),
    exp.Day: ("day", ("this",)),
    exp.Between: ("between", ("this", "low", "high")),
    exp.DateDiff: ("date_diff", ("unit", "expression", "this")),
    exp.DateAdd: ("date_add", ("unit", "expression", "this")),
    exp.TimestampTrunc: ("date_trunc", ("unit", "this")),
    exp.DateTrunc: ("date_trunc", ("unit", "this")),
    exp.If: ("if", ("this", "true", "false")),
}
_TYPES: Final = {
    "INT": INTEGER, "BIGINT": INTEGER, "SMALLINT": INTEGER, "TINYINT": INTEGER, "VARCHAR": STRING, "TEXT": STRING,
    "DOUBLE": FLOAT, "BOOLEAN": BOOLEAN, "DATE": DATE, "TIMESTAMP": TIMESTAMP,
}  # fmt: skip


def parse(text: Text, dialect: str) -> Syntax:
    """Parse a scalar expression.

    Raises:
        GenesisError: G310 when it cannot be parsed, G311 for what the language does not have (sub-queries ...).
    """
    try:
        tree = sqlglot.parse_one(text.value, read=dialect)
    except SqlglotError as error:
        raise _unparsed(text, error) from None
    except RecursionError:
        raise fail("G310", text.span, "this expression is nested too deeply") from None
    return _Reader(text).read(tree)


def _unparsed(text: Text, error: SqlglotError) -> GenesisError:
    details = getattr(error, "errors", None) or [{}]
    message = str(details[0].get("description") or error).split("\n")[0].rstrip(".")
    context = str(details[0].get("start_context") or "")
    bad = str(details[0].get("highlight") or "")
    at = len(context)
    found = bad and text.value[at : at + len(bad)] == bad
    place = locate(text, at, at + len(bad)) if found else text.span
    return fail("G310", place, f"this expression cannot be read: {message}")


class _Reader:
    """Turns sqlglot's tree for one text into syntax, keeping offsets."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def read(self, node: exp.Expr) -> Syntax:  # noqa: C901 one case per form of syntax
        start, end = self.extent(node)
        match node:
            case exp.Paren():
                return self.read(node.this)
            case exp.Column():
                return Name(tuple(p.name for p in node.parts), start, end)
            case exp.Literal() | exp.Boolean() | exp.Null():
                value, type_ = self.constant(node)
                return Constant(value, type_, start, end)
            case exp.TryCast() | exp.Cast():
                return self.cast(node, start, end)
            case exp.Case():
                return self.case(node, start, end)
            case exp.Is():
                return self.is_(node, start, end)
            case exp.In() if not node.args.get("query"):
                return Apply("in", tuple(map(self.read, (node.this, *node.expressions))), start, end)
            case exp.Trim() if not node.args.get("expression"):
                return Apply("trim", (self.read(node.this),), start, end)
            case exp.Not() if isinstance(node.this, exp.Is) and isinstance(node.this.expression, exp.Null):
                return Apply("is_not_null", (self.read(node.this.this),), start, end)
            case exp.Anonymous():
                return Apply(str(node.this).lower(), tuple(map(self.read, node.expressions)), start, end)
            case _:
                return self.applied(node, start, end)

    def applied(self, node: exp.Expr, start: int, end: int) -> Syntax:
        operator = _OPERATORS.get(type(node))
        if operator:
            operands = [a for a in (node.args.get("this"), node.args.get("expression")) if isinstance(a, exp.Expr)]
            return Apply(operator, tuple(map(self.read, operands)), start, end)
        name, places = _FUNCTIONS.get(type(node), ("", ()))
        if not name:
            what = "a sub-query" if isinstance(node, exp.Query | exp.Subquery) else f"`{node.key}`"
            raise fail("G311", locate(self.text, start, end), f"the language has no {what} in expressions")
        arguments: list[exp.Expr] = []
        for place in places:
            found = node.args.get(place)
            arguments.extend(found if isinstance(found, list) else [found] if found is not None else [])
        return Apply(name, tuple(map(self.argument, arguments)), start, end)

    def argument(self, node: exp.Expr) -> Syntax:
        if isinstance(node, exp.Var):
            start, end = self.extent(node)
            return Constant(node.name.lower(), STRING, start, end)
        return self.read(node)

    def cast(self, node: exp.Cast, start: int, end: int) -> Syntax:
        type_ = self.type_(node.to)
        if type_ is None:
            raise fail("G301", locate(self.text, start, end), f"there is no type `{node.to.sql()}` in the language")
        safe = isinstance(node, exp.TryCast)
        operand = node.this
        if not safe and type_ in {DATE, TIMESTAMP} and isinstance(operand, exp.Literal) and operand.is_string:
            value = self.moment(operand.name, type_)
            if value is None:
                raise fail("G304", locate(self.text, start, end), f"`{operand.name}` is not a {type_}")
            return Constant(value, type_, start, end)
        return Convert(self.read(operand), type_, safe, start, end)

    def moment(self, written: str, type_: Type) -> Value:
        try:
            return date.fromisoformat(written) if type_ == DATE else datetime.fromisoformat(written)
        except ValueError:
            return None

    def type_(self, written: exp.DataType) -> Type | None:
        kind = written.this.name if hasattr(written.this, "name") else str(written.this)
        if kind == "DECIMAL":
            return parse_type(f"decimal({','.join(e.name for e in written.expressions)})")
        return _TYPES.get(kind)

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

    def constant(self, node: exp.Expr) -> tuple[Value, Type]:
        if isinstance(node, exp.Null):
            return None, NULL
        if isinstance(node, exp.Boolean):
            return bool(node.this), BOOLEAN
        if node.is_string:
            return node.name, STRING
        if "e" in node.name.lower():
            return float(node.name), FLOAT
        if "." in node.name:
            number = Decimal(node.name)
            scale = -int(number.as_tuple().exponent)
            return number, decimal(max(len(number.as_tuple().digits), scale + 1), scale)
        return int(node.name), INTEGER

    def extent(self, node: exp.Expr) -> tuple[int, int]:
        places = [(n.meta["start"], n.meta["end"]) for n in node.walk() if "start" in n.meta]
        if not places:
            return 0, len(self.text.value)
        return min(s for s, _ in places), max(e for _, e in places) + 1
