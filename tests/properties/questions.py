"""Random questions about a project."""

from typing import Any, Final

from msgspec.structs import replace

from tests.properties.drawing import DECIMAL, TYPES, Dice, Scope
from tests.properties.joins import counts_lines
from tests.properties.oracle import Oracle
from tests.properties.projects import along_to_one, measure_type, walk
from tests.properties.results import codes_of
from tests.properties.world import (
    Apply,
    Combination,
    Combined,
    Comparison,
    Const,
    Filter,
    Item,
    Name,
    Order,
    Path,
    Project,
    Quantified,
    Question,
    Truth,
    Value,
)

_GRAINS: Final = {
    "date": ("year", "quarter", "month", "week", "day"),
    "timestamp": ("year", "quarter", "month", "week", "day", "hour", "minute"),
}
_ORDERED: Final = ("gt", "gte", "lt", "lte")


class Asker:
    """Draws the parts of questions about one project."""

    def __init__(self, dice: Dice, project: Project) -> None:
        self.dice = dice
        self.project = project
        self.oracle = Oracle(project)

    def question(self) -> Question | Combination:
        """A question with a row per row, or per group, or over several facts."""
        source = self.dice.one_of(list(self.project.sources))
        if self.dice.chance(15):
            return self._combined()
        return self._grouped(source) if self.dice.chance(40) else self._listed(source)

    def _listed(self, source: str) -> Question:
        dice = self.dice
        items = self._marked([self.row_item(source, f"c{n}") for n in range(dice.count(1, 4))])
        if dice.chance(30):
            items.append(self._computed(source, items))
        columns = [i for i in items if not i.pivot]
        filters = [self.filter(source, columns, 2) for _ in range(dice.count(0, 2))]
        sort = [Order((i.name,), dice.chance(50)) for i in columns if dice.chance(25)]
        if dice.chance(20):
            path, _ = self.plain(source)
            if path[0] not in {i.name for i in items}:
                sort.append(Order(path, dice.chance(50)))
        return self._limited(Question(source, tuple(items), None, tuple(filters), tuple(sort)))

    def _marked(self, items: list[Item]) -> list[Item]:
        """The items, some hidden, some under the names they have by default."""
        made: list[Item] = []
        for item in items:
            name = "_".join((*item.path, *([item.grain] if item.grain else [])))
            free = name and name not in {i.name for i in (*items, *made)} and len(name) <= 63
            unnamed = not item.pivot and free and len(item.path) > 1 and self.dice.chance(30)
            made.append(replace(item, name=name, named=False) if unnamed else item)
        hidden = self.dice.count(0, len(made) - 1) if len(made) > 1 and self.dice.chance(15) else -1
        return [replace(i, hidden=True) if n == hidden else i for n, i in enumerate(made)]

    def _limited(self, question: Question) -> Question:
        dice = self.dice
        if not dice.chance(30):
            return question
        columns = [i for i in (*(question.groups or ()), *question.items) if i.type != "float" and not i.pivot]
        per = tuple(i.name for i in columns if dice.chance(25)) if dice.chance(50) else ()
        ties = bool(question.sort) and dice.chance(50)
        return replace(question, limit=dice.count(1, 3), per=per, ties=ties)

    def _computed(self, source: str, items: list[Item]) -> Item:
        scope = along_to_one(self.dice, self.project.sources, source)
        for item in items:
            if item.type in scope and not item.pivot:
                scope[item.type].append((item.name,))
        type_ = self.dice.one_of(("integer", "string", "boolean"))
        return Item("sum_up", type_, formula=self.dice.formula(type_, scope))

    def _grouped(self, source: str) -> Question:
        dice = self.dice
        groups = [self._group(source, f"g{n}") for n in range(dice.count(0, 2))]
        items = self._marked([self.group_item(source, f"c{n}") for n in range(dice.count(0 if groups else 1, 4))])
        scope: Scope = {t: [(i.name,) for i in (*groups, *items) if i.type == t and not i.pivot] for t in TYPES}
        if dice.chance(25):
            type_ = dice.one_of(("integer", "string", "boolean"))
            items.append(Item("sum_up", type_, formula=dice.formula(type_, scope)))
        filters: list[Filter] = [self.filter(source, [], 2, grouped=True) for _ in range(dice.count(0, 1))]
        if all(i.hidden for i in (*groups, *items)):
            groups = [replace(i, hidden=False) for i in groups]
            items = [replace(i, hidden=False) for i in items]
        columns = [i for i in (*groups, *items) if not i.pivot]
        filters += [self.test((i.name,), i.type, self._codes(source, i)) for i in columns if dice.chance(20)]
        sort = [Order((i.name,), dice.chance(50)) for i in columns if dice.chance(25)]
        return self._limited(Question(source, tuple(items), tuple(groups), tuple(filters), tuple(sort)))

    def _group(self, source: str, name: str) -> Item:
        if self.dice.chance(15):
            path, _ = walk(self.dice, self.project.sources, source, 2)
            if path and not self.oracle.is_to_one(source, path):
                return Item(name, "integer", (*path, "count"))
        path, type_ = self.plain(source)
        if type_ == "float":
            return Item(name, "string", ("m",))
        return replace(self._grained(name, type_, path), hidden=self.dice.chance(10))

    def _grained(self, name: str, type_: str, path: Path) -> Item:
        if type_ not in _GRAINS or self.dice.chance(50):
            return Item(name, type_, path)
        grain = self.dice.one_of(_GRAINS[type_])
        return Item(name, type_ if grain in {"hour", "minute"} else "date", path, grain)

    def _combined(self) -> Combination:
        dice = self.dice
        types = [dice.one_of(("string", "integer", "date")) for _ in range(dice.count(0, 2))]
        hidden = dice.chance(10)
        blocks = tuple(self._block(types, number, hidden=hidden) for number in range(dice.count(2, 3)))
        keys = [(f"g{n}", t) for n, t in enumerate(types)]
        columns = [
            *keys,
            *((i.name, i.type) for b in blocks for i in b.items if not i.pivot and not self._codes(b.source, i)),
        ]
        scope: Scope = {t: [(n,) for n, k in columns if k == t] for t in TYPES}
        items: tuple[Item, ...] = ()
        if dice.chance(50):
            type_ = dice.one_of(("integer", "string", "boolean"))
            items = (Item("net", type_, formula=dice.formula(type_, scope)),)
        columns += [(i.name, i.type) for i in items]
        filters = tuple(self.test((n,), t) for n, t in columns if dice.chance(15))
        sort = tuple(Order((n,), dice.chance(50)) for n, _ in columns if dice.chance(20))
        return Combination(blocks, items, filters, sort, dice.count(1, 3) if dice.chance(15) else None)

    def _block(self, types: list[str], number: int, *, hidden: bool) -> Question:
        source = self.dice.one_of(list(self.project.sources))
        groups = [replace(self._key(source, f"g{n}", type_), hidden=hidden) for n, type_ in enumerate(types)]
        items = tuple(self.group_item(source, f"b{number}c{n}") for n in range(self.dice.count(1, 2)))
        filters = (self.filter(source, [], 1, grouped=True),) if self.dice.chance(25) else ()
        return Question(source, items, tuple(groups), filters)

    def _key(self, source: str, name: str, type_: str) -> Item:
        """A value of each row of that type; ``codes`` would order the keys of one block only."""
        for _ in range(4):
            path, found = self.plain(source)
            if found == type_ and not self.oracle.codes(source, path):
                return Item(name, type_, path)
        plain = {"string": Name(("m",), "string"), "integer": Name(("k",), "integer")}
        constant = Const(self.dice.value(type_), type_)
        return Item(name, type_, formula=Apply("coalesce", (plain.get(type_, constant), constant), type_))

    # Items

    def plain(self, source: str) -> tuple[Path, str]:
        """A field of a row or behind a to-one path, and its type."""
        path, last = walk(self.dice, self.project.sources, source, 2)
        if not self.oracle.is_to_one(source, path):
            path, last = (), source
        field = self.dice.one_of(self.project.sources[last].fields)
        return (*path, field.name), field.type

    def row_item(self, source: str, name: str) -> Item:
        """An item of an input with a row per row."""
        path, last = walk(self.dice, self.project.sources, source, 3)
        if self.oracle.is_to_one(source, path) and not (path and self.dice.chance(20)):
            plain, type_ = self.plain(source)
            return self._grained(name, type_, plain)
        measured = self.dice.chance(50) or self.oracle.is_to_one(source, path)
        return self._measured(path, last, name) if measured else self._totalled(source, path, last, name)

    def group_item(self, source: str, name: str) -> Item:
        """An item of a grouped input."""
        path, last = walk(self.dice, self.project.sources, source, 3)
        return self._measured(path, last, name) if self.dice.chance(50) else self._totalled(source, path, last, name)

    def _measured(self, path: Path, last: str, name: str) -> Item:
        spec = self.project.sources[last]
        measure = self.dice.one_of(["count", *(m.name for m in spec.measures)])
        own: Scope = {t: [(f.name,) for f in spec.fields if f.type == t] for t in TYPES}
        where = self.dice.formula("boolean", own, 1) if self.dice.chance(20) else None
        item = Item(name, measure_type(spec, measure), (*path, measure), where=where)
        return self._pivoted(item, last) if self.dice.chance(15) else item

    def _pivoted(self, item: Item, last: str) -> Item:
        path, type_ = self.plain(last)
        known: dict[str, tuple[Value, ...]] = {"integer": (0, 1, 7), "string": ("a", "ab", "b")}
        values = known.get(type_, ())
        codes = self.oracle.codes(last, path)
        return item if not values or codes else replace(item, pivot=path, values=values)

    def _totalled(self, source: str, path: Path, last: str, name: str) -> Item:
        own = [(f.name, f.type) for f in self.project.sources[last].fields]
        total, type_ = self.dice.total({}, own, lines=counts_lines(self.project.sources, source, path))
        assert isinstance(total.of, Name)
        return Item(name, type_, (*path, *total.of.path), total=total)

    # Filters

    def filter(self, source: str, items: list[Item], depth: int, *, grouped: bool = False) -> Filter:
        """A filter on rows; ``items`` are columns that it may name. In a ``grouped`` input it names no measure."""
        kind = self.dice.one_of(("test", "test", "column", "any", "not", "all", "some", "none", "every", "sql"))
        if kind in {"any", "all", "not"} and depth:
            return Combined(
                kind,
                tuple(self.filter(source, items, depth - 1, grouped=grouped) for _ in range(self.dice.count(1, 2))),
            )
        if kind in {"some", "none", "every"} and depth:
            found = self._quantified(kind, source, depth)
            if found is not None:
                return found
        if kind == "column" and items:
            item = self.dice.one_of(items)
            return self.test((item.name,), item.type, self._codes(source, item))
        if kind == "sql":
            scope: Scope = along_to_one(self.dice, self.project.sources, source)
            return Truth(self.dice.formula("boolean", scope))
        return self._path_test(source, grouped=grouped)

    def _quantified(self, kind: str, source: str, depth: int) -> Filter | None:
        path, last = walk(self.dice, self.project.sources, source, 2)
        if not path or self.oracle.is_to_one(source, path):
            return None
        parts = tuple(self.filter(last, [], depth - 1) for _ in range(self.dice.count(1 if kind == "every" else 0, 2)))
        return Quantified(kind, path, parts)

    def _path_test(self, source: str, *, grouped: bool) -> Filter:
        path, last = walk(self.dice, self.project.sources, source, 2)
        if path and not self.oracle.is_to_one(source, path):
            if not grouped and self.dice.chance(50):
                return self.test((*path, "count"), "integer")
            field = self.dice.one_of(self.project.sources[last].fields)
            return self.test((*path, field.name), field.type, field.codes, many=True)
        path, type_ = self.plain(source)
        return self.test(path, type_, self.oracle.codes(source, path))

    def _codes(self, source: str, item: Item) -> tuple[Value, ...]:
        return codes_of(self.oracle, source, item)

    def test(self, path: Path, type_: str, codes: tuple[Value, ...] = (), *, many: bool = False) -> Comparison:
        """A comparison that the type can take, with one of its codes; for many values none that asks for null."""
        dice = self.dice
        operators = ["eq", "in"] if many else ["eq", "ne", "in", "not_in", "is_null"]
        operators += [*_ORDERED, "between"] if type_ != "boolean" else []
        operators += ["contains", "starts_with", "ends_with"] if type_ == "string" else []
        operator = dice.one_of(operators)
        if operator == "is_null":
            return Comparison(path, operator, dice.chance(50))
        if codes and operator in {"eq", "ne", "in", "not_in"}:
            return Comparison(
                path, operator, (dice.one_of(codes),) if operator in {"in", "not_in"} else dice.one_of(codes)
            )
        value = self.constant(type_, 0 if many or operator not in {"eq", "ne"} else 10)
        if operator in {"in", "not_in"}:
            return Comparison(path, operator, (value, self.constant(type_, 0 if many else 20)))
        if operator == "between":
            other: Any = self.constant(type_, 0)
            return Comparison(path, operator, (value, other) if other >= value else (other, value))
        return Comparison(path, operator, value)

    def constant(self, type_: str, nulls: int) -> Value:
        """A value to compare with."""
        return self.dice.value(DECIMAL if type_.startswith("decimal") else type_, nulls)
