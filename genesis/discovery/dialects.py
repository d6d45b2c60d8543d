"""What is known of each dialect: on what it was tried, whether queries can be run in it, and what it cannot say."""

from msgspec import Struct

from genesis.engines import opening
from genesis.model.functions import FUNCTIONS
from genesis.sql.dialect import Dialect, dialect, dialects


class DialectFacts(Struct, frozen=True):
    """``tried`` and ``tried_on`` are as in :class:`Dialect`; ``lacks`` are functions, aggregates and types that other
    dialects have."""

    dialect: str
    tried: str
    tried_on: str
    engine: bool
    lacks: tuple[str, ...]


def facts() -> tuple[DialectFacts, ...]:
    """Every dialect, by name."""
    known = [dialect(name) for name in dialects()]
    return tuple(
        DialectFacts(one.name, one.tried, one.tried_on, opening.has(one.name), _lacks(one, known)) for one in known
    )


def _lacks(one: Dialect, known: list[Dialect]) -> tuple[str, ...]:
    functions = [name for name in FUNCTIONS if not one.has(name) and any(other.has(name) for other in known)]
    aggregates = sorted({name for other in known for name in _aggregates(other)} - _aggregates(one))
    return (*functions, *aggregates, *sorted(one.missing))


def _aggregates(one: Dialect) -> set[str]:
    return {entry.partition("/")[0] for entry in one.aggregates}
