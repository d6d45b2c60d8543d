"""Where a tracker may not be written: among what the project reads, and to a destination that its settings do not have."""

from pathlib import Path

from genesis.destinations.destination import setting
from genesis.diagnostics import Problems, did_you_mean
from genesis.spec.documents import Scalar
from genesis.spec.project import ProjectFiles
from genesis.spec.settings import TrackerSpec


def check_place(files: ProjectFiles, tracker: TrackerSpec, problems: Problems) -> None:
    """Note a file that stands among documents of the project, or among the files of a connection (G802)."""
    path = setting(tracker, "path")
    if path is None:
        return
    target = _resolved(files.root / path.value)
    for folder in _read_from(files):
        if folder in target.parents:
            shown = folder.relative_to(_resolved(files.root))
            message = f"`{path.value}` stands in {shown}/, which the project reads"
            problems.add("G802", path.span, message, "write it elsewhere, for example under `out/`")
            return


def check_named(files: ProjectFiles, tracker: TrackerSpec, problems: Problems) -> None:
    """Note a ``name`` that no destination of ``genesis.yaml`` has (G801)."""
    named = setting(tracker, "name")
    known = [one.name.value for one in files.project.destinations]
    if named and named.value not in known:
        hint = did_you_mean(named.value, known) if known else "add it below `destinations`, or leave out `name`"
        message = f"`genesis.yaml` has no destination `{named}`"
        problems.add("G801", named.span, message, hint)


def _read_from(files: ProjectFiles) -> list[Path]:
    documents = [files.folder(kind) for kind in ("source", "input", "tracker")]
    tables = [
        files.root / node.text
        for connection in files.project.connections
        for key, node in connection.settings
        if key.value == "files" and isinstance(node, Scalar) and "${" not in node.text
    ]
    home = _resolved(files.root)
    return [folder for folder in map(_resolved, (*documents, *tables)) if home in folder.parents]


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path
