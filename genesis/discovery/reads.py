"""Which fields an expression reads, through computed fields and through joins."""

from collections.abc import Iterator

from msgspec.structs import replace

from genesis.model.expression import Expression, Field, Measured, Related, children, walk
from genesis.model.joins import THERE
from genesis.model.model import Model
from genesis.model.parts import SourceField, Step

Position = tuple[str, ...]
"""Where a row stands: the names of the joins walked to it from the row that is spoken of."""


class Reads:
    """What is read from the rows of ``source``. ``steps`` grows with every join that something needs, in that order."""

    def __init__(self, model: Model, source: str) -> None:
        self.model = model
        self.source = source
        self.steps: dict[Position, Step] = {}
        self._linked: dict[Position, frozenset[Position]] = {}

    def positions(self, expression: Expression, at: Position = ()) -> frozenset[Position]:
        """The joins that ``expression``, spoken from the row at ``at``, needs for its values."""
        return frozenset(p for position, _ in self.fields(expression, at) for p in prefixes(position))

    def fields(self, expression: Expression, at: Position = ()) -> Iterator[tuple[Position, SourceField | None]]:
        """The fields it names and those behind them, each with where its row stands; ``None`` where rows only count."""
        for node in walk(expression):
            match node:
                case Field():
                    yield from self._field(node, at)
                case Measured():
                    position = self.enter((*at, *node.path))
                    yield position, None
                    for part in children(node.aggregate):
                        yield from self.fields(part, position)
                case Related():
                    position = self.enter((*at, *node.path))
                    yield position, None
                    if node.condition is not None:
                        yield from self.fields(node.condition, position)
                case _:
                    pass

    def _field(self, node: Field, at: Position) -> Iterator[tuple[Position, SourceField]]:
        position = self.enter((*at, *node.path))
        found = self.model.field(self.source_at(position), node.name)
        assert found is not None  # noqa: S101 the model has resolved it
        yield position, found
        if found.value is not None:
            yield from ((p, f) for p, f in self.fields(found.value, position) if f is not None)

    def source_at(self, position: Position) -> str:
        """The source whose row stands there."""
        return self.steps[position].target if position else self.source

    def enter(self, position: Position) -> Position:
        """Note the joins that lead there, and those that joining needs."""
        for place in prefixes(position):
            if place not in self.steps:
                self.steps[place] = self.model.step(self.source_at(place[:-1]), place[-1])
                self.links(place, self.steps[place])
        return position

    def links(self, position: Position, step: Step) -> frozenset[Position]:
        """The joins that are needed to tell which rows meet in the last join of ``position``."""
        if position not in self._linked:
            self._linked[position] = frozenset()
            spoken = [(e, position[:-1]) for e in self.own(step)] + [(e, position) for e in self.other(step)]
            self._linked[position] = frozenset(p for e, at in spoken for p in self.positions(e, at))
        return self._linked[position]

    def own(self, step: Step) -> list[Expression]:
        """What a join reads of the row it starts from."""
        both = [f for f in _fields(step.condition) if f.path[:1] != (THERE,)]
        picked = [] if step.picked is None else [e for e, _ in step.picked.order]
        where = [] if step.own_where is None else [step.own_where]
        return [*(self._named(step.source, own) for own, _ in step.pairs), *both, *where, *picked]

    def other(self, step: Step) -> list[Expression]:
        """What a join reads of the row it leads to, and what decides that the row exists."""
        both = [replace(f, path=f.path[1:]) for f in _fields(step.condition) if f.path[:1] == (THERE,)]
        picked = [] if step.pick is None else [e for e, _ in step.pick.order]
        where = [] if step.where is None else [step.where]
        named = (self._named(step.target, other) for _, other in step.pairs)
        return [*named, *both, *where, *picked, *self.existing(step.target)]

    def existing(self, source: str) -> list[Expression]:
        """What decides which rows of a source there are: its ``where``, and the newest of each key."""
        spec, where = self.model.source(source), self.model.where(source)
        newest: list[Expression] = []
        if spec.latest_by:
            keys = (self._named(source, name) for name in self.model.key(source) or ())
            newest = [self.model.expression(spec.latest_by, source), *keys]
        return [*([] if where is None else [where]), *newest]

    def _named(self, source: str, name: str) -> Field:
        found = self.model.field(source, name)
        assert found is not None  # noqa: S101 joins name fields
        return Field((), name, found.type)


def _fields(condition: Expression | None) -> list[Field]:
    return [] if condition is None else [node for node in walk(condition) if isinstance(node, Field)]


def prefixes(position: Position) -> tuple[Position, ...]:
    """The position and those on the way to it, nearest first."""
    return tuple(position[:length] for length in range(1, len(position) + 1))
