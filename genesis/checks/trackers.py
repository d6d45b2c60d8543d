"""A tracker against the rest of the project: its input, connection, parameters, destination, annotations and audits."""

from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final

from msgspec.structs import replace

from genesis.checks.schedule import check_schedule
from genesis.compiler import check_input, open_model
from genesis.destinations.destination import check_settings
from genesis.diagnostics import Diagnostic, GenesisError, Problems
from genesis.engines.connections import connection_of
from genesis.model.combining import resolve
from genesis.model.compiling import Compiling
from genesis.model.parameters import bind
from genesis.publish.answers import query_of
from genesis.publish.audits import read_audits
from genesis.publish.places import check_named, check_place
from genesis.spec.documents import InputSpec, Mapping, Node, Scalar, Text
from genesis.spec.project import ProjectFiles
from genesis.spec.settings import TrackerSpec
from genesis.sql.query import CompiledQuery

_Place = tuple[object, ...]
_RESERVED: Final = frozenset({"_genesis", "_genesis_state"})


class Checked:
    """What has been found out about a project's documents while they are checked."""

    def __init__(self, files: ProjectFiles) -> None:
        self.files = files
        self.model = open_model(files)
        self._inputs: dict[str, list[Diagnostic]] = {}

    def input(self, name: Text | str) -> list[Diagnostic]:
        """Every mistake in an input and the definitions it reaches."""
        if str(name) not in self._inputs or not self.files.has("input", str(name)):
            found = check_input(self.files, name, self.model)
            rest = self.files.rest(name)
            self._inputs[str(name)] = [*found, *(self._rest(rest) if rest else ())]
        return self._inputs[str(name)]

    def _rest(self, spec: InputSpec) -> list[Diagnostic]:
        """The mistakes in what an input names, when its shape has mistakes too."""
        try:
            given = bind(spec, {}, checking=True)
            resolve(self.model.within(Compiling(timezone=self.files.project.timezone, parameters=given)), spec)
        except GenesisError as error:
            return list(error.diagnostics)
        except RecursionError:
            return []
        return []

    @cached_property
    def places(self) -> dict[_Place, TrackerSpec]:
        """The first tracker of each place that trackers are written to; those that cannot be read are left out."""
        found: dict[_Place, TrackerSpec] = {}
        for name in self.files.names("tracker"):
            try:
                spec = self.files.tracker(name)
            except GenesisError:
                continue
            found.setdefault(_place(spec), spec)
        return found


def double_places(files: ProjectFiles, names: Sequence[str]) -> dict[str, GenesisError]:
    """G908 for each of these trackers that is written to the same place as one before it; those that cannot be read are left out."""
    checked = Checked(files)
    found: dict[str, GenesisError] = {}
    for name in names:
        problems = Problems()
        with suppress(GenesisError):
            _check_place(checked, files.tracker(name), problems)
        if problems.found:
            found[name] = GenesisError(tuple(problems.found))
    return found


def check_tracker(checked: Checked, name: str) -> list[Diagnostic]:
    """Every mistake in a tracker, and in the input that it shows."""
    try:
        spec = checked.files.tracker(name)
    except GenesisError as error:
        return list(error.diagnostics)
    problems = Problems()
    check_written(checked, spec, problems)
    query = _query(checked, spec, problems)
    if query:
        check_shown(spec, query, problems)
    return problems.found


def check_written(checked: Checked, spec: TrackerSpec, problems: Problems) -> None:
    """Note what is wrong with where and when a tracker is written, whatever it shows."""
    check_settings(spec, problems)
    check_place(checked.files, spec, problems)
    check_named(checked.files, spec, problems)
    check_schedule(spec, problems)
    _check_reserved(spec, problems)
    _check_place(checked, spec, problems)


def check_shown(spec: TrackerSpec, query: CompiledQuery, problems: Problems) -> None:
    """Note what does not fit the result of a tracker's query: annotations and audits."""
    _check_annotations(spec, query, problems)
    read_audits(spec, [column.name for column in query.columns], problems)


def _check_place(checked: Checked, spec: TrackerSpec, problems: Problems) -> None:
    first = checked.places.get(_place(spec))
    if first and first.name != spec.name:
        message = f"`{spec.name}` is written to the same place as `{first.name}`, at {first.destination.span}"
        problems.add("G908", spec.destination.span, message, "give each tracker a place of its own")


def _place(spec: TrackerSpec) -> _Place:
    settings = sorted((key.value, _same(key.value, _written(node))) for key, node in spec.destination.settings)
    return (spec.destination.type.value, *settings)


def _same(key: str, text: str) -> str:
    """One text for all that name the same place: sheets and tabs are told apart without regard to letter case."""
    if key in {"sheet", "tab"}:
        return text.casefold()
    return str(PurePosixPath(text.replace("\\", "/"))) if key == "path" else text


def _written(node: Node) -> str:
    match node:
        case Scalar():
            return node.text
        case Mapping():
            return repr(sorted((key.value, _written(value)) for key, value in node.entries))
        case _:
            return repr([_written(item) for item in node.items])


def _query(checked: Checked, spec: TrackerSpec, problems: Problems) -> CompiledQuery | None:
    """The query that the tracker would run; ``None``, with the reasons noted, when there is none."""
    files = checked.files
    mistakes = checked.input(spec.input)
    problems.found.extend(mistakes)
    try:
        connection_of(files, spec.connection)
        return None if mistakes else query_of(files, spec)
    except GenesisError as error:
        placed = (replace(one, span=one.span or spec.name.span) for one in error.diagnostics)
        problems.found.extend(placed)
        return None


def _check_reserved(spec: TrackerSpec, problems: Problems) -> None:
    for annotation in spec.annotations:
        if annotation.name.value.casefold() in _RESERVED:
            message = f"Genesis keeps a column `{annotation.name}` of its own"
            problems.add("G909", annotation.name.span, message, "choose another name")


def _check_annotations(spec: TrackerSpec, query: CompiledQuery, problems: Problems) -> None:
    labels = {column.label.casefold() for column in query.visible}
    for annotation in spec.annotations:
        if annotation.name.value.casefold() in labels:
            message = f"the annotation `{annotation.name}` has the label of a column of `{spec.input}`"
            problems.add("G909", annotation.name.span, message, "choose another name, or give the column another label")
