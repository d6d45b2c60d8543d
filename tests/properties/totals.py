"""Aggregates of values, each given with the values it is ordered by."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from tests.properties.formulas import shown
from tests.properties.ordering import by, ranked
from tests.properties.world import Total, Value

Ordered = list[tuple[Any, list[tuple[Value, bool]]]]
"""Values that are not null, in the rows' order (by ``order_by``, then by key), with what ``order_by`` gives for them."""


_PLAIN: Final[dict[str, Callable[[list[Any]], Value]]] = {
    "sum": lambda values: sum(values[1:], values[0]),
    "avg": lambda values: float(sum(values)) / len(values),
    "min": min,
    "max": max,
    "any": any,
    "all": all,
}


def total(spec: Total, rows: Ordered, codes: tuple[Value, ...] = ()) -> Value:
    """The aggregate of values that are not null; ``codes`` order those of a list."""
    values = [v for v, _ in rows]
    if spec.function in {"count", "count_distinct"}:
        return len(values if spec.function == "count" else set(values))
    if not values:
        return None
    if spec.function in _PLAIN:
        return _PLAIN[spec.function](values)
    if spec.function in {"median", "percentile"}:
        return between(values, spec.at or (Decimal("0.5") if spec.function == "median" else Decimal(0)))
    if spec.function == "list":
        return listed(spec, rows, codes)
    first: Value = rows[0][0]
    return first if spec.function == "first" else last(spec, rows)


def between(values: list[Any], at: Decimal) -> float:
    """The value at a share of the way from the least to the greatest, exactly interpolated."""
    ordered = sorted(values)
    place = at * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return float(ordered[low]) + (float(ordered[high]) - float(ordered[low])) * float(place - low)


def last(spec: Total, rows: Ordered) -> Value:
    """What comes first with every order turned round; nulls stay last, and ties go by key as they did."""
    looks = [(lambda row, n=n: row[1][n][0], not order.descending) for n, order in enumerate(spec.order_by)]
    found: Value = min(rows, key=by(looks))[0]
    return found


def listed(spec: Total, rows: Ordered, codes: tuple[Value, ...]) -> str:
    """Elements in the order of ``order_by``, then of their values, then of the rows' keys."""
    looks = [(lambda row, n=n: row[1][n][0], order.descending) for n, order in enumerate(spec.order_by)]
    ordered: Ordered = sorted(rows, key=by([*looks, (lambda row: ranked(row[0], codes), False)]))
    texts = [shown(value) for value, _ in ordered]
    if spec.distinct:
        texts = list(dict.fromkeys(texts))
    cut = len(texts) - spec.limit if spec.limit is not None else 0
    if cut > 0:
        texts = texts[: spec.limit]
        if spec.more is not None:
            texts.append(spec.more.replace("{n}", str(cut)))
    return spec.separator.join(texts)
