"""Items that name a path: what they select, how it is formatted and called."""

from itertools import takewhile
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from genesis.diagnostics import Span, fail
from genesis.model import aggregates, conditions, paths
from genesis.model.expression import Expression
from genesis.model.inheritance import inherited
from genesis.model.parts import Codes, Formatted, Measure, SourceField
from genesis.spec.documents import FormatterSpec, ItemSpec, Mapping, Node, Scalar, Sequence, Text

if TYPE_CHECKING:
    from genesis.model.model import Model


_NUMBERS: Final = ("sum", "avg", "min", "max", "median", "count_distinct")
_FITTING: Final = {
    "integer": _NUMBERS,
    "decimal": _NUMBERS,
    "float": _NUMBERS[:-1],
    "string": ("list", "count_distinct", "min", "max"),
    "boolean": ("any", "all", "count"),
    "json": ("count",),
    "list": ("count",),
}
"""The aggregates that are offered for a type, the likeliest first."""
_ORDERED: Final = ("max", "min", "count_distinct", "list")


class Selected(Struct, frozen=True):
    """A value with its formats, and the label, description and codes that its field or measure gives it."""

    value: Expression
    formatted: Formatted
    label: str
    description: str = ""
    codes: Codes = ()
    format: str = ""
    origin: Span | None = None


class Place(Struct, frozen=True):
    """Where an item stands: in an input over ``source``, ``grouped`` or not, among the group's keys or not."""

    source: str
    grouped: bool
    is_key: bool


def select(model: "Model", place: Place, spec: ItemSpec, path: Text) -> Selected:
    """What the item ``spec``, which names ``path``, selects.

    Raises:
        GenesisError: for a name that is not there, and for a value that is none at that place.
    """
    target = paths.follow(model, place.source, tuple(path.value.split(".")), path)
    label = " ".join([target.labels[0], *(part[:1].lower() + part[1:] for part in target.labels[1:])])
    if target.member is not None and target.member.hidden:
        message = f"`{path}` is hidden: it is for expressions, not for inputs"
        raise fail("G217", path.span, message, "show another, or ask its owner")
    match target.member:
        case None:
            known = model.source(target.source).fields[0].name
            message = f"`{path}` ends at a join; name a field or measure of `{target.source}`"
            raise fail("G216", path.span, message, f"for example `{path}.{known}`")
        case Measure() as member:
            return replace(_measured(model, place, spec, target, path), label=label, origin=member.span)
        case SourceField() as member:
            label = f"{label} ({target.grain})" if target.grain else label
            if spec.aggregate is not None:
                return replace(_aggregated(model, place, spec, target, label), origin=member.span)
            return replace(_plain(model, place, spec, target, label), origin=member.span)


def _measured(model: "Model", place: Place, spec: ItemSpec, target: paths.Target, path: Text) -> Selected:
    member = target.member
    assert isinstance(member, Measure)  # noqa: S101 the caller has looked
    if not target.steps and (not place.grouped or place.is_key):
        what = "a group's key is a value of each row" if place.is_key else f"each row here is one {place.source}"
        hint = "move it to `fields:`" if place.is_key else "add `group_by:`, or go through a to-many join"
        raise fail("G420", path.span, f"`{path}` aggregates many rows, and {what}", hint)
    if spec.aggregate is not None:
        hint = "take it away, or name a field instead of the measure"
        raise fail("G433", spec.aggregate.function.span, f"`{path}` is a measure and aggregates already", hint)
    value = _restricted(model, target, spec, aggregates.behind(member.value, target.path))
    own = spec.format if spec.format is not None else member.format
    if own is not None:
        return Selected(value, model.format(value, own, None), "", member.description)
    output = _restricted(model, target, spec, aggregates.behind(member.output, target.path))
    return Selected(value, Formatted(output, member.shown), "", member.description)


def _restricted(model: "Model", target: paths.Target, spec: ItemSpec, value: Expression) -> Expression:
    if spec.where is None:
        return value
    return aggregates.restricted(value, conditions.condition(model, target.source, spec.where))


def _plain(model: "Model", place: Place, spec: ItemSpec, target: paths.Target, label: str) -> Selected:
    """A field's own value."""
    field, path = target.member, spec.field
    assert isinstance(field, SourceField) and path  # noqa: S101, PT018 the caller has looked
    if not target.to_one:
        first, *others = _FITTING.get(field.type.kind, _ORDERED)
        also = f", or {', '.join(others)}" if others else ""
        hint = f"aggregate it: `{{field: {path}, {first}: true}}`{also}"
        raise fail("G416", path.span, f"`{path}` has many values for one row", hint)
    if place.grouped and not place.is_key:
        hint = f"add it to `group_by`, or aggregate it: {{field: {path}, max: true}}"
        raise fail("G417", path.span, f"`{path}` is a value of each row; a grouped input shows aggregates", hint)
    value, owner = target.value(), None if target.grain else field
    steps = spec.format if spec.format is not None else owner.format if owner else ()
    formatted = model.format(value, steps, owner)
    codes = field.values if owner else ()
    return Selected(value, formatted, label, field.description, codes, format_text(steps))


def _aggregated(model: "Model", place: Place, spec: ItemSpec, target: paths.Target, label: str) -> Selected:
    """An aggregate of a field that the item itself names."""
    field, path = target.member, spec.field
    assert isinstance(field, SourceField) and path and spec.aggregate  # noqa: S101, PT018 the caller has looked
    _check_aggregate(model, place, target, path, spec.aggregate.function)
    made = aggregates.aggregate(model, target.source, spec.aggregate, target.value(()))
    looks = inherited(model, target.source, spec.aggregate.function.value, made)

    def placed(value: Expression) -> Expression:
        return _restricted(model, target, spec, aggregates.behind(value, target.path))

    value = placed(made)
    if spec.format is not None:
        formatted = model.format(value, spec.format, None)
    else:
        formatted = Formatted(placed(looks.output) if looks.output else value, looks.shown)
    return Selected(value, formatted, label, field.description, looks.codes)


def _check_aggregate(model: "Model", place: Place, target: paths.Target, path: Text, function: Text) -> None:
    if place.is_key:
        raise fail(
            "G418", function.span, "a group's key is a value of each row, not an aggregate", "move it to `fields:`"
        )
    if not place.grouped and target.to_one:
        message = f"`{path}` has one value for each row, so there is nothing to aggregate"
        raise fail("G418", function.span, message, "take the aggregate away, or add `group_by:`")
    if aggregates.counts_lines(function.value):
        _check_one_meaning(model, target, path, function)


def _check_one_meaning(model: "Model", target: paths.Target, path: Text, function: Text) -> None:
    """Refuse to add up values of rows to which several of the rows before them lead (G419)."""
    trailing = tuple(takewhile(lambda step: step.to_one, reversed(target.steps)))
    if all(set(model.key(step.source) or ("",)) <= {own for own, _ in step.pairs} for step in trailing):
        return
    first, last = trailing[-1], trailing[0]
    inner = ".".join((*(step.name for step in reversed(trailing)), path.value.rpartition(".")[2]))
    message = f"`{function}` of `{path}` means two things: of each {first.source}, or of each {last.target} once"
    hint = f"each {first.source}: a field there with `sql: {inner}`; each {last.target} once: a measure there"
    raise fail("G419", path.span, message, hint)


def format_text(steps: tuple[FormatterSpec, ...]) -> str:
    """A pipeline as text that two have in common when they do the same."""
    return "|".join(f"{step.name}={_argument(step.argument)}" for step in steps)


def _argument(node: Node | None) -> str:
    match node:
        case None:
            return ""
        case Scalar():
            return repr(node.value)
        case Sequence():
            return ",".join(map(_argument, node.items))
        case Mapping():
            return ",".join(f"{key}:{_argument(value)}" for key, value in node.entries)
