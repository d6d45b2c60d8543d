"""How long an expression becomes when the fields and columns in it are written out."""

from collections.abc import Callable
from typing import Final

from genesis.diagnostics import Span, fail
from genesis.model.expression import Expression, Field, children

LARGEST: Final = 20_000
"""Nodes: more than a megabyte of SQL."""


def check_size(name: str, span: Span, value: Expression, of_field: Callable[[Field], int]) -> int:
    """The number of nodes that ``value`` has, each field counted as ``of_field`` says. Shared nodes are looked at once.

    Raises:
        GenesisError: G318 when they are too many.
    """
    nodes = _size(value, of_field, {})
    if nodes > LARGEST:
        message = f"`{name}` would be more than {LARGEST:,} operations long, with what it names written out"
        raise fail("G318", span, message, "name each thing once, or read a column of the table")
    return nodes


def _size(node: Expression, of_field: Callable[[Field], int], known: dict[int, int]) -> int:
    found = known.get(id(node))
    if found is None:
        below = of_field(node) if isinstance(node, Field) else sum(_size(c, of_field, known) for c in children(node))
        found = known[id(node)] = 1 + below
    return found
