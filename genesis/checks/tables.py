"""What the sources of one table say of its columns."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from genesis.diagnostics import Diagnostic, GenesisError
from genesis.engines.connections import merged
from genesis.engines.tables import folded
from genesis.spec.project import ProjectFiles

Tables = Mapping[tuple[str, ...], Sequence[str]]
"""The names of the sources of each table, sorted; without those that cannot be read."""


def tables_of(files: ProjectFiles) -> Tables:
    """The sources of each table; every source is read."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name in files.names("source"):
        with suppress(GenesisError):
            if table := files.outline("source", name).table:
                found.setdefault(folded(table.split(".")), []).append(name)
    return found


def check_claims(files: ProjectFiles, names: Sequence[str]) -> list[Diagnostic]:
    """G709 for a column for which the sources of a table, of these names, claim two types."""
    try:
        merged([files.source(name) for name in names])
    except GenesisError as error:
        return list(error.diagnostics)
    return []
