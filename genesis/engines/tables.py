"""Tables as an engine's catalog has them: columns with the engine's types, and the keys it knows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Protocol, runtime_checkable

from msgspec import Struct

from genesis.diagnostics import GenesisError

Name = tuple[str, ...]
_CLOSED: Final = "G712"
_MISSING: Final = "G703"


def folded(name: Sequence[str]) -> Name:
    """A name without its letter case."""
    return tuple(part.lower() for part in name)


class Reference(Struct, frozen=True):
    """A foreign key: ``columns`` hold what ``others`` of ``table`` hold, pair by pair."""

    columns: tuple[str, ...]
    table: Name
    others: tuple[str, ...]


class Table(Struct, frozen=True):
    """A table or a view.

    ``columns`` are names and the engine's types, in order; ``key`` and ``references`` are empty where the engine knows none.
    ``closed`` are columns that may not be read, ``enums`` those whose type lists its texts under a name of its own. ``exact``: letter
    case tells names apart. ``written``: a file of text, whose columns are of the types that definitions claim.
    """

    name: Name
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    closed: frozenset[str] = frozenset()
    enums: frozenset[str] = frozenset()
    exact: bool = False
    written: bool = False

    def column(self, name: str) -> tuple[str, str] | None:
        """The column that SQL means by ``name``, with its type; ``None`` when there is none."""
        wanted = name if self.exact else name.lower()
        return next(((n, t) for n, t in self.columns if (n if self.exact else n.lower()) == wanted), None)


class Closed(Struct, frozen=True):
    """A table that is there and may not be read, and what the engine says of that."""

    said: str


class Unread(Struct, frozen=True):
    """A table whose file is there and cannot be read, and what is said of that."""

    said: str


Found = Table | Closed | Unread | None
"""``None``: there is no such table."""


@runtime_checkable
class Cataloguing(Protocol):
    """An engine that knows its tables; it is asked for many at once."""

    def tables(self, names: Sequence[Name]) -> Mapping[Name, Found]:
        """What stands under each name, which may leave a catalog to the connection.

        Raises:
            GenesisError: when the engine cannot be asked.
        """
        ...

    def names_in(self, schema: Name) -> tuple[Name, ...]:
        """The tables and views of a schema, sorted, each named by ``schema`` and its own name; none without the schema.

        Raises:
            GenesisError: when the engine cannot be asked.
        """
        ...


def one_by_one(describe: Callable[[Name], Mapping[str, str]], names: Iterable[Name]) -> dict[Name, Found]:
    """The tables of an engine that describes one at a time.

    Raises:
        GenesisError: when it fails otherwise than by a table that is missing or closed.
    """
    found: dict[Name, Found] = {}
    for name in names:
        try:
            found[name] = Table(name, tuple(describe(name).items()))
        except GenesisError as error:
            first = error.diagnostics[0]
            if first.code not in {_CLOSED, _MISSING}:
                raise
            found[name] = Closed(first.message) if first.code == _CLOSED else None
    return found
