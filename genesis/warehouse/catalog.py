"""An engine's tables, by whichever way it tells of them."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Protocol, runtime_checkable

from genesis.diagnostics import GenesisError, did_you_mean, fail
from genesis.engines.rows import Engine
from genesis.engines.tables import Cataloguing, Found, Name, one_by_one


@runtime_checkable
class _Describing(Protocol):
    """An engine that describes one table at a time."""

    def describe(self, table: Name) -> Mapping[str, str]:
        """A table's columns with the engine's names of their types."""
        ...


def found_tables(engine: Engine, names: Sequence[Name]) -> Mapping[Name, Found]:
    """What stands under each name.

    Raises:
        GenesisError: when the engine cannot be asked; G717 when it does not describe its tables.
    """
    if isinstance(engine, Cataloguing):
        return engine.tables(names)
    if isinstance(engine, _Describing):
        return one_by_one(engine.describe, names)
    raise _mute(engine)


def tables_in(engine: Engine, schema: Name) -> tuple[Name, ...]:
    """The tables and views of a schema.

    Raises:
        GenesisError: when the engine cannot be asked; G717 when it does not list its tables.
    """
    if isinstance(engine, Cataloguing):
        return engine.names_in(schema)
    raise _mute(engine)


def _mute(engine: Engine) -> GenesisError:
    return fail("G717", None, f"the engine of this connection does not tell of its tables ({engine.dialect})")


def listing(engine: Engine) -> Callable[[Name], tuple[Name, ...]]:
    """Lists the tables of a schema, each schema asked for once; nothing where the engine does not tell."""
    return cache(engine.names_in) if isinstance(engine, Cataloguing) else lambda _: ()


def near(name: Name, listed: Callable[[Name], tuple[Name, ...]]) -> str:
    """A hint of what a missing table may be called, among those of its schema."""
    schema = name[:-1]
    known = [".".join(one) for one in listed(schema)]
    return did_you_mean(".".join(name), known) if known else f"there is nothing in the schema `{'.'.join(schema)}`"
