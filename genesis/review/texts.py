"""Whether two SQL texts differ in nothing but names of their own and the order of conditions."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Final
from unicodedata import combining, normalize

import sqlglot
from msgspec import Struct
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
    return _Pairing(*(_names(tree, set(outer)) for tree in trees)).same(*trees)


class _Names(Struct, frozen=True):
    """The names that a text gives to tables and to columns, and those that stand before columns: of tables of the database, and
    of what the text makes itself."""

    tables: frozenset[str]
    columns: frozenset[str]
    stored: frozenset[str]
    made: frozenset[str]
    queries: frozenset[str]

    def role(self, name: exp.Identifier) -> str:
        """What a name is one of: ``stored`` in the database, a ``table`` or ``column`` of the text, or ``unsure``."""
        parent = name.parent
        match parent:
            case exp.Column() if name.arg_key == "table":
                return "table"
            case exp.Column() if name.arg_key == "this" and parent.table in self.stored - self.made:
                return "stored"
            case exp.Column() if name.arg_key == "this":
                return "column" if parent.table in self.made - self.stored else "unsure"
            case exp.Table():
                return "table" if len(parent.parts) == 1 and name.name in self.queries else "stored"
            case exp.TableAlias():
                return "table" if name.arg_key == "this" else "column"
            case exp.Alias():
                return "column"
            case _:
                return "stored"


def _names(tree: exp.Expr, outer: set[str]) -> _Names:
    aliases = list(tree.find_all(exp.TableAlias))
    queries = {cte.alias for cte in tree.find_all(exp.CTE)}
    tables = list(tree.find_all(exp.Table))
    stored = [table for table in tables if len(table.parts) > 1 or table.name not in queries]
    used = {part.name for table in stored for part in table.parts}
    columns = {column.name for alias in aliases for column in alias.args.get("columns") or ()}
    columns |= {alias.alias for alias in tree.find_all(exp.Alias)}
    made = {alias.name for alias in aliases if not isinstance(alias.parent, exp.Table)}
    made |= {table.alias_or_name for table in tables if table not in stored}
    return _Names(
        frozenset({alias.name for alias in aliases} - used),
        frozenset(columns - outer),
        frozenset(table.alias_or_name for table in stored),
        frozenset(made),
        frozenset(queries),
    )


def _narrow(tree: exp.Expr) -> None:
    """Take out of inner SELECTs the columns that nothing outside of them names, where that changes no rows."""
    if tree.find(exp.Star, exp.SetOperation, exp.Anonymous) is not None:
        return
    if any(one.is_int for group in tree.find_all(exp.Group) for one in group.expressions):
        return
    every = Counter(column.name for column in tree.find_all(exp.Column))
    for select in list(tree.find_all(exp.Select)):
        if select.args.get("distinct") or not _is_table(select.parent):
            continue
        outside = every - Counter(column.name for column in select.find_all(exp.Column))
        outside.update(column.name for column in select.find_all(exp.Column) if not column.table)
        kept = [one for one in select.selects if outside[one.alias_or_name] or one.find(exp.AggFunc, exp.UDTF)]
        select.set("expressions", kept)


def _is_table(holder: exp.Expr | None) -> bool:
    """Whether what holds a SELECT gives it a name, so that its columns are read by theirs; an expression reads them by place."""
    return isinstance(holder, exp.CTE) or (
        isinstance(holder, exp.Subquery) and isinstance(holder.parent, exp.From | exp.Join | exp.Lateral)
    )


class _Pairing:
    """Names of one text with those of the other that stand in their place: one for one, everywhere the same. The database's own
    are the same on both sides."""

    def __init__(self, mine: _Names, others: _Names) -> None:
        self._names = mine, others
        self._there: dict[tuple[str, str], str] = {}
        self._back: dict[tuple[str, str], str] = {}

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
                return isinstance(two, exp.Identifier) and self._paired(one, two)
            case exp.And() | exp.Or():
                return self._same_operands(list(one.flatten()), list(two.flatten()))
            case exp.In():
                return self._same_operands(one.expressions, two.expressions) and self._same_arguments(
                    one, two, "expressions"
                )
            case exp.Case() if _exclusive(one) and _exclusive(two):
                return self._same_operands(one.args["ifs"], two.args["ifs"]) and self._same_arguments(one, two, "ifs")
            case _ if isinstance(one, _EITHER_WAY):
                return self._same_operands(_operands(one), _operands(two))
            case _:
                return self._same_arguments(one, two)

    def _same_arguments(self, one: exp.Expr, two: exp.Expr, seen: str = "") -> bool:
        mine = {key: value for key, value in one.args.items() if value not in (None, [], False) and key != seen}
        others = {key: value for key, value in two.args.items() if value not in (None, [], False) and key != seen}
        return mine.keys() == others.keys() and all(self.same(value, others[key]) for key, value in mine.items())

    def _paired(self, one: exp.Identifier, two: exp.Identifier) -> bool:
        role = self._names[0].role(one)
        if role != self._names[1].role(two):
            return False
        if role == "stored":
            return one.name == two.name
        kind = "table" if role == "table" else "column"
        if one.name != two.name and (role == "unsure" or not self._both_give(kind, one.name, two.name)):
            return False
        there = self._there.setdefault((kind, one.name), two.name)
        return there == two.name and self._back.setdefault((kind, two.name), one.name) == one.name

    def _both_give(self, kind: str, one: str, two: str) -> bool:
        mine, others = self._names
        if kind == "table":
            return one in mine.tables and two in others.tables
        return one in mine.columns and two in others.columns

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


def _exclusive(case: exp.Expr) -> bool:
    """Whether at most one branch of a CASE can be taken: each asks whether the same is another literal of one type. Text that some
    collation takes for the same is no other."""
    conditions: list[exp.Expr] = [branch.this for branch in case.args["ifs"]]
    if case.this is None:
        tests = [one for one in conditions if isinstance(one, exp.EQ)]
        if len(tests) < len(conditions) or any(one.this != tests[0].this for one in tests):
            return False
        conditions = [one.expression for one in tests]
    literals = [one for one in conditions if isinstance(one, exp.Literal)]
    if len(literals) < len(conditions) or len({one.is_string for one in literals}) > 1:
        return False
    return len({_folded(one.name) if one.is_string else Decimal(one.name) for one in literals}) == len(literals)


def _folded(text: str) -> str:
    """A text without its case, accents and spaces around it."""
    return "".join(c for c in normalize("NFKD", text).casefold() if not combining(c)).strip()


def _operands(node: exp.Expr) -> list[exp.Expr]:
    return [node.this, node.args["expression"]]


def _turned(node: exp.Expr) -> exp.Expr:
    """A comparison as the one from the other side, of which there is one for both."""
    kind = _TURNED.get(type(node))
    return node if kind is None else kind(this=node.args["expression"], expression=node.this)
