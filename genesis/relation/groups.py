"""Grouped questions: one leg of aggregates for each path, met again on the group's keys."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from genesis.model.expression import (
    Aggregate,
    Column,
    Expression,
    Literal,
    Measured,
    call,
    null,
    transform,
)
from genesis.model.model import Model
from genesis.model.question import Item, Limit, Question
from genesis.model.types import INTEGER, Type
from genesis.relation.finish import Built, Ending, Result, as_shown, completed, finished, free_key
from genesis.relation.legs import Legs
from genesis.relation.nodes import Filter, Group, Join, Named, Project, Reference, Relation, Union
from genesis.relation.once import COUNTS
from genesis.relation.views import Views

Path = tuple[str, ...]


class Output(Struct, frozen=True):
    """An aggregate under a name. ``meet`` is the aggregate that chooses among legs, of which at most one gives a value
    (or, ``min``, several)."""

    name: str
    aggregate: Aggregate
    meet: str = "max"


class Side:
    """The aggregates of one question, by their path, under names that no other side has."""

    def __init__(self, question: Question, taken: set[str], *, alone: bool) -> None:
        self.question = question
        self.keys = question.groups or ()
        self.outputs: dict[Path, list[Output]] = {}
        self._taken = taken
        self._alone = alone
        self._names: dict[tuple[Path, Aggregate], str] = {}
        taken.update(item.name for item in self.keys)

    def over(self, expression: Expression, name: str = "") -> Expression:
        """An expression over the outputs of the group: its keys and its aggregates, a new one of which is ``name``."""
        keys = {item.output: Column("", item.name, item.output.type) for item in self.keys}
        if expression in keys:
            return keys[expression]

        def change(node: Expression) -> Expression:
            return self._aggregate(node, name) if isinstance(node, Measured) else keys.get(node, node)

        return transform(expression, change)

    def ordering(self, value: Expression) -> Expression:
        """The least of a value in each group, of whatever legs the group is met in."""
        known = self._named((), Aggregate("min", value, value.type), "", "min")
        return Column("", known, value.type)

    def _aggregate(self, node: Measured, wanted: str) -> Expression:
        known = self._named(node.path, node.aggregate, wanted, "max")
        column = Column("", known, node.type)
        if node.aggregate.function in COUNTS and self._may_lack(node.path):
            return call("coalesce", INTEGER, column, Literal(0, INTEGER))
        return column

    def _may_lack(self, path: Path) -> bool:
        """Whether a group of the result may have no row in the leg of ``path``."""
        return bool(self.keys) and (bool(path) or not self._alone)

    def _named(self, path: Path, aggregate: Aggregate, wanted: str, meet: str) -> str:
        known = self._names.get((path, aggregate))
        if known is None:
            base = known = wanted or "_".join((*path, aggregate.function))
            number = 2
            while known in self._taken:
                known, number = f"{base}_{number}", number + 1
            self._taken.add(known)
            self._names[path, aggregate] = known
            self.outputs.setdefault(path, []).append(Output(known, aggregate, meet))
        return known


class Meeting:
    """The legs of all sides, met on their keys."""

    def __init__(self, model: Model, sides: tuple[Side, ...]) -> None:
        self.model = model
        self.sides = sides
        self.views = Views(model)
        self._crossed: dict[str, str] = {}

    def relation(self) -> Relation:
        """The relation that gives the keys and all outputs."""
        keys = tuple((k.name, k.output.type) for k in self.sides[0].keys)
        legs: list[tuple[str, Group, tuple[Output, ...]]] = []
        for side in self.sides:
            made = Legs(self.model, self.views, side.question)
            for path, group in made.groups(side.outputs):
                name = "_".join(path) or f"{side.question.source}_totals"
                legs.append((name, group, tuple(side.outputs.get(path, ()))))
        if len(legs) == 1:
            return legs[0][1]
        return self._united(legs, keys) if keys else self._side_by_side(legs)

    def placed(self, expression: Expression) -> Expression:
        """The expression with the outputs of legs that stand side by side named as theirs."""

        def change(node: Expression) -> Expression:
            leg = self._crossed.get(node.name) if isinstance(node, Column) and not node.relation else None
            return replace(node, relation=leg) if leg and isinstance(node, Column) else node

        return transform(expression, change) if self._crossed else expression

    def _united(
        self, legs: list[tuple[str, Group, tuple[Output, ...]]], keys: tuple[tuple[str, Type], ...]
    ) -> Relation:
        """One row for each combination of keys that any leg has; null meets null."""
        outputs = {o.name: o for _, _, ours in legs for o in ours}
        padded = []
        for _, leg, _ in legs:
            given = {n for n, _ in leg.values}
            every: list[Named] = [(n, Column("", n, type_)) for n, type_ in keys]
            for name, output in outputs.items():
                type_ = output.aggregate.type
                every.append((name, Column("", name, type_) if name in given else null(type_)))
            padded.append(Project(leg, tuple(every)))
        alias, span = "legs", self.sides[0].question.span
        return Group(
            Reference(alias, alias, Union(tuple(padded)), span),
            tuple((n, Column(alias, n, type_)) for n, type_ in keys),
            tuple((n, _meeting(alias, n, output)) for n, output in outputs.items()),
        )

    def _side_by_side(self, legs: list[tuple[str, Group, tuple[Output, ...]]]) -> Relation:
        """Legs of one row each."""
        met: Relation | None = None
        used: set[str] = set()
        for name, leg, outputs in legs:
            alias, number = name, 2
            while alias in used:
                alias, number = f"{name}_{number}", number + 1
            used.add(alias)
            reference = Reference(alias, alias, leg, self.sides[0].question.span)
            self._crossed |= dict.fromkeys((o.name for o in outputs), alias)
            met = Join(met, reference, None, "cross") if met else reference
        assert met is not None  # noqa: S101 there are at least two legs
        return met


def _meeting(alias: str, name: str, output: Output) -> Aggregate:
    type_ = output.aggregate.type
    return Aggregate(output.meet, Column(alias, name, type_), type_)


def build_groups(model: Model, question: Question) -> Built:
    """The relation of a question with ``groups``."""
    side = Side(question, set(), alone=True)
    keys = {k.name: key_value(k) for k in side.keys}
    columns = [
        Result(i.name, i, keys.get(i.name) or side.over(i.output, i.name)) for i in question.items if not i.hidden
    ]
    columns = with_keys(model, columns, side.keys)
    having = None if question.group_filter is None else side.over(question.group_filter)
    order = [(side.over(e), d) for e, d in question.sort]
    per = [side.over(e) for e in question.per]
    total = completed(order, [e for key in side.keys for e in key_order(side, key)])
    meeting = Meeting(model, (side,))
    input_ = meeting.relation()
    if having is not None:
        input_ = Filter(input_, meeting.placed(having))
    return ended(question.limit, meeting, input_, columns, Ending(tuple(per), tuple(order), total))


def key_order(side: Side, key: Item) -> tuple[Expression, ...]:
    """What a group's key is ordered by: itself, or what only its name was changed of."""
    from genesis.model.codes import ordered
    from genesis.model.resolving import order_of_key

    if key.output != key.value:
        return (*(side.over(e) for e in order_of_key(key)), side.over(key.output))
    return tuple(side.over(e) for e in ordered(key.output, key.codes))


def ended(limit: Limit | None, meeting: Meeting, input_: Relation, columns: list[Result], ending: Ending) -> Built:
    """A result over the outputs of a meeting."""
    results = tuple(replace(c, value=meeting.placed(c.value)) for c in columns)
    placed = Ending(
        tuple(map(meeting.placed, ending.per)),
        tuple((meeting.placed(e), d) for e, d in ending.asked),
        tuple((meeting.placed(e), d) for e, d in ending.total),
    )
    relation = finished(limit, input_, results, placed)
    return Built(relation, results, tuple(key_column(k, results) for k in meeting.sides[0].keys))


def with_keys(model: Model, columns: list[Result], keys: tuple[Item, ...]) -> list[Result]:
    """The columns as they are shown, and behind them the keys that are not among them as they are."""
    shown = as_shown(model, columns)
    plain = {column.name for column in shown if not column.text}
    taken = {column.name for column in shown}
    return [
        *shown,
        *(
            Result(free_key(k.name, taken), None, key_value(k), span=k.origin or k.span)
            for k in keys
            if k.name not in plain
        ),
    ]


def key_column(key: Item, columns: Sequence[Result]) -> str:
    """The column that holds a group's key as it is: the one of its name, if it does."""
    holding = [c.name for c in columns if c.value == key_value(key) and not c.text]
    return key.name if key.name in holding else holding[-1]


def key_value(key: Item) -> Column:
    """A group's key as an output of the group."""
    return Column("", key.name, key.output.type)
