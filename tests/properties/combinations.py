"""The rows of questions over several facts."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from tests.properties import formulas
from tests.properties.oracle import Look, Oracle
from tests.properties.ordering import by
from tests.properties.results import Answer, answered, group_look, members_of, row_passes, spread_out
from tests.properties.world import Combination, Path, Question, Value


def answer(oracle: Oracle, question: Question | Combination) -> Answer:
    """The rows of any question."""
    return combined(oracle, question) if isinstance(question, Combination) else answered(oracle, question)


def combined(oracle: Oracle, question: Combination) -> Answer:
    """A row per combination of keys that any block has; a block without it answers as for no rows."""
    question = replace(question, blocks=tuple(map(spread_out, question.blocks)))
    found: dict[tuple[Value, ...], dict[int, list[int]]] = {} if question.blocks[0].groups else {(): {}}
    for number, block in enumerate(question.blocks):
        rows = [r for r in oracle.rows(block.source) if all(row_passes(oracle, block, r, f) for f in block.filters)]
        for key, members in members_of(oracle, block, rows).items():
            found.setdefault(key, {})[number] = members
    looks = [combined_look(oracle, question, key, parts) for key, parts in found.items()]
    kept = [
        look for look in looks if all(oracle.passes(question.blocks[0].source, -1, f, look) for f in question.filters)
    ]
    groups = question.blocks[0].groups or ()
    orders: list[tuple[Callable[[Any], Value], bool]] = [(column_of(o.by[0]), o.descending) for o in question.sort]
    orders += [(column_of(i.name), False) for i in groups]
    items = [*groups, *(i for block in question.blocks for i in block.items), *question.items]
    names = tuple(i.name for i in items if not i.hidden) + tuple(i.name for i in groups if i.hidden)
    ordered = sorted(kept, key=by(orders))[: question.limit]
    return Answer(names, tuple(i.name for i in groups), [tuple(look((n,)) for n in names) for look in ordered])


def column_of(name: str) -> Callable[[Look], Value]:
    """Finds a column."""
    return lambda look: look((name,))


def combined_look(oracle: Oracle, question: Combination, key: tuple[Value, ...], parts: dict[int, list[int]]) -> Look:
    """Finds the columns of a combination by name."""
    blocks = [group_look(oracle, block, key, parts.get(n, [])) for n, block in enumerate(question.blocks)]
    owners = {i.name: blocks[n] for n, block in enumerate(question.blocks) for i in block.items}
    formulas_ = {i.name: i.formula for i in question.items}

    def look(path: Path) -> Value:
        formula = formulas_.get(path[0])
        return formulas.value(formula, look) if formula is not None else owners.get(path[0], blocks[0])(path)

    return look
