"""Makes a small project in which everything works: data, definitions, inputs and a tracker."""

import sys
from pathlib import Path
from shlex import quote
from typing import Annotated

from typer import Argument, Context

from genesis.cli.terminal.common import common
from genesis.cli.terminal.screen import say


def run(
    context: Context,
    place: Annotated[str, Argument(metavar="DIR", help="where to make it (default: here)")] = ".",
) -> int:
    """Write the files, and name them on standard output."""
    from genesis.discovery.starting import start

    folder = Path(place)
    written = start(folder)
    sys.stdout.write("".join(f"{folder / name}\n" for name in written))
    sys.stdout.flush()
    where = "" if folder == Path() else f"cd {quote(str(folder))}; "
    say(common(context), f"Begin with: {where}genesis preview films")
    return 0
