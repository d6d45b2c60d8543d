"""Grouped questions: one leg of aggregates for each path, met again on the group's keys."""

from msgspec import Struct
from msgspec.structs import replace

from genesis.model.expression import Aggregate, Column, Expression, Literal, Measured, call, children, null, transform
from genesis.model.model import Model
from genesis.model.parts import Step
from genesis.model.question import Question
from genesis.model.types import INTEGER
from genesis.relation import chains
from genesis.relation.finish import Built, Result, completed, finished
from genesis.relation.nodes import Filter, Group, Join, Named, Project, Reference, Relation, Union
from genesis.relation.once import Values, free_name, mapped
from genesis.relation.scope import Scope

Path = tuple[str, ...]
COUNTS = frozenset({"count", "count_distinct"})


class _Leg(Struct):
    """Aggregates over what a path reaches from the selected rows, linked by ``own``."""

    path: Path
    values: Values
    steps: tuple[Step, ...]
    own: list[Expression]


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
        input_ = self.input()
        if having is not None:
            input_ = Filter(input_, self.placed(having))
        results = tuple(replace(c, value=self.placed(c.value)) for c in columns)
        keys: list[Expression] = [Column("", i.name, i.output.type) for i in self.groups]
        complete = completed([(self.placed(e), d) for e, d in order], keys)
        relation = finished(self.question, input_, results, complete)
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
        scope = Scope(self.model, self.question.source)
        keys = tuple((i.name, scope.value(i.output)) for i in self.groups)
        if any(self.legs):
            return self.met(self.split(scope, keys), keys)
        values = tuple((n, scope.aggregate(a)) for n, a in self.legs.get((), []))
        return Group(scope.relation(self.question.row_filter), keys, values)

    def split(self, scope: Scope, keys: tuple[Named, ...]) -> tuple[Group, ...]:
        """Select the rows once, and aggregate each leg over them."""
        columns: dict[Expression, str] = {e: n for n, e in reversed(keys)}
        legs = [self.started(scope, path) for path in self.legs if path]
        own = tuple((n, scope.aggregate(a)) for n, a in self.legs.get((), []))
        needed = [e for leg in legs for e in leg.own] + [e for _, aggregate in own for e in children(aggregate)]
        for expression in needed:
            columns.setdefault(expression, free_name(expression, columns))
        name = f"selected_{self.question.source}"
        rows = Project(scope.relation(self.question.row_filter), tuple((n, e) for e, n in columns.items()))
        selected = Reference(name, name, rows)

        def column(expression: Expression) -> Expression:
            return Column(name, columns[expression], expression.type)

        keyed = tuple((n, column(e)) for n, e in keys)
        first = (Group(selected, keyed, tuple((n, mapped(a, column)) for n, a in own)),) if own or keys else ()
        return (*first, *(self.leg(selected, keyed, leg, [column(e) for e in leg.own]) for leg in legs))

    def started(self, scope: Scope, path: Path) -> _Leg:
        """A leg, with what links it to the selected rows: its first joined fields, then a condition on the rows."""
        before, steps = scope.split(path, ())
        own = [scope.named(o, before) for o, _ in steps[0].pairs]
        own += [scope.value(steps[0].own_where, before)] if steps[0].own_where is not None else []
        return _Leg(path, tuple(self.legs[path]), steps, own)

    def leg(self, selected: Reference, keys: tuple[Named, ...], leg: _Leg, own: list[Expression]) -> Group:
        inner = Scope(self.model, "")
        inner.aliases = {("@selected",): selected.alias}
        count = len(leg.steps[0].pairs)
        inner.chain(leg.steps, selected, tuple(own[:count]))
        inner.conditions += own[count:]
        values = tuple((n, inner.aggregate(a)) for n, a in leg.values)
        proven = chains.unique(leg.steps, self.model.key, from_start=False)
        return inner.grouped(keys, values, leg.steps, proven=proven)

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
