"""The names under which joins are walked back: they live in the namespace of the source that is joined."""

from collections.abc import Iterator

from genesis.diagnostics import Diagnostic, GenesisError, Problems
from genesis.spec.documents import SourceSpec, Text
from genesis.spec.project import ProjectFiles


def check_ways_back(files: ProjectFiles) -> list[Diagnostic]:
    """Every `reverse` whose name the other source has already (G222): a field, a join, a measure, or another way back."""
    problems = Problems()
    sources = {spec.name.value: spec for spec in _readable(files)}
    taken = {(source, name.value): name for source, spec in sources.items() for name in _names(spec)}
    for spec in sources.values():
        for join in spec.joins:
            if not (join.reverse and join.to and join.to.value in sources):
                continue
            first = taken.setdefault((join.to.value, join.reverse.value), join.reverse)
            if first is not join.reverse:
                message = f"`{join.to}` has a `{join.reverse}` already, at {first.span}"
                problems.add("G222", join.reverse.span, message, "give the way back another name")
    return problems.found


def _readable(files: ProjectFiles) -> Iterator[SourceSpec]:
    for name in files.names("source"):
        try:
            yield files.source(name)
        except GenesisError:
            continue


def _names(spec: SourceSpec) -> Iterator[Text]:
    yield from (field.name for field in spec.fields)
    yield from (join.name for join in spec.joins)
    yield from (measure.name for measure in spec.measures)
