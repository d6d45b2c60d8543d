"""How the columns of two meanings differ."""

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from genesis.model.question import Combined
from genesis.review.behind import behind, told_apart
from genesis.review.expressions import said
from genesis.review.meaning import ColumnMeaning
from genesis.review.places import place_of
from genesis.review.report import ColumnChange, ColumnWhat
from genesis.review.sides import Asked


class Words:
    """Says how a column of a question is defined."""

    def __init__(self, asked: Asked) -> None:
        self._model, question = asked.model, asked.question
        blocks = question.blocks if isinstance(question, Combined) else (question,)
        self._sources = {item.name: block.source for block in reversed(blocks) for item in block.items}

    def __call__(self, column: ColumnMeaning) -> str:
        """The definition as an expression."""
        return said(column.item.output, self._model, self._sources.get(column.name, ""))

    def facts(self, column: ColumnMeaning) -> Iterator[str]:
        """What stands behind the names in it."""
        return behind(self._model, self._sources.get(column.name, ""), [column.item.output])


def column_changes(
    before: Sequence[ColumnMeaning],
    after: Sequence[ColumnMeaning],
    said: tuple[Words, Words],
    same: Callable[[str, str], bool],
) -> tuple[ColumnChange, ...]:
    """Every difference, in the order of the head's columns with removed ones last.

    ``same`` tells of two columns by name, on the base and on the head, whether they are defined alike but for types.
    """
    old, new = {c.name: c for c in before}, {c.name: c for c in after}
    renamed = _renamed([c for c in before if c.name not in new], [c for c in after if c.name not in old])
    names = {old_name: new_name for new_name, old_name in renamed.items()}
    found: list[ColumnChange] = []
    for column in after:
        was = old.get(renamed.get(column.name, column.name))
        if was is None:
            found.append(_change("added", column, "", said[1](column)))
            continue
        if was.name != column.name:
            found.append(_change("renamed", column, was.name, column.name))
        found += _redefined(was, column, said, same)
        found += _shown(was, column)
    found += _moved([names.get(c.name, c.name) for c in before], [c.name for c in after], new)
    gone = [c for c in before if c.name not in new and c.name not in names]
    return (*found, *(_change("removed", column, said[0](column), "") for column in gone))


def _change(what: ColumnWhat, column: ColumnMeaning, before: str, after: str) -> ColumnChange:
    return ColumnChange(what, column.name, before, after, place_of(column.span))


def _renamed(gone: list[ColumnMeaning], come: list[ColumnMeaning]) -> dict[str, str]:
    """New names of columns with the old ones: those that mean the same, each once, in their order."""
    found: dict[str, str] = {}
    left = list(gone)
    for column in come:
        twin = next((c for c in left if (c.value, c.type) == (column.value, column.type)), None)
        if twin is not None:
            found[column.name] = twin.name
            left.remove(twin)
    return found


def _redefined(
    was: ColumnMeaning, column: ColumnMeaning, said: tuple[Words, Words], same: Callable[[str, str], bool]
) -> list[ColumnChange]:
    found = []
    if was.type != column.type:
        found.append(_change("retyped", column, was.type, column.type))
    if was.value != column.value and not (was.type != column.type and same(was.name, column.name)):
        words = told_apart(said[0](was), said[1](column), said[0].facts(was), said[1].facts(column))
        found.append(_change("redefined", column, *words))
    return found


def _shown(was: ColumnMeaning, column: ColumnMeaning) -> list[ColumnChange]:
    pairs: tuple[tuple[ColumnWhat, str, str], ...] = (
        ("relabelled", was.label, column.label),
        ("reformatted", was.shown, column.shown),
        ("reformatted", ", ".join(was.values), ", ".join(column.values)),
        ("described", was.description, column.description),
    )
    return [_change(what, column, before, after) for what, before, after in pairs if before != after]


def _moved(before: list[str], after: list[str], columns: dict[str, ColumnMeaning]) -> list[ColumnChange]:
    """The columns of both sides that stand in another order, as few as explain it."""
    common = set(before) & set(after)
    old, new = [n for n in before if n in common], [n for n in after if n in common]
    if old == new:
        return []
    kept = {
        n
        for a, _, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        for n in old[a : a + size]
    }
    moved = [n for n in new if n not in kept]
    return [_change("reordered", columns[n], *_places(n, before, after)) for n in moved]


def _places(name: str, before: list[str], after: list[str]) -> tuple[str, str]:
    """Where a column stood and stands: by its number, or by what it follows where the number is the same."""
    old, new = before.index(name), after.index(name)
    if old != new:
        return f"column {old + 1}", f"column {new + 1}"
    return f"after {before[old - 1]}" if old else "first", f"after {after[new - 1]}" if new else "first"
