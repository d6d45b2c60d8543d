"""Conditions: filter items as boolean expressions, two-valued where they decide over rows.

A condition here counts as met only when it is true. ``negated`` turns it round exactly: a null keeps the row.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from genesis.diagnostics import each, fail
from genesis.model import paths
from genesis.model.expression import Call, Expression, Related
from genesis.model.negation import negated
from genesis.model.operators import Subject, Subjects, all_of, mentions_null, operator
from genesis.model.parts import SourceField
from genesis.model.types import BOOLEAN
from genesis.spec.documents import (
    ConditionSpec,
    FilterSpec,
    GroupFilter,
    PathFilter,
    QuantifiedFilter,
    SqlFilter,
    SqlSpec,
    Text,
)

if TYPE_CHECKING:
    from genesis.model.model import Model

_UNCLEAR = frozenset({"ne", "not_in", "is_null"})
"""Operators that say nothing certain of many values."""


def condition(model: "Model", source: str, spec: ConditionSpec) -> Expression:
    """A ``where:`` over rows of ``source``."""
    if isinstance(spec, SqlSpec):
        return _boolean(model.expression(spec, source), spec)
    return all_of(each(lambda one: filtered(model, source, one, lambda text: subject(model, source, text)), spec))


def subject(model: "Model", source: str, text: Text) -> Subject:
    """The field, or measure behind a to-many path, that a filter on rows of ``source`` names."""
    from genesis.model.aggregates import behind

    target = paths.follow(model, source, tuple(text.value.split(".")), text)
    if target.member is None:
        raise fail(
            "G215",
            text.span,
            f"`{text}` is a join, not a value",
            f"write `- some: {text}`, or compare a field behind it",
        )
    if not isinstance(target.member, SourceField):
        if not target.steps:
            raise fail("G404", text.span, f"`{text}` is an aggregate, and these are single rows", "filter on a field")
        return Subject(behind(target.member.value, target.path))
    codes = () if target.grain else target.member.values
    if target.to_one:
        return Subject(target.value(), target.grain, codes)
    return Subject(target.value(()), target.grain, codes, target.path)


def _boolean(expression: Expression, spec: SqlSpec) -> Expression:
    if expression.type.kind not in {"boolean", "null"}:
        raise fail(
            "G308", spec.span, f"a condition is a boolean, this is {expression.type.a}", "compare it with something"
        )
    return expression


def filtered(
    model: "Model",
    source: str,
    spec: FilterSpec,
    subjects: Subjects,
    sql: Callable[[SqlSpec], Expression] | None = None,
) -> Expression:
    """One filter item as a condition."""

    def sub(item: FilterSpec) -> Expression:
        return filtered(model, source, item, subjects, sql)

    match spec:
        case PathFilter():
            return _path(model, spec, subjects(spec.path))
        case GroupFilter():
            parts = each(sub, spec.items)
            if spec.kind.value == "any":
                return parts[0] if len(parts) == 1 else Call("or", parts, BOOLEAN)
            both = parts[0] if len(parts) == 1 else Call("and", parts, BOOLEAN)
            return negated(both) if spec.kind.value == "not" else both
        case QuantifiedFilter():
            return _quantified(model, source, spec)
        case SqlFilter():
            return _boolean(sql(spec.sql) if sql else model.expression(spec.sql, source), spec.sql)


def _quantified(model: "Model", source: str, spec: QuantifiedFilter) -> Expression:
    path = paths.joins(model, source, spec.path)
    steps = model.steps(source, path)
    where = condition(model, steps[-1].target, spec.where) if spec.where is not None else None
    if spec.kind.value == "every":
        return Related(path, negated(where) if where is not None else None, negated=True)
    return Related(path, where, negated=spec.kind.value == "none")


def _path(model: "Model", spec: PathFilter, on: Subject) -> Expression:
    for one in spec.operators if on.related else ():
        if one.name.value in _UNCLEAR or mentions_null(one):
            joined = ".".join(on.related)
            message = f"`{spec.path}` has many values; `{one.name}` of many is not clear"
            raise fail("G405", one.name.span, message, f"write `none: {joined}` or `every: {joined}` with `where:`")
    both = all_of(tuple(operator(model.compiling, one, on) for one in spec.operators))
    return Related(on.related, both) if on.related else both
