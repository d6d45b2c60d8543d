"""What every command takes: the options of the project, and how much is said."""

import sys
from typing import Annotated, Any, Final, cast

from msgspec import structs
from typer import Context, Exit, Option

from genesis.cli.terminal.said import NAMES, Common

HELP: Final = "asked"
"""What typer calls the option that shows the help: like those named in NAMES, every command takes it."""


def _say_help(context: Context, asked: bool) -> None:
    if asked:
        sys.stdout.write(f"{context.get_help()}\n")
        raise Exit


def _say_version(asked: bool) -> None:
    from genesis import __version__

    if asked:
        sys.stdout.write(f"genesis {__version__}\n")
        raise Exit


def declared(
    context: Context,
    project: Annotated[
        str | None,
        Option(metavar="DIR", help="the project's folder (default: upwards from here to genesis.yaml or definitions/)"),
    ] = None,
    definitions: Annotated[
        str | None, Option(metavar="DIR", help="stands instead of the project's folder of definitions")
    ] = None,
    inputs: Annotated[str | None, Option(metavar="DIR", help="stands instead of its folder of inputs")] = None,
    trackers: Annotated[str | None, Option(metavar="DIR", help="stands instead of its folder of trackers")] = None,
    quiet: Annotated[bool, Option("-q", "--quiet", help="say nothing but results and mistakes")] = False,
    verbose: Annotated[
        bool, Option("-v", "--verbose", help="say more; show where an unexpected mistake arose")
    ] = False,
    no_color: Annotated[bool, Option("--no-color", help="no colours, as with the variable NO_COLOR")] = False,
    asked: Annotated[
        bool, Option("-h", "--help", is_eager=True, expose_value=False, callback=_say_help, help="show this and end")
    ] = False,
    version: Annotated[bool, Option("--version", is_eager=True, expose_value=False, callback=_say_version)] = False,
) -> None:
    """Keep what stands in front of the command, and the whole command line, which is the context's object so far."""
    del asked, version
    context.obj = Common(project or ".", definitions, inputs, trackers, quiet, verbose, no_color, context.obj or ())


def take(context: Any) -> None:
    """Move what stands behind the command from its own parameters to what is common; it goes before what stood in front."""
    given = {name: context.params.pop(name) for name in NAMES}
    context.obj = structs.replace(context.obj, **{name: value for name, value in given.items() if value})


def common(context: Context) -> Common:
    """What the options of every command say, wherever they stand on the command line."""
    return cast("Common", context.obj)
