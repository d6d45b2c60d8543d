"""Expressions as people read them: fields that are computed are written out, so that a change below them is seen."""

from typing import Final

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
    conjuncts,
)
from genesis.model.joins import THERE
from genesis.model.model import Model
from genesis.model.question import Combined, Order, Question

_LONGEST: Final = 2000
_DEEPEST: Final = 24
_BINDS: Final = {
    operator: strength
    for strength, operators in enumerate(("or", "and", "= <> < <= > >= like", "||", "+ -", "* / %"))
    for operator in operators.split()
}
"""Operators that stand between their operands, by how strongly they bind."""


def said(expression: Expression, model: Model, source: str) -> str:
    """An expression spoken from a row of ``source``, cut where it is very long."""
    text = _Words(model).of(expression, source, "", 0)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def conditions_of(question: Question | Combined, model: Model) -> tuple[str, ...]:
    """Every condition that decides which rows there are, each once: the source's own, the input's, those on groups."""
    found: dict[str, None] = {}
    blocks = question.blocks if isinstance(question, Combined) else (question,)
    for block in blocks:
        version = model.version(block.source)
        own = (model.where(block.source), block.row_filter, block.group_filter)
        found |= {said(part, model, block.source): None for one in own if one is not None for part in conjuncts(one)}
        if version is not None:
            key = ", ".join(model.key(block.source) or ())
            found[f"the newest of each {key} by {said(version, model, block.source)}"] = None
    if isinstance(question, Combined) and question.filter is not None:
        found |= {said(part, model, ""): None for part in conjuncts(question.filter)}
    return tuple(found)


def grouping_of(question: Question | Combined, model: Model) -> str:
    """What makes a row of the result one row."""
    blocks = question.blocks if isinstance(question, Combined) else (question,)
    told = []
    for block in blocks:
        if block.groups is None:
            return f"a row per {', '.join(model.key(block.source) or ())} of {block.source}"
        told.append(", ".join(said(item.output, model, block.source) for item in block.groups) or "all rows together")
    return " | ".join(dict.fromkeys(told))


def order_of(order: tuple[Order, ...], model: Model, source: str) -> str:
    """What rows are sorted by."""
    return ", ".join(f"{'-' if descending else ''}{said(one, model, source)}" for one, descending in order)


class _Words:
    def __init__(self, model: Model) -> None:
        self.model = model

    def of(self, expression: Expression, source: str, before: str, depth: int) -> str:
        """``before`` is the path, with its last dot, from the row that all is spoken from to the row of ``source``."""
        if depth > _DEEPEST:
            return "..."
        match expression:
            case Literal():
                return _literal(expression)
            case Column():
                return expression.name
            case Field():
                return self.field(expression, source, before, depth)
            case Call():
                return self.call(expression, source, before, depth)
            case Case():
                return self.case(expression, source, before, depth)
            case Cast():
                return f"cast({self.of(expression.operand, source, before, depth + 1)} as {expression.type})"
            case _:
                return self.behind(expression, source, before, depth)

    def behind(
        self, expression: Native | In | Measured | Related | Aggregate | Exists, source: str, before: str, depth: int
    ) -> str:
        match expression:
            case Native():
                return " ".join(expression.text.value.split())
            case In():
                items = ", ".join(self.of(item, source, before, depth + 1) for item in expression.items)
                return f"{self.of(expression.operand, source, before, depth + 1)} in ({items})"
            case Measured():
                path, target = self.target(expression.path, source, before)
                return self.aggregate(expression.aggregate, target, path, depth)
            case Related():
                path, target = self.target(expression.path, source, before)
                condition = expression.condition
                where = "" if condition is None else f" where {self.of(condition, target, '', depth + 1)}"
                return f"{'no' if expression.negated else 'some'} {path.rstrip('.')}{where}"
            case Aggregate():
                return self.aggregate(expression, source, before, depth)
            case Exists():
                return "exists"

    def target(self, path: tuple[str, ...], source: str, before: str) -> tuple[str, str]:
        steps = self.model.steps(source, path)
        return f"{before}{''.join(f'{name}.' for name in path)}", steps[-1].target if steps else source

    def field(self, field: Field, source: str, before: str, depth: int) -> str:
        if field.path[:1] == (THERE,):
            return ".".join((*field.path[1:], field.name))
        path, target = self.target(field.path, source, before)
        found = self.model.field(target, field.name)
        if found is None or found.value is None:
            return f"{path}{field.name}"
        return self.of(found.value, target, path, depth + 1)

    def written_out(self, expression: Expression, source: str) -> Expression:
        """What a computed field is, else the expression itself."""
        while isinstance(expression, Field) and expression.path[:1] != (THERE,):
            steps = self.model.steps(source, expression.path)
            source = steps[-1].target if steps else source
            found = self.model.field(source, expression.name)
            if found is None or found.value is None:
                break
            expression = found.value
        return expression

    def call(self, call: Call, source: str, before: str, depth: int) -> str:
        told = [self.of(argument, source, before, depth + 1) for argument in call.arguments]
        if call.function in _BINDS and len(told) > 1:
            operands = (self.written_out(argument, source) for argument in call.arguments)
            parts = (f"({text})" if _looser(one, call) else text for one, text in zip(operands, told, strict=True))
            return f" {call.function} ".join(parts)
        return f"{call.function}({', '.join(told)})"

    def case(self, case: Case, source: str, before: str, depth: int) -> str:
        told = [
            f"when {self.of(a, source, before, depth + 1)} then {self.of(b, source, before, depth + 1)}"
            for a, b in case.branches
        ]
        if case.otherwise is not None:
            told.append(f"else {self.of(case.otherwise, source, before, depth + 1)}")
        return f"case {' '.join(told)} end"

    def aggregate(self, made: Aggregate, source: str, before: str, depth: int) -> str:
        operand = before.rstrip(".") or "rows"
        if made.operand is not None:
            operand = self.of(made.operand, source, before, depth + 1)
        distinct = "distinct " if made.distinct else ""
        where = "" if made.where is None else f" where {self.of(made.where, source, before, depth + 1)}"
        order = ", ".join(f"{'-' if d else ''}{self.of(e, source, before, depth + 1)}" for e, d in made.order_by)
        at = "" if made.at is None else f" at {made.at}"
        by = f" ordered by {order}" if order else ""
        return f"{made.function}({distinct}{operand}{by}{at}){where}"


def _looser(inner: Expression, outer: Call) -> bool:
    """Whether an operand needs parentheses."""
    if not isinstance(inner, Call) or inner.function not in _BINDS or len(inner.arguments) < 2:  # noqa: PLR2004 - a minus sign
        return False
    same = inner.function == outer.function and inner.function in {"and", "or", "+", "*", "||"}
    return not same and _BINDS[inner.function] <= _BINDS[outer.function]


def _literal(literal: Literal) -> str:
    value = literal.value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return "'{}'".format(str(value).replace("'", "''")) if not isinstance(value, int | float) else str(value)
