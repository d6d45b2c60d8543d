"""Which inputs read which fields of sources, and which trackers show them to whom."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from msgspec import Struct

from genesis.compiler import open_model
from genesis.diagnostics import GenesisError, Hits
from genesis.discovery.reads import Position, Reads
from genesis.model.combining import resolve
from genesis.model.compiling import Compiling
from genesis.model.expression import Expression
from genesis.model.model import Model
from genesis.model.parameters import bind
from genesis.model.parts import SourceField
from genesis.model.question import Question
from genesis.spec.documents import InputSpec
from genesis.spec.project import ProjectFiles

SourceColumn = tuple[str, str]
"""A source and one of its fields."""


class Readers(Struct, frozen=True):
    """What an input reads: the sources, and the fields of theirs that are columns."""

    input: str
    sources: frozenset[str]
    fields: frozenset[SourceColumn]


class Uses:
    """The uses of a project's sources; inputs are looked at when something is first asked. Those with mistakes use nothing."""

    def __init__(self, files: ProjectFiles) -> None:
        self._files = files
        self._model = open_model(files)
        self._readers: tuple[Readers, ...] | None = None
        self._shown: dict[str, list[tuple[str, str]]] = {}
        self._made: dict[SourceColumn, set[str]] = {}

    def of(self, source: str, field: str | None = None) -> Hits:
        """Who is hit when a source, or one of its fields, is not what it was."""
        if self._readers is None:
            self._readers = tuple(self._read())
            self._shown, self._made = self._trackers(), dependents(self._model, self._files.names("source"))
        inputs = [
            r.input for r in self._readers if (source in r.sources if field is None else (source, field) in r.fields)
        ]
        shown = [one for name in inputs for one in self._shown.get(name, ())]
        owners = {owner for _, owner in shown} | {self._owner(name) for name in inputs}
        made = self._made.get((source, field or ""), ())
        trackers = sorted(name for name, _ in shown)
        return Hits(tuple(sorted(made)), tuple(inputs), tuple(trackers), tuple(sorted(owners - {""})))

    def sources(self, name: str) -> frozenset[str]:
        """The sources that an input reads; none when it has mistakes."""
        try:
            return reading(self._model, self._files, name).sources
        except (GenesisError, RecursionError):
            return frozenset()

    def _read(self) -> Iterator[Readers]:
        for name in self._files.names("input"):
            try:
                yield reading(self._model, self._files, name)
            except (GenesisError, RecursionError):
                continue

    def _trackers(self) -> dict[str, list[tuple[str, str]]]:
        """By input: the trackers that show it, and their owners."""
        found: dict[str, list[tuple[str, str]]] = {}
        for name in self._files.names("tracker"):
            try:
                spec = self._files.tracker(name)
            except GenesisError:
                continue
            found.setdefault(spec.input.value, []).append((name, spec.owner.value if spec.owner else ""))
        return found

    def _owner(self, name: str) -> str:
        owner = self._files.input(name).owner
        return owner.value if owner else ""


def dependents(model: Model, sources: Iterable[str]) -> dict[SourceColumn, set[str]]:
    """By field that is a column: the computed fields, measures and joins that are made of it, as ``source.member``.

    Sources and members with mistakes are left out.
    """
    found: dict[SourceColumn, set[str]] = {}
    for source in sources:
        with suppress(GenesisError):
            spec = model.source(source)
            for name in (member.name.value for part in (spec.fields, spec.measures, spec.joins) for member in part):
                with suppress(GenesisError, RecursionError):
                    for one in _made_of(model, source, name):
                        found.setdefault(one, set()).add(f"{source}.{name}")
    return found


def _made_of(model: Model, source: str, name: str) -> Iterator[SourceColumn]:
    """The columns behind a computed field, a measure or a join of a source."""
    reads = Reads(model, source)
    field, measure = model.field(source, name), model.measure(source, name)
    values = [one.value for one in (field, measure) if one is not None and one.value is not None]
    if field is None and measure is None and (steps := model.join(source, name)):
        reads.enter(tuple(step.name for step in steps))
    for position, one in _closed(reads, values):
        if one is not None and one.value is None:
            yield reads.source_at(position), one.name


def reading(model: Model, files: ProjectFiles, name: str) -> Readers:
    """What an input reads. The key of every source that it reaches is read, whether or not its SQL names it.

    Raises:
        GenesisError: with the mistakes of the input and of what it reaches.
    """
    spec = files.input(name)
    given = bind(spec, {}, checking=True)
    within = model.within(Compiling(timezone=files.project.timezone, parameters=given))
    return _readers(within, spec)


def _readers(model: Model, spec: InputSpec) -> Readers:
    whole = resolve(model, spec)
    sources: set[str] = set()
    fields: set[SourceColumn] = set()
    for question in (whole,) if isinstance(whole, Question) else whole.blocks:
        reads = Reads(model, question.source)
        for position, field in _fields(reads, question):
            source = reads.source_at(position)
            sources.add(source)
            if field is not None and field.value is None:
                fields.add((source, field.name))
        sources |= {question.source, *(step.target for step in reads.steps.values())}
    keys = ((source, name) for source in sources for name in model.key(source) or ())
    plain = (one for one in keys if (found := model.field(*one)) and found.value is None)
    return Readers(spec.name.value, frozenset(sources), frozenset((*fields, *plain)))


def _fields(reads: Reads, question: Question) -> Iterator[tuple[Position, SourceField | None]]:
    """The fields that a question names, those behind them, and those by which rows meet."""
    yield from _closed(reads, (*_expressions(question), *reads.existing(question.source)))


def _closed(reads: Reads, expressions: Iterable[Expression]) -> Iterator[tuple[Position, SourceField | None]]:
    """The fields of expressions, and of all joins on the way."""
    for expression in expressions:
        yield from reads.fields(expression)
    done: set[Position] = set()
    while pending := [position for position in reads.steps if position not in done]:
        for position in pending:
            done.add(position)
            step = reads.steps[position]
            for expression in reads.own(step):
                yield from reads.fields(expression, position[:-1])
            for expression in reads.other(step):
                yield from reads.fields(expression, position)


def _expressions(question: Question) -> Iterator[Expression]:
    for item in (*(question.groups or ()), *question.items):
        yield item.output
        yield item.value
    yield from (one for one in (question.row_filter, question.group_filter) if one is not None)
    yield from (expression for expression, _ in question.sort)
    yield from question.per
