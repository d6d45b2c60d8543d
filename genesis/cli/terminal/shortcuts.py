"""Command lines that are answered without reading them in full: each import that this spares is felt at every call."""

import sys
from collections.abc import Sequence

from genesis.cli.terminal.exits import FINE, USAGE


def shortcut(words: Sequence[str]) -> int | None:
    """The exit code, where the command line is one of these; ``None`` for all others."""
    from genesis.cli.terminal.kept import known

    match words:
        case [] | ["--help" | "-h"]:
            return _overview(asked=bool(words))
        case ["--version"]:
            return _version()
    answer = known(words)
    if answer is not None:
        sys.stdout.write(answer)
        return FINE
    match words:
        case ["compile", name] if not name.startswith("-"):
            return _compile(words, name, None)
        case ["compile", name, "--dialect", dialect] if not name.startswith("-") and not dialect.startswith("-"):
            return _compile(words, name, dialect)
    return None


def _overview(*, asked: bool) -> int:
    """On standard error, where it was not asked for."""
    from genesis.cli.terminal.overview import overview

    (sys.stdout if asked else sys.stderr).write(overview())
    return FINE if asked else USAGE


def _version() -> int:
    from genesis import __version__

    sys.stdout.write(f"genesis {__version__}\n")
    return FINE


def _compile(words: Sequence[str], name: str, dialect: str | None) -> int:
    """The plainest compile, as `genesis.cli.compile` would do it; typer alone takes a seventh of its time."""
    from genesis.cli.terminal.compiling import Asked, answer
    from genesis.cli.terminal.said import Common

    return answer(Asked((name,), dialect=dialect), Common(words=tuple(words)))
