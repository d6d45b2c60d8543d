"""A tracker against the rest of the project: its input, connection, parameters, destination, annotations and audits."""

from functools import cached_property
from typing import Any

from genesis.compiler import check_input, compile_input
from genesis.destinations.destination import check_settings
from genesis.diagnostics import Diagnostic, GenesisError, Problems
from genesis.engines.connections import dialect_for
from genesis.publish.answers import connection_of
from genesis.publish.audits import read_audits
from genesis.spec.documents import Mapping, Node, Scalar
from genesis.spec.project import ProjectFiles
from genesis.spec.settings import TrackerSpec
from genesis.sql.query import CompiledQuery

_Place = tuple[object, ...]


class Trackers:
    """The trackers of a project, those that cannot be read left out."""

    def __init__(self, files: ProjectFiles) -> None:
        self.files = files

    @cached_property
    def places(self) -> dict[_Place, TrackerSpec]:
        """Where each destination is written first, by its settings."""
        found: dict[_Place, TrackerSpec] = {}
        for name in self.files.names("tracker"):
            try:
                spec = self.files.tracker(name)
            except GenesisError:
                continue
            found.setdefault(_place(spec), spec)
        return found


def check_tracker(trackers: Trackers, name: str) -> list[Diagnostic]:
    """Every mistake in a tracker, and in the input that it shows."""
    files = trackers.files
    try:
        spec = files.tracker(name)
    except GenesisError as error:
        return list(error.diagnostics)
    problems = Problems()
    check_settings(spec, problems)
    _check_place(trackers, spec, problems)
    query = _query(files, spec, problems)
    if query:
        _check_annotations(spec, query, problems)
        read_audits(spec, [column.name for column in query.columns], problems)
    return problems.found


def _check_place(trackers: Trackers, spec: TrackerSpec, problems: Problems) -> None:
    first = trackers.places.get(_place(spec))
    if first and first.name != spec.name:
        message = f"`{spec.name}` is written to the same place as `{first.name}`, at {first.destination.span}"
        problems.add("G908", spec.destination.span, message, "give each tracker a place of its own")


def _place(spec: TrackerSpec) -> _Place:
    settings = sorted((key.value, _written(node)) for key, node in spec.destination.settings)
    return (spec.destination.type.value, *settings)


def _written(node: Node) -> str:
    match node:
        case Scalar():
            return node.text
        case Mapping():
            return repr(sorted((key.value, _written(value)) for key, value in node.entries))
        case _:
            return repr([_written(item) for item in node.items])


def _query(files: ProjectFiles, spec: TrackerSpec, problems: Problems) -> CompiledQuery | None:
    """The query that the tracker would run; ``None``, with the reasons noted, when there is none."""
    if mistakes := check_input(files, spec.input):
        problems.found.extend(mistakes)
        return None
    try:
        connection = connection_of(files, spec)
        dialect = dialect_for(files, connection.name)
        given: dict[str, Any] = {"parameters": {k.value: v for k, v in spec.parameters}} if spec.parameters else {}
        return compile_input(files, spec.input, dialect, **given)
    except GenesisError as error:
        problems.found.extend(error.diagnostics)
        return None


def _check_annotations(spec: TrackerSpec, query: CompiledQuery, problems: Problems) -> None:
    labels = {column.label.casefold() for column in query.visible}
    for annotation in spec.annotations:
        if annotation.name.value.casefold() in labels:
            message = f"the annotation `{annotation.name}` has the label of a column of `{spec.input}`"
            problems.add("G909", annotation.name.span, message, "choose another name, or give the column another label")
