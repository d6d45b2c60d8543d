"""Where a project's files are: on disk, or held in memory as another state of the project."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Protocol

from genesis.diagnostics import SourceFile
from genesis.spec.folder import decoded, list_documents, read_text, shown_path, unread

_ENDINGS: Final = (".yaml", ".yml")


class Storage(Protocol):
    """What :class:`genesis.spec.project.ProjectFiles` asks of the place where files are. Every path is absolute."""

    def has(self, path: Path) -> bool:
        """Whether something of that name stands there."""
        ...

    def has_folder(self, folder: Path) -> bool:
        """Whether there is such a folder."""
        ...

    def documents(self, folder: Path, without: frozenset[Path]) -> dict[str, list[str]]:
        """As :func:`genesis.spec.folder.list_documents`."""
        ...

    def text(self, path: Path | str, root: Path, inside: Path) -> SourceFile:
        """As :func:`genesis.spec.folder.read_text`."""
        ...


class Disk:
    """Files as they stand on disk."""

    def has(self, path: Path) -> bool:
        """Whether something of that name stands there, be it a link that leads nowhere."""
        return path.exists() or path.is_symlink()

    def has_folder(self, folder: Path) -> bool:
        """Whether there is such a folder."""
        return folder.is_dir()

    def documents(self, folder: Path, without: frozenset[Path]) -> dict[str, list[str]]:
        """As :func:`genesis.spec.folder.list_documents`."""
        return list_documents(folder, without)

    def text(self, path: Path | str, root: Path, inside: Path) -> SourceFile:
        """As :func:`genesis.spec.folder.read_text`."""
        return read_text(path, root, inside)


class Held:
    """Files in memory: their bytes by path below ``root``, with forward slashes; text stands for why a file cannot be read."""

    def __init__(self, root: Path, files: Mapping[str, bytes | str]) -> None:
        self._root = root
        self._files = files

    def has(self, path: Path) -> bool:
        """Whether there is such a file."""
        return self._inside(path) in self._files

    def has_folder(self, folder: Path) -> bool:
        """Whether a file stands below."""
        start = self._below(folder)
        return any(path.startswith(start) for path in self._files)

    def documents(self, folder: Path, without: frozenset[Path]) -> dict[str, list[str]]:
        """The YAML files of a folder and its sub-folders by their stem, sorted; hidden ones are left out."""
        start = self._below(folder)
        left_out = tuple(one for one in map(self._below, without) if one.startswith(start) and one != start)
        found: dict[str, list[str]] = {}
        for path in sorted(self._files):
            rest = path[len(start) :]
            hidden = any(part.startswith(".") for part in rest.split("/"))
            if not path.startswith(start) or not path.endswith(_ENDINGS) or hidden:
                continue
            if not path.startswith(left_out):
                name = rest.rpartition("/")[2].rpartition(".")[0]
                found.setdefault(name, []).append(f"{self._root}{os.sep}{path.replace('/', os.sep)}")
        return found

    def text(self, path: Path | str, root: Path, inside: Path) -> SourceFile:
        """A file's text.

        Raises:
            GenesisError: G103 when it is not there or cannot be read, G003 when it is too large, G002 when it is not UTF-8.
        """
        del inside
        shown = shown_path(path, root)
        held = self._files.get(self._inside(path))
        if isinstance(held, bytes):
            return decoded(held, shown)
        raise unread("G103", shown, held or "the file does not exist", "copy what it leads to into the project")

    def _inside(self, path: Path | str) -> str:
        return shown_path(path, self._root)

    def _below(self, folder: Path) -> str:
        inside = self._inside(folder)
        return "" if inside == "." else f"{inside}/"


DISK: Final = Disk()
