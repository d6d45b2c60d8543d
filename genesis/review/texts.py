"""Whether two SQL texts differ in nothing but names of their own and the order of conditions."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

_TURNED: Final[dict[type[exp.Expr], type[exp.Expr]]] = {exp.GT: exp.LT, exp.GTE: exp.LTE}
_EITHER_WAY: Final = (exp.EQ, exp.NEQ, exp.Add, exp.Mul, exp.NullSafeEQ, exp.NullSafeNEQ)


def same_but_for_names(before: str, after: str, dialect: str, outer: Iterable[str]) -> bool:
    """Whether one text becomes the other by renaming aliases and common table expressions, turning conditions round, and
    leaving out columns of inner SELECTs that nothing reads.

    ``outer`` are the columns of the result, whose names count; so do those of tables and their columns.
    """
    if before == after:
        return True
    try:
        return _same(before, after, dialect, outer)
    except (SqlglotError, RecursionError):  # what cannot be read proves nothing
        return False


def _same(before: str, after: str, dialect: str, outer: Iterable[str]) -> bool:
    trees = [sqlglot.parse_one(text, read=dialect) for text in (before, after)]
    for tree in trees:
        _narrow(tree)
    fixed = {name for tree in trees for table in tree.find_all(exp.Table) for name in _of_table(table, tree)}
    own = [_own(tree) - fixed - set(outer) for tree in trees]
    return _Pairing(own[0], own[1]).same(*trees)


def _own(tree: exp.Expr) -> set[str]:
    """The names that a text gives: to tables, to common table expressions and to columns."""
    tables = list(tree.find_all(exp.TableAlias))
    columns = {column.name for alias in tables for column in alias.args.get("columns") or ()}
    return {alias.name for alias in tables} | columns | {alias.alias for alias in tree.find_all(exp.Alias)}


def _narrow(tree: exp.Expr) -> None:
    """Take out of inner SELECTs the columns that nothing outside of them names, where that changes no rows."""
    if tree.find(exp.Star, exp.SetOperation, exp.Anonymous) is not None:
        return
    if any(one.is_int for group in tree.find_all(exp.Group) for one in group.expressions):
        return
    every = Counter(column.name for column in tree.find_all(exp.Column))
    for select in list(tree.find_all(exp.Select)):
        if select is tree or select.args.get("distinct") or not isinstance(select.parent, exp.CTE | exp.Subquery):
            continue
        outside = every - Counter(column.name for column in select.find_all(exp.Column))
        outside.update(column.name for column in select.find_all(exp.Column) if not column.table)
        kept = [one for one in select.selects if outside[one.alias_or_name] or one.find(exp.AggFunc, exp.UDTF)]
        select.set("expressions", kept)


def _of_table(table: exp.Table, tree: exp.Expr) -> set[str]:
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    names = [part.name for part in table.parts]
    return set() if len(names) == 1 and names[0] in own else set(names)


class _Pairing:
    """Names of one text with those of the other that stand in their place: one for one, everywhere the same."""

    def __init__(self, mine: set[str], others: set[str]) -> None:
        self._own = mine, others
        self._there: dict[str, str] = {}
        self._back: dict[str, str] = {}

    def same(self, one: object, two: object) -> bool:
        """Whether two parts of the texts are the same."""
        if isinstance(one, exp.Expr) and isinstance(two, exp.Expr):
            one, two = _turned(one), _turned(two)
            return type(one) is type(two) and self._same_node(one, two)
        if isinstance(one, list) and isinstance(two, list):
            return len(one) == len(two) and all(self.same(a, b) for a, b in zip(one, two, strict=True))
        return one == two

    def _same_node(self, one: exp.Expr, two: exp.Expr) -> bool:
        match one:
            case exp.Identifier():
                return self._paired(one.name, two.name)
            case exp.And() | exp.Or():
                return self._same_operands(list(one.flatten()), list(two.flatten()))
            case exp.In():
                return self._same_operands(one.expressions, two.expressions) and self._same_arguments(
                    one, two, "expressions"
                )
            case exp.Case() if one.this is not None:
                return self._same_operands(one.args["ifs"], two.args["ifs"]) and self._same_arguments(one, two, "ifs")
            case _ if isinstance(one, _EITHER_WAY):
                return self._same_operands(_operands(one), _operands(two))
            case _:
                return self._same_arguments(one, two)

    def _same_arguments(self, one: exp.Expr, two: exp.Expr, seen: str = "") -> bool:
        mine = {key: value for key, value in one.args.items() if value not in (None, [], False) and key != seen}
        others = {key: value for key, value in two.args.items() if value not in (None, [], False) and key != seen}
        return mine.keys() == others.keys() and all(self.same(value, others[key]) for key, value in mine.items())

    def _paired(self, one: str, two: str) -> bool:
        if one != two and not (one in self._own[0] and two in self._own[1]):
            return False
        return self._there.setdefault(one, two) == two and self._back.setdefault(two, one) == one

    def _same_operands(self, mine: list[exp.Expr], others: list[exp.Expr]) -> bool:
        """Each operand has its own twin, wherever it stands; of several that fit the first is taken."""
        left = list(others)
        for operand in mine:
            at = next((i for i, other in enumerate(left) if self._fits(operand, other)), None)
            if at is None:
                return False
            del left[at]
        return not left

    def _fits(self, one: exp.Expr, two: exp.Expr) -> bool:
        there, back = dict(self._there), dict(self._back)
        if self.same(one, two):
            return True
        self._there, self._back = there, back
        return False


def _operands(node: exp.Expr) -> list[exp.Expr]:
    return [node.this, node.args["expression"]]


def _turned(node: exp.Expr) -> exp.Expr:
    """A comparison as the one from the other side, of which there is one for both."""
    kind = _TURNED.get(type(node))
    return node if kind is None else kind(this=node.args["expression"], expression=node.this)
