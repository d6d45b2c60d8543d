"""Rows as an engine gives them: typed columns, streamed in batches."""

from collections.abc import Iterator
from types import TracebackType
from typing import Protocol, Self

from msgspec import Struct

from genesis.model.expression import Value
from genesis.sql.query import CompiledQuery, ResultColumn

Row = tuple[Value, ...]


class Progress(Struct, frozen=True):
    """How far a query has come. ``share`` is between 0 and 1; ``None`` while the engine cannot know."""

    state: str
    share: float | None
    rows_read: int


class Rows(Protocol):
    """The rows of one query. Values are ``int``, ``Decimal``, ``float``, ``bool``, ``date``, ``datetime``, ``str``, ``None``
    by the column's type. Iterating gives batches (lists of rows), each row in the order of ``columns``."""

    columns: tuple[ResultColumn, ...]

    def __iter__(self) -> Iterator[list[Row]]: ...


class Engine(Protocol):
    """An open connection. Used in a ``with`` block."""

    dialect: str

    def run(self, query: CompiledQuery) -> Rows:
        """Run a query.

        Raises:
            GenesisError: code ``G7xx`` when a table or column is missing, a value cannot be read, or the engine refuses.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
