"""How the rows that a step leads to meet the row that it starts from."""

from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING

from msgspec.structs import replace

from genesis.model.expression import Column, Expression, Field, Measured, Related, call, transform
from genesis.model.joins import THERE
from genesis.model.parts import Step
from genesis.model.types import BOOLEAN
from genesis.relation.existence import is_picked
from genesis.relation.plain import met_by, null_of_null
from genesis.relation.views import Pickers, View

if TYPE_CHECKING:
    from genesis.relation.scope import Position, Scope


def present(scope: "Scope", step: Step, after: "Position") -> Expression:
    """A column that is not null where a step has led to a row, and null where it has not."""
    alias = scope.aliases[after]
    equal = (value for _, value in ends(scope, step, after))
    others = (end(scope, scope.whole_of(step.target, name), after) for name in met_by(scope.model, step))
    return next(value for value in chain(equal, others) if null_of_null(value, alias))


def link(scope: "Scope", step: Step, before: "Position", after: "Position") -> list[Expression]:
    """The conditions under which the row at ``before`` meets the row at ``after``."""
    equal: list[Expression] = [
        call("=", BOOLEAN, scope.named(own, before), end) for own, end in ends(scope, step, after)
    ]
    return [
        *equal,
        *starts(scope, step, before),
        *both(scope, step, scope, before, after),
        *restrictions(scope, step, after),
    ]


def ends(scope: "Scope", step: Step, after: "Position") -> list[tuple[str, Expression]]:
    """Fields of the row that a step starts from, by name, each with what equals it in the row at ``after``.

    Rows that pick meet the row that they pick; what their own key equals is said too, for it proves that they are one.
    """
    view, alias = scope.views_at.get(after), scope.aliases[after]
    if isinstance(view, View) and step.pick is not None:
        types = {own: scope.whole_of(step.source, own).type for own, _ in view.link}
        return [(own, Column(alias, column, types[own])) for own, column in view.link]
    picked: list[tuple[str, Expression]] = []
    if isinstance(view, Pickers):
        key = [scope.model.key_field(step.source, name) for name in scope.model.key(step.source) or ()]
        picked += [(field.name, Column(alias, view.picked(field), field.type)) for field in key]
        if not step.to_one:
            return picked
    return [*picked, *((own, end(scope, scope.whole_of(step.target, other), after)) for own, other in step.pairs)]


def end(scope: "Scope", field: Field, after: "Position") -> Expression:
    """A field of a row that is about to be joined: where its view hides what computes it, the view gives it."""
    if after in scope.sealed:
        return Column(scope.aliases[after], scope.views_at[after].column(field), field.type)
    return scope.value(field, after)


def starts(scope: "Scope", step: Step, before: "Position") -> list[Expression]:
    """What must hold of the row that a step starts from."""
    if step.picks_each:
        return []
    own = [] if step.own_where is None else [scope.value(step.own_where, before)]
    return own if step.picked is None else [*own, is_picked(scope, step.picked, before)]


def both(
    scope: "Scope",
    step: Step,
    started: "Scope",
    before: "Position",
    after: "Position",
    seen: Callable[[Expression], Expression] | None = None,
) -> list[Expression]:
    """The condition over both rows of a step, the one at ``before`` being in the scope ``started``, whose values
    are ``seen`` here as columns of another relation, if they are."""
    if step.condition is None or step.pick is not None or step.picks_each:
        return []

    def change(node: Expression) -> Expression:
        match node:
            case Field(path=(first, *rest)) if first == THERE:
                return end(scope, replace(node, path=tuple(rest)), after)
            case Field() | Measured() | Related():
                value = started.value(node, before)
                return value if seen is None else seen(value)
            case _:
                return node

    return [transform(step.condition, change)]


def restrictions(scope: "Scope", step: Step, after: "Position") -> list[Expression]:
    """What must hold of the row at ``after`` to be met by the step, where no view has seen to it."""
    if after in scope.sealed:
        return []
    return [*([scope.value(step.where, after)] if step.where is not None else []), *scope.source_where(after)]
