"""What ``genesis.yaml`` says, against what there is: engines, dialects, and the types that sources claim for one table."""

from genesis.diagnostics import Diagnostic, GenesisError, Problems, did_you_mean
from genesis.engines import opening
from genesis.engines.connections import claims_of
from genesis.spec.project import ProjectFiles


def check_settings(files: ProjectFiles) -> list[Diagnostic]:
    """Every connection with an unknown engine (G700), and every table of which two sources claim different things (G709)."""
    problems = Problems()
    known = opening.names()
    for connection in files.project.connections:
        engine = connection.engine
        if engine.value not in known:
            problems.add("G700", engine.span, f"there is no engine `{engine}`", did_you_mean(engine.value, known))
    _check_claims(files, problems)
    return problems.found


def _check_claims(files: ProjectFiles, problems: Problems) -> None:
    claims = claims_of(files)
    for name in files.names("source"):
        try:
            table = files.source(name).table
            if table:
                claims(tuple(table.value.split(".")))
        except GenesisError as error:
            problems.found.extend(found for found in error.diagnostics if found.code == "G709")
