"""The project that a command works on, and the documents that its arguments name."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from genesis.cli.terminal.said import Common
from genesis.diagnostics import did_you_mean, fail
from genesis.spec.folder import shown_path

if TYPE_CHECKING:
    from genesis.api import Project
    from genesis.spec.kinds import DocumentKind
    from genesis.spec.project import ProjectFiles

ENDINGS: Final = (".yaml", ".yml")


def project(common: Common) -> "Project":
    """The project around the current folder, or the one that the options name.

    Raises:
        GenesisError: G100, G900.
    """
    from genesis.api import load

    return load(common.project, definitions=common.definitions, inputs=common.inputs, trackers=common.trackers)


def document(files: "ProjectFiles", kind: "DocumentKind", word: str) -> str:
    """The name of a document given by its name, or by the path of its file from here or from the project's folder.

    Raises:
        GenesisError: G905 when the path is no document's of that kind.
    """
    if not is_path(word):
        return word
    name = Path(word).stem
    if is_at(files, kind, word):
        return name
    article = "an" if kind == "input" else "a"
    hint = did_you_mean(name, files.names(kind)) or f"{kind}s stand in {shown_path(files.folder(kind), files.root)}/"
    raise fail("G905", None, f"`{word}` is not the file of {article} {kind}", hint)


def is_path(word: str) -> bool:
    """Whether a word names a file, and not what stands in it."""
    return "/" in word or word.endswith(ENDINGS)


def is_at(files: "ProjectFiles", kind: "DocumentKind", word: str) -> bool:
    """Whether a path, from here or from the project's folder, is that of a document of a kind."""
    name = Path(word).stem
    if not files.has(kind, name):
        return False
    path = files.path(kind, name).resolve()
    return any((base / word).resolve() == path for base in (Path(), files.root))
