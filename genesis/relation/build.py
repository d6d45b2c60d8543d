"""From a question to the relation that answers it."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from genesis.model.codes import ordered
from genesis.model.model import Model
from genesis.model.question import Combined, Question
from genesis.relation.combined import build_combined
from genesis.relation.finish import Built, Ending, Result, as_shown, completed, finished, free_key
from genesis.relation.grain import FanOutError, output_keys
from genesis.relation.groups import build_groups
from genesis.relation.narrow import narrow
from genesis.relation.scope import Scope
from genesis.relation.views import Views

if TYPE_CHECKING:
    from genesis.model.expression import Expression


def build(model: Model, question: Question | Combined) -> Built:
    """The relation that answers ``question``."""
    if isinstance(question, Combined):
        built = build_combined(model, question)
    else:
        built = _build_rows(model, question) if question.groups is None else build_groups(model, question)
    if not any(key <= set(built.key) for key in output_keys(built.relation)):
        raise FanOutError(f"nothing proves the key of {question.name}")
    return built


def _build_rows(model: Model, question: Question) -> Built:
    """A row per row of the source."""
    scope = Scope(model, Views(model), question.source)
    columns = as_shown(
        model, [Result(i.name, i, scope.column(i.name, i.output)) for i in question.items if not i.hidden]
    )
    key: list[str] = []
    key_order: list[Expression] = []
    for name in model.key(question.source) or ():
        value = scope.named(name, ())
        field = model.field(question.source, name)
        key_order.extend(ordered(value, field.values if field else ()))
        holding = [c.name for c in columns if c.value == value]
        found = name if name in holding else next(iter(holding), "")
        if not found:
            found = free_key(name, {c.name for c in columns})
            columns.append(Result(found, None, value, span=field.span if field else None))
        key.append(found)
    order = [(scope.value(e), d) for e, d in question.sort]
    per = tuple(scope.value(e) for e in question.per)
    row_filter = None if question.row_filter is None else scope.value(question.row_filter)
    input_, over = narrow(scope, question.span, row_filter)
    ending = Ending(per, tuple(order), completed(order, key_order)).over(over)
    moved = tuple(replace(c, value=over(c.value)) for c in columns)
    return Built(finished(question.limit, input_, moved, ending), moved, tuple(key))
