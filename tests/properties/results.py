"""The rows of a question: one per row of its source, or one per group."""

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from tests.properties import formulas
from tests.properties.needs import names
from tests.properties.oracle import Look, Oracle
from tests.properties.ordering import by, ranked
from tests.properties.world import (
    Apply,
    Combined,
    Comparison,
    Const,
    Field,
    Filter,
    Formula,
    Item,
    Measure,
    Name,
    Path,
    Quantified,
    Question,
    Truth,
    Value,
)

T = TypeVar("T")


class Answer(Struct, frozen=True):
    """Columns by name, hidden ones last, the names of the key, and the rows in order."""

    columns: tuple[str, ...]
    key: tuple[str, ...]
    rows: list[tuple[Value, ...]]


def answered(oracle: Oracle, question: Question) -> Answer:
    """The rows of a question over one source."""
    question = spread_out(question)
    of_rows = [f for f in question.filters if question.groups is None or not of_groups(oracle, question, f)]
    rows = [r for r in oracle.rows(question.source) if all(row_passes(oracle, question, r, f) for f in of_rows)]
    return listed(oracle, question, rows) if question.groups is None else grouped(oracle, question, rows)


def spread_out(question: Question) -> Question:
    """The question with a column for each value of its pivots."""
    return replace(question, items=tuple(i for item in question.items for i in spread(item)))


def spread(item: Item) -> list[Item]:
    """A pivot as its columns: the measure of the rows that have one of the values."""
    if not item.pivot:
        return [item]
    made = []
    for value in item.values:
        type_ = "string" if isinstance(value, str) else "integer"
        one: Formula = Apply("=", (Name(item.pivot, type_), Const(value, type_)), "boolean")
        where = one if item.where is None else Apply("and", (item.where, one), "boolean")
        made.append(replace(item, name=f"{item.name}_{value}", where=where, pivot=(), values=()))
    return made


def row_passes(oracle: Oracle, question: Question, row: int, condition: Filter) -> bool:
    """Whether a row meets one of a question's filters."""
    columns = {i.name: i for i in (*(question.groups or ()), *question.items)}
    return oracle.passes(question.source, row, condition, row_look(oracle, question, row, columns))


def row_look(oracle: Oracle, question: Question, row: int, columns: dict[str, Item]) -> Look:
    """Finds columns by name, else paths from a row."""

    def look(path: Path) -> Value:
        item = columns.get(path[0]) if len(path) == 1 else None
        return (
            oracle.value(question.source, row, path) if item is None else row_item(oracle, question, row, item, columns)
        )

    return look


def row_item(oracle: Oracle, question: Question, row: int, item: Item, columns: dict[str, Item]) -> Value:
    """A column's value for a row."""
    if item.formula is not None:
        others = {name: other for name, other in columns.items() if name != item.name}
        return formulas.value(item.formula, row_look(oracle, question, row, others))
    joins, last, member = oracle.followed(question.source, item.path)
    reached = oracle.reached(question.source, row, joins)
    if item.total is not None:
        return oracle.aggregate(last, reached, item.total)
    if isinstance(member, Measure):
        return oracle.measure(last, restricted(oracle, last, reached, item), member)
    found = oracle.value(question.source, row, item.path)
    return formulas.begin(found, item.grain) if item.grain else found


def listed(oracle: Oracle, question: Question, rows: list[int]) -> Answer:
    """A row per row of the source."""
    source = question.source
    columns = {i.name: i for i in question.items}

    def ordering(path: Path) -> Callable[[int], Any]:
        codes = codes_at(oracle, question, path, columns)
        return lambda row: ranked(row_look(oracle, question, row, columns)(path), codes)

    orders = [(ordering(order.by), order.descending) for order in question.sort]
    ordered = sorted(rows, key=by([*orders, *oracle.key_orders(source)]))
    ordered = limited(question, ordered, ordering, [look for look, _ in orders])
    visible = [i for i in question.items if not i.hidden]
    names, key = with_key(oracle, question, visible)
    hidden = [field for name, field in key.items() if name not in {i.name for i in visible}]
    made = [
        (
            *(row_item(oracle, question, r, i, columns) for i in visible),
            *(oracle.field(source, r, name) for name in hidden),
        )
        for r in ordered
    ]
    return Answer(names, tuple(key), made)


def limited(
    question: Question, rows: list[T], ordering: Callable[[Path], Callable[[T], Value]], ties: list[Any]
) -> list[T]:
    """The first rows of each combination of ``per``, and all that tie with the last of them."""
    if question.limit is None:
        return rows
    kept: list[T] = []
    seen: dict[tuple[Value, ...], list[tuple[Value, ...]]] = {}
    for row in rows:
        before = seen.setdefault(tuple(ordering((name,))(row) for name in question.per), [])
        place = tuple(look(row) for look in ties)
        if len(before) < question.limit or (question.ties and place == before[question.limit - 1]):
            kept.append(row)
        before.append(place)
    return kept


def with_key(oracle: Oracle, question: Question, visible: list[Item]) -> tuple[tuple[str, ...], dict[str, str]]:
    """The names of all columns, and the key's columns with the fields that they hold."""
    names = [i.name for i in visible]
    key: dict[str, str] = {}
    for field in oracle.sources[question.source].key:
        shown = next((i.name for i in visible if shows(oracle, question, i, field)), None)
        name = shown or field
        while shown is None and name in names:
            name = f"key_{field}" if name == field else f"{name}_2"
        if shown is None:
            names.append(name)
        key[name] = field
    return tuple(names), key


def shows(oracle: Oracle, question: Question, item: Item, field: str) -> bool:
    """Whether a column is that field as it is, under whatever names."""
    if item.grain or item.total is not None:
        return False
    path = item.formula.path if isinstance(item.formula, Name) else item.path
    while len(path) == 1 and path[0] != field:
        other = next((i for i in question.items if i.name == path[0] != item.name), None)
        if other is not None:
            return shows(oracle, question, other, field)
        member = oracle.member(question.source, path[0])
        formula = member.formula if isinstance(member, Field) else None
        path = formula.path if isinstance(formula, Name) else ()
    return path == (field,)


def grouped(oracle: Oracle, question: Question, rows: list[int]) -> Answer:
    """A row per distinct combination of the groups' items."""
    groups = question.groups or ()
    looks = [group_look(oracle, question, key, members) for key, members in members_of(oracle, question, rows).items()]
    kept = [
        look
        for look in looks
        if all(oracle.passes(question.source, -1, f, look) for f in question.filters if of_groups(oracle, question, f))
    ]

    def ordering(path: Path) -> Callable[[Look], Any]:
        codes = codes_at(oracle, question, path, {i.name: i for i in (*groups, *question.items)})
        return lambda look: ranked(look(path), codes)

    orders: list[tuple[Callable[[Any], Value], bool]] = [(ordering(o.by), o.descending) for o in question.sort]
    orders += [(ordering((i.name,)), False) for i in groups]
    ordered = limited(
        question, sorted(kept, key=by(orders)), ordering, [look for look, _ in orders[: len(question.sort)]]
    )
    shown = [i for i in (*groups, *question.items) if not i.hidden] + [i for i in groups if i.hidden]
    names = tuple(i.name for i in shown)
    return Answer(names, tuple(i.name for i in groups), [tuple(look((n,)) for n in names) for look in ordered])


def members_of(oracle: Oracle, question: Question, rows: list[int]) -> dict[tuple[Value, ...], list[int]]:
    """The rows of each group, by its keys; one group when there are none."""
    groups = question.groups or ()
    found: dict[tuple[Value, ...], list[int]] = {} if groups else {(): []}
    for row in rows:
        found.setdefault(tuple(row_item(oracle, question, row, i, {}) for i in groups), []).append(row)
    return found


def codes_at(oracle: Oracle, question: Question, path: Path, columns: dict[str, Item]) -> tuple[Value, ...]:
    """The codes of the field that a column or a path shows."""
    item = columns.get(path[0]) if len(path) == 1 else None
    if item is not None:
        return codes_of(oracle, question.source, item)
    return oracle.codes(question.source, path) if question.groups is None else ()


def codes_of(oracle: Oracle, source: str, item: Item) -> tuple[Value, ...]:
    """The codes of the field that a column shows."""
    if item.formula is not None or item.grain or (item.total and item.total.function not in {"first", "last"}):
        return ()
    return oracle.codes(source, item.path)


def group_look(oracle: Oracle, question: Question, key: tuple[Value, ...], members: list[int]) -> Look:
    """Finds columns of a group by name, and measures by path."""
    groups = question.groups or ()
    keys = {i.name: value for i, value in zip(groups, key, strict=True)}
    items = {i.name: i for i in question.items}

    def look(path: Path) -> Value:
        if len(path) == 1 and path[0] in keys:
            return keys[path[0]]
        item = items.get(path[0]) if len(path) == 1 else None
        if item is None:
            return group_value(oracle, question, members, Item("", "", path))
        if item.formula is not None:
            return formulas.value(item.formula, look)
        return group_value(oracle, question, members, item)

    return look


def group_value(oracle: Oracle, question: Question, members: list[int], item: Item) -> Value:
    """An aggregate over the union of the sets that the group's rows reach."""
    joins, last, member = oracle.followed(question.source, item.path)
    reached = sorted({r for row in members for r in oracle.reached(question.source, row, joins)})
    if item.total is not None:
        return oracle.aggregate(last, reached, item.total)
    assert isinstance(member, Measure), item
    return oracle.measure(last, restricted(oracle, last, reached, item), member)


def restricted(oracle: Oracle, source: str, rows: list[int], item: Item) -> list[int]:
    """The rows that an item's ``where`` leaves."""
    return [r for r in rows if item.where is None or oracle.holds(item.where, source, r)]


def of_groups(oracle: Oracle, question: Question, condition: Filter) -> bool:
    """Whether a filter names a measure or an aggregated column."""
    items = {i.name: i for i in question.items}
    groups = {i.name for i in question.groups or ()}

    def speaks(path: Path) -> bool:
        if len(path) == 1 and path[0] in groups:
            return False
        if len(path) == 1 and path[0] in items:
            return True
        return isinstance(oracle.followed(question.source, path)[2], Measure)

    match condition:
        case Comparison(path):
            return speaks(path)
        case Combined(_, parts):
            return any(of_groups(oracle, question, part) for part in parts)
        case Quantified():
            return False
        case Truth(formula):
            return any(speaks(path) for path in names(formula))
