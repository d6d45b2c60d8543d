"""Calls the command that a command line names."""

import sys

from typer import Exit, TyperException

from genesis.cli.terminal import exits
from genesis.cli.terminal.commands import commands
from genesis.diagnostics import fail


def invoke(words: list[str]) -> int:
    """The command's exit code; without words, the overview goes to standard error.

    Raises:
        GenesisError: G901, G902, and whatever the command finds.
    """
    group = commands()
    try:
        with group.make_context("genesis", list(words), obj=tuple(words)) as context:
            if not words:
                sys.stderr.write(f"{context.get_help()}\n")
                return exits.USAGE
            return int(group.invoke(context))
    except Exit as end:
        return end.exit_code
    except TyperException as error:
        raise fail(
            "G901", None, f"`{words[0]}` stands without a command", "`genesis --help` lists the commands"
        ) from error
