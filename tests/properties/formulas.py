"""Scalar expressions: how they are written, and what they are worth."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from tests.properties.world import Apply, Const, Formula, Name, Path, Value

Look = Callable[[Path], Value]


def text(formula: Formula) -> str:
    """The expression as written in a definition, every operation in parentheses."""
    match formula:
        case Name(path):
            return ".".join(path)
        case Const(value):
            return literal(value)
        case Apply(function, arguments):
            return _TEXTS.get(function, _call(function, len(arguments))).format(*map(text, arguments))


def literal(value: Value) -> str:
    """A constant in Trino's SQL."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case datetime():
            return f"timestamp '{value:%Y-%m-%d %H:%M:%S}'"
        case date():
            return f"date '{value}'"
        case str():
            return "'" + value.replace("'", "''") + "'"
        case float():
            return f"{value}e0" if value >= 0 else f"({value}e0)"
        case _:
            return str(value) if value >= 0 else f"({value})"


def _call(function: str, count: int) -> str:
    return f"{function}({', '.join(['{}'] * count)})"


_TEXTS: Final = {
    **{
        name: f"({{}} {name} {{}})"
        for name in ("+", "-", "*", "/", "%", "||", "=", "<>", "<", "<=", ">", ">=", "and", "or")
    },
    "not": "(not {})",
    "is_null": "({} is null)",
    "is_not_null": "({} is not null)",
    "is_distinct": "({} is distinct from {})",
    "between": "({} between {} and {})",
    "in": "({} in ({}, {}))",
    "case": "(case when {} then {} else {} end)",
    "days": "date_diff('day', {}, {})",
    "add_days": "date_add('day', {}, {})",
    "month": "date_trunc('month', {})",
}


def value(formula: Formula, look: Look) -> Value:
    """What the expression is worth where ``look`` gives the values of names."""
    match formula:
        case Name(path):
            return look(path)
        case Const(constant):
            return constant
        case Apply(function, arguments):
            given = [value(a, look) for a in arguments]
            special = _WITH_NULLS.get(function)
            if special:
                return special(*given)
            return None if any(g is None for g in given) else _PLAIN[function](*given)


def _and(left: Any, right: Any) -> Value:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _or(left: Any, right: Any) -> Value:
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def _in(operand: Any, *items: Any) -> Value:
    return None if operand is None else operand in items


def _between(operand: Any, low: Any, high: Any) -> Value:
    above = None if operand is None or low is None else operand >= low
    below = None if operand is None or high is None else operand <= high
    return _and(above, below)


_WITH_NULLS: Final[dict[str, Callable[..., Value]]] = {
    "and": _and,
    "or": _or,
    "is_null": lambda a: a is None,
    "is_not_null": lambda a: a is not None,
    "is_distinct": lambda a, b: a != b,
    "coalesce": lambda *given: next((g for g in given if g is not None), None),
    "case": lambda condition, yes, no: yes if condition is True else no,
    "in": _in,
    "between": _between,
    "nullif": lambda a, b: None if a is not None and a == b else a,
}


def _quotient(a: int, b: int) -> int | None:
    if b == 0:
        return None
    return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)


def _remainder(a: int, b: int) -> int | None:
    whole = _quotient(a, b)
    return None if whole is None else a - b * whole


def _divided(a: Any, b: Any) -> float | None:
    return None if b == 0 else float(a) / float(b)


_PLAIN: Final[dict[str, Callable[..., Value]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": _divided,
    "%": _remainder,
    "quotient": _quotient,
    "||": lambda a, b: a + b,
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "not": lambda a: not a,
    "length": len,
    "abs": abs,
    "substr": lambda a, start, count: a[start - 1 : start - 1 + count],
    "starts_with": lambda a, b: a.startswith(b),
    "days": lambda a, b: (b - a).days,
    "add_days": lambda n, a: a + timedelta(days=n),
    "month": lambda a: a.replace(day=1),
    "greatest": max,
    "least": min,
}


def begin(moment: Value, grain: str) -> Value:
    """The first day (for hours and minutes: moment) of the period a date or timestamp is in."""
    if not isinstance(moment, date):
        return None
    if grain in {"hour", "minute"}:
        assert isinstance(moment, datetime)
        return moment.replace(second=0, minute=0 if grain == "hour" else moment.minute)
    day = moment.date() if isinstance(moment, datetime) else moment
    firsts = {
        "year": day.replace(month=1, day=1),
        "quarter": day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
        "month": day.replace(day=1),
        "week": day - timedelta(days=day.weekday()),
        "day": day,
    }
    return firsts[grain]


def shown(element: Value) -> str:
    """An element of a list as text."""
    match element:
        case bool():
            return "true" if element else "false"
        case Decimal():
            return format(element, "f")
        case datetime():
            return element.isoformat(" ")
        case date():
            return element.isoformat()
        case _:
            return str(element)
