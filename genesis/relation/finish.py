"""The end of every query: columns, total order, limit."""

from msgspec import Struct

from genesis.model.expression import Expression
from genesis.model.question import Item, Question
from genesis.relation.nodes import Limit, Named, Project, Relation, Sort

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


def finished(question: Question, input_: Relation, columns: tuple[Result, ...], order: Order) -> Relation:
    """``input_`` with its columns, in order, limited."""
    named: tuple[Named, ...] = tuple((c.name, c.value) for c in columns)
    relation: Relation = Project(input_, named)
    if order:
        relation = Sort(relation, order)
    return Limit(relation, question.limit) if question.limit else relation


def completed(order: list[tuple[Expression, bool]], key: list[Expression]) -> Order:
    """The order with the key at its end, nothing twice."""
    seen: dict[Expression, bool] = {}
    for expression, descending in (*order, *((k, False) for k in key)):
        seen.setdefault(expression, descending)
    return tuple(seen.items())
