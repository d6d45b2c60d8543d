"""Why an input's query reads each of its sources: which columns, filters and sorting need it."""

from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from genesis.diagnostics import Span
from genesis.discovery.reads import Position, Reads, prefixes
from genesis.discovery.wording import filter_words, join_words
from genesis.model.combining import resolve
from genesis.model.expression import Expression
from genesis.model.model import Model
from genesis.model.parts import Step
from genesis.model.question import Combined, Question
from genesis.spec.documents import InputSpec

ReasonKind = Literal["column", "filter", "sort", "limit", "where", "join"]


class Reason(Struct, frozen=True):
    """What needs a join: a column, filter or sort entry of the input, a source's ``where``, or another join."""

    kind: ReasonKind
    name: str
    span: Span | None = None


class JoinUse(Struct, frozen=True):
    """A join that the query takes, by its path from its block's source, with all that needs it; ``on`` says which rows meet."""

    path: Position
    step: Step
    on: str
    reasons: tuple[Reason, ...]


class Block(Struct, frozen=True):
    """A part of an input over one source, with its joins. Only ``combine`` has several."""

    source: str
    joins: tuple[JoinUse, ...]


class Explanation(Struct, frozen=True):
    """An input: what one row is, its columns, and its blocks."""

    name: str
    span: Span
    row: str
    columns: tuple[str, ...]
    blocks: tuple[Block, ...]


def explain(model: Model, spec: InputSpec) -> Explanation:
    """Why the query of an input joins what it joins.

    Raises:
        GenesisError: with every mistake found in the input and the definitions it reaches.
    """
    whole = resolve(model, spec)
    questions = whole.blocks if isinstance(whole, Combined) else (whole,)
    items = (
        [*whole.keys, *(i for q in questions for i in q.items), *whole.items]
        if isinstance(whole, Combined)
        else whole.items
    )
    columns = tuple(dict.fromkeys(item.name for item in items if not item.hidden))
    blocks = tuple(_block(model, part, question) for part, question in zip(single(spec), questions, strict=True))
    return Explanation(spec.name.value, spec.span, _row(model, questions), columns, blocks)


def single(spec: InputSpec) -> tuple[InputSpec, ...]:
    """The input, or each block of ``combine`` as an input of its own."""
    if spec.source is not None:
        return (spec,)
    return tuple(
        InputSpec(spec.name, b.span, b.source, fields=b.fields, group_by=b.group_by, filters=b.filters)
        for b in spec.combine
    )


def _block(model: Model, spec: InputSpec, question: Question) -> Block:
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
    return Block(question.source, joins)


def _parts(model: Model, spec: InputSpec, question: Question) -> Iterator[tuple[Reason, Expression]]:
    """Everything an input asks for, each thing by itself; a hidden column only by what uses it."""
    keys = question.groups or ()
    for item in question.items:
        if item in keys or not item.hidden:
            yield Reason("column", item.name, item.span), item.output
    bare = replace(spec, filters=(), sort=(), limit=None)
    for filter_ in spec.filters:
        alone = _alone(model, replace(bare, filters=(filter_,)))
        for found in (alone.row_filter, alone.group_filter):
            if found is not None:
                yield Reason("filter", filter_words(filter_)), found
    yield from _order_parts(model, bare, spec)
    yield from ((Reason("limit", "per"), e) for e in question.per)
    existing = Reads(model, question.source).existing(question.source)
    yield from ((Reason("where", question.source), e) for e in existing)


def _order_parts(model: Model, bare: InputSpec, spec: InputSpec) -> Iterator[tuple[Reason, Expression]]:
    for entry in spec.sort:
        name = f"{'-' if entry.descending else ''}{entry.text}"
        for expression, _ in _alone(model, replace(bare, sort=(entry,))).sort:
            yield Reason("sort", name, entry.text.span), expression


def _alone(model: Model, spec: InputSpec) -> Question:
    found = resolve(model, spec)
    assert isinstance(found, Question)  # noqa: S101 it has a source
    return found


def _row(model: Model, questions: tuple[Question, ...]) -> str:
    first = questions[0]
    sources = " and ".join(q.source for q in questions)
    if first.groups is None:
        key = model.key(first.source)
        return f"one {first.source}" + (f" ({', '.join(key)})" if key else "")
    if not first.groups:
        return f"all rows of {sources} together"
    return f"one combination of {', '.join(g.name for g in first.groups)}"


def _order(reads: Reads) -> Callable[[Position], list[int]]:
    """Joins in the order in which they are first needed, each before what stands behind it."""
    first = {position: number for number, position in enumerate(reads.steps)}
    return lambda position: [first[position[:length]] for length in range(1, len(position) + 1)]
