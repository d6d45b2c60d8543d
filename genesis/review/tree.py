"""The files of one commit: where each really is, with links followed inside the repository, as a work tree's are."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from msgspec import Struct

LINK: Final = "120000"
MODULE: Final = "160000"
_FOLDER: Final = "040000"
_MOST_LINKS: Final = 40
"""As many as Linux follows on one way (path_resolution(7))."""


SUBMODULE: Final = "is a submodule, whose files are in another repository"


class Entry(Struct, frozen=True):
    """What a commit has at a path below the repository's top: a file, a link (a file with a path in it), a folder, or a submodule."""

    path: str
    object: str
    mode: str


class Lost(Exception):  # noqa: N818 - no mistake of the project's: the caller says what it means
    """A way leads to no place of the commit. ``reason`` ends a sentence that begins with what the way was; ``nowhere``: it is
    only that nothing is there."""

    def __init__(self, reason: str, *, nowhere: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.nowhere = nowhere


class Tree:
    """A commit, of which ``listed`` is known; ``look`` finds what else it has at a path, and ``read`` an object's bytes."""

    def __init__(
        self, listed: Mapping[str, Entry], look: Callable[[str], Entry | None], read: Callable[[str], bytes]
    ) -> None:
        self._known: dict[str, Entry | None] = dict(listed)
        self._folders = {path[:at] for path in listed for at in _slashes(path)}
        self._look = look
        self._read = read

    def at(self, path: str) -> Entry | None:
        """What stands at a path that leads over no link."""
        if path in self._folders:
            return Entry(path, "", _FOLDER)
        if path not in self._known:
            self._known[path] = self._look(path)
        return self._known[path]

    def real(self, path: str) -> str:
        """A path without links, and without `..`.

        Raises:
            Lost: it leads out of the repository, into a submodule, to itself, or nowhere.
        """
        pending, done, links = path.split("/")[::-1], list[str](), 0
        while pending:
            part = pending.pop()
            target = self._step(part, done) if part not in {"", "."} else None
            if target is not None:
                links += 1
                if links > _MOST_LINKS:
                    raise Lost("is a link that leads to itself")
                pending += target.split("/")[::-1]
        return "/".join(done)

    def _step(self, part: str, done: list[str]) -> str | None:
        """One part further; a link's target where it is one, which is left out of ``done``."""
        if part == "..":
            if not done:
                raise Lost("is a link that leads out of the repository")
            done.pop()
            return None
        found = self.at("/".join((*done, part)))
        if found is None:
            raise Lost("is a link that leads nowhere", nowhere=True)
        if found.mode == MODULE:
            raise Lost(SUBMODULE)
        if found.mode != LINK:
            done.append(part)
            return None
        target = self._read(found.object).decode("utf-8", "surrogateescape")
        if target.startswith("/"):
            raise Lost("is a link that leads out of the repository")
        return target

    def content(self, entry: Entry, homes: tuple[str, ...]) -> bytes | str | None:
        """A file's bytes; text says why a link has none, ``None`` that it is one to a folder. Links lead below ``homes`` only."""
        if entry.mode != LINK:
            return self._read(entry.object)
        try:
            path = self.real(entry.path)
        except Lost as lost:
            if lost.reason == SUBMODULE:
                return "the file is a link into a submodule"
            return f"the file {lost.reason.replace('out of the repository', 'out of the project')}"
        if not any(is_below(path, home) for home in homes):
            return "the file is a link that leads out of the project"
        found = self.at(path)
        if found is None or found.mode == _FOLDER:
            return None
        return self._read(found.object)


def is_below(path: str, folder: str) -> bool:
    """Whether a path is that of a folder, or below it; everything is below the folder without a name."""
    return not folder or path == folder or path.startswith(f"{folder}/")


def _slashes(path: str) -> Iterator[int]:
    return (at for at, letter in enumerate(path) if letter == "/")
