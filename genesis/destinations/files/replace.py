"""Replace a file as a whole: a reader sees the old one or the new one, a crash leaves the old one."""

import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Final

from genesis.diagnostics import Span, fail

_ABANDONED: Final = 86_400
"""Seconds after which nobody is still writing."""
_HINT: Final = "check the folder's permissions and the space left on the disk"


def read_file(path: Path, span: Span) -> bytes | None:
    """A file's bytes, ``None`` when there is no such file.

    Raises:
        GenesisError: G807.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise fail("G807", span, f"`{path.name}` cannot be read: {error.strerror or error}") from error


def replace_file(path: Path, content: bytes, span: Span) -> None:
    """Write beside the file, force it to the disk, then rename. Folders are made; the old file's permissions are kept.

    Raises:
        GenesisError: G807; the file is then as it was.
    """
    replace_with(path, lambda file: file.write(content), lambda: None, span)


def replace_with(path: Path, write: Callable[[BinaryIO], object], ready: Callable[[], None], span: Span) -> None:
    """As :func:`replace_file`, with ``write`` to write the content; ``ready`` is called before the rename and may raise to stop it.

    Raises:
        GenesisError: G807, and what ``ready`` raises; the file is then as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, write, ready)
    except OSError as error:
        raise fail("G807", span, f"`{path.name}` cannot be written: {error.strerror or error}", _HINT) from error


def _replace(path: Path, write: Callable[[BinaryIO], object], ready: Callable[[], None]) -> None:
    _clear(path)
    beside = path.with_name(f".{path.stem}-{token_hex(4)}{path.suffix}")
    opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(opened, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        ready()
        _keep_mode(path, beside)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _clear(path: Path) -> None:
    """Take away what crashed writes of this file left a day ago or longer."""
    left = re.compile(rf"\.{re.escape(path.stem)}-[0-9a-f]{{8}}{re.escape(path.suffix)}")
    for beside in path.parent.iterdir():
        with suppress(OSError):
            if left.fullmatch(beside.name) and time.time() - beside.stat().st_mtime > _ABANDONED:
                beside.unlink()


def _keep_mode(path: Path, beside: Path) -> None:
    with suppress(FileNotFoundError):
        beside.chmod(path.stat().st_mode & 0o777)


def _sync_folder(folder: Path) -> None:
    """Make the rename last; only where folders can be opened."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
