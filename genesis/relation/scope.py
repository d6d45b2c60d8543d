"""One SELECT in the making: a row to speak from and what is joined to it without multiplying it."""

from collections.abc import Callable

from msgspec.structs import replace

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
    walk,
)
from genesis.model.joins import THERE
from genesis.model.model import Model
from genesis.model.parts import Step
from genesis.model.types import BOOLEAN, INTEGER
from genesis.relation.branches import Branch, branch_of
from genesis.relation.existence import is_picked, is_related
from genesis.relation.nodes import Filter, Join, Relation, Scan, Use
from genesis.relation.once import COUNTS, mapped
from genesis.relation.plain import null_of_null, plain_target
from genesis.relation.views import View, Views

Position = tuple[str, ...]
OWN: Position = ("@own",)
"""Where the row that a chain of joins starts from stands, when it is part of the chain's own scope."""


class Scope:
    """Joins are added as expressions need them; ``relation`` gives what they make, in the order they were needed.

    ``raw``: all rows of the source's table, older ones and those that its ``where`` hides too.
    """

    def __init__(self, model: Model, views: Views, source: str = "", *, raw: bool = False) -> None:
        self.model = model
        self.views = views
        self.aliases: dict[Position, str] = {}
        self.sources: dict[Position, str] = {}
        self.views_at: dict[Position, View] = {}
        self.sealed: set[Position] = set()
        self.missing: dict[Position, Expression] = {}
        self.base: Relation | None = None
        self.parts: list[tuple[Scan | Use, Expression | None, str, Span | None] | Branch] = []
        self.branches: dict[tuple[Position, tuple[str, ...]], Branch] = {}
        self.conditions: list[Expression] = []
        if source:
            self.base = self.enter((), source, source, None if raw else views.latest(source))
            self.conditions += [] if raw else self.source_where(())

    def enter(self, position: Position, source: str, wanted: str, view: View | None = None) -> Scan | Use:
        """The rows of ``source``, or of a view of it, standing at ``position``."""
        alias = self.free(wanted)
        self.aliases[position], self.sources[position] = alias, source
        if view is not None:
            self.views_at[position] = view
            return Use(alias, view)
        spec = self.model.source(source)
        table = tuple(spec.table.value.split(".")) if spec.table else ()
        return Scan(alias, source, table, spec.sql, spec.span)

    def reach(self, step: Step, position: Position, wanted: str) -> Scan | Use:
        """The rows that a step may lead to, standing at ``position``."""
        if step.pick is not None:
            self.sealed.add(position)
            return self.enter(position, step.target, wanted, self.views.picked(step.pick))
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

    def value(self, expression: Expression, at: Position = ()) -> Expression:
        """``expression``, which speaks from the row at ``at``, over the columns in scope."""

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
        position = self.locate((*at, *node.path), len(at))
        found = self.model.field(self.sources[position], node.name)
        assert found is not None  # noqa: S101 the model has resolved it
        if found.value is not None:
            return self.unless_missing(self.value(found.value, position), position)
        view = self.views_at.get(position)
        name = view.column(Field((), found.name, found.type)) if view else found.column or found.name
        return Column(self.aliases[position], name, found.type)

    def unless_missing(self, value: Expression, position: Position) -> Expression:
        """A computed value, null where there is no row at ``position``."""
        there = self.missing.get(position)
        if there is None or null_of_null(value, self.aliases[position]):
            return value
        return Case(((call("is_not_null", BOOLEAN, there), value),), None, value.type)

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
        on = self.link(step, before, position)
        self.parts.append((rows, conjunction(tuple(on)), "left", step.span if step.claimed else None))
        self.missing[position] = self.present(step, position)

    def present(self, step: Step, after: Position) -> Expression:
        """A column that is not null where a step has led to a row: one that equals something, or part of the key."""
        ends = self.ends(step, after)
        if ends:
            return ends[0][1]
        compared = (
            [f for f in walk(step.condition) if isinstance(f, Field) and f.path[:1] == (THERE,)]
            if step.condition
            else []
        )
        name = compared[0].name if compared else next(iter(self.model.key(step.target) or ()))
        return self.end(self.whole_of(step.target, name), after)

    def link(self, step: Step, before: Position, after: Position) -> list[Expression]:
        """The conditions under which the row at ``before`` meets the row at ``after``."""
        equal: list[Expression] = [
            call("=", BOOLEAN, self.named(own, before), end) for own, end in self.ends(step, after)
        ]
        return [
            *equal,
            *self.starts(step, before),
            *self.both(step, self, before, after),
            *self.restrictions(step, after),
        ]

    def ends(self, step: Step, after: Position) -> list[tuple[str, Expression]]:
        """Fields of the row that a step starts from, by name, each with what equals it in the row at ``after``."""
        view, alias = self.views_at.get(after), self.aliases[after]
        if view is not None and step.pick is not None:
            types = {own: self.whole_of(step.source, own).type for own, _ in view.link}
            return [(own, Column(alias, column, types[own])) for own, column in view.link]
        return [(own, self.end(self.whole_of(step.target, other), after)) for own, other in step.pairs]

    def end(self, field: Field, after: Position) -> Expression:
        """A field of a row that is about to be joined: where its view hides what computes it, the view gives it."""
        if after in self.sealed:
            return Column(self.aliases[after], self.views_at[after].column(field), field.type)
        return self.value(field, after)

    def starts(self, step: Step, before: Position) -> list[Expression]:
        """What must hold of the row that a step starts from."""
        own = [] if step.own_where is None else [self.value(step.own_where, before)]
        return own if step.picked is None else [*own, is_picked(self, step.picked, before)]

    def both(
        self,
        step: Step,
        started: "Scope",
        before: Position,
        after: Position,
        seen: Callable[[Expression], Expression] | None = None,
    ) -> list[Expression]:
        """The condition over both rows of a step, the one at ``before`` being in the scope ``started``, whose values
        are ``seen`` here as columns of another relation, if they are."""
        if step.condition is None or step.pick is not None:
            return []

        def change(node: Expression) -> Expression:
            match node:
                case Field(path=(first, *rest)) if first == THERE:
                    return self.end(replace(node, path=tuple(rest)), after)
                case Field() | Measured() | Related():
                    value = started.value(node, before)
                    return value if seen is None else seen(value)
                case _:
                    return node

        return [transform(step.condition, change)]

    def restrictions(self, step: Step, after: Position) -> list[Expression]:
        """What must hold of the row at ``after`` to be met by the step, where no view has seen to it."""
        if after in self.sealed:
            return []
        return [*([self.value(step.where, after)] if step.where is not None else []), *self.source_where(after)]

    def named(self, name: str, position: Position) -> Expression:
        """A field by its name, of the row at ``position``."""
        return self.value(self.whole_of(self.sources[position], name), position)

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
        before, steps = self.split(node.path, at)
        key = (before, tuple(s.name for s in steps))
        branch = self.branches.get(key)
        if branch is None:
            branch = self.branches[key] = branch_of(self, before, steps)
            self.aliases["@branch", *before, *key[1]] = branch.alias
            self.parts.append(branch)
        column = Column(branch.alias, branch.column(node.aggregate), node.type)
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
                self.conditions += self.restrictions(step, position)
            else:
                on = self.link(step, after, position)
                self.parts.append((rows, conjunction(tuple(on)), "inner", None))
            after = position

    def joined(self) -> Relation:
        """The base with all that was joined to it."""
        assert self.base is not None  # noqa: S101 every scope starts somewhere
        relation: Relation = self.base
        for part in self.parts:
            if isinstance(part, Branch):
                relation = Join(relation, part.reference(), part.meeting, "left")
            else:
                rows, on, kind, claim = part
                relation = Join(relation, rows, on, kind, claim)
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
