"""The legs of a grouped question: its own rows' aggregates, and those behind each path, over rows selected once."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Protocol

from genesis.model.expression import Aggregate, Column, Expression, call, conjunction
from genesis.model.model import Model
from genesis.model.question import Question
from genesis.model.types import BOOLEAN
from genesis.relation import chains, links
from genesis.relation.branches import grouped
from genesis.relation.narrow import narrow
from genesis.relation.nodes import Group, Named, Project, Use
from genesis.relation.once import free_name, mapped
from genesis.relation.scope import Joined, Scope, chain_position
from genesis.relation.views import Views

Path = tuple[str, ...]


class Wanted(Protocol):
    """An aggregate under the name that its leg gives it."""

    @property
    def name(self) -> str:
        """The column."""
        ...

    @property
    def aggregate(self) -> Aggregate:
        """Over rows at the end of the leg's path."""
        ...


class Selected:
    """The rows that a question selects, with the columns that legs need of them, written once."""

    def __init__(
        self, question: Question, scope: Scope, keys: tuple[Named, ...], row_filter: Expression | None
    ) -> None:
        self.name = f"selected_{question.source}"
        self.span = question.span
        self.scope = scope
        self.row_filter = row_filter
        self.columns: dict[Expression, str] = {e: n for n, e in reversed(keys)}

    def column(self, expression: Expression, hint: str = "linked") -> Expression:
        """An expression over the scope, as the column that gives it, called after what it is for."""
        if expression not in self.columns:
            self.columns[expression] = free_name(expression, self.columns, hint)
        return Column(self.name, self.columns[expression], expression.type)

    def relation(self) -> Project:
        """The rows."""
        rows, over = narrow(self.scope, self.span, self.row_filter)
        return Project(rows, tuple((n, over(e)) for e, n in self.columns.items()))


class Legs:
    """The legs of one question."""

    def __init__(self, model: Model, views: Views, question: Question) -> None:
        self.model = model
        self.question = question
        self.scope = Scope(model, views, question.source)
        self.keys = tuple((i.name, self.scope.value(i.output)) for i in question.groups or ())
        row_filter = question.row_filter
        self.row_filter = None if row_filter is None else self.scope.value(row_filter)

    def groups(self, outputs: Mapping[Path, Sequence[Wanted]]) -> Iterator[tuple[Path, Group]]:
        """Each leg with its path, the rows' own first; it is there for its keys even when nothing is aggregated."""
        own = tuple((o.name, self.scope.aggregate(o.aggregate)) for o in outputs.get((), ()))
        if not any(outputs):
            rows, over = narrow(self.scope, self.question.span, self.row_filter)
            values = tuple((n, mapped(a, over)) for n, a in own)
            yield (), Group(rows, tuple((n, over(e)) for n, e in self.keys), values)
            return
        selected = Selected(self.question, self.scope, self.keys, self.row_filter)
        keys = tuple((n, selected.column(e)) for n, e in self.keys)
        values = tuple((n, mapped(a, partial(selected.column, hint=n))) for n, a in own)
        if own or keys:
            yield (), Group(Use(selected.name, selected), keys, values)
        for path, wanted in outputs.items():
            if path:
                yield path, self._leg(selected, keys, path, wanted)

    def _leg(self, selected: Selected, keys: tuple[Named, ...], path: Path, wanted: Sequence[Wanted]) -> Group:
        """The aggregates over what ``path`` reaches from the selected rows, each row once for each group."""
        scope = self.scope
        before, steps = scope.split(path, ())
        inner = Scope(self.model, scope.views)
        inner.aliases = {("@selected",): selected.name}
        inner.base = Use(selected.name, selected)
        first = chain_position(0, steps)
        rows = inner.reach(steps[0], first, steps[0].target)
        ends = links.ends(inner, steps[0], first)
        same = [call("=", BOOLEAN, selected.column(scope.named(own, before)), end) for own, end in ends]
        starts = [selected.column(e) for e in links.starts(scope, steps[0], before)]
        both = links.both(inner, steps[0], scope, before, first, selected.column)
        on = conjunction((*same, *starts, *both, *links.restrictions(inner, steps[0], first)))
        inner.parts.append(Joined(rows, on))
        inner.chain(steps, after=first, done=1)
        values = tuple((o.name, inner.aggregate(o.aggregate)) for o in wanted)
        whole = self.model.steps(self.question.source, path)
        proven = chains.unique(whole, self.model.key, from_start=False)
        return grouped(inner, keys, values, steps, proven=proven)
