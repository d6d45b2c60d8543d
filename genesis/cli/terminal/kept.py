"""Answers of `genesis compile` that are kept in the user's cache folder, and given again while nothing has changed.

An answer belongs to one command line in one folder, to one state of Genesis's own files, of the installed packages and
of Python. It stands with everything that was seen of the file system for it; it is given again only while all of that is
so. A file that is damaged, or of another format, is no answer. Of a project's files only digests are kept, and what stands in the SQL.

Whoever imports this has not yet imported anything of the compiler, and does not where an answer is found.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from typing import Final

from genesis import __version__
from genesis.spec.facts import Fact, holds

_DIGITS: Final = 64
SETTING: Final = "GENESIS_CACHE"
OFF: Final = "off"
MOST: Final = 1000
"""Answers that are kept; the oldest go."""
LARGEST: Final = 1 << 20
"""Bytes of a file that is kept: all are together no more than a gigabyte, and as a rule a few megabytes."""
_OWN: Final = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
"""Genesis's own modules."""
_LIBRARIES: Final = ("sqlglot", "msgspec", "jinja2", "babel", "yaml")
"""Whose modules say what a compile prints."""
_FORMAT: Final = "genesis answer 1"


def known(words: Sequence[str]) -> str | None:
    """What was printed when this command line was last called, where that is still the answer."""
    if "compile" not in words or "--no-cache" in words:
        return None
    try:
        path = _path(words)
        return _read(path, os.path.basename(path)) if path else None
    except (OSError, ValueError):  # what cannot be read is no answer
        return None


def keep(words: Sequence[str], facts: Sequence[Fact], text: str) -> None:
    """Keep what a command line has printed, whose output stands on ``facts``; no folder to write to is no mistake."""
    try:
        path = _path(words)
        content = _written(os.path.basename(path), facts, text) if path else b""
        if path and len(content) <= LARGEST:
            _write(path, content)
    except (OSError, ValueError):  # then nothing is kept
        return


def _folder() -> str | None:
    """``GENESIS_CACHE``, or `genesis` in the user's cache folder; ``None`` where nothing is kept."""
    said = os.environ.get(SETTING)
    if said:
        return None if said == OFF else os.path.abspath(said)
    home = os.environ.get("HOME")
    caches = os.environ.get("XDG_CACHE_HOME") or (home and os.path.join(home, ".cache"))
    return os.path.join(caches, "genesis") if caches and os.path.isabs(caches) else None


def _path(words: Sequence[str]) -> str | None:
    """Where the answer to a command line stands, if there is one: named after all that it depends on but files."""
    folder = _folder()
    if folder is None:
        return None
    parts = (_FORMAT, __version__, sys.version, *_packages(), *_loose(), *_code(_OWN), os.getcwd(), *words)
    return os.path.join(folder, _digest("\0".join(parts).encode("utf-8", "surrogateescape")))


def _packages() -> Iterator[str]:
    """Where modules are looked for, and the names and versions of everything that is installed there."""
    for folder in sys.path:
        if os.path.isdir(folder):
            yield folder
            yield from sorted(name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info")))


def _loose() -> Iterator[str]:
    """The files of a compiler's library that is not installed where it is found, but only stands there."""
    for name in _LIBRARIES:
        found = (folder for folder in sys.path if os.path.exists(os.path.join(folder, name, "__init__.py")))
        folder = next(found, None)
        if folder is not None and not any(
            one.lower().startswith((f"{name}-", f"py{name}-")) for one in os.listdir(folder)
        ):
            yield from _code(os.path.join(folder, name))


def _code(top: str) -> Iterator[str]:
    """Modules as they are on disk, of Genesis itself above all: whoever changes one waits for a new answer."""
    pending = [top]
    while pending:
        folder = pending.pop()
        yield folder
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                if entry.name.endswith(".py"):
                    found = entry.stat()
                    yield f"{entry.name} {found.st_size} {found.st_mtime_ns}"
                elif entry.name != "__pycache__" and entry.is_dir():
                    pending.append(entry.path)


def _read(path: str, name: str) -> str | None:
    with open(path, "rb") as stream:
        mine = not hasattr(os, "getuid") or os.fstat(stream.fileno()).st_uid == os.getuid()
        seal, _, content = stream.read(LARGEST + 1).partition(b"\n")
    if not mine or seal.decode("ascii") != _digest(content):
        return None
    fields = iter(content.decode("utf-8", "surrogateescape").split("\0"))
    if next(fields, None) != name or not all(map(holds, _facts(fields))):
        return None
    return "\0".join(fields)


def _facts(fields: Iterator[str]) -> Iterator[Fact]:
    for _ in range(int(next(fields))):
        kind, seen = next(fields), next(fields)
        yield kind, seen, tuple(next(fields) for _ in range(int(next(fields))))


def _written(name: str, facts: Sequence[Fact], text: str) -> bytes:
    each = (field for kind, seen, places in facts for field in (kind, seen, str(len(places)), *places))
    content = "\0".join((name, str(len(facts)), *each, text)).encode("utf-8", "surrogateescape")
    return _digest(content).encode() + b"\n" + content


def _write(path: str, content: bytes) -> None:
    """Put a file where it is read, at once and for nobody else."""
    folder = os.path.dirname(path)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    if not os.path.exists(path):
        _make_room(folder)
    part = f"{path}.{os.getpid()}"
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content)
        os.replace(part, path)
    except OSError:
        if os.path.exists(part):
            os.unlink(part)
        raise


def _make_room(folder: str) -> None:
    with os.scandir(folder) as entries:
        files = sorted((entry.stat().st_mtime_ns, entry.path) for entry in entries if _is_ours(entry))
    for _, path in files[: max(0, len(files) - MOST + 1)]:
        with suppress(FileNotFoundError):
            os.unlink(path)


def _is_ours(entry: "os.DirEntry[str]") -> bool:
    """Whether it is an answer; whatever else people keep in that folder is never looked at."""
    return (
        len(entry.name) == _DIGITS and not entry.name.strip("0123456789abcdef") and entry.is_file(follow_symlinks=False)
    )


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=32).hexdigest()
