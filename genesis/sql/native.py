"""A user's text in the dialect compiled for: read as it is, with the names in it replaced."""

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from genesis.diagnostics import fail
from genesis.model.syntax import Name
from genesis.spec.documents import Text
from genesis.spec.places import locate


def names_in(text: Text, dialect: str) -> tuple[Name, ...]:
    """The names in a text of a dialect, in their order.

    Raises:
        GenesisError: G310 when it cannot be read, G311 for a sub-query, an aggregate or a window.
    """
    return tuple(_name(column, text) for column in _columns(_read(text, dialect)))


def native(text: Text, dialect: str, arguments: list[exp.Expr]) -> exp.Expr:
    """The text as a tree, ``arguments`` in the places of its names."""
    tree = _read(text, dialect)
    for column, argument in zip(_columns(tree), arguments, strict=True):
        if column is tree:
            return argument
        column.replace(exp.Paren(this=argument) if isinstance(argument, exp.Binary) else argument)
    return tree


def _read(text: Text, dialect: str) -> exp.Expr:
    try:
        tree = sqlglot.parse_one(text.value, read=dialect)
    except SqlglotError as error:
        said = str(error).split("\n", maxsplit=1)[0].rstrip(".")
        raise fail(
            "G310", text.span, f"this expression cannot be read: {said}", f"write it as {dialect} has it"
        ) from None
    except RecursionError:
        raise fail("G310", text.span, "this expression is nested too deeply", "split it into several fields") from None
    bad = tree.find(exp.Query, exp.AggFunc, exp.Window)
    if bad is not None:
        what = {exp.Window: "a window", exp.AggFunc: "an aggregate"}
        name = next((n for kind, n in what.items() if isinstance(bad, kind)), "a sub-query")
        raise fail("G311", text.span, f"an expression is about one row, and this holds {name}", "take it out")
    return tree


def _columns(tree: exp.Expr) -> list[exp.Column]:
    return [node for node in tree.walk() if isinstance(node, exp.Column)]


def _name(column: exp.Column, text: Text) -> Name:
    places = [(p.meta["start"], p.meta["end"] + 1) for p in column.parts if "start" in p.meta]
    start, end = (places[0][0], places[-1][1]) if places else (0, len(text.value))
    if any(isinstance(p, exp.Star) for p in column.parts):
        raise fail("G311", locate(text, start, end), "`*` is no value of a row", "name the fields")
    return Name(tuple(p.name for p in column.parts), start, end)
