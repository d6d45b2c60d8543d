"""Files as they stand on disk, with what was seen of them."""

from pathlib import Path

from genesis.diagnostics import GenesisError, SourceFile
from genesis.spec import facts
from genesis.spec.storage import DISK


class Watched:
    """Storage that notes each look as a fact; ``certain`` turns false where a part was unreadable, or may lead elsewhere."""

    def __init__(self) -> None:
        self.facts: list[facts.Fact] = []
        self.certain = True

    def has(self, path: Path) -> bool:
        """Whether something of that name stands there, be it a link that leads nowhere."""
        there = DISK.has(path)
        self.facts.append(facts.of_something(str(path), there=there))
        return there

    def has_folder(self, folder: Path) -> bool:
        """Whether there is such a folder."""
        there = DISK.has_folder(folder)
        self.facts.append(facts.of_folder(str(folder), there=there))
        return there

    def documents(self, folder: Path, without: frozenset[Path]) -> dict[str, list[str]]:
        """As :func:`genesis.spec.folder.list_documents`."""
        try:
            listed = DISK.documents(folder, without)
        except GenesisError:
            self.certain = False
            raise
        paths = (path for found in listed.values() for path in found)
        self.facts.append(facts.of_names(str(folder), map(str, without), paths))
        return listed

    def text(self, path: Path | str, root: Path, inside: Path) -> SourceFile:
        """As :func:`genesis.spec.folder.read_text`."""
        try:
            file = DISK.text(path, root, inside)
            self.note(str(path), file)
        except (GenesisError, OSError):
            self.certain = False
            raise
        return file

    def note(self, path: str, file: SourceFile) -> None:
        """Note what a file held when it was read.

        Raises:
            OSError: nothing can be said of the path.
        """
        self.certain = self.certain and facts.is_plain(path)
        self.facts.append(facts.of_text(path, file.text))
