"""Whether two SQL texts differ in nothing but names of their own and the order of conditions."""

from collections.abc import Iterable
from typing import Final

import sqlglot
from sqlglot import exp

_CHAINS: Final = (exp.And, exp.Or)


def same_but_for_names(before: str, after: str, dialect: str, outer: Iterable[str]) -> bool:
    """Whether one text becomes the other by renaming aliases and common table expressions, and turning conditions round.

    ``outer`` are the columns of the result, whose names count; so do those of tables and their columns.
    """
    if before == after:
        return True
    trees = [sqlglot.parse_one(text, read=dialect) for text in (before, after)]
    fixed = {name for tree in trees for table in tree.find_all(exp.Table) for name in _of_table(table, tree)}
    return _Pairing(fixed | set(outer)).same(*trees)


def _of_table(table: exp.Table, tree: exp.Expr) -> set[str]:
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    names = [part.name for part in table.parts]
    return set() if len(names) == 1 and names[0] in own else set(names)


class _Pairing:
    """Names of one text with those of the other that stand in their place: one for one, everywhere the same."""

    def __init__(self, fixed: set[str]) -> None:
        self._fixed = fixed
        self._there: dict[str, str] = {}
        self._back: dict[str, str] = {}

    def same(self, one: object, two: object) -> bool:
        """Whether two parts of the texts are the same."""
        if isinstance(one, exp.Expr) and isinstance(two, exp.Expr):
            return type(one) is type(two) and self._same_node(one, two)
        if isinstance(one, list) and isinstance(two, list):
            return len(one) == len(two) and all(self.same(a, b) for a, b in zip(one, two, strict=True))
        return one == two

    def _same_node(self, one: exp.Expr, two: exp.Expr) -> bool:
        if isinstance(one, exp.Identifier):
            return self._paired(one.name, two.name)
        if isinstance(one, _CHAINS):
            return self._same_operands(list(one.flatten()), list(two.flatten()))
        return self._same_arguments(one, two)

    def _same_arguments(self, one: exp.Expr, two: exp.Expr) -> bool:
        mine = {key: value for key, value in one.args.items() if value not in (None, [], False)}
        others = {key: value for key, value in two.args.items() if value not in (None, [], False)}
        return mine.keys() == others.keys() and all(self.same(value, others[key]) for key, value in mine.items())

    def _paired(self, one: str, two: str) -> bool:
        if one != two and (one in self._fixed or two in self._fixed):
            return False
        return self._there.setdefault(one, two) == two and self._back.setdefault(two, one) == one

    def _same_operands(self, mine: list[exp.Expr], others: list[exp.Expr]) -> bool:
        """Each operand has its own twin, wherever it stands; of several that fit the first is taken."""
        left = list(others)
        for operand in mine:
            twin = next((other for other in left if self._fits(operand, other)), None)
            if twin is None:
                return False
            left.remove(twin)
        return not left

    def _fits(self, one: exp.Expr, two: exp.Expr) -> bool:
        there, back = dict(self._there), dict(self._back)
        if self.same(one, two):
            return True
        self._there, self._back = there, back
        return False
