"""Labels that tell columns apart: two columns of one input that readers see have two labels, unless somebody wrote otherwise."""

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from genesis.model.names import Asked
from genesis.model.parts import words
from genesis.model.question import Combined, Item, Question

_TURNS = 2


def other_labels(one: Asked, label: str) -> tuple[str, ...]:
    """What a column without a label of its own is called, in turn, where another has its ``label`` too: its aggregate is said, then the
    name that it was given in the input stands instead."""
    if one.spec.label is not None:
        return ()
    aggregate = one.spec.aggregate
    at = f" {aggregate.at.text}" if aggregate and aggregate.at else ""
    said = f"{label} ({words(aggregate.function.value).lower()}{at})" if aggregate else label
    return said, words(one.name) if one.spec.name else said


def told_apart(items: Sequence[Item]) -> tuple[Item, ...]:
    """The columns, with other labels where several that are shown have one."""
    found = tuple(items)
    for turn in range(_TURNS):
        counted = Counter(item.label for item in found if not item.hidden)
        found = tuple(
            replace(item, label=item.others[turn])
            if item.others and not item.hidden and counted[item.label] > 1
            else item
            for item in found
        )
    return found


def told_apart_in(question: Question) -> Question:
    """A question whose columns are told apart."""
    items = told_apart(question.items)
    keys = None if question.groups is None else items[: len(question.groups)]
    return replace(question, items=items, groups=keys)


def told_apart_between(combined: Combined) -> Combined:
    """A combined question whose columns are told apart; the keys, which all blocks have, keep their labels."""
    keys = [replace(key, others=()) for key in combined.keys]
    own = [item for block in combined.blocks for item in block.items[len(keys) :]]
    told = {item.name: item for item in told_apart((*keys, *own, *combined.items))[len(keys) :]}

    def items(held: Sequence[Item]) -> tuple[Item, ...]:
        return tuple(told[item.name] for item in held)

    blocks = tuple(replace(b, items=(*b.items[: len(keys)], *items(b.items[len(keys) :]))) for b in combined.blocks)
    return replace(combined, blocks=blocks, items=items(combined.items))
