"""The ways of printing diagnostics, by name: one module each in this package."""

from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Final, Protocol, cast

from genesis.diagnostics import Diagnostic
from genesis.output import diagnostics

_NOT_RENDERINGS: Final = frozenset({"renderings"})


class Render(Protocol):
    """Gives the whole text to print, with a line break at its end; empty when there is nothing to print."""

    def __call__(self, diagnostics: Sequence[Diagnostic], *, color: bool = False) -> str:
        """The text for ``diagnostics``."""
        ...


def names() -> tuple[str, ...]:
    """The names that :func:`rendering` takes."""
    return tuple(sorted(m.name for m in iter_modules(diagnostics.__path__) if m.name not in _NOT_RENDERINGS))


def rendering(name: str) -> Render:
    """The rendering of one of :func:`names`; ``KeyError`` for any other."""
    if name not in names():
        raise KeyError(name)
    return cast("Render", import_module(f"genesis.output.diagnostics.{name}").render)
