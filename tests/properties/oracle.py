"""The meaning of a project and a question, by loops over rows and sets: slow, and meant to be obviously right.

A row is a number: its place in its source's table. It shares no code with the compiler.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from tests.properties import formulas
from tests.properties.joins import Step, is_to_one, step
from tests.properties.ordering import by, compared, ranked
from tests.properties.totals import total
from tests.properties.world import (
    Apply,
    Combined,
    Comparison,
    Const,
    Field,
    Filter,
    Formula,
    Join,
    Measure,
    Name,
    Order,
    Path,
    Project,
    Quantified,
    Source,
    Total,
    Truth,
    Value,
)

Look = Callable[[Path], Value]


class Oracle:
    """A project whose questions can be answered."""

    def __init__(self, project: Project) -> None:
        self.sources = project.sources
        self._kept: dict[str, list[int]] = {}
        self._pairs: dict[tuple[str, str], set[tuple[int, int]]] = {}
        self._values: dict[tuple[str, int, str], Value] = {}

    # Rows and the joins between them

    def rows(self, source: str) -> list[int]:
        """The rows that ``latest_by`` and then ``where`` keep."""
        if source not in self._kept:
            spec = self.sources[source]
            kept = newest(spec) if spec.latest_by else list(range(len(spec.rows)))
            where = spec.where
            self._kept[source] = [r for r in kept if where is None or self.holds(where, source, r)]
        return self._kept[source]

    def step(self, source: str, name: str) -> Step:
        """The join of that name, from its own side or from the other."""
        return step(self.sources, source, name)

    def is_to_one(self, source: str, path: Path) -> bool:
        """Whether every step leads to at most one row, by keys, picks and claims."""
        return is_to_one(self.sources, source, path)

    def pairs(self, join: Join) -> set[tuple[int, int]]:
        """All pairs of rows that a join makes."""
        known = (join.source, join.name)
        if known not in self._pairs:
            if join.through:
                found = {(a, b) for a in self.rows(join.source) for b in self.reached(join.source, a, join.through)}
            else:
                found = {(a, b) for a in self.rows(join.source) for b in self._partners(join, a)}
            self._pairs[known] = found
        return self._pairs[known]

    def _partners(self, join: Join, row: int) -> list[int]:
        met = []
        for other in self.rows(join.target):
            sides = [(self.field(join.source, row, a), self.field(join.target, other, b)) for a, b in join.pairs]
            if all(a is not None and b is not None and a == b for a, b in sides) and self._also(join, row, other):
                met.append(other)
        if join.pick and met:
            orders = [*self.orders(join.pick, join.target), *self.key_orders(join.target)]
            met = sorted(met, key=by(orders))[:1]
        return met

    def _also(self, join: Join, row: int, other: int) -> bool:
        if join.where is not None and not self.holds(join.where, join.target, other):
            return False

        def look(path: Path) -> Value:
            if path[0] == join.name:
                return self.value(join.target, other, path[1:])
            return self.value(join.source, row, path)

        return join.also is None or formulas.value(join.also, look) is True

    def reached(self, source: str, row: int, path: Path) -> list[int]:
        """The set of rows of the path's last source that can be reached, in the order of its table."""
        here = {row}
        for name in path:
            step = self.step(source, name)
            pairs = self.pairs(step.join)
            here = {b for a, b in pairs if a in here} if step.forward else {a for a, b in pairs if b in here}
            source = step.target
        return sorted(here)

    def end(self, source: str, path: Path) -> str:
        """The source that joins lead to."""
        for name in path:
            source = self.step(source, name).target
        return source

    def followed(self, source: str, path: Path) -> tuple[Path, str, Field | Measure | None]:
        """A path's joins, the source they lead to, and the field or measure after them."""
        joins: list[str] = []
        for name in path:
            member = self.member(source, name)
            if member is not None:
                return tuple(joins), source, member
            joins.append(name)
            source = self.step(source, name).target
        return tuple(joins), source, None

    def member(self, source: str, name: str) -> Field | Measure | None:
        """A source's field or measure."""
        spec = self.sources[source]
        members: list[Field | Measure] = [*spec.fields, *spec.measures, Measure("count", Total("count"))]
        return next((m for m in members if m.name == name), None)

    # Values of rows

    def field(self, source: str, row: int, name: str) -> Value:
        """A field's value in a row."""
        known = (source, row, name)
        if known not in self._values:
            self._values[known] = self._field(source, row, name)
        return self._values[known]

    def _field(self, source: str, row: int, name: str) -> Value:
        member = self.member(source, name)
        assert isinstance(member, Field), (source, name)
        if member.formula is not None:
            return self.worth(member.formula, source, row)
        if member.total is not None:
            return self.aggregate(
                self.end(source, member.behind), self.reached(source, row, member.behind), member.total
            )
        return self.sources[source].rows[row][name]

    def value(self, source: str, row: int, path: Path) -> Value:
        """A field behind a to-one path, or a measure behind a path."""
        joins, last, member = self.followed(source, path)
        found = self.reached(source, row, joins)
        if isinstance(member, Measure):
            return self.measure(last, found, member)
        assert member is not None
        assert len(found) <= 1, ("a to-one path reached", found)
        return self.field(last, found[0], member.name) if found else None

    def worth(self, formula: Formula, source: str, row: int) -> Value:
        """An expression over a row."""
        return formulas.value(formula, lambda path: self.value(source, row, path))

    def holds(self, formula: Formula, source: str, row: int) -> bool:
        """Whether a condition is true."""
        return self.worth(formula, source, row) is True

    # Values of sets of rows

    def measure(self, source: str, rows: Sequence[int], measure: Measure) -> Value:
        """A measure over a set of rows."""
        if measure.where is not None:
            rows = [r for r in rows if self.holds(measure.where, source, r)]
        if measure.ratio is None:
            assert measure.total is not None
            return self.aggregate(source, rows, measure.total)
        parts = [self.member(source, name) for name in measure.ratio]
        above, below = (self.measure(source, rows, part) for part in parts if isinstance(part, Measure))
        return formulas.value(_ratio(above, below), lambda _: None)

    def aggregate(self, source: str, rows: Sequence[int], spec: Total) -> Value:
        """A total over a set of rows."""
        where, of = spec.where, spec.of
        rows = [r for r in rows if where is None or self.holds(where, source, r)]
        orders = self.orders(spec.order_by, source)
        ordered = sorted(rows, key=by([*orders, *self.key_orders(source)]))
        if of is None:
            return len(ordered)
        values = [(self.worth(of, source, r), [(look(r), down) for look, down in orders]) for r in ordered]
        codes = self.codes(source, of.path) if isinstance(of, Name) else ()
        return total(spec, [(v, o) for v, o in values if v is not None], codes)

    def orders(self, orders: Iterable[Order], source: str) -> list[tuple[Callable[[int], Any], bool]]:
        """What rows are ordered by, and whether downwards."""

        def look(order: Order) -> Callable[[int], Any]:
            codes = self.codes(source, order.by)
            return lambda row: ranked(self.value(source, row, order.by), codes)

        return [(look(order), order.descending) for order in orders]

    def codes(self, source: str, path: Path) -> tuple[Value, ...]:
        """The codes of the field that a path names."""
        member = self.followed(source, path)[2]
        return member.codes if isinstance(member, Field) else ()

    def key_orders(self, source: str) -> list[tuple[Callable[[int], Any], bool]]:
        """The order by a source's key."""
        return self.orders([Order((name,)) for name in self.sources[source].key], source)

    # Filters

    def passes(self, source: str, row: int, condition: Filter, look: Look | None = None) -> bool:
        """Whether a row meets a filter; ``look`` finds columns and paths where it is not the row's own."""
        find = look or (lambda path: self.value(source, row, path))
        match condition:
            case Comparison():
                return self._test(source, row, condition, find)
            case Combined(kind, parts):
                met = [self.passes(source, row, part, look) for part in parts]
                return not all(met) if kind == "not" else any(met) if kind == "any" else all(met)
            case Quantified(kind, path, parts):
                last = self.end(source, path)
                met = [all(self.passes(last, r, p) for p in parts) for r in self.reached(source, row, path)]
                return all(met) if kind == "every" else any(met) == (kind == "some")
            case Truth(formula):
                return formulas.value(formula, find) is True

    def _test(self, source: str, row: int, condition: Comparison, find: Look) -> bool:
        if not self._is_many(source, condition.path):
            return meets(find(condition.path), condition.operator, condition.value)
        joins, last, member = self.followed(source, condition.path)
        assert member is not None
        values = [self.field(last, r, member.name) for r in self.reached(source, row, joins)]
        return any(meets(v, condition.operator, condition.value) for v in values)

    def _is_many(self, source: str, path: Path) -> bool:
        try:
            joins, _, member = self.followed(source, path)
        except LookupError:
            return False
        return isinstance(member, Field) and not self.is_to_one(source, joins)


def newest(source: Source) -> list[int]:
    """The newest row of each key; a row without a version is the oldest."""
    best: dict[tuple[Value, ...], int] = {}
    for number, row in enumerate(source.rows):
        key = tuple(row[name] for name in source.key)
        old = best.get(key)
        if old is None or compared(source.rows[old][source.latest_by], row[source.latest_by], down=True) > 0:
            best[key] = number
    return sorted(best.values())


_FACES_NULL: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "eq": lambda given, wanted: given == wanted,
    "ne": lambda given, wanted: given != wanted,
    "in": lambda given, wanted: given in wanted,
    "not_in": lambda given, wanted: given not in wanted,
    "is_null": lambda given, wanted: (given is None) == wanted,
}
_OF_VALUES: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "gt": lambda given, wanted: given > wanted,
    "gte": lambda given, wanted: given >= wanted,
    "lt": lambda given, wanted: given < wanted,
    "lte": lambda given, wanted: given <= wanted,
    "between": lambda given, wanted: wanted[0] <= given <= wanted[1],
    "contains": lambda given, wanted: wanted in given,
    "starts_with": lambda given, wanted: given.startswith(wanted),
    "ends_with": lambda given, wanted: given.endswith(wanted),
}


def meets(given: Value, operator: str, wanted: Any) -> bool:
    """Two-valued comparison: of a null, only what asks for null (or for the opposite of a value) holds."""
    if operator in _FACES_NULL:
        return _FACES_NULL[operator](given, wanted)
    return given is not None and _OF_VALUES[operator](given, wanted)


def _ratio(above: Value, below: Value) -> Formula:
    return Apply("/", (Const(above, ""), Const(below, "")), "float")
