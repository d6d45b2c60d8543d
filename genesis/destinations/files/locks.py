"""Who else has a file open: an office program (which leaves a file beside it), or another refresh."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold a folder that exists: another refresh that holds it waits. Where the system has no such locks (Windows), nothing is held."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)
