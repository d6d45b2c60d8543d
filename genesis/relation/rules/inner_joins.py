"""A left join whose row a filter needs is an inner join."""

from typing import Final

from msgspec.structs import replace

from genesis.model.expression import Call, Expression, In
from genesis.relation.nodes import Filter, Group, Join, Limit, Project, Relation, Sort, Top
from genesis.relation.plain import null_of_null

_STRICT: Final = frozenset(
    {
        *("=", "<>", "<", "<=", ">", ">=", "like", "contains", "starts_with", "ends_with", "regexp_like"),
        *("is_not_null", "not"),
    }
)
"""Conditions that are not true of a null."""


def inner_joins(relation: Relation) -> Relation:
    """The relation with left joins turned to inner ones where its filter drops rows without a partner."""
    match relation:
        case Project() | Group() | Top() | Sort() | Limit():
            return replace(relation, input=inner_joins(relation.input))
        case Filter(input=Join() as joins, condition=condition):
            return Filter(_turned(joins, condition), condition)
        case Filter():
            return replace(relation, input=inner_joins(relation.input))
        case _:
            return relation


def _turned(relation: Relation, condition: Expression) -> Relation:
    """Joins from the last to the first: an inner join needs the rows that its own condition names."""
    if not isinstance(relation, Join):
        return relation
    needed = relation.kind == "inner" or (relation.kind == "left" and needs(condition, relation.right.alias))
    if not needed:
        return replace(relation, left=_turned(relation.left, condition))
    both = condition if relation.on is None else Call("and", (condition, relation.on), condition.type)
    return replace(relation, kind="inner", left=_turned(relation.left, both))


def needs(condition: Expression, alias: str) -> bool:
    """Whether a condition is certainly not true where every column of ``alias`` is null."""
    match condition:
        case Call("and", parts):
            return any(needs(part, alias) for part in parts)
        case Call("or", parts):
            return all(needs(part, alias) for part in parts)
        case Call(name, parts) if name in _STRICT:
            return any(null_of_null(part, alias) for part in parts)
        case In():
            return null_of_null(condition.operand, alias)
        case _:
            return null_of_null(condition, alias)
