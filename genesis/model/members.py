"""How fields, joins and measures of a source are resolved."""

from typing import TYPE_CHECKING

from genesis.diagnostics import did_you_mean, fail
from genesis.model import aggregates, conditions
from genesis.model.declared import declared_type
from genesis.model.expression import Aggregate, Call, Cast, Expression, Measured, walk
from genesis.model.inheritance import Looks, inherited
from genesis.model.parts import Codes, Measure, SourceField, words
from genesis.model.syntax import Name
from genesis.model.types import FLOAT, INTEGER, Type
from genesis.model.typing import widens
from genesis.spec.documents import FieldSpec, ItemSpec, MeasureSpec, SourceSpec, Text

if TYPE_CHECKING:
    from genesis.model.model import Model


def field(model: "Model", source: str, spec: FieldSpec) -> SourceField:
    """Resolve a field; an expression's type is inferred, and widened to the declared one."""
    declared = declared_type(spec.type) if spec.type else None
    value: Expression | None = None
    if spec.rollup:
        value = rollup(model, source, spec.rollup)
    if spec.sql:
        value = model.expression(spec.sql, source, declared=declared)
    if value is not None and spec.type and declared and declared != value.type:
        if not widens(value.type, declared):
            message = f"`{spec.name}` is declared {declared}, but its expression gives {value.type}"
            raise fail("G306", spec.type.span, message, f"write the cast: cast(... as {declared})")
        value = Cast(value, declared)
    type_ = value.type if value else declared
    assert type_ is not None  # noqa: S101 the reader sees to it that a column has a type
    _check_key(model, source, spec, type_)
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


def _check_key(model: "Model", source: str, spec: FieldSpec, type_: Type) -> None:
    """G224 for a part of the key whose values no engine tells apart."""
    if type_.kind not in {"json", "list"} or spec.name.value not in (model.key(source) or ()):
        return
    place = next((part.span for part in model.source(source).key or () if part.value == spec.name.value), None)
    message = f"`{spec.name}` is {type_.a}, which tells no rows apart"
    raise fail("G224", place, message, "take a field of another type for the key, or a value out of this one")


def rollup(model: "Model", source: str, spec: ItemSpec) -> Expression:
    """An aggregate behind a to-many path as a value of each row.

    Raises:
        GenesisError: as for an item, and G221 where the path has no aggregate.
    """
    from genesis.model.selection import Place, select

    assert spec.field is not None  # noqa: S101 the reader sees to it
    value = select(model, Place(source, grouped=False, is_key=False), spec, spec.field).value
    if not is_measured(value):
        message = f"`{spec.field}` is one value for each row: there is nothing to roll up"
        raise fail("G221", spec.field.span, message, f"write `sql: {spec.field}`, or a path that leads to many")
    return value


def _codes(spec: FieldSpec, type_: Type) -> Codes:
    if not spec.values:
        return ()
    from genesis.model.literals import literal

    return tuple((literal(code, type_).value, label.value if label else code.text) for code, label in spec.values)


def implicit_count(owner: SourceSpec) -> Measure:
    """The measure ``count`` that every source has."""
    value = Measured((), Aggregate("count", None, INTEGER), INTEGER)
    return Measure("count", value, value, words("count"), owner.span, f"How many rows of {owner.name}.")


def measure(model: "Model", source: str, spec: MeasureSpec) -> Measure:
    """Resolve a measure."""
    where = conditions.condition(model, source, spec.where) if spec.where is not None else None
    looks = Looks()
    if spec.aggregate:
        value = aggregates.aggregate(model, source, spec.aggregate, None)
        looks = inherited(model, source, spec.aggregate.function.value, value)
    elif spec.ratio:
        parts = tuple(_other(model, source, text.value, text).value for text in spec.ratio)
        value = Call("/", parts, FLOAT)
    else:
        value = _computed(model, source, spec)
    output = looks.output or value
    return Measure(
        spec.name.value,
        value if where is None else aggregates.restricted(value, where),
        output if where is None else aggregates.restricted(output, where),
        spec.label.value if spec.label else words(spec.name.value),
        spec.name.span,
        spec.description.value.strip() if spec.description else "",
        spec.format,
        looks.shown,
        spec.hidden,
    )


def _computed(model: "Model", source: str, spec: MeasureSpec) -> Expression:
    assert spec.sql is not None  # noqa: S101 the reader sees to it

    def names(name: Name, within: Text) -> Expression:
        return _other(model, source, ".".join(name.parts), within).value

    return model.expression(spec.sql, source, names)


def _other(model: "Model", source: str, name: str, text: Text) -> Measure:
    found = model.measure(source, name)
    if found is None:
        known = [m.name.value for m in model.source(source).measures] + ["count"]
        raise fail("G209", text.span, f"`{source}` has no measure `{name}`", did_you_mean(name, known))
    return found


def is_measured(expression: Expression) -> bool:
    """Whether an expression contains an aggregate."""
    return any(isinstance(e, Measured) for e in walk(expression))
