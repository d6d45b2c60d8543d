"""Aggregates behind a to-many path: computed once for each link, then joined to the row that they belong to."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from genesis.diagnostics import fail
from genesis.model.expression import Aggregate, Column, Expression, call, conjunction
from genesis.model.parts import Step
from genesis.model.types import BOOLEAN
from genesis.relation import chains, links
from genesis.relation.nodes import Group, Named, Reference, Relation
from genesis.relation.once import Once, aggregate_name, group_once, ignores_doubles

if TYPE_CHECKING:
    from genesis.relation.scope import Position, Scope


class Branch:
    """The aggregates of one path. Its rows are told apart by ``keys``; ``meeting`` joins them.

    ``links`` are the values that meet: one of the row that the branch belongs to, and a key of the branch.
    """

    def __init__(self, alias: str, steps: tuple[Step, ...], inner: "Scope", keys: tuple[Named, ...]) -> None:
        self.alias = alias
        self.steps = steps
        self.inner = inner
        self.keys = keys
        self.meeting: Expression | None = None
        self.links: list[tuple[Expression, Expression]] = []
        self.anchored = False
        self.at: Position = ()
        self._made: dict[Aggregate, tuple[str, Aggregate]] = {}

    def column(self, aggregate: Aggregate, wanted: str) -> str:
        """The column in which the branch gives an aggregate: called after the column of the result that asked first."""
        if aggregate not in self._made:
            taken = {*(name for name, _ in self.keys), *(name for name, _ in self._made.values())}
            name = aggregate_name(taken, aggregate, wanted.removeprefix(f"{self.alias}_"))
            self._made[aggregate] = (name, self.inner.aggregate(aggregate))
        return self._made[aggregate][0]

    def reference(self, only: Expression | None = None) -> Reference:
        """The branch, for links that meet ``only``."""
        wide = None if only is None else self._relation(None)
        return Reference(self.alias, self.alias, self._relation(only), self.steps[0].span, wide)

    def _relation(self, only: Expression | None) -> Relation:
        """What computes the branch. A condition that all aggregates share restricts its rows."""
        values = tuple(self._made.values())
        shared = {aggregate.where for _, aggregate in values}
        where = only
        if len(shared) == 1:
            (common,) = shared
            where = conjunction(tuple(c for c in (only, common) if c is not None))
            values = tuple((name, replace(aggregate, where=None)) for name, aggregate in values)
        model = self.inner.model
        proven = chains.unique(self.steps, model.key, from_start=True, anchored=self.anchored)
        return grouped(self.inner, self.keys, values, self.steps, proven=proven, where=where)


def branch_of(scope: "Scope", before: "Position", steps: tuple[Step, ...]) -> Branch:
    """A branch without aggregates for the row at ``before`` of ``scope``."""
    from genesis.relation.scope import OWN, Scope, chain_position

    first = steps[0]
    wanted = "_".join((*(p for p in before if not p.startswith("@")), *(s.name for s in steps)))
    alias = scope.free(wanted)
    inner = Scope(scope.model, scope.views)
    if first.picked is not None or (first.condition is not None and first.pick is None):
        key = inner.anchor(first)
        inner.chain(steps, after=OWN)
        keys = tuple((name, inner.named(name, OWN)) for name in key)
        branch = Branch(alias, steps, inner, keys)
        branch.anchored = True
        own = [scope.named(name, before) for name in key]
        starts: list[Expression] = []
    else:
        inner.chain(steps)
        ends = links.ends(inner, first, chain_position(0, steps))
        keys = _named_ends(first, ends)
        branch = Branch(alias, steps, inner, keys)
        own = [scope.named(name, before) for name, _ in ends]
        starts = links.starts(scope, first, before)
    branch.at = before
    branch.links = [(o, e) for o, (_, e) in zip(own, keys, strict=True)]
    same = [call("=", BOOLEAN, o, Column(alias, name, e.type)) for o, (name, e) in zip(own, keys, strict=True)]
    branch.meeting = conjunction((*same, *starts))
    return branch


def _named_ends(step: Step, ends: list[tuple[str, Expression]]) -> tuple[Named, ...]:
    names = [other for _, other in step.pairs] if step.pick is None else [own for own, _ in ends]
    found: list[Named] = []
    for name, (_, expression) in zip(names, ends, strict=True):
        taken = {n for n, _ in found}
        free = next(n for n in (name, *(f"{name}_{i}" for i in range(2, len(ends) + 2))) if n not in taken)
        found.append((free, expression))
    return tuple(found)


def grouped(
    scope: "Scope",
    keys: tuple[Named, ...],
    values: tuple[tuple[str, Aggregate], ...],
    steps: tuple[Step, ...],
    *,
    proven: bool,
    where: Expression | None = None,
) -> Group:
    """Aggregate the rows in scope by ``keys``, each row of the last source once for each combination of them.

    Raises:
        GenesisError: G423 when rows could come twice and have no key to tell them apart.
    """
    known = {e for _, e in keys}
    values = tuple((n, replace(a, order_by=tuple(o for o in a.order_by if o[0] not in known))) for n, a in values)
    if proven or all(ignores_doubles(a) for _, a in values):
        return Group(scope.relation(where), keys, values)
    own = scope.model.key(steps[-1].target)
    if own is None:
        source = scope.model.source(steps[-1].target)
        message = f"rows of `{source.name}` could be counted twice here, and it has no key to tell them apart"
        raise fail("G423", source.name.span, message, f"give `{source.name}` a `key`")
    told_apart = tuple((f"key_{name}", scope.named(name, ())) for name in own)
    once = Once("_".join(s.name for s in steps) + "_once", steps[0].span)
    return group_once(scope.relation(where), keys, told_apart, values, once)
