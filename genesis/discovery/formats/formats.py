"""The ways of printing an explanation, by name: one module each in this package."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from genesis.discovery import formats
from genesis.discovery.lineage import Origin
from genesis.discovery.reasons import Explanation


class Rendering(Protocol):
    """What a module of this package has."""

    def explanation(self, found: Explanation) -> str:
        """Why an input's query joins what it joins."""
        ...

    def origin(self, found: Origin) -> str:
        """Where a column comes from."""
        ...


def names() -> tuple[str, ...]:
    """The names that :func:`rendering` takes."""
    return tuple(sorted({m.name for m in iter_modules(formats.__path__)} - {"formats"}))


def rendering(name: str) -> Rendering:
    """The module of one of :func:`names`; ``KeyError`` for any other."""
    if name not in names():
        raise KeyError(name)
    return cast("Rendering", import_module(f"genesis.discovery.formats.{name}"))
