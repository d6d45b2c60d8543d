"""One SELECT in the making: a row to speak from and what is joined to it without multiplying it."""

from collections.abc import Iterable

from msgspec import Struct

from genesis.diagnostics import Span, fail
from genesis.model.expression import (
    Aggregate,
    Call,
    Case,
    Column,
    Expression,
    Field,
    Literal,
    Measured,
    Related,
    call,
    conjunction,
    transform,
)
from genesis.model.model import Model
from genesis.model.parts import Step
from genesis.model.types import BOOLEAN, INTEGER
from genesis.relation import links
from genesis.relation.branches import Branch, branch_of
from genesis.relation.existence import is_related
from genesis.relation.grain import left_join
from genesis.relation.nodes import Filter, Join, Relation, Scan, Use
from genesis.relation.once import COUNTS, mapped
from genesis.relation.plain import null_of_null, plain_field, plain_target
from genesis.relation.single import is_single, of_one
from genesis.relation.views import Pickers, View, Views

Position = tuple[str, ...]
OWN: Position = ("@own",)
"""Where the row that a chain of joins starts from stands, when it is part of the chain's own scope."""


class Joined(Struct, frozen=True):
    """Rows joined to a scope. A ``left`` join leads to at most one of them, which their key proves, or a ``claim``."""

    rows: Scan | Use
    on: Expression | None
    left: bool = False
    claim: Span | None = None


class Scope:
    """Joins are added as expressions need them; ``relation`` gives what they make, in the order they were needed.

    ``wanted`` is the column of the result whose expression is being put in scope. ``raw``: all rows of the source's
    table, older ones and those that its ``where`` hides too.
    """

    def __init__(self, model: Model, views: Views, source: str = "", *, raw: bool = False) -> None:
        self.model = model
        self.views = views
        self.aliases: dict[Position, str] = {}
        self.sources: dict[Position, str] = {}
        self.views_at: dict[Position, View | Pickers] = {}
        self.sealed: set[Position] = set()
        self.missing: dict[Position, Expression] = {}
        self.base: Relation | None = None
        self.parts: list[Joined | Branch] = []
        self.branches: dict[tuple[Position, tuple[str, ...]], Branch] = {}
        self.conditions: list[Expression] = []
        self.wanted = ""
        if source:
            self.base = self.enter((), source, source, None if raw else views.latest(source))
            self.conditions += [] if raw else self.source_where(())

    def enter(self, position: Position, source: str, wanted: str, view: View | Pickers | None = None) -> Scan | Use:
        """The rows of ``source``, or of a view of it, standing at ``position``."""
        alias = self.free(wanted)
        self.aliases[position], self.sources[position] = alias, source
        if view is not None:
            self.views_at[position] = view
            return Use(alias, view.part)
        spec = self.model.source(source)
        table = tuple(spec.table.value.split(".")) if spec.table else ()
        return Scan(alias, source, table, spec.sql, spec.span, None if spec.latest_by else self.key(position))

    def key(self, position: Position) -> tuple[Expression, ...] | None:
        """What tells the rows of a source's table apart, over its columns."""
        source = self.sources[position]
        names = self.model.key(source)
        if names is None or not all(plain_field(self.model, source, name) for name in names):
            return None
        return tuple(self.named(name, position) for name in names)

    def reach(self, step: Step, position: Position, wanted: str) -> Scan | Use:
        """The rows that a step may lead to, standing at ``position``."""
        if step.pick is not None:
            self.sealed.add(position)
            return self.enter(position, step.target, wanted, self.views.picked(step.pick))
        if step.picked is not None and step.picks_each:
            self.sealed.add(position)
            return self.enter(position, step.target, wanted, Pickers(self.views.picked(step.picked)))
        if not plain_target(self.model, step):
            self.sealed.add(position)
            return self.enter(position, step.target, wanted, self.views.seen(step))
        return self.enter(position, step.target, wanted, self.views.latest(step.target))

    def free(self, wanted: str) -> str:
        """``wanted``, numbered if an alias in scope has that name."""
        alias, number = wanted, 2
        while alias in self.aliases.values():
            alias, number = f"{wanted}_{number}", number + 1
        return alias

    def source_where(self, position: Position) -> list[Expression]:
        """The source's own ``where`` for the row at ``position``."""
        where = self.model.where(self.sources[position])
        return [] if where is None else [self.value(where, position)]

    def column(self, name: str, expression: Expression) -> Expression:
        """``expression`` over the columns in scope, for the column ``name`` of a result."""
        self.wanted = name
        found = self.value(expression)
        self.wanted = ""
        return found

    def value(self, expression: Expression, at: Position = ()) -> Expression:
        """``expression``, which speaks from the row at ``at``, over the columns in scope."""
        if isinstance(expression, Field):
            return self.field(expression, at)

        def change(node: Expression) -> Expression:
            match node:
                case Field():
                    return self.field(node, at)
                case Measured():
                    return self.measured(node, at)
                case Related():
                    return is_related(self, node, at)
                case _:
                    return node

        return transform(expression, change)

    def field(self, node: Field, at: Position) -> Expression:
        """A field's column, or what computes it."""
        return self.named(node.name, self.locate((*at, *node.path), len(at)) if node.path else at)

    def named(self, name: str, position: Position) -> Expression:
        """A field by its name, of the row at ``position``."""
        found = self.model.field(self.sources[position], name)
        assert found is not None  # noqa: S101 the model has resolved it, and keys and joins name fields
        if found.value is not None:
            return self.unless_missing(self.value(found.value, position), position)
        view = self.views_at.get(position)
        name = view.column(Field((), found.name, found.type)) if view else found.column or found.name
        return Column(self.aliases[position], name, found.type)

    def unless_missing(self, value: Expression, position: Position) -> Expression:
        """A computed value, null where there is no row at ``position``."""
        there = self.missing.get(position)
        if there is None or null_of_null(value, *self.behind(position)):
            return value
        return Case(((call("is_not_null", BOOLEAN, there), value),), None, value.type)

    def behind(self, position: Position) -> list[str]:
        """The row at ``position`` and what is joined to it by equal values: all of it is null where the row is missing."""
        rows = [alias for other, alias in self.aliases.items() if other[: len(position)] == position]
        return [*rows, *(branch.alias for branch in self.branches.values() if branch.at[: len(position)] == position)]

    def join_left(self, rows: Scan | Use, on: Expression) -> None:
        """Left join rows of which at most one meets ``on``."""
        self.parts.append(Joined(rows, on, left=True))

    def locate(self, position: Position, start: int) -> Position:
        """Join what is needed for ``position`` to be in scope."""
        for length in range(start + 1, len(position) + 1):
            here = position[:length]
            if here not in self.aliases:
                self.join(here)
        return position

    def join(self, position: Position) -> None:
        """Left join the to-one step that leads to ``position``."""
        before = position[:-1]
        step = self.model.step(self.sources[before], position[-1])
        wanted = "_".join(p for p in position if not p.startswith("@"))
        rows = self.reach(step, position, wanted)
        on = links.link(self, step, before, position)
        claim = step.span if step.claimed else None
        self.parts.append(Joined(rows, conjunction(tuple(on)), left=True, claim=claim))
        self.missing[position] = links.present(self, step, position)

    def whole(self, name: str) -> Field:
        """A field of the row spoken from, unresolved."""
        return self.whole_of(self.sources[()], name)

    def whole_of(self, source: str, name: str) -> Field:
        """A field of a row of ``source``, unresolved."""
        found = self.model.field(source, name)
        assert found is not None  # noqa: S101 keys and joins name fields
        return Field((), name, found.type)

    def split(self, path: tuple[str, ...], at: Position) -> tuple[Position, tuple[Step, ...]]:
        """The to-one beginning of a path, joined here, and the steps from its first to-many one."""
        steps = self.model.steps(self.sources[at], path)
        first = next((i for i, s in enumerate(steps) if not s.to_one), len(steps) - 1)
        return self.locate((*at, *path[:first]), len(at)), steps[first:]

    def measured(self, node: Measured, at: Position) -> Expression:
        """The column of the branch that computes an aggregate."""
        assert node.path  # noqa: S101 aggregates of the rows themselves are the group's
        if all(step.to_one for step in self.model.steps(self.sources[at], node.path)) and is_single(node.aggregate):
            position = self.locate((*at, *node.path), len(at))
            placed = mapped(node.aggregate, lambda e: self.value(e, position))
            return of_one(placed, self.missing[position], self.aliases[position])
        before, steps = self.split(node.path, at)
        key = (before, tuple(s.name for s in steps))
        branch = self.branches.get(key)
        if branch is None:
            branch = self.branches[key] = branch_of(self, before, steps)
            self.aliases["@branch", *before, *key[1]] = branch.alias
            self.parts.append(branch)
        column = Column(branch.alias, branch.column(node.aggregate, self.wanted), node.type)
        if node.aggregate.function in COUNTS:
            return Call("coalesce", (column, Literal(0, INTEGER)), INTEGER)
        return column

    def anchor(self, step: Step) -> tuple[str, ...]:
        """Start from the rows that ``step`` starts from, standing at ``OWN``; their key."""
        source = self.model.source(step.source)
        key = self.model.key(step.source)
        if key is None:
            message = (
                f"`{step.name}` needs the key of `{source.name}` here, to tell whose rows it reaches, and there is none"
            )
            raise fail("G435", step.span, message, f"give `{source.name}` a `key`")
        self.base = self.enter(OWN, step.source, step.source, self.views.latest(step.source))
        self.conditions += self.source_where(OWN)
        return key

    def chain(self, steps: tuple[Step, ...], *, after: Position | None = None, done: int = 0) -> None:
        """Join the rows that ``steps`` reach: the last one stands at (), the ones before at @0, @1 ...

        They start from the first step's target, or from the row that stands at ``after``; ``done`` steps are there already.
        """
        for index, step in enumerate(steps[done:], done):
            position = chain_position(index, steps)
            rows = self.reach(step, position, step.target)
            if after is None:
                self.base = rows
                self.conditions += links.restrictions(self, step, position)
            else:
                on = links.link(self, step, after, position)
                self.parts.append(Joined(rows, conjunction(tuple(on))))
            after = position

    def joined(self, parts: Iterable[Joined | Branch] | None = None) -> Relation:
        """The base with all that was joined to it, or with ``parts`` of it."""
        assert self.base is not None  # noqa: S101 every scope starts somewhere
        relation: Relation = self.base
        for part in self.parts if parts is None else parts:
            if isinstance(part, Branch):
                relation = left_join(relation, part.reference(), part.meeting)
            elif part.left:
                relation = left_join(relation, part.rows, part.on, part.claim)
            else:
                relation = Join(relation, part.rows, part.on, "inner")
        return relation

    def relation(self, *more: Expression | None) -> Relation:
        """The rows in scope that meet the conditions, and ``more`` of them, which are over the columns in scope."""
        every = conjunction((*self.conditions, *(c for c in more if c is not None)))
        joined = self.joined()
        return joined if every is None else Filter(joined, every)

    def aggregate(self, aggregate: Aggregate) -> Aggregate:
        """An aggregate over the columns in scope."""
        return mapped(aggregate, self.value)


def chain_position(index: int, steps: tuple[Step, ...]) -> Position:
    """Where the target of the step at ``index`` stands in a chain's scope."""
    return () if index == len(steps) - 1 else (f"@{index}",)
