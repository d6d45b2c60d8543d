"""Running both sides of changed trackers on one connection."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from genesis.compiler import compile_input
from genesis.diagnostics import GenesisError, headline
from genesis.engines.connections import claims_of, connection_of
from genesis.engines.opening import Surroundings, dialect_of, open_engine
from genesis.engines.rows import Engine
from genesis.model.expression import Value
from genesis.review.places import printable
from genesis.review.report import ResultChange, Review, TrackerChange
from genesis.review.results import Comparison, Shape
from genesis.review.states import Ends
from genesis.spec.project import ProjectFiles
from genesis.sql.query import CompiledQuery


def with_results(review: Review, ends: Ends, connection: str, environment: Mapping[str, str]) -> Review:
    """The review with what both queries of each tracker give whose SQL is not the same.

    Raises:
        GenesisError: G111 when the head has no such connection, and whatever opening it says.
    """
    chosen = connection_of(ends.head, connection)
    sides = [
        open_engine(chosen, environment, Surroundings(ends.head.root, files.project.timezone, claims_of(files)))
        for files in (ends.base, ends.head)
        if any(map(_is_run, review.trackers))
    ]
    if not sides:
        return review
    dialect = dialect_of(chosen)
    with sides[0] as base, sides[1] as head:
        runner = _Runner(ends, connection, dialect, (base, head))
        return replace(review, trackers=tuple(map(runner.tracker, review.trackers)))


def _is_run(tracker: TrackerChange) -> bool:
    return bool(tracker.base_sql and tracker.head_sql) and tracker.base_sql != tracker.head_sql


class _Runner:
    def __init__(self, ends: Ends, connection: str, dialect: str, engines: tuple[Engine, Engine]) -> None:
        self._ends = ends
        self._connection = connection
        self._dialect = dialect
        self._engines = engines

    def tracker(self, tracker: TrackerChange) -> TrackerChange:
        """The tracker with its results compared, where both sides can run."""
        if not _is_run(tracker):
            return tracker
        try:
            before = self._query(self._ends.base, tracker.previous or tracker.name)
            after = self._query(self._ends.head, tracker.name)
            shape = shape_of(before, after, {one.after: one.before for one in tracker.columns if one.what == "renamed"})
            rows = _rows(self._engines[0], before), _rows(self._engines[1], after)
            found = Comparison(shape).of(self._connection, *rows)
        except GenesisError as error:
            found = ResultChange(self._connection, (), failed=printable(headline(error.diagnostics[0])))
        return replace(tracker, result=found)

    def _query(self, files: ProjectFiles, name: str) -> CompiledQuery:
        tracker = files.tracker(name)
        given = {key.value: node for key, node in tracker.parameters}
        return compile_input(files, tracker.input, self._dialect, parameters=given or None, comments=False)


def _rows(engine: Engine, query: CompiledQuery) -> Iterator[Sequence[Value]]:
    for batch in engine.run(query):
        yield from batch


def shape_of(before: CompiledQuery, after: CompiledQuery, renamed: Mapping[str, str]) -> Shape:
    """How rows of two queries are matched: by the key, where both have the same; else by all columns that readers of both see.

    ``renamed`` are columns by their new names with the old ones.
    """
    old = {column.name: place for place, column in enumerate(before.columns)}
    new = {column.name: place for place, column in enumerate(after.columns)}

    def pairs(names: Sequence[str]) -> tuple[tuple[str, int, int], ...]:
        return tuple((name, old[renamed.get(name, name)], new[name]) for name in names)

    seen = {column.name for column in before.visible}
    common = pairs([c.name for c in after.visible if renamed.get(c.name, c.name) in seen])
    same = sorted(renamed.get(name, name) for name in after.key) == sorted(before.key)
    grouped = bool(after.key) == bool(before.key)
    key = pairs(after.key) if same and grouped else common
    turned = {was: name for name, was in renamed.items()}
    hidden = {name for name, *_ in key}
    shown_before = tuple((turned.get(n, n), p) for n, p in old.items() if n in seen or turned.get(n, n) in hidden)
    visible = {column.name for column in after.visible}
    shown_after = tuple((n, p) for n, p in new.items() if n in visible or n in hidden)
    return Shape(key, common, not (same and grouped), shown_before, shown_after)
