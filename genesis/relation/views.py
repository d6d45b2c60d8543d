"""Rows of a source that are prepared once, before anything is joined to them: the newest, the picked, the visible ones."""

from typing import TYPE_CHECKING

from genesis.diagnostics import Span
from genesis.model.expression import Column, Expression, Field
from genesis.model.model import Model
from genesis.model.parts import Pick, Step
from genesis.relation.nodes import Named, Project, Relation, Top, Use
from genesis.relation.once import free_name

if TYPE_CHECKING:
    from genesis.relation.scope import Scope

Order = tuple[tuple[Expression, bool], ...]


class View:
    """A SELECT over a scope that gives the columns asked of it; with an ``order`` the first row of each partition.

    ``link``: for rows met by a step, pairs of a field of the row started from and the column that equals it.
    """

    def __init__(
        self, name: str, span: Span, scope: "Scope", partition: tuple[Expression, ...] = (), order: Order = ()
    ) -> None:
        self.name = name
        self.span: Span | None = span
        self.scope = scope
        self.partition = partition
        self.order = order
        self.columns: dict[Expression, str] = {}
        self.link: tuple[tuple[str, str], ...] = ()

    def column(self, wanted: Field, at: tuple[str, ...] = ()) -> str:
        """The name under which the view gives a field of its row (or of the one at ``at`` in its scope)."""
        value = self.scope.value(wanted, at)
        if value not in self.columns:
            named = Column("", wanted.name, wanted.type)
            self.columns[value] = free_name(named, self.columns)
        return self.columns[value]

    @property
    def part(self) -> "View":
        """What is joined: the view itself."""
        return self

    def relation(self) -> Relation:
        """The rows, with all columns asked for so far."""
        rows = self.scope.relation()
        if self.order:
            rows = Top(rows, self.partition, self.order)
        return Project(rows, tuple((name, value) for value, name in self.columns.items()))


class Pickers:
    """A view of picked rows, seen from the rows that pick: each with the row that it picks."""

    def __init__(self, view: View) -> None:
        self.part = view

    def column(self, wanted: Field) -> str:
        """The name under which the view gives a field of the row that picks."""
        from genesis.relation.scope import OWN

        return self.part.column(wanted, OWN)

    def picked(self, wanted: Field) -> str:
        """The name under which it gives a field of the row that is picked."""
        return self.part.column(wanted)


class Keys:
    """Some columns of a view, each combination once."""

    def __init__(self, name: str, span: Span | None, view: View, columns: tuple[Named, ...]) -> None:
        self.name = name
        self.span = span
        self._view = view
        self._columns = columns

    def relation(self) -> Relation:
        """The rows."""
        return Project(Use(self._view.name, self._view), self._columns, distinct=True)


class Views:
    """The views of one query, each made once."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._latest: dict[str, View] = {}
        self._seen: list[tuple[str, Expression | None, View]] = []
        self._picked: list[tuple[Pick, View]] = []
        self._keys: list[tuple[Pick, Keys]] = []

    def latest(self, source: str) -> View | None:
        """The newest row of each key, where the source keeps older ones; else ``None``."""
        from genesis.relation.scope import Scope

        spec = self.model.source(source)
        if spec.latest_by is None:
            return None
        if source not in self._latest:
            newest = self.model.version(source)
            assert newest is not None  # noqa: S101 there is a `latest_by`
            scope = Scope(self.model, self, source, raw=True)
            version = scope.value(newest)
            partition = tuple(scope.named(name, ()) for name in self.model.key(source) or ())
            self._latest[source] = View(f"latest_{source}", spec.latest_by.span, scope, partition, ((version, True),))
        return self._latest[source]

    def seen(self, step: Step) -> View:
        """The rows that a step may lead to: those of its target that exist, restricted as the step says."""
        from genesis.relation.scope import Scope

        for source, where, view in self._seen:
            if source == step.target and where == step.where:
                return view
        scope = Scope(self.model, self, step.target)
        if step.where is not None:
            scope.conditions.append(scope.value(step.where))
        name = f"{step.name}_rows" if step.where is not None else f"visible_{step.target}"
        view = View(name, step.span, scope)
        self._seen.append((step.target, step.where, view))
        return view

    def picked(self, pick: Pick) -> View:
        """The one row that is picked for each row started from."""
        known = next((view for other, view in self._picked if other == pick), None)
        if known is None:
            known = self._of_rows(pick) if pick.step.condition is None else self._of_pairs(pick)
            self._picked.append((pick, known))
        return known

    def picked_keys(self, pick: Pick) -> "Keys":
        """The keys of the rows that are picked for some row, each once."""
        known = next((keys for other, keys in self._keys if other == pick), None)
        if known is None:
            view, target = self.picked(pick), pick.step.target
            fields = [self.model.key_field(target, name) for name in self.model.key(target) or ()]
            columns = tuple((f.name, Column(view.name, view.column(f), f.type)) for f in fields)
            known = Keys(f"{view.name}_keys", view.span, view, columns)
            self._keys.append((pick, known))
        return known

    def _of_rows(self, pick: Pick) -> View:
        """Rows started from that are equal in the joined fields pick the same."""
        from genesis.relation.scope import Scope

        step = pick.step
        scope = Scope(self.model, self, step.target)
        if step.where is not None:
            scope.conditions.append(scope.value(step.where))
        partition = tuple(scope.named(other, ()) for _, other in step.pairs)
        view = View(
            f"picked_{step.name}", step.span, scope, partition, tuple((scope.value(e), d) for e, d in pick.order)
        )
        view.link = tuple((own, view.column(scope.whole(other))) for own, other in step.pairs)
        return view

    def _of_pairs(self, pick: Pick) -> View:
        """Each row started from, met with what it reaches, picks for itself."""
        from genesis.relation.scope import OWN, Scope

        step = pick.step
        scope = Scope(self.model, self)
        key = scope.anchor(step)
        scope.chain((step,), after=OWN)
        partition = tuple(scope.named(name, OWN) for name in key)
        view = View(
            f"picked_{step.name}", step.span, scope, partition, tuple((scope.value(e), d) for e, d in pick.order)
        )
        fields = (self.model.key_field(step.source, name) for name in key)
        view.link = tuple((field.name, view.column(field, OWN)) for field in fields)
        return view
