"""Which columns of which tables a question can need at all, followed from name to name."""

from tests.properties.joins import step
from tests.properties.world import (
    Combination,
    Combined,
    Comparison,
    Field,
    Filter,
    Formula,
    Item,
    Join,
    Measure,
    Name,
    Path,
    Project,
    Quantified,
    Question,
    Total,
    Truth,
)

Column = tuple[str, str]


class Needs:
    """Columns, as (table, column), collected from what is asked."""

    def __init__(self, project: Project) -> None:
        self.sources = project.sources
        self.columns: set[Column] = set()
        self.tables: set[str] = set()
        self._done: set[tuple[str, ...]] = set()

    def question(self, question: Question | Combination) -> None:
        """All that an input can need."""
        if isinstance(question, Combination):
            for block in question.blocks:
                self.question(block)
            return
        source = question.source
        columns = {i.name for i in (*(question.groups or ()), *question.items)}
        self.source(source)
        for item in (*(question.groups or ()), *question.items):
            self.item(source, item, columns)
        for condition in question.filters:
            self.condition(source, condition, columns)
        for order in question.sort:
            self.named(source, order.by, columns)

    def source(self, name: str) -> None:
        """What tells a source's rows apart and which of them there are."""
        spec = self.sources[name]
        self.tables.add(name)
        if not self._first("source", name):
            return
        for key in (*spec.key, *([spec.latest_by] if spec.latest_by else [])):
            self.path(name, (key,))
        if spec.where is not None:
            self.formula(name, spec.where)

    def _first(self, *what: str) -> bool:
        new = what not in self._done
        self._done.add(what)
        return new

    def item(self, source: str, item: Item, columns: set[str]) -> None:
        """What a column needs."""
        if item.formula is not None:
            self.formula(source, item.formula, columns - {item.name})
            return
        last = self.path(source, item.path)
        if item.total is not None:
            self.total(last, item.total)
        if item.where is not None:
            self.formula(last, item.where)
        if item.pivot:
            self.path(last, item.pivot)

    def named(self, source: str, path: Path, columns: set[str]) -> None:
        """What a name needs that may be a column's."""
        if len(path) > 1 or path[0] not in columns:
            self.path(source, path)

    def path(self, source: str, path: Path) -> str:
        """What a path needs; the source that it leads to."""
        for name in path:
            spec = self.sources[source]
            members: list[Field | Measure] = [*spec.fields, *spec.measures]
            member = next((m for m in members if m.name == name), None)
            if member is not None:
                self.member(source, member)
                return source
            if name == "count":
                return source
            taken = step(self.sources, source, name)
            self.join(taken.join)
            source = taken.target
        return source

    def member(self, source: str, member: Field | Measure) -> None:
        """What a field or measure needs."""
        if not self._first("member", source, member.name):
            return
        if isinstance(member, Measure):
            self._measure(source, member)
        elif member.formula is not None:
            self.formula(source, member.formula)
        elif member.total is not None:
            self.total(self.path(source, member.behind), member.total)
        else:
            self.columns.add((source, member.name))

    def _measure(self, source: str, measure: Measure) -> None:
        if measure.where is not None:
            self.formula(source, measure.where)
        if measure.total is not None:
            self.total(source, measure.total)
        for name in measure.ratio or ():
            self.path(source, (name,))

    def join(self, join: Join) -> None:
        """What a join needs."""
        self.source(join.source)
        self.source(join.target)
        if not self._first("join", join.source, join.name):
            return
        self.path(join.source, join.through)
        for own, other in join.pairs:
            self.path(join.source, (own,))
            self.path(join.target, (other,))
        for order in join.pick:
            self.path(join.target, order.by)
        if join.where is not None:
            self.formula(join.target, join.where)
        for path in names(join.also):
            if path[0] == join.name:
                self.path(join.target, path[1:])
            else:
                self.path(join.source, path)

    def formula(self, source: str, formula: Formula, columns: set[str] | None = None) -> None:
        """What an expression needs."""
        for path in names(formula):
            self.named(source, path, columns or set())

    def total(self, source: str, total: Total) -> None:
        """What an aggregate needs."""
        for formula in (total.of, total.where):
            if formula is not None:
                self.formula(source, formula)
        for order in total.order_by:
            self.path(source, order.by)

    def condition(self, source: str, condition: Filter, columns: set[str]) -> None:
        """What a filter needs."""
        match condition:
            case Comparison(path):
                self.named(source, path, columns)
            case Combined(_, parts):
                for part in parts:
                    self.condition(source, part, columns)
            case Quantified(_, path, parts):
                last = self.path(source, path)
                for part in parts:
                    self.condition(last, part, set())
            case Truth(formula):
                self.formula(source, formula, columns)


def names(formula: Formula | None) -> list[Path]:
    """The names in an expression."""
    if isinstance(formula, Name):
        return [formula.path]
    return [path for part in getattr(formula, "arguments", ()) for path in names(part)]
