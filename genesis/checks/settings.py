"""What ``genesis.yaml`` says, against what there is: engines, places and schedulers."""

from pathlib import Path
from typing import TYPE_CHECKING

from genesis.checks.schedule import check_zone
from genesis.diagnostics import Diagnostic, Problems, did_you_mean
from genesis.engines import opening
from genesis.spec.documents import Scalar
from genesis.spec.folder import shown_path
from genesis.spec.project import ProjectFiles
from genesis.spec.settings import ConnectionSpec, ProjectSpec
from genesis.workflows.scheduling.kinds import checked as check_workflow

if TYPE_CHECKING:
    from genesis.spec.kinds import DocumentKind


def check_settings(files: ProjectFiles) -> list[Diagnostic]:
    """Unknown engines (G700), places that are not there (G701, G911), no time zone (G109).

    Schedulers that are none and settings that they do not have (G936) too.
    """
    problems = Problems()
    for connection in files.project.connections:
        engine = connection.engine
        if not opening.has(engine.value):
            hint = did_you_mean(engine.value, opening.names())
            problems.add("G700", engine.span, f"there is no engine `{engine}`", hint)
        elif engine.value == "duckdb":
            _check_place(connection, files, problems)
    if files.project.timezone_span:
        check_zone(files.project.timezone, files.project.timezone_span, problems)
    for workflow in files.project.workflows:
        check_workflow(workflow, problems)
    _check_folders(files, problems)
    return problems.found


def _check_place(connection: ConnectionSpec, files: ProjectFiles, problems: Problems) -> None:
    """Whether DuckDB has something to read; a place that a variable names is known only when it is opened."""
    given = {key.value: node for key, node in connection.settings if key.value in {"files", "database"}}
    if len(given) != 1:
        message = f"the connection `{connection.name}` needs either `files` or `database`"
        problems.add("G701", connection.span, message, "write `files: FOLDER` or `database: FILE`")
        return
    for name, node in given.items():
        if not isinstance(node, Scalar) or not isinstance(node.value, str) or "${" in node.text:
            continue
        place = files.root / node.text
        if not _is_there(place, folder=name == "files"):
            what = "folder" if name == "files" else "database file"
            hint = f"make it, or name another one; `{name}` starts at the project's root"
            problems.add("G701", node.span, f"there is no {what} {node.text}", hint)


def _is_there(place: Path, *, folder: bool) -> bool:
    try:
        return place.is_dir() if folder else place.is_file()
    except (OSError, ValueError):
        return False


def _check_folders(files: ProjectFiles, problems: Problems) -> None:
    usual = ProjectSpec()
    folders: dict[DocumentKind, str] = {"source": usual.definitions, "input": usual.inputs, "tracker": usual.trackers}
    for kind, standard in folders.items():
        folder = files.folder(kind)
        if folder != files.root / standard and not folder.is_dir():
            message = f"the folder {shown_path(folder, files.root)}/ that is to hold the {kind}s does not exist"
            problems.add("G911", None, message, f"make it, or name another one; {standard}/ needs no naming")
