"""The relations that one SELECT says together."""

from msgspec import Struct

from genesis.model.expression import Column, Expression, transform
from genesis.relation.nodes import Filter, Group, Limit, Named, Project, Relation, Sort, Top, outputs


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


def clauses_of(relation: Relation) -> Clauses:
    """What one SELECT says of ``relation``: all from the limit down to what stands in FROM."""
    made = Clauses(relation)
    if isinstance(relation, Limit):
        made.limit, relation = relation.count, relation.input
    if isinstance(relation, Sort):
        made.order, relation = relation.order, relation.input
    names = outputs(relation)
    if isinstance(relation, Project):
        made.columns, made.distinct, relation = relation.columns, relation.distinct, relation.input
    if isinstance(relation, Top):
        made.top, relation = relation, relation.input
    if isinstance(relation, Filter) and isinstance(relation.input, Group):
        made.having, relation = relation.condition, relation.input
    if isinstance(relation, Group):
        made.group, relation = relation, relation.input
        definitions = {**dict(made.group.keys), **dict(made.group.values)}
        made.columns = made.columns or tuple((n, definitions[n]) for n in names)
    if isinstance(relation, Filter):
        made.where, relation = relation.condition, relation.input
    made.source = relation
    return made
