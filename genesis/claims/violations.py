"""Relations that hold the rows on which a claim of a definition is broken."""

from collections.abc import Iterator
from typing import Final

from genesis.claims.claim import Claim, Untestable, Violations
from genesis.claims.doubting import Doubting
from genesis.diagnostics import Span
from genesis.model.expression import (
    Aggregate,
    Call,
    Column,
    Expression,
    Field,
    In,
    Literal,
    Measured,
    call,
    conjunction,
)
from genesis.model.model import Model
from genesis.model.parts import SourceField, Step
from genesis.model.types import BOOLEAN, INTEGER
from genesis.relation.nodes import Filter, Group, Join, Named, Project, Reference, Relation
from genesis.relation.scope import Scope
from genesis.relation.views import Views
from genesis.spec.documents import SourceSpec, Text

_ROWS: Final = Aggregate("count", None, INTEGER)


def violations(model: Model, source: str) -> Iterator[Violations | Untestable]:
    """The claims of a source, but for the types of its columns.

    Raises:
        GenesisError: for mistakes in the definitions that it reaches.
    """
    spec = model.source(source)
    yield from _of_key(model, spec)
    for one in spec.fields:
        field = _named(model, source, one.name.value)
        if field.values:
            yield _known(model, source, field)
    for join in spec.joins:
        step = (model.join(source, join.name.value) or (None,))[0]
        if step and step.claimed and join.many is False:
            yield _to_one(model, source, step)


def _of_key(model: Model, spec: SourceSpec) -> Iterator[Violations]:
    source = spec.name.value
    for name in spec.key or ():
        yield _not_null(model, source, _named(model, source, name.value))
    if spec.key and spec.latest_by:
        yield _newest(model, source, spec.latest_by)
    elif spec.key:
        yield _unique(model, source, spec.key[0].span)


def _named(model: Model, source: str, name: str) -> SourceField:
    found = model.field(source, name)
    assert found is not None  # noqa: S101 the names are those of the source's own fields
    return found


def _value(field: SourceField) -> Field:
    return Field((), field.name, field.type)


def _keys(model: Model, source: str) -> list[Field]:
    return [_value(_named(model, source, name)) for name in model.key(source) or ()]


def _grouped(
    model: Model, source: str, claim: Claim, by: list[Field], only: Expression, having: Expression | None = None
) -> Violations:
    """The rows of a source that meet ``only``, counted by fields."""
    scope = Scope(model, Views(model), source)
    counted = free("rows", [f.name for f in by])
    keys: tuple[Named, ...] = tuple((f.name, scope.value(f)) for f in by)
    group: Relation = Group(scope.relation(scope.value(only)), keys, ((counted, _ROWS),))
    if having is not None:
        group = Filter(group, Call(">", (Column("", counted, INTEGER), having), BOOLEAN))
    return Violations(claim, group, (*((f.name, f.type) for f in by), (counted, INTEGER)))


def _not_null(model: Model, source: str, field: SourceField) -> Violations:
    others = _keys(model, source)
    claim = Claim("not null", source, field.name, field.span)
    return _grouped(model, source, claim, others, call("is_null", BOOLEAN, _value(field)))


def _unique(model: Model, source: str, span: Span) -> Violations:
    keys = _keys(model, source)
    there = conjunction(tuple(call("is_not_null", BOOLEAN, k) for k in keys))
    assert there is not None  # noqa: S101 the caller has seen a key
    claim = Claim("key", source, ", ".join(k.name for k in keys), span)
    return _grouped(model, source, claim, keys, there, Literal(1, INTEGER))


def _known(model: Model, source: str, field: SourceField) -> Violations:
    value = _value(field)
    codes = tuple(Literal(code, field.type) for code, _ in field.values if code is not None)
    unknown = call("not", BOOLEAN, In(value, codes)) if codes else call("is_not_null", BOOLEAN, value)
    return _grouped(model, source, Claim("values", source, field.name, field.span), [value], unknown)


def _to_one(model: Model, source: str, step: Step) -> Violations | Untestable:
    """The rows that meet several of the other source."""
    claim = Claim("to one", source, step.name, step.span)
    if step.condition is not None and model.key(source) is None:
        return Untestable(claim, f"`{source}` has no key to tell whose rows meet several")
    doubting = Doubting(model, source, step.name)
    scope = Scope(doubting, Views(doubting), source)
    met = Measured((step.name,), _ROWS, INTEGER)
    own = _keys(model, source) or [_value(_named(model, source, name)) for name, _ in step.pairs]
    counted = free("rows", [f.name for f in own])
    columns = (*((f.name, scope.value(f)) for f in own), (counted, scope.value(met)))
    rows = scope.relation(scope.value(call(">", BOOLEAN, met, Literal(1, INTEGER))))
    return Violations(claim, Project(rows, columns), (*((f.name, f.type) for f in own), (counted, INTEGER)))


def _newest(model: Model, source: str, text: Text) -> Violations:
    """The keys whose newest version stands on several rows."""
    keys, newest = _keys(model, source), model.expression(text, source)
    version = (
        newest.name if isinstance(newest, Field) and newest not in keys else free("version", [k.name for k in keys])
    )
    counted = free("rows", [*(k.name for k in keys), version])
    rows = raw(model, source)
    named = tuple((k.name, rows.value(k)) for k in keys)
    versions = (*named, (version, rows.value(newest)))
    tied = Reference("tied", "tied", Group(rows.relation(), versions, ((counted, _ROWS),)))
    latest = Aggregate("max", rows.value(newest), newest.type)
    last = Reference("last", "last", Group(rows.relation(), named, (("newest", latest),)))
    same = [_same(Column("tied", k.name, k.type), Column("last", k.name, k.type)) for k in keys]
    same.append(_same(Column("tied", version, newest.type), Column("last", "newest", newest.type)))
    several = call(">", BOOLEAN, Column("tied", counted, INTEGER), Literal(1, INTEGER))
    met = Filter(Join(tied, last, conjunction(tuple(same)), "inner"), several)
    columns = (*((k.name, k.type) for k in keys), (version, newest.type), (counted, INTEGER))
    project = Project(met, tuple((name, Column("tied", name, type_)) for name, type_ in columns))
    return Violations(Claim("newest", source, version, text.span), project, columns)


def _same(left: Expression, right: Expression) -> Expression:
    return call("is_same", BOOLEAN, left, right)


def raw(model: Model, source: str) -> Scope:
    """The rows of a table as they are, before ``latest_by`` and ``where``."""
    return Scope(model, Views(model), source, raw=True)


def free(wanted: str, taken: list[str]) -> str:
    """``wanted``, with ``_`` behind it for as long as it is taken."""
    while wanted in taken:
        wanted += "_"
    return wanted
