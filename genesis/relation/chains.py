"""When the rows reached by a chain of joins are told apart by where they start and where they end.

Each joined row is one (link, last row) pair, with some ways between. The ways are one when every row between is
determined: a row is determined when its key is, a field when its row is or when it equals a determined field.
"""

from collections.abc import Callable

from genesis.model.parts import Step

Key = Callable[[str], tuple[str, ...] | None]


def unique(steps: tuple[Step, ...], key: Key, *, from_start: bool, anchored: bool = False) -> bool:
    """Whether no last row is reached twice from one link (or, not ``from_start``, from anywhere).

    The rows are those of the steps' targets. With ``from_start`` the first step's joined fields are determined;
    ``anchored``: the whole row that it starts from.
    """
    sources = [steps[0].source, *(s.target for s in steps)]
    fields = {(0, own) for own, _ in steps[0].pairs} if from_start else set()
    rows = {0, len(steps)} if anchored else {len(steps)}
    wanted = set(range(1 if from_start else 0, len(sources)))
    before = (-1, -1)
    while before != (len(fields), len(rows)) and not wanted <= rows:
        before = (len(fields), len(rows))
        _along_joins(steps, fields, rows)
        _by_keys(sources, key, fields, rows)
    return wanted <= rows


def _along_joins(steps: tuple[Step, ...], fields: set[tuple[int, str]], rows: set[int]) -> None:
    """Joined fields are equal, a to-one step leads to one row, and its way back comes from one."""
    for index, step in enumerate(steps):
        for own, other in step.pairs:
            left, right = (index, own), (index + 1, other)
            if {left, right} & fields or {index, index + 1} & rows:
                fields |= {left, right}
        if index in rows and step.to_one:
            rows.add(index + 1)
        if index + 1 in rows and step.from_one:
            rows.add(index)


def _by_keys(sources: list[str], key: Key, fields: set[tuple[int, str]], rows: set[int]) -> None:
    for index, source in enumerate(sources):
        names = key(source)
        if names is not None and all((index, name) in fields for name in names):
            rows.add(index)
