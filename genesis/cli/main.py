"""The command `genesis`: finds the command named, gives it its options, turns failures into messages and exit codes.

Whatever is imported here could be interrupted before anybody listens, so that nothing is but what Python has loaded itself.
"""

import gc
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from io import TextIOWrapper
    from types import FrameType
    from typing import NoReturn

_RARELY = 50_000
"""Objects between two searches for cycles: a compile of one input has one at most."""

_INTERRUPTED = 130

_interrupts: list[int] = []
"""Signals that came: some libraries end with an error of their own then, which is no mistake of anybody's, or go on."""


def main(arguments: "Sequence[str] | None" = None) -> "NoReturn":
    """Run one command and exit.

    Exit codes: 0 fine, 1 mistakes in definitions, 2 the command or the project cannot be understood, 3 a mistake in
    Genesis, 4 an engine or a destination failed, 5 a guard refused to write.
    """
    try:
        code = _run(arguments)
    except KeyboardInterrupt:
        code = _INTERRUPTED
    sys.exit(code)


def _run(arguments: "Sequence[str] | None") -> int:
    import signal

    signal.signal(signal.SIGINT, _interrupted)
    gc.set_threshold(_RARELY)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name) or _nowhere()
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        setattr(sys, name, stream)
    code = call(list(sys.argv[1:] if arguments is None else arguments))
    gc.freeze()  # the interpreter's last search for cycles would take a fifth of a compile's time
    return code


def _interrupted(number: int, frame: "FrameType | None") -> "NoReturn":
    del frame
    _interrupts.append(number)
    raise KeyboardInterrupt(number)


def call(words: list[str]) -> int:
    """Run one command; its exit code. Whatever goes wrong has become a message on standard error."""
    try:
        from genesis.cli.terminal.shortcuts import shortcut

        code = shortcut(words)
        if code is None:
            from genesis.cli.terminal.invoking import invoke

            code = invoke(words)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last place where a mistake of ours can become a message
        return _INTERRUPTED if _interrupts else _failed(error, words)
    return _INTERRUPTED if _interrupts else code


def _failed(error: Exception, words: list[str]) -> int:
    from genesis.cli.terminal import exits
    from genesis.diagnostics import GenesisError

    if isinstance(error, GenesisError):
        from genesis.cli.terminal.screen import colored, complain

        complain(error.diagnostics, color=colored(sys.stderr, refused="--no-color" in words))
        return exits.exit_code(error.diagnostics)
    if isinstance(error, BrokenPipeError):
        _stop_writing()
        return exits.NOBODY_READS
    return _unexpected(error, verbose=not {"-v", "--verbose"}.isdisjoint(words))


def _nowhere() -> "TextIOWrapper":
    """A stream instead of one that the caller has closed."""
    import os
    from io import FileIO, TextIOWrapper

    return TextIOWrapper(FileIO(os.devnull, "w"))


def _stop_writing() -> None:
    """Let the interpreter's own flush at exit go nowhere."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unexpected(error: Exception, *, verbose: bool) -> int:
    from genesis.cli.terminal.exits import INTERNAL, OUTSIDE
    from genesis.cli.terminal.screen import confess, shown

    if isinstance(error, PermissionError) and error.filename:
        sys.stderr.write(f"{shown(str(error.filename))} cannot be used: {error.strerror}\n")
        return OUTSIDE
    if isinstance(error, OSError) and not error.filename:
        _stop_writing()
        sys.stderr.write(f"The answer cannot be written: {error.strerror}\n")
        return OUTSIDE
    confess(error, verbose=verbose)
    return INTERNAL
