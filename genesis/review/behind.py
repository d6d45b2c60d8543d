"""What stands behind the names in an expression: tables, columns, joins and conditions, each as a short sentence."""

from collections.abc import Iterable, Iterator
from typing import Final

from genesis.model.expression import Expression, Field, Measured, Related, children
from genesis.model.joins import THERE
from genesis.model.model import Model
from genesis.model.parts import SourceField, Step
from genesis.review.expressions import said

_DEEPEST: Final = 24
_LONGEST: Final = 500


def told_apart(before: str, after: str, old: Iterable[str], new: Iterable[str]) -> tuple[str, str]:
    """Two wordings, with what stands behind each where they are the same; nothing where that is the same too."""
    if before != after:
        return before, after
    one, two = set(old), set(new)
    facts = ["; ".join(sorted(found)) for found in (one - two, two - one)]
    if not any(facts):
        return "", ""
    told = [f"{before} ({fact})" if before and fact else fact or before for fact in facts]
    return told[0], told[1]


def behind(model: Model, source: str, expressions: Iterable[Expression | None]) -> Iterator[str]:
    """What expressions spoken from a row of ``source`` lead to, besides their own words; the source's own rows too."""
    if source:
        yield from _rows(model, source)
    for expression in expressions:
        if expression is not None:
            yield from _expression(model, source, expression, 0)


def table_of(model: Model, source: str) -> str:
    """Where the rows of a source come from: its table, or its SELECT."""
    spec = model.source(source)
    if spec.table:
        return spec.table.value
    text = spec.sql.default if spec.sql else None
    return " ".join(text.value.split())[:2000] if text else f"sql of {source}"


def _rows(model: Model, source: str) -> Iterator[str]:
    yield f"{source} is {table_of(model, source)}"
    yield f"{source} has the key {', '.join(model.key(source) or ()) or 'none'}"
    where, version = model.where(source), model.version(source)
    if where is not None:
        yield f"{source} where {said(where, model, source)[:_LONGEST]}"
    if version is not None:
        yield f"{source} is the newest by {said(version, model, source)[:_LONGEST]}"


def _expression(model: Model, source: str, expression: Expression, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    match expression:
        case Field() if expression.path[:1] != (THERE,) and source:
            yield from _path(model, source, expression.path, depth)
            target = _end(model, source, expression.path)
            field = model.field(target, expression.name)
            if field is not None:
                yield from _field(model, target, field, depth)
        case Measured() | Related():
            yield from _path(model, source, expression.path, depth)
            target = _end(model, source, expression.path)
            inner = expression.aggregate if isinstance(expression, Measured) else expression.condition
            if inner is not None:
                yield from _expression(model, target, inner, depth + 1)
        case _:
            for one in children(expression):
                yield from _expression(model, source, one, depth + 1)


def _field(model: Model, source: str, field: SourceField, depth: int) -> Iterator[str]:
    if field.value is not None:
        yield from _expression(model, source, field.value, depth + 1)
    else:
        yield f"{source}.{field.name} is the column {field.column or field.name} as {field.type}"


def _end(model: Model, source: str, path: tuple[str, ...]) -> str:
    steps = model.steps(source, path)
    return steps[-1].target if steps else source


def _path(model: Model, source: str, path: tuple[str, ...], depth: int) -> Iterator[str]:
    for step in model.steps(source, path):
        ends = [(step.source, own) for own, _ in step.pairs] + [(step.target, there) for _, there in step.pairs]
        for end, name in ends:
            field = model.field(end, name)
            if field is not None:
                yield from _field(model, end, field, depth)
        yield f"{step.source}.{step.name} joins {step.target}{_on(model, step)}"
        yield from _rows(model, step.target)


def _on(model: Model, step: Step) -> str:
    pairs = " and ".join(f"{own} = {there}" for own, there in step.pairs)
    spoken = ((step.where, step.target), (step.own_where, step.source), (step.condition, step.source))
    conditions = [said(one, model, source)[:_LONGEST] for one, source in spoken if one is not None]
    told = " and ".join(filter(None, (pairs, *conditions)))
    picks = [pick for pick in (step.pick, step.picked) if pick is not None]
    order = "".join(
        f", the first by {', '.join(('-' if down else '') + said(one, model, pick.step.target) for one, down in pick.order)}"
        for pick in picks
    )
    return f" on {told}{order}" if told or order else ""
