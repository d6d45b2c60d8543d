"""Grouped questions: one leg of aggregates for each path, met again on the group's keys."""

from msgspec.structs import replace

from genesis.model.expression import (
    Aggregate,
    Column,
    Expression,
    Literal,
    Measured,
    call,
    conjunction,
    null,
    transform,
)
from genesis.model.model import Model
from genesis.model.question import Question
from genesis.model.types import BOOLEAN, INTEGER
from genesis.relation import chains
from genesis.relation.branches import grouped
from genesis.relation.finish import Built, Ending, Result, completed, finished
from genesis.relation.nodes import Filter, Group, Join, Named, Project, Reference, Relation, Union, Use
from genesis.relation.once import free_name, mapped
from genesis.relation.scope import COUNTS, Scope, chain_position
from genesis.relation.views import Views

Path = tuple[str, ...]


class _Selected:
    """The selected rows with the columns that legs need of them, written once."""

    def __init__(self, name: str, scope: Scope, keys: tuple[Named, ...], row_filter: Expression | None) -> None:
        self.name = name
        self.scope = scope
        self.row_filter = row_filter
        self.columns: dict[Expression, str] = {e: n for n, e in reversed(keys)}

    def column(self, expression: Expression) -> Expression:
        """An expression over the scope, as the column that gives it."""
        if expression not in self.columns:
            self.columns[expression] = free_name(expression, self.columns)
        return Column(self.name, self.columns[expression], expression.type)

    def relation(self) -> Project:
        """The rows that the question selects."""
        return Project(self.scope.relation(self.row_filter), tuple((n, e) for e, n in self.columns.items()))


def build_groups(model: Model, question: Question) -> Built:
    """The relation of a question with ``groups``."""
    return _Groups(model, question).build()


class _Groups:
    """The aggregates that a question needs, by their path."""

    def __init__(self, model: Model, question: Question) -> None:
        self.model = model
        self.question = question
        self.groups = question.groups or ()
        self.legs: dict[Path, list[tuple[str, Aggregate]]] = {}
        self.names: dict[tuple[Path, Aggregate], str] = {}
        self.crossed: dict[str, str] = {}

    def build(self) -> Built:
        items = self.question.items
        columns = [Result(i.name, i, self.over(i.output, i.name)) for i in items if not i.hidden]
        columns += [Result(i.name, None, self.over(i.output, i.name)) for i in self.groups if i.hidden]
        having = None if self.question.group_filter is None else self.over(self.question.group_filter, "")
        order = [(self.over(e, ""), d) for e, d in self.question.sort]
        per = [self.over(e, "") for e in self.question.per]
        input_ = self.input()
        if having is not None:
            input_ = Filter(input_, self.placed(having))
        results = tuple(replace(c, value=self.placed(c.value)) for c in columns)
        keys: list[Expression] = [Column("", i.name, i.output.type) for i in self.groups]
        asked = [(self.placed(e), d) for e, d in order]
        ending = Ending(tuple(map(self.placed, per)), tuple(asked), completed(asked, keys))
        relation = finished(self.question, input_, results, ending)
        return Built(relation, results, tuple(i.name for i in self.groups))

    def over(self, expression: Expression, name: str) -> Expression:
        """An expression over the outputs of the group: its keys and its aggregates, a new one of which is ``name``."""
        keys = {item.output: Column("", item.name, item.output.type) for item in self.groups}
        if expression in keys:
            return keys[expression]

        def change(node: Expression) -> Expression:
            return self.aggregate(node, name) if isinstance(node, Measured) else keys.get(node, node)

        return transform(expression, change)

    def aggregate(self, node: Measured, wanted: str) -> Expression:
        known = self.names.get((node.path, node.aggregate))
        if known is None:
            base = known = wanted or "_".join((*node.path, node.aggregate.function))
            used, number = {n for leg in self.legs.values() for n, _ in leg} | {i.name for i in self.groups}, 2
            while known in used:
                known, number = f"{base}_{number}", number + 1
            self.names[node.path, node.aggregate] = known
            self.legs.setdefault(node.path, []).append((known, node.aggregate))
        column = Column("", known, node.type)
        counts = node.path and node.aggregate.function in COUNTS
        return call("coalesce", INTEGER, column, Literal(0, INTEGER)) if counts else column

    def placed(self, expression: Expression) -> Expression:
        """The expression with the outputs of crossed legs named as theirs."""

        def change(node: Expression) -> Expression:
            leg = self.crossed.get(node.name) if isinstance(node, Column) and not node.relation else None
            return replace(node, relation=leg) if leg and isinstance(node, Column) else node

        return transform(expression, change) if self.crossed else expression

    def input(self) -> Relation:
        """The relation that gives the keys and all aggregates."""
        scope = Scope(self.model, Views(self.model), self.question.source)
        keys = tuple((i.name, scope.value(i.output)) for i in self.groups)
        if any(self.legs):
            return self.met(self.split(scope, keys), keys)
        values = tuple((n, scope.aggregate(a)) for n, a in self.legs.get((), []))
        row_filter = None if self.question.row_filter is None else scope.value(self.question.row_filter)
        return Group(scope.relation(row_filter), keys, values)

    def split(self, scope: Scope, keys: tuple[Named, ...]) -> tuple[Group, ...]:
        """Select the rows once, and aggregate each leg over them."""
        row_filter = None if self.question.row_filter is None else scope.value(self.question.row_filter)
        selected = _Selected(f"selected_{self.question.source}", scope, keys, row_filter)
        own = tuple((n, scope.aggregate(a)) for n, a in self.legs.get((), []))
        keyed = tuple((n, selected.column(e)) for n, e in keys)
        values = tuple((n, mapped(a, selected.column)) for n, a in own)
        first = (Group(Use(selected.name, selected), keyed, values),) if own or keys else ()
        return (*first, *(self.leg(selected, keyed, path) for path in self.legs if path))

    def leg(self, selected: _Selected, keys: tuple[Named, ...], path: Path) -> Group:
        """The aggregates over what ``path`` reaches from the selected rows, each row once for each group."""
        scope, model = selected.scope, self.model
        before, steps = scope.split(path, ())
        inner = Scope(model, scope.views)
        inner.aliases = {("@selected",): selected.name}
        inner.base = Use(selected.name, selected)
        first = chain_position(0, steps)
        rows = inner.reach(steps[0], first, steps[0].target)
        same = [
            call("=", BOOLEAN, selected.column(scope.named(own, before)), end) for own, end in inner.ends(steps[0], first)
        ]
        starts = [selected.column(e) for e in scope.starts(steps[0], before)]
        both = inner.both(steps[0], scope, before, first, selected.column)
        on = conjunction((*same, *starts, *both, *inner.restrictions(steps[0], first)))
        inner.parts.append((rows, on, "inner", ""))
        inner.chain(steps, after=first, done=1)
        values = tuple((n, inner.aggregate(a)) for n, a in self.legs[path])
        proven = chains.unique(steps, model.key, from_start=False)
        return grouped(inner, keys, values, steps, proven=proven)

    def met(self, legs: tuple[Group, ...], keys: tuple[Named, ...]) -> Relation:
        if len(legs) == 1:
            return legs[0]
        if not keys:
            return self.side_by_side(legs)
        types = {n: a.type for leg in self.legs.values() for n, a in leg}
        padded = []
        for leg in legs:
            given = {n for n, _ in (*leg.keys, *leg.values)}
            every: list[Named] = [(n, Column("", n, e.type)) for n, e in keys]
            every += [(n, Column("", n, type_) if n in given else null(type_)) for n, type_ in types.items()]
            padded.append(Project(leg, tuple(every)))
        alias = "legs"
        return Group(
            Reference(alias, alias, Union(tuple(padded))),
            tuple((n, Column(alias, n, e.type)) for n, e in keys),
            tuple((n, Aggregate("max", Column(alias, n, type_), type_)) for n, type_ in types.items()),
        )

    def side_by_side(self, legs: tuple[Group, ...]) -> Relation:
        """Legs of one row each."""
        met: Relation | None = None
        for path, leg in zip(sorted(self.legs, key=bool), legs, strict=True):
            alias = "_".join(path) or f"{self.question.source}_totals"
            reference = Reference(alias, alias, leg)
            self.crossed |= dict.fromkeys((n for n, _ in self.legs[path]), alias)
            met = Join(met, reference, None, "cross") if met else reference
        assert met is not None  # noqa: S101 there are at least two legs
        return met
