"""What `genesis --help` says: every command, a line each. No command is imported, and nothing that reads a command line."""

from importlib.util import find_spec
from pkgutil import iter_modules
from typing import TYPE_CHECKING, cast

import genesis.cli

if TYPE_CHECKING:
    from importlib.abc import InspectLoader

_QUOTES = '"""'


def names() -> tuple[str, ...]:
    """Every command, as it is written on the command line."""
    modules = (module.name for module in iter_modules(genesis.cli.__path__) if not module.ispkg)
    return tuple(sorted(name.replace("_", "-") for name in modules if name != "main"))


def module(name: str) -> str:
    """The module of a command."""
    return f"genesis.cli.{name.replace('-', '_')}"


def summary(name: str) -> str:
    """What a command does: the first line of its module, which is a docstring. The module is read, and not imported."""
    spec = find_spec(module(name))
    source = cast("InspectLoader", spec.loader).get_source(module(name)) if spec else None
    return (source or "").partition("\n")[0].removeprefix(_QUOTES).removesuffix(_QUOTES)


def overview() -> str:
    """All commands."""
    known = names()
    wide = max(map(len, known))
    lines = "".join(f"  {name:{wide}}  {summary(name)}\n" for name in known)
    more = "`genesis COMMAND --help` says more about one; `genesis --version` says which Genesis this is."
    return f"usage: genesis COMMAND [...]\n\n{lines}\n{more}\n"
