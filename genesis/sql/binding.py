"""Arguments that a template says several times, said once: else texts would grow with every function around a function."""

from collections import Counter
from typing import Final

from sqlglot import exp

_SHORT: Final = 30
"""Nodes of a tree that may be said again."""


def bound(template: exp.Expr, places: dict[str, exp.Expr]) -> tuple[dict[str, exp.Expr], list[exp.Expr]]:
    """What stands in the places of a template, and the columns of the sub-query that long arguments have become."""
    said = Counter(column.name for column in template.find_all(exp.Column))
    long = {name: made for name, made in places.items() if (said[name] - 1) * _size(made) > _SHORT}
    columns: list[exp.Expr] = [exp.alias_(made, f"_{name}") for name, made in long.items()]
    return places | {name: exp.column(f"_{name}") for name in long}, columns


def _size(made: exp.Expr) -> int:
    return sum(1 for _ in made.walk())


def beside(made: exp.Expr, columns: list[exp.Expr]) -> exp.Expr:
    """A value that is made of those columns, as a sub-query."""
    if not columns:
        return made
    given = exp.Subquery(this=exp.Select(expressions=columns), alias=exp.TableAlias(this=exp.to_identifier("_given")))
    return exp.Subquery(this=exp.Select(expressions=[made], from_=exp.From(this=given)))
