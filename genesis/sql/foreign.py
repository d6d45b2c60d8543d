"""A source's SQL that is written in another dialect than the one compiled for."""

from collections.abc import Iterable, Iterator
from typing import Final

from sqlglot import exp

from genesis.diagnostics import Span, fail
from genesis.sql.dialect import Dialect
from genesis.sql.filling import Filling
from genesis.sql.joined_names import understood
from genesis.sql.reading import parse_one

_OPERATORS: Final[dict[type[exp.Expr], str]] = {exp.Div: "/", exp.IntDiv: "DIV", exp.Mod: "%"}

_CASES: Final[dict[type[exp.Expr], str]] = {exp.Lower: "lower", exp.Upper: "upper"}
"""What is said by the dialect's own entries."""


def translated(query: exp.Query, dialect: Dialect, written: str, span: Span) -> None:
    """Make ``query``, which is ``written`` in another dialect, mean the same in ``dialect``, in place, where sqlglot alone would not.

    Raises:
        GenesisError: G604 for what would mean something else there, or may.
    """
    shared = frozenset() if written in dialect.kin else dialect.shared
    for node in query.walk():
        word = _word(node)
        if word and (word in dialect.foreign or (shared and word not in shared)):
            instead = dialect.foreign.get(word)
            message = f"`{word}` of this SQL may mean something else in {dialect.name}"
            own = f"give the source text of its own, `sql: {{{dialect.name}: SELECT ...}}`"
            raise fail("G604", span, message, f"{own}, with {instead}" if instead else own)
    if dialect.own_cases:
        for node in list(query.find_all(*_CASES)):
            template = parse_one(dialect.functions[_CASES[type(node)]], dialect.name)
            node.replace(Filling({"a": node.this}).filled(template))
    understood(query, dialect)
    if dialect.source_settings:
        for select in list(query.find_all(exp.Select)):
            _order_by_values(select)
        for branch in _branches(query):
            branch.set("settings", settings(dialect.source_settings.items()))


def _word(node: exp.Expr) -> str:
    """What a function or an operator is called, in capitals; nothing for what means the same everywhere."""
    if isinstance(node, exp.Unnest):
        return "WITH ORDINALITY" if node.args.get("offset") else "UNNEST"
    if isinstance(node, exp.Cast) and isinstance(node.this, exp.Literal) and node.is_type("date"):
        return "DATE"
    if isinstance(node, exp.Cast) and isinstance(node.this, exp.Column) and node.is_type(*exp.DataType.TEXT_TYPES):
        return "CAST AS TEXT"
    if isinstance(node, exp.Func):
        return node.name.upper() if isinstance(node, exp.Anonymous) else node.sql_name()
    if isinstance(node, exp.Like):
        pattern = node.expression
        plain = isinstance(pattern, exp.Literal) and "\\" not in pattern.name
        return "LIKE" if plain else "LIKE with an escape"
    return _OPERATORS.get(type(node), "")


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
