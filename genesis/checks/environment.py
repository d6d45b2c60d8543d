"""What a tracker needs of the machine that refreshes it."""

from collections.abc import Mapping

from genesis.destinations.destination import setting
from genesis.diagnostics import Diagnostic, GenesisError
from genesis.engines.connections import connection_of
from genesis.spec.project import ProjectFiles
from genesis.spec.secrets import resolve_settings


def missing_variables(
    files: ProjectFiles, name: str, environment: Mapping[str, str], connection: str | None = None
) -> tuple[Diagnostic, ...]:
    """The variables that a tracker's connection and destination name and the environment lacks (G105).

    None for a tracker that cannot be read, or whose connection is not there: whoever refreshes it is told.
    """
    try:
        tracker = files.tracker(name)
        chosen = connection_of(files, connection or tracker.connection)
    except GenesisError:
        return ()
    own = setting(tracker, "name")
    wanted = own.value if own else tracker.destination.type.value
    settings = [one.settings for one in files.project.destinations if one.name.value == wanted]
    found: list[Diagnostic] = []
    for entries in (chosen.settings, *settings):
        try:
            resolve_settings(entries, environment)
        except GenesisError as error:
            found.extend(one for one in error.diagnostics if one.code == "G105")
    return tuple(found)
