"""Columns are independent: what else is asked, in which order, sorted how, changes no value and no row."""

from hypothesis import given, note
from hypothesis import strategies as st
from msgspec.structs import replace

from genesis.engines.rows import Engine
from genesis.model.expression import Value
from genesis.spec.project import ProjectFiles
from tests.cases.answers import compiled, engine_over, rows_of
from tests.cases.tables import same
from tests.properties.drawing import Dice
from tests.properties.needs import names
from tests.properties.projects import project
from tests.properties.questions import Asker
from tests.properties.world import Combined, Comparison, Filter, Item, Order, Quantified, Question, Truth
from tests.properties.worlds import written

Cells = dict[tuple[Value, ...], dict[str, Value]]


def named(question: Question) -> set[str]:
    """The columns that filters and other columns speak of: these may be hidden, but not left out."""
    formulas = [i.formula for i in question.items if i.formula is not None]
    found = {path[0] for formula in formulas for path in names(formula)}
    return found | {path[0] for f in question.filters for path in spoken(f)}


def spoken(condition: Filter) -> list[tuple[str, ...]]:
    match condition:
        case Comparison(path):
            return [path]
        case Combined(_, parts):
            return [path for part in parts for path in spoken(part)]
        case Truth(formula):
            return names(formula)
        case Quantified():
            return []


def changed(dice: Dice, question: Question) -> Question:
    """The question with some columns left out or hidden, the rest in another order, sorted another way."""
    needed = named(question)
    items: list[Item] = []
    for item in question.items:
        if item.name in needed or dice.chance(60):
            items.insert(dice.count(0, len(items)), replace(item, hidden=dice.chance(30)))
    if all(i.hidden for i in (*(question.groups or ()), *items)):
        items = [replace(i, hidden=False) for i in items or question.items]
    sort = tuple(Order((i.name,), dice.chance(50)) for i in items if dice.chance(30) and not i.pivot)
    return replace(question, items=tuple(items), sort=sort)


def cells(files: ProjectFiles, engine: Engine, name: str) -> Cells:
    """The visible cells of a result by the values of its key."""
    query = compiled(files, name)
    note(f"{name}:\n{query.sql}")
    columns = [c.name for c in query.columns]
    rows = [dict(zip(columns, row, strict=True)) for row in rows_of(engine, query)]
    visible = [c.name for c in query.columns if not c.hidden]
    made = {tuple(row[k] for k in query.key): {v: row[v] for v in visible} for row in rows}
    assert len(made) == len(rows)
    return made


@given(st.data())
def test_columns_are_independent(data: st.DataObject) -> None:
    dice = Dice(data.draw)
    world = project(dice)
    asker = Asker(dice, world)
    drawn = [asker.question() for _ in range(3)]
    before = {
        f"before_{n}": replace(q, limit=None, per=(), ties=False)
        for n, q in enumerate(drawn)
        if isinstance(q, Question)
    }
    after = {name.replace("before", "after"): changed(dice, question) for name, question in before.items()}
    with written(world, {**before, **after}) as files, engine_over(files) as engine:
        for name in before:
            one, other = cells(files, engine, name), cells(files, engine, name.replace("before", "after"))
            assert one.keys() == other.keys()
            for key, row in one.items():
                shared = row.keys() & other[key].keys()
                assert all(same(row[column], other[key][column]) for column in shared)
