"""Conditions: filter items as boolean expressions, two-valued where they decide over rows.

A condition here counts as met only when it is true. ``negated`` turns it round exactly: a null keeps the row.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from genesis.diagnostics import did_you_mean, fail
from genesis.model import literals, paths
from genesis.model.expression import Call, Expression, In, Literal, Related, call, conjunction
from genesis.model.parts import Codes, SourceField
from genesis.model.types import BOOLEAN, STRING, TIMESTAMP
from genesis.spec.documents import (
    ConditionSpec,
    FilterSpec,
    GroupFilter,
    OperatorSpec,
    PathFilter,
    QuantifiedFilter,
    Scalar,
    Sequence,
    SqlFilter,
    SqlSpec,
    Text,
)

if TYPE_CHECKING:
    from genesis.model.model import Model

_OPPOSITE = {
    "=": "is_distinct",
    "is_null": "is_not_null",
    "is_not_null": "is_null",
    "is_distinct": "is_same",
    "is_same": "is_distinct",
}
_TURNED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_COMPARED = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
_RELATIVE = frozenset({"last", "next", "this", "previous"})
OPERATORS = (
    *("eq", "ne", "in", "not_in", "gt", "gte", "lt", "lte", "between", "contains", "starts_with", "ends_with"),
    *("like", "matches", "is_null", "last", "next", "this", "previous"),
)


class Subject(Struct, frozen=True):
    """What a filter speaks of: a value; behind a to-many path when ``related`` is given; with its known codes."""

    value: Expression
    grain: str = ""
    codes: Codes = ()
    related: tuple[str, ...] = ()


Subjects = Callable[[Text], Subject]
"""Finds what a filter's path stands for; raises GenesisError."""


def condition(model: "Model", source: str, spec: ConditionSpec) -> Expression:
    """A ``where:`` over rows of ``source``."""
    if isinstance(spec, SqlSpec):
        return _boolean(model.expression(spec, source), spec)
    found = conjunction(tuple(filtered(model, source, f, lambda text: subject(model, source, text)) for f in spec))
    return Literal(True, BOOLEAN) if found is None else found


def subject(model: "Model", source: str, text: Text) -> Subject:
    """The field, or measure behind a to-many path, that a filter on rows of ``source`` names."""
    from genesis.model.aggregates import behind

    target = paths.follow(model, source, tuple(text.value.split(".")), text)
    if target.member is None:
        raise fail("G215", text.span, f"`{text}` is a join, not a value", f"some: {text}")
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
        raise fail("G308", spec.span, f"a condition is a boolean, this is a {expression.type}")
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
            return _path(spec, subjects(spec.path))
        case GroupFilter():
            parts = tuple(map(sub, spec.items))
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


def _path(spec: PathFilter, on: Subject) -> Expression:
    if on.related:
        for operator in spec.operators:
            if operator.name.value in {"ne", "not_in", "is_null"} or _mentions_null(operator):
                hint = f"write `none: {'.'.join(on.related)}` or `every: {'.'.join(on.related)}` with `where:`"
                raise fail(
                    "G405",
                    operator.name.span,
                    f"`{spec.path}` has many values; `{operator.name}` of many is not clear",
                    hint,
                )
    parts = tuple(_operator(o, on) for o in spec.operators)
    both = parts[0] if len(parts) == 1 else Call("and", parts, BOOLEAN)
    return Related(on.related, both) if on.related else both


def _mentions_null(operator: OperatorSpec) -> bool:
    nodes = operator.value.items if isinstance(operator.value, Sequence) else (operator.value,)
    return any(isinstance(n, Scalar) and n.plain and n.value is None for n in nodes)


def _operator(spec: OperatorSpec, on: Subject) -> Expression:
    name = spec.name.value
    if name in _RELATIVE:
        raise fail(
            "G602", spec.name.span, f"the relative date `{name}` is not compiled by this version yet", "write the date"
        )
    if name not in OPERATORS:
        raise fail("G406", spec.name.span, f"there is no operator `{name}`", did_you_mean(name, OPERATORS))
    if name == "is_null":
        test = call("is_null", BOOLEAN, on.value)
        return test if _scalar(spec).value is not False else negated(test)
    if name in {"in", "not_in"}:
        found = _one_of(spec, on)
        return negated(found) if name == "not_in" else found
    if name == "between":
        low, high = _pair(spec)
        lower = _compare("gte", on, low, spec)
        return Call("and", (lower, _compare("lte", on, high, spec)), BOOLEAN)
    if name in {"contains", "starts_with", "ends_with", "like", "matches"}:
        return _text_test(spec, on)
    if name in {"eq", "ne"}:
        found = _equal(on, _scalar(spec))
        return negated(found) if name == "ne" else found
    return _compare(name, on, _scalar(spec), spec)


def _scalar(spec: OperatorSpec) -> Scalar:
    if not isinstance(spec.value, Scalar):
        raise fail("G407", spec.value.span, f"`{spec.name}` takes one value", f"{spec.name}: value")
    return spec.value


def _pair(spec: OperatorSpec) -> tuple[Scalar, Scalar]:
    items = spec.value.items if isinstance(spec.value, Sequence) else ()
    match items:
        case (Scalar() as low, Scalar() as high):
            return low, high
        case _:
            raise fail("G407", spec.value.span, "`between` takes a list of two values", "between: [1, 10]")


def _one_of(spec: OperatorSpec, on: Subject) -> Expression:
    items = spec.value.items if isinstance(spec.value, Sequence) else ()
    scalars = [i for i in items if isinstance(i, Scalar)]
    if not scalars or len(scalars) != len(items):
        raise fail("G407", spec.value.span, f"`{spec.name}` takes a list of values", f"{spec.name}: [a, b]")
    present = [s for s in scalars if not (s.plain and s.value is None)]
    if on.value.type.kind == "timestamp" and any(literals.as_date(s.text) for s in present):
        tests: list[Expression] = [_equal(on, s) for s in present]
    else:
        wanted = tuple(dict.fromkeys(_literal(on, s) for s in present))
        tests = [In(on.value, wanted)] if len(wanted) > 1 else [call("=", BOOLEAN, on.value, w) for w in wanted]
    if len(present) < len(scalars):
        tests.append(call("is_null", BOOLEAN, on.value))
    return tests[0] if len(tests) == 1 else Call("or", tuple(tests), BOOLEAN)


def _literal(on: Subject, scalar: Scalar) -> Literal:
    if scalar.plain and scalar.text.startswith("$"):
        raise fail("G602", scalar.span, "parameters are not compiled by this version yet", "write the value")
    found = literals.period(scalar, on.grain, on.value.type) if on.grain else literals.literal(scalar, on.value.type)
    if on.codes and found.value not in [code for code, _ in on.codes]:
        labels = {label: str(code) for code, label in on.codes}
        hint = (
            f"did you mean its code `{labels[scalar.text]}`?"
            if scalar.text in labels
            else did_you_mean(scalar.text, labels.values())
        )
        raise fail("G408", scalar.span, f"`{scalar.text}` is not one of the field's values", hint)
    return found


def _equal(on: Subject, scalar: Scalar) -> Expression:
    if scalar.plain and scalar.value is None:
        return call("is_null", BOOLEAN, on.value)
    if _is_day(on, scalar):
        return Call("and", (_compare("gte", on, scalar, None), _compare("lte", on, scalar, None)), BOOLEAN)
    return call("=", BOOLEAN, on.value, _literal(on, scalar))


def _is_day(on: Subject, scalar: Scalar) -> bool:
    return on.value.type == TIMESTAMP and not on.grain and literals.as_date(scalar.text) is not None


def _compare(name: str, on: Subject, scalar: Scalar, spec: OperatorSpec | None) -> Expression:
    if scalar.plain and scalar.value is None:
        raise fail("G407", scalar.span, f"nothing is {spec.name if spec else name} null", "is_null: true")
    if on.value.type.kind in {"boolean", "json", "list"}:
        raise fail("G409", scalar.span, f"a {on.value.type} has no order for `{name}`", "eq: true")
    if _is_day(on, scalar):
        day = literals.as_date(scalar.text)
        assert day is not None  # noqa: S101 _is_day has read it
        first = datetime(day.year, day.month, day.day)
        bound = first + timedelta(days=1) if name in {"gt", "lte"} else first
        return call(
            {"gt": ">=", "gte": ">=", "lt": "<", "lte": "<"}[name], BOOLEAN, on.value, Literal(bound, TIMESTAMP)
        )
    wanted = replace(on, codes=())
    return call(_COMPARED[name], BOOLEAN, on.value, _literal(wanted, scalar))


def _text_test(spec: OperatorSpec, on: Subject) -> Expression:
    if on.value.type != STRING:
        raise fail(
            "G409",
            spec.name.span,
            f"`{spec.name}` looks into text, this is a {on.value.type}",
            "compare it with eq, gte, lt ...",
        )
    wanted = Literal(_scalar(spec).text, STRING)
    name = {"matches": "regexp_like"}.get(spec.name.value, spec.name.value)
    return call(name, BOOLEAN, on.value, wanted)


def negated(expression: Expression) -> Expression:
    """The exact opposite of a condition: it holds where the condition is false or null."""
    match expression:
        case Call("and", parts):
            return Call("or", tuple(map(negated, parts)), BOOLEAN)
        case Call("or", parts):
            return Call("and", tuple(map(negated, parts)), BOOLEAN)
        case Call(name, parts) if name in _OPPOSITE:
            return Call(_OPPOSITE[name], parts, BOOLEAN)
        case Call(name, parts) if name in _TURNED:
            turned = Call(_TURNED[name], parts, BOOLEAN)
            return Call(
                "or", (turned, *(call("is_null", BOOLEAN, p) for p in parts if not isinstance(p, Literal))), BOOLEAN
            )
        case In(operand):
            return Call("or", (call("not", BOOLEAN, expression), call("is_null", BOOLEAN, operand)), BOOLEAN)
        case Related():
            return replace(expression, negated=not expression.negated)
        case Literal(value) if isinstance(value, bool):
            return Literal(not value, BOOLEAN)
        case _:
            return call("not_true", BOOLEAN, expression)
