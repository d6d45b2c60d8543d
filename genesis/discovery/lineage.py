"""Where a column comes from, down to the columns of tables."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from msgspec import Struct

from genesis.diagnostics import Span, did_you_mean, fail
from genesis.discovery.reads import Position, Reads
from genesis.discovery.reasons import single
from genesis.discovery.tables import table_columns
from genesis.discovery.wording import aggregate_words, condition_words, join_words, measure_words, sql_words
from genesis.model import paths
from genesis.model.combining import resolve
from genesis.model.expression import Column, Expression, Field, Measured, Related, children, walk
from genesis.model.model import Model
from genesis.model.parts import Measure, SourceField
from genesis.model.question import ANSWERED, Item, Question
from genesis.spec.documents import InputSpec, ItemSpec, MeasureSpec

OriginKind = Literal["column", "measure", "aggregate", "field", "exists", "join", "link", "table"]
_NAMES: Final = {"collect": "list"}
"""What the language calls aggregates that the model knows by other names."""
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


class Origin(Struct, frozen=True):
    """A value and what it is made of. ``says`` is what its definition says, ``span`` where it says so."""

    kind: OriginKind
    name: str
    says: str = ""
    type: str = ""
    span: Span | None = None
    of: tuple["Origin", ...] = ()


def origin(model: Model, spec: InputSpec, column: str) -> Origin:
    """Where a column of an input comes from: fields, aggregates, joins, down to tables' columns.

    Raises:
        GenesisError: with every mistake in what it reaches; G922 when the input has no such column.
    """
    whole = resolve(model, spec)
    if isinstance(whole, Question):
        return _of_question(model, spec, whole, column)
    found = [
        _of_question(model, part, question, column)
        for part, question in zip(single(spec), whole.blocks, strict=True)
        if any(item.name == column for item in question.items)
    ]
    if found:
        return found[0] if len(found) == 1 else Origin("column", column, "the same in every block", of=tuple(found))
    item = _item(whole.items, spec, column, [i.name for q in whole.blocks for i in q.items])
    names = [e.name for e in walk(item.value) if isinstance(e, Column) and e.relation == ANSWERED]
    parts = tuple(origin(model, spec, name) for name in dict.fromkeys(names))
    return Origin("column", column, _said(_written(spec, column), ""), str(item.output.type), item.span, parts)


def _of_question(model: Model, spec: InputSpec, question: Question, column: str) -> Origin:
    return _Tracer(model, question).column(_item(question.items, spec, column), _written(spec, column))


def _item(items: tuple[Item, ...], spec: InputSpec, column: str, others: Sequence[str] = ()) -> Item:
    item = next((i for i in items if i.name == column), None)
    if item is None:
        known = [*others, *(i.name for i in items)]
        message = f"the input `{spec.name}` has no column `{column}`"
        raise fail("G922", spec.name.span, message, did_you_mean(column, known))
    return item


def _written(spec: InputSpec, column: str) -> ItemSpec | None:
    """The item that makes a column, alone or (``pivot``) with others."""
    items = [item for part in single(spec) for item in (*(part.group_by or ()), *part.fields)]
    for item in (*items, *spec.fields):
        name = item.name or item.field
        made = name.value.replace(".", "_") if name else ""
        if column == made or (item.pivot and column.startswith(f"{made}_")):
            return item
    return None


class _Tracer:
    """Follows expressions of one question."""

    def __init__(self, model: Model, question: Question) -> None:
        self.model = model
        self.question = question
        self.reads = Reads(model, question.source)

    def column(self, item: Item, spec: ItemSpec | None) -> Origin:
        """A column of the result, with the joins that all of it needs."""
        made = self.member(spec) or tuple(self.parts(item.value, ()))
        needed = sorted(self.reads.positions(item.output), key=len)
        joins = [self.join(position) for position in self.linked(needed)]
        links = self.link_columns(item)
        shown = _format_words(spec) if spec else ""
        return Origin(
            "column", item.name, _said(spec, shown), str(item.output.type), item.span, (*made, *links, *joins)
        )

    def linked(self, positions: list[Position]) -> list[Position]:
        """The joins that are needed, and those that joining them needs."""
        found = dict.fromkeys(positions)
        for position in positions:
            found |= dict.fromkeys(self.reads.links(position, self.reads.steps[position]))
        return list(found)

    def link_columns(self, item: Item) -> tuple[Origin, ...]:
        """The columns that a link's address and text name."""
        if item.shown is None or item.shown.kind != "link":
            return ()
        names = dict.fromkeys(_PLACEHOLDER.findall(f"{item.shown.url} {item.shown.text}"))
        others = {i.name: i for i in self.question.items if i.name in names and i.name != item.name}
        return tuple(
            Origin("link", o.name, "", str(o.output.type), o.span, tuple(self.parts(o.value, ())))
            for o in others.values()
        )

    def member(self, spec: ItemSpec | None) -> tuple[Origin, ...]:
        """What an item's path leads to, when that is a measure: it keeps its name."""
        if spec is None or spec.field is None or spec.pivot:
            return ()
        target = paths.follow(self.model, self.question.source, tuple(spec.field.value.split(".")), spec.field)
        if isinstance(target.member, Measure):
            return (self.measure(target.source, target.member, self.reads.enter(target.path)),)
        return ()

    def measure(self, source: str, measure: Measure, at: Position) -> Origin:
        """A measure of the source whose rows stand at ``at``."""
        spec = _measure_spec(self.model, source, measure.name)
        name = ".".join((*at, measure.name))
        if spec and spec.ratio:
            of = tuple(self.named_measure(source, part.value, at) for part in spec.ratio)
        else:
            of = tuple(
                dict.fromkeys(o for n in walk(measure.value) if isinstance(n, Measured) for o in self.aggregated(n, at))
            )
        return Origin("measure", name, measure_words(spec), str(measure.value.type), measure.span, of)

    def named_measure(self, source: str, name: str, at: Position) -> Origin:
        found = self.model.measure(source, name)
        assert found is not None  # noqa: S101 the model has resolved the ratio
        return self.measure(source, found, at)

    def parts(self, expression: Expression, at: Position) -> Iterator[Origin]:
        """What an expression is made of, each once."""
        found: dict[Origin, None] = {}
        for node in walk(expression):
            match node:
                case Field():
                    found.setdefault(self.field(node, at))
                case Measured():
                    position = self.reads.enter((*at, *node.path))
                    of = _NAMES.get(node.aggregate.function, node.aggregate.function) + (
                        " of rows" if node.aggregate.operand is None else ""
                    )
                    name = f"{of} behind {'.'.join(position)}" if position else of
                    found.setdefault(
                        Origin("aggregate", name, "", str(node.type), None, tuple(self.aggregated(node, at)))
                    )
                case Related():
                    found.setdefault(self.related(node, at))
                case _:
                    pass
        yield from found

    def aggregated(self, node: Measured, at: Position) -> Iterator[Origin]:
        """What an aggregate reads of the rows behind its path."""
        position = self.reads.enter((*at, *node.path))
        yield from dict.fromkeys(o for part in children(node.aggregate) for o in self.parts(part, position))

    def related(self, node: Related, at: Position) -> Origin:
        position = self.reads.enter((*at, *node.path))
        of = () if node.condition is None else tuple(self.parts(node.condition, position))
        return Origin("exists", ".".join(position), "no such row" if node.negated else "a row", "", None, of)

    def field(self, node: Field, at: Position) -> Origin:
        """A field of the row at the end of a path."""
        position = self.reads.enter((*at, *node.path))
        source = self.reads.source_at(position)
        found = self.model.field(source, node.name)
        assert found is not None  # noqa: S101 the model has resolved it
        name = ".".join((*position, found.name))
        if found.value is not None:
            of = tuple(self.parts(found.value, position))
        else:
            of = tuple(
                Origin("table", ".".join(c)) for c in table_columns(self.model, source, found.column or found.name)
            )
        return Origin("field", name, self.field_words(source, found), str(found.type), found.span, of)

    def field_words(self, source: str, field: SourceField) -> str:
        """What a field's definition says of where its value comes from."""
        spec = next(f for f in self.model.source(source).fields if f.name.value == field.name)
        if spec.sql:
            return sql_words(spec.sql)
        if spec.rollup and spec.rollup.field:
            made = spec.rollup.aggregate
            return aggregate_words(made, spec.rollup.field.value) if made else spec.rollup.field.value
        return "" if field.column == field.name else f"column {field.column}"

    def join(self, position: Position) -> Origin:
        """A join, with what tells which rows meet."""
        step = self.reads.steps[position]
        own = [o for e in self.reads.own(step) for o in self.parts(e, position[:-1])]
        other = [o for e in self.reads.other(step) for o in self.parts(e, position)]
        name = f"{'.'.join(position)} -> {step.target}"
        return Origin(
            "join",
            name,
            join_words(self.model, step),
            "one row" if step.to_one else "many rows",
            step.span,
            tuple(dict.fromkeys((*own, *other))),
        )


def _measure_spec(model: Model, source: str, name: str) -> MeasureSpec | None:
    return next((m for m in model.source(source).measures if m.name.value == name), None)


def _said(spec: ItemSpec | None, shown: str) -> str:
    if spec is None:
        return ""
    if spec.sql is not None:
        said = sql_words(spec.sql)
    else:
        path = spec.field.value if spec.field else ""
        said = aggregate_words(spec.aggregate, path) if spec.aggregate else path
    if spec.where is not None:
        said = f"{said}, where {condition_words(spec.where)}"
    if spec.pivot:
        said = f"{said} of one {spec.pivot.path}"
    return f"{said}, {shown}" if shown else said


def _format_words(spec: ItemSpec) -> str:
    return f"format {', '.join(step.name.value for step in spec.format)}" if spec.format else ""
