"""What the SELECT behind a source says: its rows apart from the columns that it gives."""

from typing import Final

from msgspec import Struct
from sqlglot import exp

from genesis.spec.documents import SqlSpec
from genesis.sql.sources import parse_query

_MANY: Final = (exp.UDTF, exp.Explode, exp.Star)
"""What in a column may change how many rows there are, or which columns."""


class Selected(Struct, frozen=True):
    """``rows`` is everything that decides which rows a SELECT gives; ``columns`` are its columns by name, in lower case."""

    rows: str
    columns: dict[str, str]


def selected(sql: SqlSpec, dialect: str, expressions: str) -> Selected:
    """The SELECT of a source, with names of tables and case of keywords made the same.

    Where columns decide rows too (DISTINCT, functions that give many rows, clauses that name them), all of it is the rows;
    and where they cannot be told apart at all (a union, ``*``), there are no columns.

    Raises:
        GenesisError: as :func:`genesis.sql.sources.parse_query`.
    """
    query = canonical(parse_query(sql, dialect, expressions).copy())
    if not isinstance(query, exp.Select) or query.is_star:
        return Selected(_text(query), {})
    columns = {one.alias_or_name.lower(): _text(one.unalias()) for one in query.selects}
    if query.args.get("distinct") or _many(query) or _by_place(query):
        return Selected(_text(query), columns)
    grouped = query.args.get("group") is not None or any(one.find(exp.AggFunc) for one in query.selects)
    rest = query.copy()
    rest.set("expressions", [])
    return Selected(f"{'grouped ' if grouped else ''}{_text(rest)}", columns)


def canonical(query: exp.Expr) -> exp.Expr:
    """The tree without comments, names that no quote keeps in lower case, and its own names of tables numbered."""
    for node in query.walk():
        node.comments = None
        if isinstance(node, exp.Identifier) and not node.args.get("quoted"):
            node.set("this", node.name.lower())
    _number_tables(query)
    for node in list(query.find_all(exp.And, exp.Or)):
        if not isinstance(node.parent, type(node)):
            _sort(node)
    return query


def _number_tables(query: exp.Expr) -> None:
    """Give each alias of a table the number of its place; aliases that are there twice are left as they are."""
    aliased = [node for node in query.find_all(exp.Table, exp.Subquery, bfs=False) if node.args.get("alias")]
    names = [node.alias for node in aliased]
    if len(set(names)) != len(names):
        return
    numbered = {name: f"_{number}" for number, name in enumerate(names)}
    for node in aliased:
        node.args["alias"].this.set("this", numbered[node.alias])
    for column in query.find_all(exp.Column):
        table = column.args.get("table")
        if table is not None and table.name in numbered:
            table.set("this", numbered[table.name])


def _sort(node: exp.Connector) -> None:
    """The operands of one chain of AND or OR in the order of their text."""
    operands = sorted(node.flatten(), key=_text)
    kind = type(node)
    made = operands[0].copy()
    for operand in operands[1:]:
        made = kind(this=made, expression=operand.copy())
    for name in ("this", "expression"):
        node.set(name, made.args[name])


def _many(query: exp.Select) -> bool:
    return any(one.find(*_MANY) is not None for one in query.selects)


def _by_place(query: exp.Select) -> bool:
    """Whether a clause names a column by its place or its alias, so that a column may decide rows."""
    aliases = {one.alias.lower() for one in query.selects if one.alias}
    clauses = [query.args.get(name) for name in ("group", "having", "qualify", "order")]
    for clause in clauses:
        for node in clause.walk() if clause is not None else ():
            if isinstance(node, exp.Literal) and not isinstance(node.parent, exp.Func | exp.Binary):
                return True
            if isinstance(node, exp.Column) and not node.table and node.name.lower() in aliases:
                return True
    return any(_lateral(column) for column in query.find_all(exp.Column) if column.name.lower() in aliases)


def _lateral(column: exp.Column) -> bool:
    """Whether a column may stand for an alias of its own SELECT; never for the alias that it is given itself."""
    itself = isinstance(column.parent, exp.Alias) and column.parent.alias.lower() == column.name.lower()
    return not column.table and not itself


def _text(node: exp.Expr) -> str:
    return node.sql(comments=False)
