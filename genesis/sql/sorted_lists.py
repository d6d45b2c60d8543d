"""Lists in an order, for dialects whose aggregates cannot be told one: collected with their keys, then sorted."""

from sqlglot import exp

from genesis.model.expression import Aggregate
from genesis.model.types import Type
from genesis.sql.dialect import Sorting
from genesis.sql.special import Lowering


def paired(lowering: Lowering, node: Aggregate, operand: exp.Expr, sorting: Sorting) -> exp.Expr:
    """What is collected of a row: its keys, of which nulls come last, and its value."""
    parts: list[exp.Expr] = []
    for expression, descending in node.order_by:
        key = lowering.comparable(lowering.value(expression), expression.type)
        parts += [
            exp.Is(this=key.copy(), expression=exp.Null()),
            _turned(lowering, key, expression.type, sorting) if descending else key,
        ]
    keys = exp.Anonymous(this=sorting.keys, expressions=parts)
    return lowering.filled(sorting.pair, [keys, operand])


def _turned(lowering: Lowering, key: exp.Expr, type_: Type, sorting: Sorting) -> exp.Expr:
    template = sorting.descending.get(type_.kind)
    if template is None:
        raise lowering.unable(f"a list in descending order of {type_}")
    return lowering.filled(template, [key])
