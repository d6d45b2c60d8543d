"""One connection for each engine and test session."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from genesis.sql.dialect import dialect, dialects
from tests.engines.recording import Recorder
from tests.engines.servers import CURSORS, Cursor
from tests.engines.trino_server import Server, server
from tests.engines.workspaces import WORKSPACES


class Engines:
    """Cursors by dialect, opened when they are first asked for."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack
        self.open: dict[str, Cursor | LookupError] = {}
        self.workspaces: dict[str, Cursor] = {}
        self._answers: dict[tuple[object, str, str], list[tuple[object, ...]]] = {}

    def cursor(self, name: str) -> Cursor:
        """The engine's cursor; the test is skipped when the engine cannot be had here."""
        if name not in self.open:
            try:
                self.open[name] = self.stack.enter_context(CURSORS[name]())
            except LookupError as error:
                self.open[name] = error
        found = self.open[name]
        if isinstance(found, LookupError):
            pytest.skip(str(found))
        return found

    def workspace(self, name: str) -> Cursor:
        """A cursor that makes tables where nothing else is; the test is skipped when the engine cannot be had here."""
        cursor = self.cursor(name)
        if name not in self.workspaces:
            self.workspaces[name] = self.stack.enter_context(WORKSPACES[name](cursor))
        return self.workspaces[name]

    def answered(
        self, name: str, place: str, sql: str, ask: Callable[[], list[tuple[object, ...]]]
    ) -> list[tuple[object, ...]]:
        """The rows of a text, asked only once where dialects share an engine; ``place`` names the tables it reads."""
        key = (CURSORS[name], place, sql)
        if key not in self._answers:
            self._answers[key] = ask()
        return self._answers[key]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the others saw is compared with the page when all have run."""
    items.sort(key=lambda item: item.path.name == "test_matrix.py")


@pytest.fixture(scope="session")
def recorder() -> Recorder:
    """What this run saw."""
    return Recorder()


@pytest.fixture(scope="session")
def engines() -> Iterator[Engines]:
    with ExitStack() as stack:
        yield Engines(stack)


EXECUTED = tuple(name for name in dialects() if dialect(name).tried != "parser")
"""Dialects with an engine that they are tried on. Each has its cursor in ``CURSORS`` and its types in ``NATIVE``."""


@pytest.fixture(params=EXECUTED)
def dialect_name(request: pytest.FixtureRequest) -> str:
    """Every dialect that has an engine to be tried on."""
    return str(request.param)


@pytest.fixture(scope="session")
def trino_server() -> Server:
    """The session's Trino; the test is skipped where none can be had."""
    try:
        return server()
    except LookupError as error:
        pytest.skip(str(error))
