"""The end of every query: columns, total order, limit."""

from msgspec import Struct

from genesis.model.expression import Expression
from genesis.model.question import Item
from genesis.model.question import Limit as AskedLimit
from genesis.relation.nodes import Limit, Named, Project, Relation, Sort, Top
from genesis.relation.plain import is_constant

Order = tuple[tuple[Expression, bool], ...]


class Result(Struct, frozen=True):
    """A column of a result: the ``item`` it answers (``None`` for a hidden part of the key) and its value."""

    name: str
    item: Item | None
    value: Expression


class Built(Struct, frozen=True):
    """A relation with the columns it gives, hidden ones last; ``key`` names those that tell its rows apart."""

    relation: Relation
    columns: tuple[Result, ...]
    key: tuple[str, ...]


class Ending(Struct, frozen=True):
    """How a result ends: ``asked``, the order that was asked for, is ``total`` with the key behind it."""

    per: tuple[Expression, ...]
    asked: Order
    total: Order


def finished(limit: AskedLimit | None, input_: Relation, columns: tuple[Result, ...], ending: Ending) -> Relation:
    """``input_`` with its columns, in order, limited."""
    if limit is not None and (ending.per or limit.ties):
        order = ending.asked if limit.ties else ending.total
        input_ = Top(input_, ending.per, order, limit.rows, limit.ties)
    named: tuple[Named, ...] = tuple((c.name, c.value) for c in columns)
    relation: Relation = Project(input_, named)
    if ending.total:
        relation = Sort(relation, ending.total)
    return relation if limit is None or isinstance(input_, Top) else Limit(relation, limit.rows)


def completed(order: list[tuple[Expression, bool]], key: list[Expression]) -> Order:
    """The order with the key at its end, nothing twice, and nothing that is the same for every row."""
    seen: dict[Expression, bool] = {}
    for expression, descending in (*order, *((k, False) for k in key)):
        if not is_constant(expression):
            seen.setdefault(expression, descending)
    return tuple(seen.items())
