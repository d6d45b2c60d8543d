"""From a relation to one SELECT, its named parts as common table expressions."""

from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from sqlglot import exp

from genesis.diagnostics import Span
from genesis.model.expression import Aggregate, Column, Exists, Expression, walk
from genesis.model.model import Model
from genesis.relation.nodes import (
    Filter,
    Group,
    Join,
    Named,
    Part,
    Reference,
    Relation,
    Scan,
    Top,
    Union,
    Use,
)
from genesis.relation.reads import references
from genesis.relation.rewrite import rewrite
from genesis.sql.clauses import Clauses, clauses_of
from genesis.sql.dialect import Dialect
from genesis.sql.expressions import Lowered
from genesis.sql.foreign import settings
from genesis.sql.grouping import distinct, group_keys, keep_names, one_group
from genesis.sql.joined_names import understood
from genesis.sql.meeting import combined, united
from genesis.sql.naming import identifier
from genesis.sql.numbering import Order, among_first, numbered, unseen, varying
from genesis.sql.parentheses import parenthesize
from genesis.sql.query import TableUse
from genesis.sql.scanned import behind, scanned
from genesis.sql.sources import parse_query

_GROUPED: Final = "grouped"


class Statement(Struct, frozen=True):
    """A query as a tree, the sources it reads in order of their first use, and their tables."""

    tree: exp.Query
    sources: tuple[str, ...]
    tables: tuple[TableUse, ...]
    parts: Mapping[str, Span]
    claims: tuple[tuple[exp.Expr, Span], ...]


def lower(relation: Relation, dialect: Dialect, model: Model) -> Statement:
    """The statement that computes ``relation``.

    Raises:
        GenesisError: for what the dialect cannot say, and for ``sql:`` of a source that cannot be read.
    """
    lowering = _Lowering(dialect, model)
    lowering.read_anyway(relation)
    tree = lowering.whole(relation)
    if lowering.named:
        parts = [exp.CTE(this=query, alias=identifier(name, dialect)) for name, query in lowering.named.items()]
        tree.set("with_", exp.With(expressions=parts))
    if dialect.query_settings:
        tree.set("settings", settings(dialect.query_settings.items()))
    made = Statement(tree, tuple(lowering.sources), tuple(lowering.tables), lowering.origins, tuple(lowering.claims))
    vars(lowering).clear()  # it stands in a circle with what lowers its expressions, and holds the model
    return made


class _Lowering:
    """One statement in the making: its common table expressions by name, in the order they need each other."""

    def __init__(self, dialect: Dialect, model: Model) -> None:
        self.dialect = dialect
        self.model = model
        self.named: dict[str, exp.Query] = {}
        self.sources: dict[str, None] = {}
        self.tables: list[TableUse] = []
        self.origins: dict[str, Span] = {}
        self.claims: list[tuple[exp.Expr, Span]] = []
        self._references: list[tuple[Reference, str]] = []
        self._parts: list[tuple[Part, str]] = []
        self._anyway: tuple[Relation, ...] = ()
        self._behind = {name: behind(model, name, dialect.name) for name, spec in (*model.used.items(),) if spec.sql}
        self._source_names: dict[str, str] = {}
        self._taken = self._bare_tables()
        self._lowered = Lowered(dialect, self.exists)

    def _bare_tables(self) -> set[str]:
        """Names that a common table expression would hide."""
        written = [s.table.value for s in self.model.used.values() if s.table and "." not in s.table.value]
        read = [name[0] for names in self._behind.values() for name in names if len(name) == 1]
        return {name.lower() for name in (*written, *read)}

    def read_anyway(self, relation: Relation) -> None:
        """Note what the query reads for all rows, so that it is not also computed for some of them."""
        found = tuple(references(relation))
        if any(reference.wide is not None for reference in found):
            self._anyway = tuple(reference.relation for reference in found if reference.wide is None)

    def whole(self, relation: Relation) -> exp.Query:
        """A query that stands for itself, or as a common table expression."""
        made = self.query(relation)
        parenthesize(made)
        understood(made, self.dialect)
        return made

    def query(self, relation: Relation) -> exp.Query:
        if isinstance(relation, Union):
            queries = [self.query(one) for one in relation.inputs]
            return united(self._lowered, queries, clauses_of(relation.inputs[0], self.dialect).columns)
        clauses = clauses_of(rewrite(relation), self.dialect)
        over = clauses.over
        columns = tuple((name, over(e)) for name, e in clauses.columns)
        select = exp.Select(expressions=[self._column(name, e) for name, e in columns] or [exp.Literal.number("1")])
        self._from(select, clauses.source)
        if clauses.where is not None:
            select.set("where", exp.Where(this=self._lowered.value(clauses.where)))
        self._grouping(select, clauses, columns)
        if clauses.distinct:
            distinct(self._lowered, select, columns)
        order = varying((over(e), d) for e, d in clauses.order)
        if clauses.top is not None and not self.dialect.qualify:
            extra = unseen(order, columns)
            for name, expression in extra:
                select.append("expressions", self._column(name, expression))
            place = self._place(clauses.top, clauses.over)
            around = numbered(select, columns, place, clauses.top)
            names = {e: n for n, e in reversed((*columns, *extra))}
            order = tuple((Column("", names[e], e.type), descending) for e, descending in order)
            self._end(around, clauses, (), order)
            return around
        self._end(select, clauses, columns, order)
        return select

    def _grouping(self, select: exp.Select, clauses: Clauses, columns: tuple[Named, ...]) -> None:
        if clauses.group and clauses.group.keys:
            select.set("group", exp.Group(expressions=group_keys(self._lowered, clauses.group, columns)))
        elif clauses.group and not any(isinstance(node, Aggregate) for _, e in columns for node in walk(e)):
            one_group(self.dialect, select)
        if clauses.having is not None:
            select.set("having", exp.Having(this=self._lowered.value(clauses.over(clauses.having))))
        if clauses.top is not None and self.dialect.qualify:
            select.set("qualify", exp.Qualify(this=among_first(clauses.top, self._place(clauses.top, clauses.over))))

    def _end(self, select: exp.Select, clauses: Clauses, columns: tuple[Named, ...], order: Order) -> None:
        if order:
            keys = []
            for expression, descending in order:
                key = self._lowered.ordered(expression, descending)
                name = next((n for n, e in columns if e == expression), None)
                if name is not None and self._by_name(expression):
                    key.set("this", exp.Column(this=identifier(name, self.dialect)))
                keys.append(key)
            select.set("order", exp.Order(expressions=keys))
        if clauses.limit is not None:
            select.set("limit", exp.Limit(expression=exp.Literal.number(str(clauses.limit))))

    def _by_name(self, expression: Expression) -> bool:
        """Whether a column of the result can be ordered by its name."""
        compared = self.dialect.text_order and expression.type.kind == "string"
        return not compared and (self.dialect.ordered_by_name or not isinstance(expression, Column))

    def _place(self, top: Top, over: Callable[[Expression], Expression]) -> exp.Expr:
        """The place of a row in its partition."""
        keys = tuple((over(e), descending) for e, descending in top.order)
        order = [self._lowered.ordered(e, descending) for e, descending in varying(keys) or keys]
        return exp.Window(
            this=exp.Rank() if top.ties else exp.RowNumber(),
            partition_by=[self._lowered.alike(over(e)) for e in top.partition],
            order=exp.Order(expressions=order) if order else None,
        )

    def _column(self, name: str, expression: Expression) -> exp.Expr:
        if not self.dialect.has_type(expression.type):
            raise self._lowered.untyped(expression.type)
        lowered = self._lowered.value(expression)
        if isinstance(lowered, exp.Column) and lowered.name == name:
            return lowered
        lowered = combined(self._lowered, lowered, expression.type)
        return exp.Alias(this=lowered, alias=identifier(name, self.dialect))

    def _from(self, select: exp.Select, relation: Relation) -> None:
        if isinstance(relation, Group):
            named = exp.TableAlias(this=exp.to_identifier(_GROUPED))
            select.set("from_", exp.From(this=exp.Subquery(this=self.query(relation), alias=named)))
            return
        joins: list[Join] = []
        while isinstance(relation, Join):
            joins.append(relation)
            relation = relation.left
        assert isinstance(relation, Scan | Reference | Use)  # noqa: S101 all else has been taken off
        select.set("from_", exp.From(this=self._table(relation)))
        for join in reversed(joins):
            on = None if join.on is None else self._lowered.value(join.on)
            made = exp.Join(this=self._table(join.right), on=on, side="LEFT" if join.kind == "left" else None)
            if on is None:
                made.set("kind", "CROSS")
            if join.claim is not None:
                self.claims.append((made, join.claim))
            select.append("joins", made)
        keep_names(self.dialect, select)

    def _table(self, relation: Scan | Reference | Use) -> exp.Table:
        if isinstance(relation, Reference):
            parts: tuple[str, ...] = (self._reference(relation),)
        elif isinstance(relation, Use):
            parts = (self._part(relation.part),)
        else:
            self.sources.setdefault(relation.source)
            parts = relation.table if relation.sql is None else (self._source(relation.source),)
            if relation.sql is None:
                self._use(scanned(self.model, relation))
        names = [identifier(p, self.dialect) for p in parts]
        table = exp.Table(**dict(zip(("this", "db", "catalog"), reversed(names), strict=False)))
        if parts[-1] != relation.alias:
            table.set("alias", exp.TableAlias(this=identifier(relation.alias, self.dialect)))
        return table

    def _use(self, use: TableUse) -> None:
        if use not in self.tables:
            self.tables.append(use)

    def _reference(self, reference: Reference) -> str:
        if reference.wide is not None and any(reference.wide == wide for wide in self._anyway):
            reference = replace(reference, relation=reference.wide, wide=None)
        for known, name in self._references:
            if known.name == reference.name and known.relation == reference.relation:
                return name
        return self._name(reference.name, self.whole(reference.relation), reference.span, reference)

    def _part(self, part: Part) -> str:
        for known, name in self._parts:
            if known is part:
                return name
        name = self._name(part.name, self.whole(part.relation()), part.span)
        self._parts.append((part, name))
        return name

    def _name(self, wanted: str, query: exp.Query, span: Span | None, reference: Reference | None = None) -> str:
        name, number = wanted, 2
        while name in self._taken:
            name, number = f"{wanted}_{number}", number + 1
        self._taken.add(name)
        self.named[name] = query
        if span is not None:
            self.origins[name] = span
        if reference is not None:
            self._references.append((reference, name))
        return name

    def _source(self, source: str) -> str:
        known = self._source_names.get(source)
        if known is None:
            sql = self.model.source(source).sql
            assert sql is not None  # noqa: S101 only such a source is a query
            query = parse_query(sql, self.dialect.name, self.model.expressions)
            parenthesize(query)
            for name in self._behind[source]:
                self._use(TableUse(name, (), sql.span))
            known = self._source_names[source] = self._name(source, query, sql.span)
        return known

    def exists(self, node: Exists) -> exp.Expr:
        relation = node.relation
        assert isinstance(relation, Filter)  # noqa: S101 a link is always a condition
        made = exp.Exists(this=self.query(relation))
        return exp.Not(this=made) if node.negated else made
