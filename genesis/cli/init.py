"""Makes a small project in which everything works: data, definitions, inputs and a tracker."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from shlex import quote

from genesis.cli.terminal.screen import say


def declare(parser: ArgumentParser) -> None:
    """What `genesis init` takes."""
    parser.add_argument("folder", metavar="DIR", nargs="?", default=".", help="where to make it (default: here)")


def run(options: Namespace) -> int:
    """Write the files, and name them on standard output."""
    from genesis.discovery.starting import start

    folder = Path(options.folder)
    written = start(folder)
    sys.stdout.write("".join(f"{folder / name}\n" for name in written))
    sys.stdout.flush()
    where = "" if folder == Path() else f"cd {quote(str(folder))}; "
    say(options, f"Begin with: {where}genesis preview films")
    return 0
