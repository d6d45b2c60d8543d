"""Sources behind ``sql:``: a user's SELECT as a tree, and the tables it reads."""

import re
from functools import lru_cache
from typing import Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from genesis.diagnostics import GenesisError, Span, fail
from genesis.spec.documents import SqlSpec, Text
from genesis.spec.places import locate
from genesis.sql.dialect import dialect as dialect_of
from genesis.sql.dialect import dialects
from genesis.sql.foreign import translated

_DEEPEST: Final = 64
_NOT_READING: Final = (exp.DML, exp.Create, exp.Into, exp.Lock, exp.Command, exp.Placeholder, exp.Parameter)
_TOKEN: Final = re.compile(r"(.*?),? but got <Token .*?\btext: (.*?), line: .*")


def parse_query(sql: SqlSpec, dialect: str, expressions: str) -> exp.Query:
    """The SELECT that a source gives for ``dialect``, else the one it gives for all, written in ``expressions``: a new tree.

    Raises:
        GenesisError: G312 when it cannot be read, G313 when it is not one SELECT, G601 when there is none for
            the dialect, G604 when it would mean something else there.
    """
    return _parsed(sql, dialect, expressions).copy()


@lru_cache(maxsize=64)
def _parsed(sql: SqlSpec, dialect: str, expressions: str) -> exp.Query:
    own = next((text for name, text in sql.dialects if name.value == dialect), None)
    text = own or sql.default
    if text is None:
        known = ", ".join(name.value for name, _ in sql.dialects)
        raise fail(
            "G601", sql.span, f"this source has no SQL for {dialect}, only for {known}", f"add `{dialect}: SELECT ...`"
        )
    try:
        statements = sqlglot.parse(text.value, read=dialect if own else expressions)
    except SqlglotError as error:
        raise fail("G312", _place(text, error), f"this SQL cannot be read: {_said(error)}") from None
    except RecursionError:
        raise _too_deep(text) from None
    found = [s for s in statements if s is not None]
    if len(found) != 1 or not isinstance(found[0], exp.Query):
        raise fail("G313", text.span, "`sql` of a source is one SELECT", "write SELECT ... without anything after it")
    if _depth(found[0]) > _DEEPEST:
        raise _too_deep(text)
    if next(found[0].find_all(*_NOT_READING), None) is not None:
        hint = "take out INSERT, UPDATE, DELETE, INTO, FOR UPDATE and places for parameters (`?`, `$name`)"
        raise fail("G313", text.span, "`sql` of a source is one SELECT that only reads, and has its values in it", hint)
    if not own and dialect not in {"", expressions} and dialect in dialects():
        translated(found[0], dialect_of(dialect), expressions, text.span)
    return _without_places(found[0])


def _without_places(query: exp.Query) -> exp.Query:
    """The query itself. Where its nodes stand in the text takes longer to copy than all else."""
    for node in query.walk():
        node._meta = None  # noqa: SLF001
    return query


def _depth(query: exp.Query) -> int:
    """How many SELECTs stand in each other at most."""
    depths: dict[int, int] = {}
    for node in query.walk():
        above = depths.get(id(node.parent), 0)
        depths[id(node)] = above + isinstance(node, exp.Select)
    return max(depths.values())


def _too_deep(text: Text) -> GenesisError:
    hint = "let a view of the database, or another source, hold the inner SELECTs"
    return fail("G312", text.span, "this SQL is nested too deeply", hint)


def _said(error: SqlglotError) -> str:
    details = getattr(error, "errors", None) or [{}]
    said = str(details[0].get("description") or error).split("\n")[0].rstrip(".")
    if said.startswith("Error tokenizing"):
        return "a quote or a comment does not end"
    return _TOKEN.sub(lambda match: f"{match[1]}, not `{match[2]}`", said)


def _place(text: Text, error: SqlglotError) -> Span:
    details = (getattr(error, "errors", None) or [{}])[0]
    line, column, bad = details.get("line"), details.get("col"), str(details.get("highlight") or "")
    if not line or not column:
        return text.span
    lines = text.value.splitlines(keepends=True)
    end = sum(map(len, lines[: line - 1])) + column
    return locate(text, max(end - max(len(bad), 1), 0), end)


def tables(query: exp.Query) -> tuple[tuple[str, ...], ...]:
    """The names of the tables that a query reads, its own common table expressions left out."""
    own = {cte.alias.lower() for cte in query.find_all(exp.CTE)}
    found = (t for t in query.find_all(exp.Table) if isinstance(t.this, exp.Identifier))
    names = (tuple(part.name for part in table.parts) for table in found)
    return tuple(dict.fromkeys(n for n in names if len(n) > 1 or n[0].lower() not in own))
