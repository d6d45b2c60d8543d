"""The ways of printing rows, by name: one module each in this package."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Final, Protocol, TextIO, cast

from genesis import output
from genesis.model.expression import Value
from genesis.sql.query import ResultColumn

_NOT_PRINTERS: Final = frozenset({"printers", "shown"})


class Write(Protocol):
    """Prints rows: the visible columns of ``columns``, each row of each batch in their order."""

    def __call__(
        self, columns: Sequence[ResultColumn], batches: Iterable[list[tuple[Value, ...]]], stream: TextIO, *, raw: bool
    ) -> None:
        """Write to ``stream``."""
        ...


def names() -> tuple[str, ...]:
    """The names that :func:`printer` takes."""
    return tuple(sorted(m.name for m in iter_modules(output.__path__) if not m.ispkg and m.name not in _NOT_PRINTERS))


def printer(name: str) -> Write:
    """The printer of one of :func:`names`; ``KeyError`` for any other."""
    if name not in names():
        raise KeyError(name)
    return cast("Write", import_module(f"genesis.output.{name}").write)
