"""Which sources are meant by documents that somebody names."""

from collections.abc import Iterable

from genesis.diagnostics import GenesisError
from genesis.spec.kinds import DocumentKind
from genesis.spec.project import ProjectFiles
from genesis.warehouse.uses import Uses


def sources_of(files: ProjectFiles, documents: Iterable[tuple[DocumentKind, str]] | None) -> tuple[str, ...]:
    """The sources themselves, and those that inputs and trackers read, sorted; without documents all of the project."""
    if documents is None:
        return files.names("source")
    uses = Uses(files)
    found: set[str] = set()
    for kind, name in documents:
        if kind == "source":
            found.add(name)
        elif kind == "input":
            found |= uses.sources(name)
        elif kind == "tracker" and (shown := _input(files, name)):
            found |= uses.sources(shown)
    return tuple(sorted(found))


def _input(files: ProjectFiles, tracker: str) -> str | None:
    try:
        return files.tracker(tracker).input.value
    except GenesisError:
        return None
