"""Whether a related row exists: conditions as correlated sub-queries."""

from typing import TYPE_CHECKING

from genesis.model.expression import Column, Exists, Expression, Literal, Related, call, conjunction
from genesis.model.parts import Pick
from genesis.model.types import BOOLEAN
from genesis.relation.nodes import Filter, Use

if TYPE_CHECKING:
    from genesis.relation.scope import Position, Scope


def is_related(scope: "Scope", node: Related, at: "Position") -> Expression:
    """Whether a path from the row at ``at`` reaches a row that meets a condition."""
    from genesis.relation import links
    from genesis.relation.scope import chain_position

    before, steps = scope.split(node.path, at)
    inner = _within(scope)
    inner.chain(steps)
    first = chain_position(0, steps)
    ends = links.ends(inner, steps[0], first)
    met: list[Expression] = [call("=", BOOLEAN, end, scope.named(own, before)) for own, end in ends]
    met += [*links.starts(scope, steps[0], before), *links.both(inner, steps[0], scope, before, first)]
    if node.condition is not None:
        inner.conditions.append(inner.value(node.condition))
    return Exists(Filter(inner.joined(), _all((*met, *inner.conditions))), node.negated)


def is_picked(scope: "Scope", pick: Pick, before: "Position") -> Expression:
    """Whether the row at ``before`` is one that is picked: the keys of those that are have been joined to it."""
    position = ("@picked", pick.step.name, *before)
    if position not in scope.aliases:
        rows = Use(scope.free(f"is_{pick.step.name}"), scope.views.picked_keys(pick))
        scope.aliases[position] = rows.alias
        keys = [scope.model.key_field(pick.step.target, name) for name in scope.model.key(pick.step.target) or ()]
        same = tuple(call("=", BOOLEAN, Column(rows.alias, k.name, k.type), scope.value(k, before)) for k in keys)
        scope.join_left(rows, _all(same))
    first = scope.model.key_field(pick.step.target, (scope.model.key(pick.step.target) or ("",))[0])
    return call("is_not_null", BOOLEAN, Column(scope.aliases[position], first.name, first.type))


def _within(scope: "Scope") -> "Scope":
    """A scope of its own for a query inside that of ``scope``, whose aliases it does not take."""
    from genesis.relation.scope import Scope

    inner = Scope(scope.model, scope.views)
    inner.aliases = {("@outer", *position): alias for position, alias in scope.aliases.items()}
    return inner


def _all(conditions: tuple[Expression, ...]) -> Expression:
    found = conjunction(conditions)
    return Literal(value=True, type=BOOLEAN) if found is None else found
