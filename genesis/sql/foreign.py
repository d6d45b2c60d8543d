"""A source's SQL that is written in another dialect than the one compiled for."""

from collections.abc import Iterable, Iterator

from sqlglot import exp

from genesis.diagnostics import Span, fail
from genesis.sql.dialect import Dialect


def translated(query: exp.Query, dialect: Dialect, span: Span) -> None:
    """Make ``query`` mean the same in ``dialect``, in place, where sqlglot alone would not.

    Raises:
        GenesisError: G604 for what would mean something else there.
    """
    for found in query.find_all(exp.Unnest):
        word = "WITH ORDINALITY" if found.args.get("offset") else "UNNEST"
        instead = dialect.foreign.get(word) or dialect.foreign.get("UNNEST")
        if instead:
            message = f"{dialect.name} cannot say `{word}` of this SQL as it is meant"
            hint = f"give the source text of its own, `sql: {{{dialect.name}: SELECT ...}}`, with {instead}"
            raise fail("G604", span, message, hint)
    if dialect.source_settings:
        for select in list(query.find_all(exp.Select)):
            _order_by_values(select)
        for branch in _branches(query):
            branch.set("settings", settings(dialect.source_settings.items()))


def settings(named: Iterable[tuple[str, str]]) -> list[exp.Expr]:
    """What stands behind SETTINGS."""
    return [exp.EQ(this=exp.Var(this=name), expression=exp.Literal.number(value)) for name, value in named]


def _branches(query: exp.Query) -> Iterator[exp.Query]:
    """The SELECTs of which each needs settings of its own; those inside them share theirs."""
    if isinstance(query, exp.SetOperation):
        yield from _branches(query.this)
        yield from _branches(query.expression)
    elif isinstance(query, exp.Subquery):
        yield from _branches(query.this)
    else:
        yield query


def _order_by_values(select: exp.Select) -> None:
    """A name in ORDER BY that is a column of the result becomes what that column is."""
    named = {alias.alias: alias.this for alias in select.expressions if isinstance(alias, exp.Alias)}
    order = select.args.get("order")
    for key in order.expressions if order else ():
        column = key.this
        if isinstance(column, exp.Column) and not column.table and column.name in named:
            column.replace(named[column.name].copy())
