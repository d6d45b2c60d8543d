"""What ``genesis.yaml`` says, against what there is: engines, dialects, and the types that sources claim for one table."""

from typing import TYPE_CHECKING

from genesis.diagnostics import Diagnostic, GenesisError, Problems, did_you_mean
from genesis.engines import opening
from genesis.engines.connections import claims_of
from genesis.spec.folder import shown_path
from genesis.spec.project import ProjectFiles
from genesis.spec.settings import ProjectSpec

if TYPE_CHECKING:
    from genesis.spec.kinds import DocumentKind


def check_settings(files: ProjectFiles) -> list[Diagnostic]:
    """Unknown engines (G700), folders that are not there (G911), tables of which two sources claim different things (G709)."""
    problems = Problems()
    for connection in files.project.connections:
        engine = connection.engine
        if not opening.has(engine.value):
            hint = did_you_mean(engine.value, opening.names())
            problems.add("G700", engine.span, f"there is no engine `{engine}`", hint)
    _check_folders(files, problems)
    _check_claims(files, problems)
    return problems.found


def _check_folders(files: ProjectFiles, problems: Problems) -> None:
    usual = ProjectSpec()
    folders: dict[DocumentKind, str] = {"source": usual.definitions, "input": usual.inputs, "tracker": usual.trackers}
    for kind, standard in folders.items():
        folder = files.folder(kind)
        if folder != files.root / standard and not folder.is_dir():
            message = f"the folder {shown_path(folder, files.root)}/ that is to hold the {kind}s does not exist"
            problems.add("G911", None, message, f"make it, or name another one; {standard}/ needs no naming")


def _check_claims(files: ProjectFiles, problems: Problems) -> None:
    claims = claims_of(files)
    for name in files.names("source"):
        try:
            table = files.source(name).table
            if table:
                claims(tuple(table.value.split(".")))
        except GenesisError as error:
            problems.found.extend(found for found in error.diagnostics if found.code == "G709")
