"""The ways of printing a review, by name: one module each in this package, with a function ``render``."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from genesis.review import formats
from genesis.review.report import Review


class Render(Protocol):
    """Gives the whole text to print, with a line break at its end."""

    def __call__(self, review: Review, *, color: bool = False) -> str:
        """The text of a review; only formats for a terminal mind ``color``."""
        ...


def names() -> tuple[str, ...]:
    """The names that :func:`rendering` takes."""
    return tuple(sorted({m.name for m in iter_modules(formats.__path__)} - {"formats"}))


def rendering(name: str) -> Render:
    """The rendering of one of :func:`names`; ``KeyError`` for any other."""
    if name not in names():
        raise KeyError(name)
    return cast("Render", import_module(f"genesis.review.formats.{name}").render)
