"""Joins of a source, resolved into steps walked one way or the other."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from genesis.diagnostics import did_you_mean, fail
from genesis.model import conditions, paths
from genesis.model.expression import Call, Expression, Field, conjunction, conjuncts, transform, walk
from genesis.model.parts import Pick, Step, words
from genesis.model.syntax import Name
from genesis.model.typing import fits
from genesis.spec.documents import JoinSpec, SqlSpec, Text
from genesis.spec.places import locate

if TYPE_CHECKING:
    from genesis.model.model import Model

THERE = "@there"
"""First of a field's path where it speaks of the row that a step leads to, in a condition over both rows."""


def join(model: "Model", source: str, spec: JoinSpec) -> tuple[Step, ...]:
    """The steps of a join as its source walks it."""
    if spec.through:
        return model.steps(source, paths.joins(model, source, spec.through))
    return (_forward(model, source, spec),)


def _forward(model: "Model", source: str, spec: JoinSpec) -> Step:
    assert spec.to and spec.on  # noqa: S101, PT018 the reader sees to it
    target = model.source(spec.to).name.value
    where = conditions.condition(model, target, spec.where) if spec.where is not None else None
    pairs = tuple(_pair(model, source, target, own, other) for own, other in spec.on.pairs)
    step = Step(
        spec.name.value,
        source,
        target,
        pairs,
        to_one=False,
        label=spec.label.value if spec.label else words(spec.name.value),
        span=spec.name.span,
        where=where,
    )
    if spec.on.sql:
        step = _by_expression(model, step, spec.on.sql)
    return _to_one(model, step, spec)


def _to_one(model: "Model", step: Step, spec: JoinSpec) -> Step:
    """The step with its cardinality: by the other source's key, by ``pick``, or as it is claimed."""
    key = model.key(step.target)
    covered = {other for _, other in step.pairs}
    if step.condition is not None:
        covered |= _equated(step.condition)
    proven = key is not None and set(key) <= covered
    if spec.pick is not None:
        return replace(step, to_one=True, pick=_pick(model, step, spec))
    if spec.many is True and proven:
        message = f"`{spec.name}` leads to at most one row, because `on` covers the key of `{step.target}`"
        raise fail("G218", spec.name.span, message, "delete `many: true`")
    return replace(step, to_one=proven or spec.many is False, claimed=not proven and spec.many is False)


def _pick(model: "Model", step: Step, spec: JoinSpec) -> Pick:
    from genesis.model.aggregates import completed, keys, order_keys

    if model.key(step.target) is None:
        message = f"`pick` needs the key of `{step.target}`, so that one row is certain, and it has none"
        raise fail("G432", spec.name.span, message, f"give `{step.target}` a `key`")
    order = tuple((e, o.descending) for o in spec.pick or () for e in order_keys(model, step.target, o))
    return Pick(replace(step, pick=None), completed(order, keys(model, step.target)))


def _pair(model: "Model", source: str, target: str, own: Text, other: Text) -> tuple[str, str]:
    left, right = _end(model, source, own), _end(model, target, other)
    if not fits(left.type, right.type):
        message = f"`{own}` is {left.type.a} and `{other}` of `{target}` is {right.type.a}: they are never equal"
        raise fail("G219", own.span, message, "cast one of them in a field of its own, and join on that")
    return left.name, right.name


def _end(model: "Model", source: str, name: Text) -> Field:
    found = model.field(source, name.value)
    if found is None:
        known = [f.name.value for f in model.source(source).fields]
        raise fail("G208", name.span, f"`{source}` has no field `{name}` to join on", did_you_mean(name.value, known))
    if found.type.kind in {"json", "list"}:
        message = f"`{name}` of `{source}` is {found.type.a}, which cannot be joined on"
        raise fail("G224", name.span, message, "join on a field of another type, or on a value taken out of this one")
    return Field((), found.name, found.type)


def _by_expression(model: "Model", step: Step, text: Text) -> Step:
    """The step whose rows meet where an expression over both holds: equal fields as pairs, the rest as conditions."""

    def names(name: Name, within: Text) -> Expression:
        if name.parts[0] != step.name:
            return paths.value(model, step.source, name, within)
        if len(name.parts) == 1:
            place = locate(within, name.start, name.end)
            raise fail("G213", place, f"`{step.name}` is the other row; name one of its fields", f"{step.name}.field")
        start = name.start + len(name.parts[0]) + 1
        found = paths.value(model, step.target, Name(name.parts[1:], start, name.end), within)
        return _there(found)

    expression = model.expression(SqlSpec(text, (), text.span), step.source, names)
    if expression.type.kind != "boolean":
        raise fail("G308", text.span, f"`on` is a condition, this is {expression.type.a}", "compare fields of both")
    found = _sorted_out(step, expression)
    if not found.pairs and found.condition is None:
        message = f"this condition does not speak of `{step.name}` and of this row together"
        raise fail("G220", text.span, message, f"for example: currency = {step.name}.currency")
    return found


def _sorted_out(step: Step, expression: Expression) -> Step:
    """The step with each part of a condition where it belongs."""
    pairs, own, there, both = list(step.pairs), [], [step.where] if step.where is not None else [], []
    for part in conjuncts(expression):
        pair = _equal_fields(part)
        sides = {_is_there(f) for f in walk(part) if isinstance(f, Field)}
        if pair is not None:
            pairs.append(pair)
        elif sides == {True, False}:
            both.append(part)
        elif sides == {True}:
            there.append(here(part))
        else:
            own.append(part)
    own_where, condition = conjunction(tuple(own)), conjunction(tuple(both))
    return replace(step, pairs=tuple(pairs), where=conjunction(tuple(there)), own_where=own_where, condition=condition)


def _equal_fields(part: Expression) -> tuple[str, str] | None:
    """(own, other) where a condition says that two plain fields are equal."""
    match part:
        case Call("=", (Field() as left, Field() as right)):
            if left.path == () and right.path == (THERE,):
                return left.name, right.name
            if right.path == () and left.path == (THERE,):
                return right.name, left.name
    return None


def _equated(condition: Expression) -> set[str]:
    """The other row's fields that a condition says equal something of this row."""
    found = set()
    for part in conjuncts(condition):
        match part:
            case Call("=", (left, right)):
                for one, two in ((left, right), (right, left)):
                    if isinstance(one, Field) and one.path == (THERE,) and not any(map(_is_there, walk(two))):
                        found.add(one.name)
    return found


def _is_there(node: Expression) -> bool:
    return isinstance(node, Field) and node.path[:1] == (THERE,)


def _there(expression: Expression) -> Expression:
    return transform(expression, lambda e: replace(e, path=(THERE, *e.path)) if isinstance(e, Field) else e)


def here(expression: Expression) -> Expression:
    """An expression over the other row alone, as that row speaks it."""
    return transform(expression, lambda e: replace(e, path=e.path[1:]) if isinstance(e, Field) and _is_there(e) else e)


def _turned(expression: Expression) -> Expression:
    """A condition over both rows as the other row speaks it."""

    def change(node: Expression) -> Expression:
        if not isinstance(node, Field):
            return node
        return replace(node, path=node.path[1:] if _is_there(node) else (THERE, *node.path))

    return transform(expression, change)


def way_back(model: "Model", source: str, name: str) -> tuple[Step, ...] | None:
    """The step by which another source's join is walked back to it, or ``None`` when no join names this way back."""
    found: tuple[Step, Text] | None = None
    for other in (*model.files.mentions(source), source):
        for spec in model.files.source(other).joins:
            if spec.reverse and spec.reverse.value == name and spec.to and spec.to.value == source:
                if found:
                    message = f"`{source}` has a `{name}` already, at {found[1].span}"
                    raise fail("G222", spec.reverse.span, message, "give the way back another name")
                forward = model.join(other, spec.name.value)
                found = (forward[0], spec.reverse) if forward else None
    return (_reversed(model, found[0], name, found[1]),) if found else None


def _reversed(model: "Model", forward: Step, name: str, text: Text) -> Step:
    key = model.key(forward.source)
    equated = {own for own, _ in forward.pairs}
    condition = None if forward.condition is None else _turned(forward.condition)
    if condition is not None:
        equated |= _equated(condition)
    return Step(
        name,
        forward.target,
        forward.source,
        tuple((other, own) for own, other in forward.pairs),
        to_one=key is not None and set(key) <= equated,
        label=words(name),
        span=text.span,
        where=forward.own_where,
        own_where=forward.where,
        condition=condition,
        picked=forward.pick,
        from_one=forward.to_one,
    )
