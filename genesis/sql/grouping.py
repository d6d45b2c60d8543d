"""Which rows of a SELECT are one row of its result."""

from sqlglot import exp

from genesis.model.expression import Column, Expression
from genesis.relation.nodes import Group, Named
from genesis.sql.dialect import Dialect
from genesis.sql.expressions import Lowered


def group_keys(lowered: Lowered, group: Group, columns: tuple[Named, ...]) -> list[exp.Expr]:
    """The keys by name; all by their places in the result when one of them is computed."""
    told = _told_apart(lowered, tuple(e for _, e in group.keys))
    if all(isinstance(e, Column) for _, e in group.keys):
        return [*(lowered.value(e) for _, e in group.keys), *told]
    made: list[exp.Expr] = []
    for key in dict.fromkeys(e for _, e in group.keys):
        places = [exp.Literal.number(str(place)) for place, (_, e) in enumerate(columns, 1) if e == key]
        made += places or [lowered.value(key)]
    return [*made, *told]


def _told_apart(lowered: Lowered, keys: tuple[Expression, ...]) -> list[exp.Expr]:
    """What rows are grouped by besides their keys, where texts that differ may count as equal."""
    texts = keys if lowered.dialect.text_same else ()
    return [lowered.alike(e) for e in texts if e.type.kind == "string"]


def distinct(lowered: Lowered, select: exp.Select, columns: tuple[Named, ...]) -> None:
    """One row of all that are the same; by grouping, where texts that differ may count as equal."""
    told = _told_apart(lowered, tuple(e for _, e in columns))
    if not told:
        select.set("distinct", exp.Distinct())
        return
    assert not select.args.get("group")  # noqa: S101 only rows are made distinct, never groups
    places: list[exp.Expr] = [exp.Literal.number(str(place)) for place in range(1, len(columns) + 1)]
    select.set("group", exp.Group(expressions=[*places, *told]))


def one_group(dialect: Dialect, select: exp.Select) -> None:
    """All rows are one, which no aggregate and no key says."""
    if dialect.empty_group:
        select.set("group", exp.Group(expressions=[exp.Tuple()]))
        return
    first = select.expressions[0]
    shown = first.this if isinstance(first, exp.Alias) else first
    counted = exp.GTE(this=exp.Count(this=exp.Star()), expression=exp.Literal.number("0"))
    shown.replace(exp.Case(ifs=[exp.If(this=counted, true=shown.copy())]))


def keep_names(dialect: Dialect, select: exp.Select) -> None:
    """Columns are called what they are called in their tables: by AS, where a dialect needs it."""
    needed = dialect.names_of_joins_qualified and select.args.get("joins")
    for column in list(select.expressions) if needed else ():
        if isinstance(column, exp.Column):
            name = column.this.copy()
            column.replace(exp.Alias(this=column.copy(), alias=name))
