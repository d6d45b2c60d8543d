"""Opening the engine that a connection names."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Final

from msgspec import Struct

from genesis import engines
from genesis.diagnostics import did_you_mean, fail
from genesis.engines.rows import Engine, Progress
from genesis.engines.settings import Settings
from genesis.model.types import Type
from genesis.spec.settings import ConnectionSpec
from genesis.sql.dialect import dialects

Claims = Callable[[tuple[str, ...]], Mapping[str, Type]]
"""The types the whole project claims for a table's columns, by the parts of its name."""

Labels = Callable[[], tuple[str, ...]]
"""What an engine may show beside a query, ``key=value`` each, so that its owners see who asks; computed when it is used."""

_NOT_ENGINES: Final = frozenset(
    {
        *("connections", "opening", "rows", "settings", "values", "table_uses", "missing"),
        *("csv_cells", "csv_view", "folder", "interrupting"),
        *("trino_access", "trino_errors", "trino_spooled"),
        *("tables", "duckdb_tables", "postgres_tables", "trino_tables"),
    }
)


class Surroundings(Struct, frozen=True):
    """What an engine may use besides its own settings. ``root`` is the project's folder; relative paths start there.

    ``progress`` is told how queries come along, where somebody looks on and the engine knows.
    """

    root: Path
    timezone: str = "UTC"
    claims: Claims = lambda _: {}
    labels: Labels = tuple
    progress: Callable[[Progress], None] | None = None


def open_engine(connection: ConnectionSpec, environment: Mapping[str, str], around: Surroundings) -> Engine:
    """Open a connection; close it by leaving its ``with`` block.

    Raises:
        GenesisError: G700 for an unknown engine, G701 and G702 for its settings, G710 when its client is not installed.
    """
    engine = _module(connection)
    opened: Engine = engine.connect(Settings(connection, environment), around)
    return opened


def dialect_of(connection: ConnectionSpec) -> str:
    """The dialect of the SQL that a connection's engine takes. The engine is loaded only when no dialect bears its name.

    Raises:
        GenesisError: G700 and G710, as :func:`open_engine`.
    """
    name = connection.engine.value
    return name if name in _own() and name in dialects() else str(getattr(_module(connection), "DIALECT", name))


def names() -> tuple[str, ...]:
    """The engines there are: those that come with Genesis, and those that other packages add."""
    return tuple(sorted(_own() | set(_entry_points())))


def has(name: str) -> bool:
    """Whether there is such an engine; the packages installed are looked through only for one that is not Genesis's own."""
    return name in _own() or name in _entry_points()


def _own() -> set[str]:
    return {module.name for module in iter_modules(engines.__path__)} - _NOT_ENGINES


def _module(connection: ConnectionSpec) -> Any:
    name, known = connection.engine.value, names()
    if name not in known:
        raise fail("G700", connection.engine.span, f"there is no engine `{name}`", did_you_mean(name, known))
    try:
        entry = _entry_points().get(name)
        return entry.load() if entry else import_module(f"genesis.engines.{name}")
    except ImportError as error:
        message = f"the engine `{name}` needs the Python package `{error.name or name}`, which is not installed"
        hint = (
            f"install Genesis with its extra: `pip install '.[{name}]'` in its repository"
            if name in _own()
            else f"pip install {error.name}"
        )
        raise fail("G710", connection.engine.span, message, hint) from error


def _entry_points() -> Mapping[str, Any]:
    from importlib.metadata import entry_points

    return {entry.name: entry for entry in entry_points(group="genesis.engines")}
