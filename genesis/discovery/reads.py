"""Which fields an expression reads, through computed fields and through joins."""

from collections.abc import Iterator

from genesis.model.conditions import condition
from genesis.model.expression import Expression, Field, Measured, Related, children, walk
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
        named = [self._named(step.source, own) for own, _ in step.pairs]
        return [*named, *([step.own_where] if step.own_where is not None else [])]

    def other(self, step: Step) -> list[Expression]:
        """What a join reads of the row it leads to."""
        spec = self.model.source(step.target)
        where = [] if spec.where is None else [condition(self.model, step.target, spec.where)]
        named = [self._named(step.target, other) for _, other in step.pairs]
        return [*named, *([step.where] if step.where is not None else []), *where]

    def _named(self, source: str, name: str) -> Field:
        found = self.model.field(source, name)
        assert found is not None  # noqa: S101 joins name fields
        return Field((), name, found.type)


def prefixes(position: Position) -> tuple[Position, ...]:
    """The position and those on the way to it, nearest first."""
    return tuple(position[:length] for length in range(1, len(position) + 1))
