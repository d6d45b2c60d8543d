"""Who else has a file open: an office program (which leaves a file beside it), or another refresh."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from genesis.destinations.files.folder import own_folder
from genesis.destinations.state.contents import digest
from genesis.diagnostics import Span, fail


def check_unlocked(path: Path, span: Span) -> None:
    """Refuse while a person has the file open.

    Raises:
        GenesisError: G803, with the person's name where the program noted it.
    """
    for beside, owner in (
        (path.with_name(f".~lock.{path.name}#"), _libreoffice),
        (path.with_name(f"~${path.name}"), _excel),
    ):
        try:
            noted = beside.read_bytes()
        except FileNotFoundError:
            continue
        except OSError:
            noted = b""
        who = owner(noted) or "someone"
        hint = f"close it and refresh again; if nobody has it open, delete `{beside.name}`"
        raise fail("G803", span, f"{who} has `{path.name}` open", hint)


def _libreoffice(noted: bytes) -> str:
    names = [part.strip() for part in noted.decode("utf-8", "replace").split(",")[:2]]
    return next((name for name in names if name), "")


def _excel(noted: bytes) -> str:
    """The owner file begins with the length of the user's name and the name, in one byte a character."""
    length = noted[0] if noted else 0
    return noted[1 : 1 + length].decode("latin-1").strip("\0 ") if length < len(noted) else ""


@contextmanager
def one_at_a_time(root: Path, path: Path, span: Span) -> Iterator[None]:
    """Hold a file of the project for this refresh: another one of the same file waits.

    What is locked stands in `.genesis/locks/`, because the file itself is replaced. Where the system has no such locks (Windows),
    nothing is held.

    Raises:
        GenesisError: G807 when the project's folder cannot be written.
    """
    try:
        opened = _open(root, digest(str(path), 24))
    except OSError as error:
        raise fail("G807", span, f"`{path.name}` cannot be locked: {error.strerror or error}") from error
    with _held(opened):
        yield


@contextmanager
def hold(root: Path, name: str) -> Iterator[None]:
    """Hold something of the project's own folder that has this name, as :func:`one_at_a_time` does.

    Raises:
        OSError: the project's folder cannot be written.
    """
    with _held(_open(root, name)):
        yield


def _open(root: Path, name: str) -> int:
    folder = own_folder(root) / "locks"
    folder.mkdir(exist_ok=True)
    return os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o666)


@contextmanager
def _held(opened: int) -> Iterator[None]:
    try:
        with suppress(ImportError):
            import fcntl

            fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)
