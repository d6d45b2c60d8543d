"""What tells the rows of a relation apart, and the proof that a join does not multiply them."""

from collections.abc import Iterator

from genesis.diagnostics import Span
from genesis.model.expression import Call, Column, Expression
from genesis.model.types import Type
from genesis.relation.nodes import (
    Filter,
    Group,
    Join,
    Limit,
    Project,
    Reference,
    Relation,
    Rows,
    Scan,
    Sort,
    Top,
    Union,
    Use,
)

Key = frozenset[Expression]
"""Expressions over what a relation brings into scope; no two of its rows are equal in all of them."""
Keys = tuple[Key, ...]
"""All keys that are known; empty where none is."""


class FanOutError(AssertionError):
    """A join would multiply rows: a mistake in the compiler, never in what it is given."""


def left_join(left: Relation, right: Rows, on: Expression | None, claim: Span | None = None) -> Join:
    """``left`` with the row of ``right`` that meets ``on``, of which there is at most one.

    Raises:
        FanOutError: ``on`` does not equate all of the key of ``right``, and no ``claim`` says that it need not.
    """
    equal = equated(on)
    if claim is None and not any(key <= equal for key in row_keys(right)):
        raise FanOutError(f"{right.alias} could meet a row more than once")
    return Join(left, right, on, "left", claim, unique=True)


def equated(on: Expression | None) -> frozenset[Expression]:
    """The expressions that a condition says equal something."""
    match on:
        case Call("and", parts):
            return frozenset(side for part in parts for side in equated(part))
        case Call("=", sides):
            return frozenset(sides)
        case _:
            return frozenset()


def row_keys(relation: Relation) -> Keys:
    """The keys of rows in scope."""
    match relation:
        case Scan():
            return () if relation.key is None else (frozenset(relation.key),)
        case Use():
            return _brought(relation.alias, relation.part.relation())
        case Reference():
            return _brought(relation.alias, relation.relation)
        case Join():
            left = row_keys(relation.left)
            return left if relation.unique else tuple(a | b for a in left for b in row_keys(relation.right))
        case Top(input=rows, partition=partition, count=1, ties=False):
            return (*row_keys(rows), frozenset(partition))
        case Filter() | Top() | Sort() | Limit():
            return row_keys(relation.input)
        case Group() | Project() | Union():
            return ()


def output_keys(relation: Relation) -> tuple[frozenset[str], ...]:
    """The keys of a projecting relation, by the names of its columns."""
    match relation:
        case Group():
            return (frozenset(name for name, _ in relation.keys),)
        case Project():
            return tuple(_projected(relation))
        case Filter() | Top() | Sort() | Limit():
            return output_keys(relation.input)
        case Scan() | Use() | Reference() | Join() | Union():
            return ()


def _projected(relation: Project) -> Iterator[frozenset[str]]:
    group = _grouped_below(relation.input)
    if group is not None:
        keys: Keys = (frozenset(Column("", name, e.type) for name, e in group.keys),)
    else:
        keys = row_keys(relation.input)
    names: dict[Expression, str] = {}
    for name, expression in relation.columns:
        if expression not in names or (isinstance(expression, Column) and expression.name == name):
            names[expression] = name
    yield from (frozenset(names[e] for e in key) for key in keys if key <= names.keys())
    if relation.distinct:
        yield frozenset(name for name, _ in relation.columns)


def _grouped_below(relation: Relation) -> Group | None:
    while isinstance(relation, Filter | Top | Sort | Limit):
        relation = relation.input
    return relation if isinstance(relation, Group) else None


def _brought(alias: str, relation: Relation) -> Keys:
    """The keys of a relation whose columns are brought into scope under an alias."""
    types = _types(relation)
    return tuple(frozenset(Column(alias, name, types[name]) for name in key) for key in output_keys(relation))


def _types(relation: Relation) -> dict[str, Type]:
    match relation:
        case Group():
            return {name: e.type for name, e in (*relation.keys, *relation.values)}
        case Project():
            return {name: e.type for name, e in relation.columns}
        case Filter() | Top() | Sort() | Limit():
            return _types(relation.input)
        case _:
            return {}
