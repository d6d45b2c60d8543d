"""Filters before aggregates: rows are selected first, and a branch computes only what selected rows need.

The rows stay the same; what changes is how much is aggregated. It is done where a filter speaks of the rows alone and
something is aggregated behind them.
"""

from collections.abc import Callable

from msgspec.structs import replace

from genesis.diagnostics import Span
from genesis.model.expression import Column, Exists, Expression, call, conjunction, conjuncts, transform
from genesis.model.types import BOOLEAN
from genesis.relation.branches import Branch
from genesis.relation.grain import left_join
from genesis.relation.nodes import Filter, Join, Project, Relation, Rows, Use
from genesis.relation.once import free_name
from genesis.relation.reads import columns_of
from genesis.relation.scope import Joined, Scope

Mapped = Callable[[Expression], Expression]


class Narrowed:
    """The rows that filters keep, and what their expressions are over the columns of the result."""

    def __init__(self, name: str, span: Span | None, early: Relation) -> None:
        self.name = name
        self.span = span
        self._early = early
        self._columns: dict[Expression, str] = {}

    def relation(self) -> Relation:
        """The selected rows with the columns asked of them."""
        return Project(self._early, tuple((name, e) for e, name in self._columns.items()))

    def column(self, expression: Expression) -> Column:
        """An expression over the early rows, as a column of the selected ones."""
        if expression not in self._columns:
            self._columns[expression] = free_name(expression, self._columns, "found")
        return Column(self.name, self._columns[expression], expression.type)


def narrow(scope: Scope, span: Span | None, row_filter: Expression | None) -> tuple[Relation, Mapped]:
    """The rows of a scope that meet a filter, and how expressions over the scope are said over them."""
    late = _late_aliases(scope)
    conditions = conjuncts(row_filter) if row_filter is not None else ()
    early = [c for c in conditions if not _uses(c, late)]
    if not early or not any(isinstance(part, Branch) for part in scope.parts):
        return scope.relation(row_filter), lambda expression: expression
    every = (*scope.conditions, *early)
    rest = [c for c in (*every, *conditions) if _uses(c, late)]
    source = scope.sources[()]
    alone = [part for part in scope.parts if isinstance(part, Joined) and part.rows.alias not in late]
    rows = Filter(scope.joined(alone), conjunction(tuple(c for c in every if not _uses(c, late))) or every[0])
    selected = Narrowed(f"selected_{source}", span, rows)
    relation: Relation = Use(selected.name, selected)

    def change(expression: Expression) -> Expression:
        return _moved(expression, selected, frozenset(scope.aliases.values()) - late, late)

    for part in scope.parts:
        if isinstance(part, Branch):
            meeting = None if part.meeting is None else change(part.meeting)
            relation = left_join(relation, part.reference(_needed(part, selected, late)), meeting)
        elif part.rows.alias in late:
            relation = _joined(relation, part, change)
    both = conjunction(tuple(map(change, rest)))
    return (relation if both is None else Filter(relation, both)), change


def _joined(relation: Relation, part: Joined, change: Mapped) -> Relation:
    on = None if part.on is None else change(part.on)
    rows: Rows = part.rows
    return left_join(relation, rows, on, part.claim) if part.left else Join(relation, rows, on, "inner")


def _late_aliases(scope: Scope) -> frozenset[str]:
    """The branches, and what is joined by them."""
    late: set[str] = set()
    for part in scope.parts:
        if isinstance(part, Branch):
            late.add(part.alias)
        elif part.on is not None and _uses(part.on, frozenset(late)):
            late.add(part.rows.alias)
    return frozenset(late)


def _needed(branch: Branch, selected: Narrowed, late: frozenset[str]) -> Expression | None:
    """That a branch's link is one of a selected row, where that can be told before the branches are there."""
    if any(_uses(own, late) for own, _ in branch.links):
        return None
    same = tuple(call("=", BOOLEAN, selected.column(own), inner) for own, inner in branch.links)
    both = conjunction(same)
    return None if both is None else Exists(Filter(Use(selected.name, selected), both))


def _uses(expression: Expression, aliases: frozenset[str]) -> bool:
    return any(column.relation in aliases for column in columns_of(expression))


def _moved(expression: Expression, selected: Narrowed, early: frozenset[str], late: frozenset[str]) -> Expression:
    """An expression over the scope, over the selected rows and what is joined to them later."""

    def change(node: Expression) -> Expression:
        if isinstance(node, Exists):
            if not _uses(node, late):
                return selected.column(node)
            return replace(node, relation=_moved_within(node.relation, change))  # type: ignore[arg-type]
        return selected.column(node) if isinstance(node, Column) and node.relation in early else node

    return transform(expression, change)


def _moved_within(relation: Relation, change: Mapped) -> Relation:
    match relation:
        case Filter():
            return Filter(_moved_within(relation.input, change), transform(relation.condition, change))
        case Join():
            on = None if relation.on is None else transform(relation.on, change)
            return replace(relation, left=_moved_within(relation.left, change), on=on)
        case _:
            return relation
