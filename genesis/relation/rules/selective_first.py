"""Inner joins before left joins: what drops rows comes before what only adds columns to them."""

from msgspec.structs import replace

from genesis.relation.nodes import Filter, Group, Join, Limit, Project, Relation, Sort, Top
from genesis.relation.reads import columns_of


def selective_first(relation: Relation) -> Relation:
    """The relation with each inner join as early as the rows that its condition names allow."""
    match relation:
        case Project() | Group() | Filter() | Top() | Sort() | Limit():
            return replace(relation, input=selective_first(relation.input))
        case Join():
            return _ordered(relation)
        case _:
            return relation


def _ordered(relation: Join) -> Relation:
    base, joins = _flat(relation)
    if len({join.kind for join in joins}) == 1:
        return relation
    later = {join.right.alias for join in joins}
    while joins:
        ready = [join for join in joins if not _needed(join) & (later - {join.right.alias})]
        chosen = next((join for join in ready if join.kind != "left"), ready[0])
        base = replace(chosen, left=base)
        later.discard(chosen.right.alias)
        joins.remove(chosen)
    return base


def _flat(relation: Relation) -> tuple[Relation, list[Join]]:
    joins: list[Join] = []
    while isinstance(relation, Join):
        joins.insert(0, relation)
        relation = relation.left
    return relation, joins


def _needed(join: Join) -> set[str]:
    return set() if join.on is None else {column.relation for column in columns_of(join.on)}
