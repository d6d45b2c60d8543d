"""An expression as it was written: parsed, but with every name still only a name.

``start`` and ``end`` are offsets in the expression's text (end exclusive), so that a diagnostic can point into it.
"""

from collections.abc import Callable, Iterator

from msgspec import Struct

from genesis.model.expression import Value
from genesis.model.types import Type
from genesis.spec.documents import Text


class Name(Struct, frozen=True, gc=False):
    """A dotted name: a field, a path, another column. ``$name`` is a parameter and keeps its dollar."""

    parts: tuple[str, ...]
    start: int
    end: int


class Constant(Struct, frozen=True, gc=False):
    """A literal."""

    value: Value
    type: Type
    start: int
    end: int


class Apply(Struct, frozen=True, gc=False):
    """A function or an operator, by its name in the language, applied to arguments."""

    function: str
    arguments: tuple["Syntax", ...]
    start: int
    end: int


class Convert(Struct, frozen=True, gc=False):
    """``cast`` or, when ``safe``, ``try_cast``."""

    operand: "Syntax"
    type: Type
    safe: bool
    start: int
    end: int


class Choose(Struct, frozen=True, gc=False):
    """``case when ... then ... else ... end``."""

    branches: tuple[tuple["Syntax", "Syntax"], ...]
    otherwise: "Syntax | None"
    start: int
    end: int


Syntax = Name | Constant | Apply | Convert | Choose

Parser = Callable[[Text, str], Syntax]
"""Parses a text in a dialect; raises GenesisError with a place inside the text (``genesis.sql.parse.parse``)."""


def names(syntax: Syntax) -> Iterator[Name]:
    """Every name in an expression, in its order."""
    if isinstance(syntax, Name):
        yield syntax
    for part in _parts(syntax):
        yield from names(part)


def _parts(syntax: Syntax) -> tuple[Syntax, ...]:
    match syntax:
        case Name() | Constant():
            return ()
        case Apply():
            return syntax.arguments
        case Convert():
            return (syntax.operand,)
        case Choose():
            flat = tuple(part for branch in syntax.branches for part in branch)
            return flat if syntax.otherwise is None else (*flat, syntax.otherwise)
