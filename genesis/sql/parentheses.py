"""Parentheses where an operand binds less tightly than the operator around it."""

from typing import Final

from sqlglot import exp

_COMPARISON: Final = 4
_LEVELS: Final[dict[type[exp.Expr], int]] = {
    exp.Or: 1,
    exp.And: 2,
    exp.Not: 3,
    **dict.fromkeys((exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE), _COMPARISON),
    **dict.fromkeys((exp.NullSafeEQ, exp.NullSafeNEQ, exp.Is, exp.In, exp.Between, exp.Like), _COMPARISON),
    exp.DPipe: 5,
    exp.Add: 6,
    exp.Sub: 6,
    exp.Mul: 7,
    exp.Div: 7,
    exp.IntDiv: 7,
    exp.Mod: 7,
    exp.Neg: 8,
    exp.Bracket: 9,
    exp.Collate: 9,
}
_ANY_ORDER: Final = (exp.And, exp.Or, exp.DPipe)


def parenthesize(tree: exp.Expr) -> None:
    """Add the missing parentheses below ``tree``, in place."""
    for node in [n for n in tree.walk() if type(n) in _LEVELS and _needs(n)]:
        paren = exp.Paren()
        node.replace(paren)
        paren.set("this", node)


def _needs(node: exp.Expr) -> bool:
    parent = node.parent
    around = _LEVELS.get(type(parent)) if parent is not None else None
    if around is None or node.arg_key == "expressions" or (isinstance(parent, exp.Is) and node.arg_key == "expression"):
        return False
    level = _LEVELS[type(node)]
    if isinstance(parent, exp.DPipe) and not isinstance(node, exp.DPipe):
        return level < _LEVELS[exp.Bracket]
    if level != around:
        return level < around
    if type(node) is type(parent) and isinstance(node, _ANY_ORDER):
        return False
    return level == _COMPARISON or node.arg_key != "this"
