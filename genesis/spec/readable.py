"""Sources whose documents have no mistakes; those of the others are told where they are checked."""

from collections.abc import Iterable, Iterator

from genesis.diagnostics import GenesisError
from genesis.spec.documents import SourceSpec
from genesis.spec.project import ProjectFiles


def readable(files: ProjectFiles, name: str) -> SourceSpec | None:
    """A source's document; ``None`` when it has mistakes."""
    try:
        return files.source(name)
    except GenesisError:
        return None


def readable_sources(files: ProjectFiles, names: Iterable[str] | None = None) -> Iterator[SourceSpec]:
    """Each source of these names, or of the project, that can be read, in their order."""
    for name in files.names("source") if names is None else names:
        if (found := readable(files, name)) is not None:
            yield found
