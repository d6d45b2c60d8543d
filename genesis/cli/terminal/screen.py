"""What goes to the reader: answers to standard output, everything else to standard error."""

import os
import sys
from collections.abc import Sequence
from typing import TextIO

from genesis.cli.terminal.said import Common
from genesis.diagnostics import Diagnostic


def say(common: Common, text: str) -> None:
    """A line for people on standard error, unless they asked for quiet."""
    if not common.quiet:
        sys.stderr.write(f"{shown(text)}\n")


def shown(text: str) -> str:
    """Text, of a name or a service, that does nothing to a terminal."""
    from genesis.output.shown import printable

    return printable(text.encode("utf-8", "backslashreplace").decode("utf-8"))


def complain(diagnostics: Sequence[Diagnostic], *, color: bool) -> None:
    """Diagnostics for people, on standard error."""
    from genesis.output.diagnostics.text import render

    sys.stderr.write(render(diagnostics, color=color))


def colored(stream: TextIO, *, refused: bool) -> bool:
    """Whether colours are welcome: on a terminal that knows them, unless refused by ``--no-color`` or ``NO_COLOR``."""
    return (
        not refused and stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"
    )


def confess(error: Exception, *, verbose: bool) -> None:
    """Say on standard error that a mistake is ours."""
    if verbose:
        import traceback

        traceback.print_exception(error, file=sys.stderr)
    said = shown(" ".join(str(error).split())[:300])
    sys.stderr.write(
        f"This is a mistake in Genesis, not in your files: {type(error).__name__}: {said}\n"
        f"Please report it with the command and the files that it reads{'' if verbose else '; --verbose shows where it arose'}.\n"
    )
