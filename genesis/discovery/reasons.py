"""Why an input's query reads each of its sources: which columns, filters and sorting need it."""

from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from genesis.diagnostics import Span
from genesis.discovery.reads import Position, Reads, prefixes
from genesis.discovery.wording import filter_words, join_words
from genesis.model.conditions import condition
from genesis.model.expression import Expression
from genesis.model.model import Model
from genesis.model.parts import Step
from genesis.model.question import Question
from genesis.model.resolving import resolve_one
from genesis.spec.documents import InputSpec

ReasonKind = Literal["column", "filter", "sort", "limit", "where", "join"]


class Reason(Struct, frozen=True):
    """What needs a join: a column, filter or sort entry of the input, a source's ``where``, or another join."""

    kind: ReasonKind
    name: str
    span: Span | None = None


class JoinUse(Struct, frozen=True):
    """A join that the query takes, by its path from the input's source, with all that needs it; ``on`` says which rows meet."""

    path: Position
    step: Step
    on: str
    reasons: tuple[Reason, ...]


class Explanation(Struct, frozen=True):
    """An input: what one row is, the fields of its own source that are read, and its joins with their reasons."""

    name: str
    source: str
    span: Span
    row: str
    columns: tuple[str, ...]
    joins: tuple[JoinUse, ...]


def explain(model: Model, spec: InputSpec) -> Explanation:
    """Why the query of an input joins what it joins.

    Raises:
        GenesisError: with every mistake found in the input and the definitions it reaches.
    """
    question = _resolved(model, spec)
    reads = Reads(model, question.source)
    reasons: dict[Position, dict[Reason, None]] = {}
    for reason, expression in _parts(model, spec, question):
        for position in reads.positions(expression):
            reasons.setdefault(position, {}).setdefault(reason)
    for position, step in list(reads.steps.items()):
        for needed in reads.links(position, step):
            if needed not in prefixes(position):
                reasons.setdefault(needed, {}).setdefault(Reason("join", ".".join(position), step.span))
    joins = tuple(
        JoinUse(p, reads.steps[p], join_words(model, reads.steps[p]), tuple(reasons.get(p, ())))
        for p in sorted(reads.steps, key=_order(reads))
    )
    columns = tuple(item.name for item in question.items if not item.hidden)
    return Explanation(spec.name.value, question.source, spec.span, _row(model, question), columns, joins)


def _resolved(model: Model, spec: InputSpec) -> Question:
    if spec.source is None:
        block = spec.combine[0]
        spec = InputSpec(spec.name, block.span, block.source, fields=block.fields, group_by=block.group_by)
    return resolve_one(model, spec, spec.source or spec.name)


def _parts(model: Model, spec: InputSpec, question: Question) -> Iterator[tuple[Reason, Expression]]:
    """Everything an input asks for, each thing by itself."""
    for item in question.items:
        yield Reason("column", item.name, item.span), item.output
    bare = replace(spec, filters=(), sort=(), limit=None)
    for filter_ in spec.filters:
        alone = _resolved(model, replace(bare, filters=(filter_,)))
        for found in (alone.row_filter, alone.group_filter):
            if found is not None:
                yield Reason("filter", filter_words(filter_)), found
    for entry in spec.sort:
        name = f"{'-' if entry.descending else ''}{entry.text}"
        for expression, _ in _resolved(model, replace(bare, sort=(entry,))).sort:
            yield Reason("sort", name, entry.text.span), expression
    where = model.source(question.source).where
    if where is not None:
        yield Reason("where", question.source), condition(model, question.source, where)


def _row(model: Model, question: Question) -> str:
    if question.groups is None:
        key = model.key(question.source)
        return f"one {question.source}" + (f" ({', '.join(key)})" if key else "")
    if not question.groups:
        return f"all rows of {question.source} together"
    return f"one combination of {', '.join(g.name for g in question.groups)}"


def _order(reads: Reads) -> Callable[[Position], list[int]]:
    """Joins in the order in which they are first needed, each before what stands behind it."""
    first = {position: number for number, position in enumerate(reads.steps)}
    return lambda position: [first[position[:length]] for length in range(1, len(position) + 1)]
