"""What was seen of the file system, and whether it is still so.

Answers that are kept stand on such facts. Nothing heavy is imported: asking takes less than starting to compile.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Final

MAX_BYTES: Final = 1 << 20
MARK: Final = b"\xef\xbb\xbf"
"""A byte-order mark, which is no part of a text."""
_ENDINGS: Final = (".yaml", ".yml")

Fact = tuple[str, str, tuple[str, ...]]
"""What kind, what was seen, and where."""


def of_text(path: str, text: str) -> Fact:
    """A file holds this text."""
    return ("text", _digest(text.encode()), (path,))


def of_names(folder: str, without: Iterable[str], paths: Iterable[str]) -> Fact:
    """The documents of a folder are these."""
    return ("names", _joined(paths), (folder, *sorted(without)))


def of_something(path: str, *, there: bool) -> Fact:
    """Something is there, be it a link that leads nowhere, or not."""
    return ("something", str(there), (path,))


def of_folder(path: str, *, there: bool) -> Fact:
    """A folder is there, or not."""
    return ("folder", str(there), (path,))


def of_no_root(folder: str) -> Fact:
    """The folder is there, and is no project's root."""
    return ("no root", "", (folder,))


def of_place(path: str) -> Fact:
    """Where a path leads now."""
    return ("place", os.path.realpath(path), (path,))


def is_root(folder: str) -> bool:
    """Whether a folder is a project's root: one with a ``genesis.yaml`` or a ``definitions`` folder."""
    return os.path.isfile(f"{folder}/genesis.yaml") or os.path.isdir(f"{folder}/definitions")


def holds(fact: Fact) -> bool:
    """Whether a fact is true now.

    Raises:
        OSError: what it speaks of cannot be looked at.
    """
    kind, seen, (path, *more) = fact
    match kind:
        case "text":
            return _digest(_content(path)) == seen
        case "names":
            return _joined(found for found, _ in walk(path, frozenset(more))) == seen
        case "place":
            return os.path.realpath(path) == seen
        case "something":
            return str(os.path.lexists(path)) == seen
        case "folder":
            return str(os.path.isdir(path)) == seen
        case _:
            return os.path.isdir(path) and not is_root(path)


def is_plain(path: str) -> bool:
    """Whether a path is that of a file and no link: what a link leads to is judged by where it leads, too."""
    return stat.S_ISREG(os.lstat(path).st_mode)


def walk(folder: str, without: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Path and name of each YAML file below a folder; hidden ones and linked folders are left out.

    Raises:
        OSError: a folder cannot be listed; its ``filename`` is that folder.
    """
    pending = [folder] if os.path.isdir(folder) else []
    while pending:
        with os.scandir(pending.pop()) as entries:
            listed = list(entries)
        for entry in listed:
            name = entry.name
            if name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                pending += [entry.path] if entry.path not in without else []
            elif name.endswith(_ENDINGS) and not (entry.is_symlink() and os.path.isdir(entry.path)):
                yield entry.path, name


def _content(path: str) -> bytes:
    if not is_plain(path):
        raise OSError(f"{path} is no file")
    with open(path, "rb") as stream:
        return stream.read(MAX_BYTES + len(MARK) + 1).removeprefix(MARK)


def _joined(paths: Iterable[str]) -> str:
    return _digest("\0".join(sorted(paths)).encode("utf-8", "surrogateescape"))


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=32).hexdigest()
