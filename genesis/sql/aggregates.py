"""Aggregates to sqlglot's nodes, in the form that a dialect has for them."""

import re
from functools import lru_cache
from typing import Final, Protocol

from msgspec import Struct
from msgspec.structs import replace
from sqlglot import exp

from genesis.diagnostics import fail
from genesis.model.expression import Aggregate, Call, Case, Expression, Literal, conjunction
from genesis.model.types import BOOLEAN, INTEGER, STRING, Type
from genesis.sql.dialect import Dialect, dialects
from genesis.sql.dialect import dialect as dialect_of
from genesis.sql.sorted_lists import paired
from genesis.sql.special import Lowering as Calls

_FORM: Final = re.compile(
    r"(?P<name>\w+)(?P<extra>, b)?(?P<within> within)?(?P<separated> separated)?(?P<parametric> parametric)?"
    r"(?P<grouped> grouped)?(?P<ignoring> ignoring)?(?P<ordered> ordered)?"
    r"(?: of (?P<of>[^>]+?))?(?: > (?P<around>.+))?"
)
_NOT_NULL: Final = frozenset({"first", "collect"})


class Form(Struct, frozen=True):
    """How a dialect says an aggregate: a function of the operand, and an expression ``around`` it, in which ``a`` is the
    aggregate and ``b`` its extra argument (a separator, a share).

    ``extra``: the function itself takes ``b``. ``within``: it takes ``b`` alone, and its operand as an order.
    ``separated``: it takes ``b`` (a comma where there is none) behind SEPARATOR.
    ``parametric``: it takes ``b`` alone, and its operand in parentheses behind.
    ``grouped``: its order stands behind WITHIN GROUP. ``ignoring``: it is told to ignore nulls.
    ``ordered``: it is given its operands in their own order, without nulls.
    ``of``: what it is given of an operand ``a``, of whose type ``b`` is the scale.
    """

    name: str
    extra: bool
    within: bool
    separated: bool
    parametric: bool
    grouped: bool
    ignoring: bool
    ordered: bool
    of: str | None
    around: str | None


@lru_cache(maxsize=256)
def form(text: str) -> Form:
    """An entry of ``Dialect.aggregates``: ``name``, ``name, b``, and ``name`` with ``within``, ``separated``, ``parametric``,
    ``grouped``, ``ignoring`` or ``ordered`` behind it; each with
    `` of template`` behind it where the operand is changed, and `` > template`` where something stands around it."""
    match = _FORM.fullmatch(text)
    assert match is not None  # noqa: S101 entries are the dialect's own
    found = match.groupdict()
    words = {
        word: bool(found[word])
        for word in ("extra", "within", "separated", "parametric", "grouped", "ignoring", "ordered")
    }
    return Form(name=found["name"], of=found["of"], around=found["around"], **words)


class Lowering(Calls, Protocol):
    """What lowers the parts of an aggregate."""

    def ordered(self, expression: Expression, descending: bool) -> exp.Ordered:
        """One order key."""
        ...

    def type_(self, type_: Type) -> exp.DataType:
        """A type's name."""
        ...

    def distinct(self, made: exp.Expr, type_: Type) -> exp.Expr:
        """A value in the type in which an aggregate takes it."""
        ...


def aggregated(lowering: Lowering, node: Aggregate) -> exp.Expr:
    """One aggregate.

    Raises:
        GenesisError: G603 when the dialect has no form for it.
    """
    how = _how(lowering.dialect, node)
    filters = lowering.dialect.filters
    node = node if filters else _chosen(node)
    operand = _operand(lowering, node.operand)
    if how.of is not None:
        scale = node.operand.type.scale if node.operand is not None else 0
        operand = lowering.filled(how.of, [operand, exp.Literal.number(str(scale))])
    extra = _extra(node)
    made = _called(how, lowering, node, operand, extra)
    where = filters and _counted(
        lowering, node, there=how.ordered or (node.function == "list" and how.around is not None)
    )
    if where:
        # an exp.Where would be broken into lines, however short
        made = exp.Filter(this=made, expression=exp.Introducer(this=exp.Var(this="WHERE"), expression=where))
    sorting = lowering.dialect.sorting
    if sorting and node.order_by:
        made = lowering.filled(sorting.distinct if node.distinct else sorting.taken, [made])
    if how.around is None:
        return made
    given = lowering.filled(how.around, [made] if extra is None else [made, extra.copy()])
    recast = f"{node.function}/{node.type.kind}" in lowering.dialect.recast
    return exp.Cast(this=given, to=lowering.type_(node.type)) if recast else given


def _operand(lowering: Lowering, operand: Expression | None) -> exp.Expr:
    """All rows where there is none. A text that is only written has a type, which an aggregate may be chosen by."""
    if operand is None:
        return exp.Star()
    made = lowering.value(operand)
    return lowering.distinct(made, operand.type) if isinstance(operand, Literal) and operand.type == STRING else made


def _chosen(node: Aggregate) -> Aggregate:
    """An aggregate over the rows that it sees, as one over operands that are null in all others: those it does not see."""
    if node.where is None:
        return node
    seen = Literal(1, INTEGER) if node.operand is None else node.operand
    return replace(node, operand=Case(((node.where, seen),), None, seen.type), where=None)


def _how(dialect: Dialect, node: Aggregate) -> Form:
    name = f"approx {node.function}" if node.approx else node.function
    kind = node.operand.type.kind if node.operand is not None else ""
    keys = (*((f"{name}/distinct",) if node.distinct else ()), f"{name}/{kind}", name)
    text = next((dialect.aggregates[key] for key in keys if key in dialect.aggregates), None)
    if text is None:
        able = [other for other in dialects() if name in dialect_of(other).aggregates]
        raise fail("G603", None, f"{dialect.name} has no way to say `{name}`", f"{', '.join(able)} can")
    return form(text)


def _extra(node: Aggregate) -> exp.Expr | None:
    if node.function == "list":
        return exp.Literal.string(node.separator)
    return None if node.at is None else exp.Literal.number(format(node.at, "f"))


def _called(how: Form, lowering: Lowering, node: Aggregate, operand: exp.Expr, extra: exp.Expr | None) -> exp.Expr:
    if how.within and node.operand is not None and extra is not None:
        inner = exp.Anonymous(this=_named(how, lowering), expressions=[extra])
        return exp.WithinGroup(this=inner, expression=exp.Order(expressions=[lowering.ordered(node.operand, False)]))
    if how.parametric and extra is not None:
        return exp.ParameterizedAgg(this=_named(how, lowering), expressions=[extra], params=[operand])
    if lowering.dialect.sorting and node.order_by and not node.distinct:
        return exp.Anonymous(
            this=_named(how, lowering), expressions=[paired(lowering, node, operand, lowering.dialect.sorting)]
        )
    distinct: exp.Expr | None = None
    if node.distinct or node.function == "count_distinct":
        operand = _told_apart(lowering, node, operand)
        distinct = exp.Distinct(expressions=[operand])
    order = _order(how, lowering, node, operand if distinct is not None else None)
    if how.separated:
        return _separated(distinct or operand, order, node.separator if node.function == "list" else ",")
    given = distinct or operand
    arguments = [exp.IgnoreNulls(this=given) if how.ignoring else given]
    arguments += [extra] if how.extra and extra is not None else []
    if order and how.grouped:
        made = exp.Anonymous(this=_named(how, lowering), expressions=arguments)
        return exp.WithinGroup(this=made, expression=exp.Order(expressions=order))
    if order:
        arguments[-1] = exp.Order(this=arguments[-1], expressions=order)
    return exp.Anonymous(this=_named(how, lowering), expressions=arguments)


def _told_apart(lowering: Lowering, node: Aggregate, operand: exp.Expr) -> exp.Expr:
    """Operands as they are the same or not."""
    if node.order_by and node.operand is not None:
        return lowering.comparable(lowering.distinct(operand, node.operand.type), node.operand.type)
    if lowering.dialect.text_same and node.operand is not None:
        return lowering.comparable(operand, node.operand.type)
    return operand


def _named(how: Form, lowering: Lowering) -> str:
    return how.name if lowering.dialect.cased_names else how.name.upper()


def _separated(operand: exp.Expr, order: list[exp.Ordered], separator: str) -> exp.Expr:
    # no null of the operand is listed, so that it does not matter where nulls would stand
    order = [key for key in order if not (isinstance(key.this, exp.Is) and key.this.this == operand)]
    listed = exp.Order(this=operand, expressions=order) if order else operand
    return exp.GroupConcat(this=listed, separator=exp.Literal.string(separator))


def _order(how: Form, lowering: Lowering, node: Aggregate, distinct: exp.Expr | None) -> list[exp.Ordered]:
    """The order of an aggregate's operands; distinct ones are ordered by themselves, as they stand there."""
    if lowering.dialect.sorting:
        return []
    if distinct is not None and node.order_by:
        return [exp.Ordered(this=distinct.copy(), nulls_first=not lowering.dialect.nulls_in_aggregates)]
    keys = ((node.operand, False),) if how.ordered and node.operand is not None else node.order_by
    ordered = [lowering.ordered(e, descending) for e, descending in keys]
    return ordered if lowering.dialect.nulls_in_aggregates else [key for one in ordered for key in _nulls_last(one)]


def _nulls_last(ordered: exp.Ordered) -> list[exp.Ordered]:
    """The same order where an aggregate cannot be told where nulls stand. MySQL does not even take them for the least value,
    as it does elsewhere, but for 0 and for no text."""
    descending = ordered.args.get("desc")
    null = exp.Is(this=ordered.this.copy(), expression=exp.Null())
    return [
        exp.Ordered(this=null, nulls_first=True),
        exp.Ordered(this=ordered.this, desc=descending, nulls_first=not descending),
    ]


def _counted(lowering: Lowering, node: Aggregate, *, there: bool) -> exp.Expr | None:
    """Which rows an aggregate sees; null values too are collected and come first, unless they are left out."""
    found = [] if node.where is None else [node.where]
    if node.operand is not None and (there or node.function in _NOT_NULL):
        found.append(Call("is_not_null", (node.operand,), BOOLEAN))
    both = conjunction(tuple(dict.fromkeys(found)))
    return None if both is None else lowering.value(both)
