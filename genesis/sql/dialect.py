"""What differs between engines, as values: one module of ``genesis.sql.dialects`` for each."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from msgspec import Struct

from genesis.diagnostics import did_you_mean, fail


class Dialect(Struct, frozen=True):
    """An SQL dialect. ``name`` is sqlglot's name for it too.

    ``functions`` are the language's functions. An entry that is a bare word is called with the arguments as they are;
    any other is an expression of the dialect in which ``a``, ``b``, ``c`` stand for the arguments. ``name/2`` is for
    calls with two arguments and ``name/day`` for calls with that unit, which is then not among the arguments. What has
    no entry cannot be said in the dialect. ``recast`` names the functions whose result is cast to the language's type.
    ``date_parts`` are the format codes for fields of a Unicode date pattern.
    """

    name: str
    functions: Mapping[str, str]
    aggregates: Mapping[str, str]
    types: Mapping[str, str]
    date_parts: Mapping[str, str]
    reserved: frozenset[str]
    recast: frozenset[str] = frozenset()


def dialects() -> tuple[str, ...]:
    """The names of all dialects."""
    import genesis.sql.dialects as package

    return tuple(sorted(module.name for module in iter_modules(package.__path__)))


def dialect(name: str) -> Dialect:
    """The dialect of that name.

    Raises:
        GenesisError: G600 when there is none.
    """
    known = dialects()
    if name not in known:
        raise fail("G600", None, f"there is no dialect `{name}`", did_you_mean(name, known))
    found = import_module(f"genesis.sql.dialects.{name}").DIALECT
    assert isinstance(found, Dialect)  # noqa: S101 every module of the package has one
    return found
