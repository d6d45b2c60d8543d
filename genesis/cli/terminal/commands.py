"""The commands: every module beside ``main`` is one.

A command's module has a docstring whose first line says what it does, ``declare(parser)``, which adds its options to an
argparse parser, and ``run(options)``, which does it and gives the exit code. It is imported only when it is called.
"""

from argparse import ArgumentParser, Namespace
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

import genesis.cli
from genesis.diagnostics import did_you_mean, fail


class Command(Protocol):
    """What a command's module has."""

    __doc__: str | None

    def declare(self, parser: ArgumentParser) -> None:
        """Add the command's own arguments and options."""
        ...

    def run(self, options: Namespace) -> int:
        """Do it.

        Raises:
            GenesisError: for every mistake of the user, and whatever an engine or a destination says.
        """
        ...


def names() -> tuple[str, ...]:
    """Every command, as it is written on the command line."""
    modules = (module.name for module in iter_modules(genesis.cli.__path__) if not module.ispkg)
    return tuple(sorted(name.replace("_", "-") for name in modules if name != "main"))


def command(name: str) -> Command:
    """The command of that name.

    Raises:
        GenesisError: G902 when there is none.
    """
    known = names()
    if name not in known:
        raise fail("G902", None, f"there is no command `{name}`", did_you_mean(name, known))
    return cast("Command", import_module(f"genesis.cli.{name.replace('-', '_')}"))


def summary(name: str) -> str:
    """What a command does, in one line."""
    return (command(name).__doc__ or "").partition("\n")[0]
