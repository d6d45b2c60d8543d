"""How fields, joins and measures of a source are resolved."""

from typing import TYPE_CHECKING

from genesis.diagnostics import did_you_mean, fail
from genesis.model import aggregates, conditions, paths
from genesis.model.expression import Aggregate, Call, Cast, Expression, Field, Measured, walk
from genesis.model.parts import Codes, Measure, SourceField, Step, words
from genesis.model.syntax import Name
from genesis.model.types import FLOAT, INTEGER, NAMES, Type, parse_type
from genesis.model.typing import typed, widens
from genesis.spec.documents import FieldSpec, JoinSpec, MeasureSpec, SourceSpec, Text

if TYPE_CHECKING:
    from genesis.model.model import Model


def field(model: "Model", source: str, spec: FieldSpec) -> SourceField:
    """Resolve a field; an expression's type is inferred, and widened to the declared one."""
    declared = declared_type(spec.type) if spec.type else None
    value: Expression | None = None
    if spec.rollup:
        raise fail(
            "G602",
            spec.name.span,
            "`rollup` fields are not compiled by this version yet",
            "put the aggregate into the input",
        )
    if spec.sql:
        value = model.expression(spec.sql, source)
        if declared and not widens(value.type, declared):
            message = f"`{spec.name}` is declared {declared}, but its expression gives {value.type}"
            raise fail(
                "G306",
                spec.type.span if spec.type else spec.name.span,
                message,
                f"write the cast: cast(... as {declared})",
            )
        if declared and declared != value.type:
            value = Cast(value, declared)
    elif declared is None:
        raise fail(
            "G307", spec.name.span, f"`{spec.name}` reads a column and needs a type", f"one of: {', '.join(NAMES)}"
        )
    type_ = value.type if value else declared
    assert type_ is not None  # noqa: S101 one of the two is known here
    return SourceField(
        spec.name.value,
        type_,
        spec.label.value if spec.label else words(spec.name.value),
        spec.name.span,
        column=None if value else (spec.column or spec.name).value,
        value=value,
        description=spec.description.value.strip() if spec.description else "",
        format=spec.format or (),
        values=_codes(spec, type_),
        hidden=spec.hidden,
    )


def declared_type(text: Text) -> Type:
    """The type that ``text`` names.

    Raises:
        GenesisError: G301 when there is no such type.
    """
    type_ = parse_type(text.value)
    if type_ is None:
        raise fail("G301", text.span, f"there is no type `{text}`", did_you_mean(text.value, NAMES))
    return type_


def _codes(spec: FieldSpec, type_: Type) -> Codes:
    from genesis.model.literals import literal

    return tuple((literal(code, type_).value, label.value if label else code.text) for code, label in spec.values or ())


def join(model: "Model", source: str, spec: JoinSpec) -> tuple[Step, ...]:
    """The steps of a join as its source walks it."""
    if spec.through:
        return model.steps(source, paths.joins(model, source, spec.through))
    return (_forward(model, source, spec),)


def _forward(model: "Model", source: str, spec: JoinSpec) -> Step:
    if spec.to is None or spec.on is None:
        raise fail("G207", spec.name.span, f"the join `{spec.name}` needs `to:` with `on:`, or `through:`")
    if spec.on.sql or spec.pick is not None:
        what = "`pick`" if spec.pick is not None else "an expression in `on`"
        raise fail(
            "G602", spec.name.span, f"{what} is not compiled by this version yet", "join on fields: {own: other}"
        )
    target = model.source(spec.to).name.value
    pairs = tuple((_end(model, source, own), _end(model, target, other)) for own, other in spec.on.pairs)
    key = model.key(target)
    proven = key is not None and set(key) <= {other for _, other in pairs}
    where = conditions.condition(model, target, spec.where) if spec.where is not None else None
    return Step(
        spec.name.value,
        source,
        target,
        pairs,
        to_one=proven or spec.many is False,
        label=spec.label.value if spec.label else words(spec.name.value),
        span=spec.name.span,
        where=where,
        claimed=not proven and spec.many is False,
    )


def _end(model: "Model", source: str, name: Text) -> str:
    if model.field(source, name.value) is None:
        known = [f.name.value for f in model.source(source).fields]
        raise fail("G208", name.span, f"`{source}` has no field `{name}` to join on", did_you_mean(name.value, known))
    return name.value


def way_back(model: "Model", source: str, name: str) -> tuple[Step, ...] | None:
    """The step by which another source's join is walked back to it, or ``None`` when no join names this way back."""
    for other in model.files.mentions(source):
        for spec in model.files.source(other).joins:
            if spec.reverse and spec.reverse.value == name and spec.to and spec.to.value == source:
                forward = model.join(other, spec.name.value)
                if forward:
                    return (_reversed(model, forward[0], name, spec.reverse),)
    return None


def _reversed(model: "Model", forward: Step, name: str, text: Text) -> Step:
    key = model.key(forward.source)
    return Step(
        name,
        forward.target,
        forward.source,
        tuple((other, own) for own, other in forward.pairs),
        to_one=key is not None and set(key) <= {own for own, _ in forward.pairs},
        label=words(name),
        span=text.span,
        where=forward.own_where,
        own_where=forward.where,
    )


def implicit_count(owner: SourceSpec) -> Measure:
    """The measure ``count`` that every source has."""
    value = Measured((), Aggregate("count", None, INTEGER), INTEGER)
    return Measure("count", value, words("count"), owner.span, f"How many rows of {owner.name}.")


def measure(model: "Model", source: str, spec: MeasureSpec) -> Measure:
    """Resolve a measure."""
    where = conditions.condition(model, source, spec.where) if spec.where is not None else None
    inherited: tuple[object, ...] = ()
    if spec.aggregate:
        aggregate = aggregates.aggregate(model, source, spec.aggregate, None)
        inherited = _inherited(model, source, aggregate)
        value: Expression = Measured((), aggregate, aggregate.type)
    elif spec.ratio:
        parts = tuple(_other(model, source, text.value, text).value for text in spec.ratio)
        value = Call("/", parts, FLOAT)
    else:
        value = _computed(model, source, spec)
    return Measure(
        spec.name.value,
        value if where is None else aggregates.restricted(value, where),
        spec.label.value if spec.label else words(spec.name.value),
        spec.name.span,
        spec.description.value.strip() if spec.description else "",
        spec.format or (),
        inherited if spec.format is None else (),  # type: ignore[arg-type]
        spec.hidden,
    )


def _computed(model: "Model", source: str, spec: MeasureSpec) -> Expression:
    assert spec.sql is not None  # noqa: S101 the reader sees to it
    text = spec.sql.default
    if text is None:
        raise fail(
            "G601", spec.sql.span, "an expression with its own text per dialect is not compiled by this version yet"
        )

    def names(name: Name, within: Text) -> Expression:
        return _other(model, source, ".".join(name.parts), within).value

    return typed(model.parse(text, model.expressions), text, names)


def _other(model: "Model", source: str, name: str, text: Text) -> Measure:
    found = model.measure(source, name)
    if found is None:
        known = [m.name.value for m in model.source(source).measures] + ["count"]
        raise fail("G209", text.span, f"`{source}` has no measure `{name}`", did_you_mean(name, known))
    return found


def _inherited(model: "Model", source: str, aggregate: Aggregate) -> tuple[object, ...]:
    if aggregate.function in {"sum", "avg", "min", "max"} and isinstance(aggregate.operand, Field):
        steps = model.steps(source, aggregate.operand.path)
        owner = steps[-1].target if steps else source
        found = model.field(owner, aggregate.operand.name)
        return found.format if found else ()
    return ()


def is_measured(expression: Expression) -> bool:
    """Whether an expression contains an aggregate."""
    return any(isinstance(e, Measured) for e in walk(expression))
