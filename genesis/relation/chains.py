"""When the rows reached by a chain of joins are told apart by where they start and where they end.

Each joined row is one (link, last row) pair, with some ways between. The ways are one when every row between is
determined: a row is determined when its key is, a field when its row is or when it equals a determined field.
"""

from collections.abc import Callable

from genesis.model.parts import Step

Key = Callable[[str], tuple[str, ...] | None]


def unique(steps: tuple[Step, ...], key: Key, *, from_start: bool) -> bool:
    """Whether no last row is reached twice from one link (or, not ``from_start``, from anywhere).

    The rows are those of the steps' targets. With ``from_start`` the first step's joined fields are determined.
    """
    sources = [steps[0].source, *(s.target for s in steps)]
    known: set[tuple[int, str]] = set()
    if from_start:
        known |= {(0, own) for own, _ in steps[0].pairs}
    determined = {len(steps)}
    while True:
        before = (len(known), len(determined))
        for index, step in enumerate(steps):
            for own, other in step.pairs:
                left, right = (index, own), (index + 1, other)
                if left in known or index in determined:
                    known |= {left, right}
                if right in known or index + 1 in determined:
                    known |= {left, right}
            if index in determined and step.to_one:
                determined.add(index + 1)
        for index, source in enumerate(sources):
            names = key(source)
            if names is not None and all((index, n) in known for n in names):
                determined.add(index)
        if before == (len(known), len(determined)):
            break
    between = range(1 if from_start else 0, len(sources))
    return all(index in determined for index in between)
