"""The relations that one SELECT says together."""

from msgspec import Struct

from genesis.model.expression import Column, Expression, transform
from genesis.relation.nodes import Filter, Group, Limit, Named, Project, Relation, Sort, Top
from genesis.sql.dialect import Dialect


class Clauses(Struct):
    """The relations that one SELECT says together."""

    source: Relation
    columns: tuple[Named, ...] = ()
    distinct: bool = False
    where: Expression | None = None
    group: Group | None = None
    having: Expression | None = None
    top: Top | None = None
    order: tuple[tuple[Expression, bool], ...] = ()
    limit: int | None = None

    def over(self, expression: Expression) -> Expression:
        """An expression over the group's outputs, over what the group is made of."""
        if self.group is None:
            return expression
        definitions = {**dict(self.group.keys), **dict(self.group.values)}
        return transform(expression, lambda e: definitions[e.name] if isinstance(e, Column) and not e.relation else e)


def clauses_of(relation: Relation, dialect: Dialect) -> Clauses:
    """What one SELECT says of ``relation``: all from the limit down to what stands in FROM.

    Groups stand in FROM, whole, where the dialect cannot rank them and only the first are wanted, and where it cannot
    compute with keys that are no columns: in conditions, in an order, or for other columns.
    """
    made = Clauses(relation)
    if isinstance(relation, Limit):
        made.limit, relation = relation.count, relation.input
    if isinstance(relation, Sort):
        made.order, relation = relation.order, relation.input
    if isinstance(relation, Project):
        made.columns, made.distinct, relation = relation.columns, relation.distinct, relation.input
    if isinstance(relation, Top):
        made.top, relation = relation, relation.input
    relation = _groups(made, relation, dialect)
    if isinstance(relation, Filter):
        made.where, relation = relation.condition, relation.input
    made.source = relation
    return made


def _groups(made: Clauses, relation: Relation, dialect: Dialect) -> Relation:
    """What is below the groups that a SELECT makes: the groups themselves where they stand in FROM."""
    having = relation.condition if isinstance(relation, Filter) else None
    group = relation.input if isinstance(relation, Filter) else relation
    if not isinstance(group, Group):
        return relation
    made.columns = made.columns or tuple((n, Column("", n, e.type)) for n, e in (*group.keys, *group.values))
    computed = dialect.keys_computed or (having is None and _plain(group, made))
    if (made.top and not dialect.groups_ranked) or not computed:
        made.where = having
        return group
    made.group, made.having = group, having
    return group.input


def _plain(group: Group, made: Clauses) -> bool:
    """Whether nothing but the groups' own columns is shown and ordered by, each once, or all keys are columns."""
    shown = [e for _, e in made.columns]
    used = (*shown, *(e for e, _ in made.order))
    own = all(isinstance(e, Column) and not e.relation for e in used) and len(set(shown)) == len(shown)
    return own or all(isinstance(e, Column) for _, e in group.keys)
