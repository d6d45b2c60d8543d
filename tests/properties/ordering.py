"""Orders, nulls last both ways."""

from collections.abc import Callable, Sequence
from functools import cmp_to_key
from typing import Any


def compared(a: Any, b: Any, *, down: bool) -> int:
    """Less than, equal to or greater than 0 as ``a`` comes before, with or after ``b``; nulls last."""
    if a is None or b is None:
        return (a is None) - (b is None)
    order = int(a > b) - int(a < b)
    return -order if down else order


def ranked(value: Any, codes: Sequence[Any]) -> Any:
    """What a value is ordered by: its place among the codes, unknown ones after them, by themselves."""
    if value is None or not codes:
        return value
    return (codes.index(value) if value in codes else len(codes), value)


def by(orders: Sequence[tuple[Callable[[Any], Any], bool]]) -> Callable[[Any], Any]:
    """A sort key for several orders: how to find a value, and whether downwards."""

    def compare(one: Any, other: Any) -> int:
        return next((c for look, down in orders if (c := compared(look(one), look(other), down=down))), 0)

    return cmp_to_key(compare)
