"""One SELECT in the making: a row to speak from and what is joined to it without multiplying it."""

from msgspec import Struct, field
from msgspec.structs import replace

from genesis.diagnostics import fail
from genesis.model.conditions import condition
from genesis.model.expression import (
    Aggregate,
    Column,
    Exists,
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
from genesis.relation import chains
from genesis.relation.nodes import Filter, Group, Join, Named, Reference, Relation, Scan
from genesis.relation.once import aggregate_name, group_once, ignores_doubles, mapped

Position = tuple[str, ...]


class Branch(Struct):
    """Aggregates behind one to-many path, computed once and joined to the row at ``at``."""

    alias: str
    at: Position
    steps: tuple[Step, ...]
    on: tuple[Expression, ...]
    aggregates: list[Aggregate] = field(default_factory=list)


class Scope:
    """Joins are added as expressions need them; ``relation`` gives what they make, in the order they were needed."""

    def __init__(self, model: Model, source: str, alias: str = "") -> None:
        self.model = model
        self.aliases: dict[Position, str] = {}
        self.sources: dict[Position, str] = {}
        self.base: Relation | None = None
        self.parts: list[tuple[Scan, Expression | None, str, str] | Branch] = []
        self.branches: dict[tuple[Position, tuple[str, ...]], Branch] = {}
        self.conditions: list[Expression] = []
        if source:
            self.base = self.enter((), source, alias or source)
            self.conditions += self.source_where(())

    def enter(self, position: Position, source: str, wanted: str) -> Scan:
        """A scan of ``source`` standing at ``position``."""
        alias = self.free(wanted)
        self.aliases[position], self.sources[position] = alias, source
        spec = self.model.source(source)
        if spec.latest_by:
            raise fail("G602", spec.latest_by.span, "`latest_by` is not compiled by this version yet")
        table = tuple(spec.table.value.split(".")) if spec.table else ()
        return Scan(alias, source, table, spec.sql, spec.span)

    def free(self, wanted: str) -> str:
        """``wanted``, numbered if an alias in scope has that name."""
        alias, number = wanted, 2
        while alias in self.aliases.values():
            alias, number = f"{wanted}_{number}", number + 1
        return alias

    def source_where(self, position: Position) -> list[Expression]:
        """The source's own ``where`` for the row at ``position``."""
        source = self.sources[position]
        spec = self.model.source(source)
        return [] if spec.where is None else [self.value(condition(self.model, source, spec.where), position)]

    def value(self, expression: Expression, at: Position = ()) -> Expression:
        """``expression``, which speaks from the row at ``at``, over the columns in scope."""

        def change(node: Expression) -> Expression:
            match node:
                case Field():
                    return self.field(node, at)
                case Measured():
                    return self.measured(node, at)
                case Related():
                    return self.related(node, at)
                case _:
                    return node

        return transform(expression, change)

    def field(self, node: Field, at: Position) -> Expression:
        """A field's column, or what computes it."""
        position = self.locate((*at, *node.path), len(at))
        found = self.model.field(self.sources[position], node.name)
        assert found is not None  # noqa: S101 the model has resolved it
        if found.value is not None:
            return self.value(found.value, position)
        return Column(self.aliases[position], found.column or found.name, found.type)

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
        plain = tuple(p for p in position if not p.startswith("@"))
        scan = self.enter(position, step.target, "_".join(plain))
        on = self.link(step, before, position)
        self.parts.append((scan, conjunction(tuple(on)), "left", "claim" if step.claimed else "key"))

    def link(self, step: Step, before: Position, after: Position) -> list[Expression]:
        """The conditions under which the row at ``before`` meets the row at ``after``."""
        return [
            *(call("=", BOOLEAN, self.named(own, before), self.named(other, after)) for own, other in step.pairs),
            *([self.value(step.own_where, before)] if step.own_where is not None else []),
            *([self.value(step.where, after)] if step.where is not None else []),
            *self.source_where(after),
        ]

    def named(self, name: str, position: Position) -> Expression:
        """A field by its name, of the row at ``position``."""
        found = self.model.field(self.sources[position], name)
        assert found is not None  # noqa: S101 joins name fields
        return self.value(Field((), name, found.type), position)

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
            own = tuple(self.named(own, before) for own, _ in steps[0].pairs)
            wanted = "_".join((*(p for p in before if not p.startswith("@")), *key[1]))
            branch = self.branches[key] = Branch(self.free(wanted), before, steps, own)
            self.aliases[("@branch", *before, *key[1])] = branch.alias
            self.parts.append(branch)
        if node.aggregate not in branch.aggregates:
            branch.aggregates.append(node.aggregate)
        name = aggregate_name(branch.aggregates.index(node.aggregate), node.aggregate)
        column = Column(branch.alias, name, node.type)
        if node.aggregate.function in {"count", "count_distinct"}:
            return call("coalesce", INTEGER, column, Literal(0, INTEGER))
        return column

    def related(self, node: Related, at: Position) -> Expression:
        """Existence of a related row, as a correlated sub-query."""
        before, steps = self.split(node.path, at)
        inner = Scope(self.model, "")
        inner.aliases = {("@outer", *p): a for p, a in self.aliases.items()}
        inner.chain(steps)
        links: list[Expression] = [
            call("=", BOOLEAN, inner.named(other, chain_position(0, steps)), self.named(own, before))
            for own, other in steps[0].pairs
        ]
        if steps[0].own_where is not None:
            links.append(self.value(steps[0].own_where, before))
        if node.condition is not None:
            inner.conditions.append(inner.value(node.condition))
        return Exists(Filter(inner.joined(), conjunction((*links, *inner.conditions)) or links[0]), node.negated)

    def chain(self, steps: tuple[Step, ...], base: Relation | None = None, first: tuple[Expression, ...] = ()) -> None:
        """Start from the rows that ``steps`` reach: the last one stands at (), the ones before at @0, @1 ...

        With ``base``, whose rows meet the first target where ``first`` hold.
        """
        for index, step in enumerate(steps):
            position = chain_position(index, steps)
            scan = self.enter(position, step.target, step.target)
            if index == 0 and base is None:
                self.base = scan
                self.conditions += [self.value(step.where, position)] if step.where is not None else []
                self.conditions += self.source_where(position)
            elif index:
                on = self.link(step, chain_position(index - 1, steps), position)
                self.parts.append((scan, conjunction(tuple(on)), "inner", ""))
            else:
                self.base = base
                own = [
                    call("=", BOOLEAN, e, self.named(other, position))
                    for e, (_, other) in zip(first, step.pairs, strict=True)
                ]
                more = [self.value(step.where, position)] if step.where is not None else []
                on = [*own, *more, *self.source_where(position)]
                self.parts.append((scan, conjunction(tuple(on)), "inner", ""))

    def joined(self) -> Relation:
        """The base with all that was joined to it."""
        assert self.base is not None  # noqa: S101 every scope starts somewhere
        relation: Relation = self.base
        index = 0
        while index < len(self.parts):
            part = self.parts[index]
            if isinstance(part, Branch):
                relation = Join(relation, self.branch(part), self.meeting(part), "left", "key")
            else:
                scan, on, kind, proof = part
                relation = Join(relation, scan, on, kind, proof)
            index += 1
        return relation

    def relation(self, row_filter: Expression | None = None) -> Relation:
        """The rows in scope that meet the conditions, ``row_filter`` among them."""
        extra = () if row_filter is None else (self.value(row_filter),)
        both = conjunction((*self.conditions, *extra))
        joined = self.joined()
        return joined if both is None else Filter(joined, both)

    def meeting(self, branch: Branch) -> Expression | None:
        """How a branch's rows meet the row it belongs to."""
        pairs = [
            call("=", BOOLEAN, own, Column(branch.alias, other, own.type))
            for own, (_, other) in zip(branch.on, branch.steps[0].pairs, strict=True)
        ]
        own_where = branch.steps[0].own_where
        return conjunction((*pairs, *([self.value(own_where, branch.at)] if own_where is not None else [])))

    def branch(self, branch: Branch) -> Reference:
        """The relation that computes a branch: one row per link."""
        inner = Scope(self.model, "")
        inner.chain(branch.steps)
        links = [(other, inner.named(other, chain_position(0, branch.steps))) for _, other in branch.steps[0].pairs]
        shared = {a.where for a in branch.aggregates}
        aggregates = branch.aggregates
        if len(shared) == 1 and aggregates[0].where is not None:
            inner.conditions.append(inner.value(aggregates[0].where))
            aggregates = [replace(a, where=None) for a in aggregates]
        made = [inner.aggregate(a) for a in aggregates]
        names = [aggregate_name(i, a) for i, a in enumerate(branch.aggregates)]
        values = tuple(zip(names, made, strict=True))
        proven = chains.unique(branch.steps, self.model.key, from_start=True)
        return Reference(branch.alias, branch.alias, inner.grouped(tuple(links), values, branch.steps, proven=proven))

    def aggregate(self, aggregate: Aggregate) -> Aggregate:
        """An aggregate over the columns in scope."""
        return mapped(aggregate, self.value)

    def grouped(
        self,
        keys: tuple[Named, ...],
        values: tuple[tuple[str, Aggregate], ...],
        steps: tuple[Step, ...],
        *,
        proven: bool,
    ) -> Group:
        """Aggregate the rows in scope by ``keys``, each row of the last source once for each combination of them."""
        known = {e for _, e in keys}
        values = tuple((n, replace(a, order_by=tuple(o for o in a.order_by if o[0] not in known))) for n, a in values)
        if proven or all(ignores_doubles(a) for _, a in values):
            return Group(self.relation(), keys, values)
        own = self.model.key(steps[-1].target)
        if own is None:
            source = self.model.source(steps[-1].target)
            raise fail(
                "G423",
                source.name.span,
                f"rows of `{source.name}` could be counted twice here, and it has no key to tell them apart",
            )
        told_apart = tuple((f"key_{name}", self.named(name, ())) for name in own)
        return group_once(self.relation(), keys, told_apart, values, "_".join(s.name for s in steps) + "_once")


def chain_position(index: int, steps: tuple[Step, ...]) -> Position:
    """Where the target of the step at ``index`` stands in a chain's scope."""
    return () if index == len(steps) - 1 else (f"@{index}",)
