"""From a question to the relation that answers it."""

from msgspec import Struct
from msgspec.structs import replace

from genesis.model.expression import Aggregate, Column, Expression, Literal, Measured, call, conjunction, null, transform
from genesis.model.model import Model
from genesis.model.question import Item, Question
from genesis.model.types import INTEGER
from genesis.relation import chains
from genesis.relation.nodes import Filter, Group, Join, Limit, Named, Project, Reference, Relation, Sort, Union
from genesis.relation.scope import Scope, free_name


class Built(Struct, frozen=True):
    """A relation with the columns it gives: ``items`` in order, then hidden ones; ``key`` names what tells rows apart."""

    relation: Relation
    columns: tuple[tuple[str, Item | None, Expression], ...]
    key: tuple[str, ...]


def build(model: Model, question: Question) -> Built:
    """The relation that answers ``question``."""
    return _rows(model, question) if question.groups is None else _Groups(model, question).build()


def _finished(question: Question, input_: Relation, columns: tuple[Named, ...], order: tuple[tuple[Expression, bool], ...]) -> Relation:
    relation: Relation = Sort(Project(input_, columns), order) if order else Project(input_, columns)
    return Limit(relation, question.limit) if question.limit else relation


def _completed(order: list[tuple[Expression, bool]], key: list[Expression]) -> tuple[tuple[Expression, bool], ...]:
    seen: dict[Expression, bool] = {}
    for expression, descending in (*order, *((k, False) for k in key)):
        seen.setdefault(expression, descending)
    return tuple(seen.items())


def _rows(model: Model, question: Question) -> Built:
    scope = Scope(model, question.source)
    visible = [i for i in question.items if not i.hidden]
    columns = [(i.name, i, scope.value(i.output)) for i in visible]
    names, key, key_values = {c[0] for c in columns}, [], []
    for name in model.key(question.source) or ():
        value = scope.named(name, ())
        key_values.append(value)
        found = next((n for n, _, e in columns if e == value), None)
        if found is None:
            found = f"key_{name}" if name in names else name
            columns.append((found, None, value))
            names.add(found)
        key.append(found)
    order = [(scope.value(e), d) for e, d in question.sort]
    row_filter = None if question.row_filter is None else scope.value(question.row_filter)
    input_ = scope.relation()
    if row_filter is not None:
        input_ = Filter(input_.input, conjunction_of(input_.condition, row_filter)) if isinstance(input_, Filter) else Filter(input_, row_filter)
    relation = _finished(question, input_, tuple((n, e) for n, _, e in columns), _completed(order, key_values))
    return Built(relation, tuple(columns), tuple(key))


def conjunction_of(*conditions: Expression) -> Expression:
    """All of ``conditions``, of which there is at least one."""
    both = conjunction(conditions)
    assert both is not None  # noqa: S101 there is one
    return both


class _Groups:
    """A grouped question: one leg of aggregates per path, met again on the group's keys."""

    def __init__(self, model: Model, question: Question) -> None:
        self.model = model
        self.question = question
        self.groups = question.groups or ()
        self.legs: dict[tuple[str, ...], list[tuple[str, Aggregate]]] = {}
        self.names: dict[tuple[tuple[str, ...], Aggregate], str] = {}
        self.crossed: dict[str, str] = {}

    def build(self) -> Built:
        items = [i for i in self.question.items if not i.hidden]
        columns = [(i.name, i, self.over(i.output, i.name)) for i in items]
        columns += [(i.name, None, self.over(i.output, i.name)) for i in self.groups if i.hidden]
        having = None if self.question.group_filter is None else self.over(self.question.group_filter, "")
        order = [(self.over(e, ""), d) for e, d in self.question.sort]
        keys: list[Expression] = [Column("", i.name, i.output.type) for i in self.groups]
        input_ = self.input()
        if having is not None:
            input_ = Filter(input_, self.placed(having))
        columns = [(n, i, self.placed(e)) for n, i, e in columns]
        ordered = [(self.placed(e), d) for e, d in order]
        named = tuple((n, e) for n, _, e in columns)
        relation = _finished(self.question, input_, named, _completed(ordered, keys))
        return Built(relation, tuple(columns), tuple(i.name for i in self.groups))

    def over(self, expression: Expression, name: str) -> Expression:
        """An expression over the outputs of the group: its keys and its aggregates."""
        for item in self.groups:
            if expression == item.output:
                return Column("", item.name, item.output.type)

        def change(node: Expression) -> Expression:
            if isinstance(node, Measured):
                return self.aggregate(node, name)
            found = next((i for i in self.groups if node == i.output), None)
            return Column("", found.name, found.output.type) if found else node

        return transform(expression, change)

    def placed(self, expression: Expression) -> Expression:
        """The expression with the outputs of crossed legs named as theirs."""

        def change(node: Expression) -> Expression:
            leg = self.crossed.get(node.name) if isinstance(node, Column) and not node.relation else None
            return replace(node, relation=leg) if leg else node

        return transform(expression, change) if self.crossed else expression

    def aggregate(self, node: Measured, wanted: str) -> Expression:
        known = self.names.get((node.path, node.aggregate))
        if known is None:
            known, number = wanted or "_".join((*node.path, node.aggregate.function)), 2
            base, used = known, {n for leg in self.legs.values() for n, _ in leg} | {i.name for i in self.groups}
            while known in used:
                known, number = f"{base}_{number}", number + 1
            self.names[node.path, node.aggregate] = known
            self.legs.setdefault(node.path, []).append((known, node.aggregate))
        column = Column("", known, node.type)
        counts = node.path and node.aggregate.function in {"count", "count_distinct"}
        return call("coalesce", INTEGER, column, Literal(0, INTEGER)) if counts else column

    def input(self) -> Relation:
        scope = Scope(self.model, self.question.source)
        keys = tuple((i.name, scope.value(i.output)) for i in self.groups)
        own = self.legs.get((), [])
        others = {path: leg for path, leg in self.legs.items() if path}
        row_filter = self.question.row_filter
        if not others:
            values = tuple((n, scope.aggregate(a)) for n, a in own)
            return Group(scope.relation(row_filter), keys, values)
        return self.legs_met(scope, keys, own, others, row_filter)

    def legs_met(
        self,
        scope: Scope,
        keys: tuple[Named, ...],
        own: list[tuple[str, Aggregate]],
        others: dict[tuple[str, ...], list[tuple[str, Aggregate]]],
        row_filter: Expression | None,
    ) -> Relation:
        """Select the rows once; aggregate each leg over them; meet the legs on the keys."""
        name = f"selected_{self.question.source}"
        columns: dict[Expression, str] = {e: n for n, e in reversed(keys)}
        starts = {}
        for path in others:
            before, steps = scope.split(path, ())
            first = [scope.named(o, before) for o, _ in steps[0].pairs]
            first += [scope.value(steps[0].own_where, before)] if steps[0].own_where is not None else []
            for expression in first:
                columns.setdefault(expression, free_name(expression, columns))
            starts[path] = (steps, first)
        moved = [(n, scope.aggregate(a)) for n, a in own]
        for _, aggregate in moved:
            for part in (aggregate.operand, aggregate.where, *(e for e, _ in aggregate.order_by)):
                if part is not None:
                    columns.setdefault(part, free_name(part, columns))
        rows = Project(scope.relation(row_filter), tuple((n, e) for e, n in columns.items()))
        selected = Reference(name, name, rows)

        def column(expression: Expression) -> Expression:
            return Column(name, columns[expression], expression.type)

        keyed = tuple((n, column(e)) for n, e in keys)
        legs: list[Relation] = []
        if own or keys:
            values = tuple((n, _mapped(a, column)) for n, a in moved)
            legs.append(Group(selected, keyed, values))
        for path, leg in others.items():
            steps, first = starts[path]
            legs.append(self.leg(selected, keyed, leg, steps, [column(e) for e in first]))
        return self.met(tuple(legs), keys)

    def leg(
        self, selected: Reference, keys: tuple[Named, ...], leg: list[tuple[str, Aggregate]], steps: tuple, first: list[Expression]  # type: ignore[type-arg]
    ) -> Relation:
        inner = Scope(self.model, "")
        inner.aliases = {("@selected",): selected.alias}
        count = len(steps[0].pairs)
        inner.chain(steps, selected, tuple(first[:count]))
        inner.conditions += first[count:]
        values = tuple((n, inner.aggregate(a)) for n, a in leg)
        proven = chains.unique(steps, self.model.key, from_start=False)
        return inner.grouped(keys, values, steps, proven=proven)

    def side_by_side(self, legs: tuple[Relation, ...]) -> Relation:
        """Legs of one row each."""
        met: Relation | None = None
        for path, leg in zip(sorted(self.legs, key=bool), legs, strict=True):
            alias = "_".join(path) or f"{self.question.source}_totals"
            reference = Reference(alias, alias, leg)
            self.crossed |= dict.fromkeys((n for n, _ in self.legs[path]), alias)
            met = Join(met, reference, None, "cross") if met else reference
        assert met is not None  # noqa: S101 there are at least two legs
        return met

    def met(self, legs: tuple[Relation, ...], keys: tuple[Named, ...]) -> Relation:
        if len(legs) == 1:
            return legs[0]
        if not keys:
            return self.side_by_side(legs)
        names = {n: a for leg in self.legs.values() for n, a in leg}
        padded = []
        for leg in legs:
            assert isinstance(leg, Group)  # noqa: S101 every leg is one
            given = {n for n, _ in (*leg.keys, *leg.values)}
            every = [(n, Column("", n, e.type)) for n, e in keys]
            every += [(n, Column("", n, a.type) if n in given else null(a.type)) for n, a in names.items()]
            padded.append(Project(leg, tuple(every)))
        alias = "legs"
        return Group(
            Reference(alias, alias, Union(tuple(padded))),
            tuple((n, Column(alias, n, e.type)) for n, e in keys),
            tuple((n, Aggregate("max", Column(alias, n, a.type), a.type)) for n, a in names.items()),
        )


def _mapped(aggregate: Aggregate, column) -> Aggregate:  # type: ignore[no-untyped-def] # noqa: ANN001
    return replace(
        aggregate,
        operand=None if aggregate.operand is None else column(aggregate.operand),
        where=None if aggregate.where is None else column(aggregate.where),
        order_by=tuple((column(e), d) for e, d in aggregate.order_by),
    )


