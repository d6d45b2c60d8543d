"""What is written without a needless parenthesis is read as what was meant: ``parse(render(x)) == x``."""

from decimal import Decimal
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from genesis.diagnostics import SourceFile, Span
from genesis.model.syntax import Apply as ReadApply
from genesis.model.syntax import Choose, Constant, Syntax
from genesis.model.syntax import Name as ReadName
from genesis.spec.documents import Text
from genesis.sql.parse import parse
from tests.properties import formulas
from tests.properties.drawing import TYPES, Dice, Scope
from tests.properties.world import Apply, Const, Formula, Name

SCOPE: Final[Scope] = {type_: [("rate", f"a_{type_[:3]}"), (f"b_{type_[:3]}",)] for type_ in TYPES}
_RANKS: Final = {
    "or": 1,
    "and": 2,
    "not": 3,
    "||": 5,
    "+": 6,
    "-": 6,
    "*": 7,
    "/": 7,
    "%": 7,
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">=", "is_null", "is_not_null", "is_distinct", "between", "in"), 4),
}
_WORDS: Final = {"is_null": "{} is null", "is_not_null": "{} is not null", "is_distinct": "{} is distinct from {}"}
_WORDS_OF_SETS: Final = {"between": "{} between {} and {}", "in": "{} in ({}, {})", "not": "not {}"}

_DATES: Final = {"date_diff": "days", "date_add": "add_days", "date_trunc": "month"}
"""Functions whose unit stands first."""


def rank(formula: Formula) -> int:
    """How tightly the outermost operator binds; a call or a name needs no parentheses."""
    if isinstance(formula, Const) and isinstance(formula.value, int | float | Decimal) and formula.value < 0:
        return 8
    return _RANKS.get(formula.function, 9) if isinstance(formula, Apply) else 9


def written(formula: Formula) -> str:
    """The expression with parentheses only where SQL needs them."""
    if not isinstance(formula, Apply) or formula.function not in _RANKS:
        return formulas.text(formula) if not isinstance(formula, Apply) else called(formula)
    own = _RANKS[formula.function]
    sides = [inside(part, own, first=n == 0) for n, part in enumerate(formula.arguments)]
    pattern = _WORDS.get(formula.function) or _WORDS_OF_SETS.get(formula.function) or f"{{}} {formula.function} {{}}"
    return pattern.format(*sides)


def inside(part: Formula, own: int, *, first: bool) -> str:
    """An operand: a right side of the same rank would be read as the left one, and comparisons do not chain."""
    loose = rank(part) < own or (rank(part) == own and (not first or own == 4))
    return f"({written(part)})" if loose else written(part)


def called(formula: Apply) -> str:
    """A function's call, its arguments as they are."""
    parts = [written(part) for part in formula.arguments]
    patterns = {
        "case": "case when {} then {} else {} end",
        "days": "date_diff('day', {}, {})",
        "add_days": "date_add('day', {}, {})",
        "month": "date_trunc('month', {})",
    }
    pattern = patterns.get(formula.function, f"{formula.function}({', '.join(['{}'] * len(parts))})")
    return pattern.format(*parts)


def read(syntax: Syntax) -> object:
    """What was read, as nested tuples."""
    match syntax:
        case ReadName(parts):
            return tuple(parts)
        case Constant(value):
            return value
        case ReadApply("negative", (Constant(value),)) if isinstance(value, int | float | Decimal):
            return -value
        case ReadApply(function, (_, *rest)) if function in _DATES:
            return (_DATES[function], *map(read, rest))
        case ReadApply(function, arguments):
            return chained("||" if function == "concat" else function, list(map(read, arguments)))
        case Choose(branches, otherwise):
            return (
                "case",
                *(read(part) for branch in branches for part in branch),
                read(otherwise) if otherwise else None,
            )
        case _:
            raise TypeError(syntax)


def meant(formula: Formula) -> object:
    """What was meant, as the same nested tuples."""
    match formula:
        case Name(path):
            return path
        case Const(value):
            return value
        case Apply(function, arguments):
            return chained(function, list(map(meant, arguments)))


def chained(function: str, parts: list[object]) -> tuple[object, ...]:
    """A call; ``a or (b or c)`` is a chain of three, and ``not (a is null)`` is one test: their worth is the same."""
    match function, parts:
        case "not", [("is_null", tested)]:
            return ("is_not_null", tested)
    if function not in {"and", "or", "||"}:
        return (function, *parts)
    flat: list[object] = []
    for part in parts:
        flat += part[1:] if isinstance(part, tuple) and part and part[0] == function else [part]
    return (function, *flat)


@given(st.data())
def test_expressions_are_read_as_they_are_meant(data: st.DataObject) -> None:
    dice = Dice(data.draw)
    for _ in range(4):
        formula = dice.formula(dice.one_of(("boolean", "integer", "string", "date")), SCOPE, 3)
        text = written(formula)
        whole = Span(SourceFile("expression", text), 1, 1, 1, len(text) + 1)
        assert read(parse(Text(text, whole), "trino")) == meant(formula), text


def test_parentheses_stand_only_where_they_must() -> None:
    a, b, c = (Name((name,), "integer") for name in "abc")
    minus = Apply("-", (a, Apply("-", (b, c), "integer")), "integer")
    assert written(minus) == "a - (b - c)"
    assert written(Apply("-", (Apply("-", (a, b), "integer"), c), "integer")) == "a - b - c"
    both = Apply("and", (Apply("or", (a, b), "boolean"), Apply("not", (c,), "boolean")), "boolean")
    assert written(both) == "(a or b) and not c"
