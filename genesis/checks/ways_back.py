"""The names under which joins are walked back: they live in the namespace of the source that is joined."""

from collections.abc import Iterator
from contextlib import suppress

from genesis.diagnostics import Diagnostic, GenesisError, Problems
from genesis.spec.documents import JoinSpec, SourceSpec, Text
from genesis.spec.project import ProjectFiles


def check_ways_back(files: ProjectFiles, name: str) -> list[Diagnostic]:
    """Every ``reverse`` whose name a source has already (G222): a field, a join, a measure, or another way back."""
    problems = Problems()
    with suppress(GenesisError):
        taken = {one.value: one for one in _names(files.source(name))}
        for join in _joins_to(files, name):
            first = taken.setdefault(join.reverse.value, join.reverse) if join.reverse else None
            if join.reverse and first and first is not join.reverse:
                message = f"`{join.to}` has a `{join.reverse}` already, at {first.span}"
                problems.add("G222", join.reverse.span, message, "give the way back another name")
    return problems.found


def _joins_to(files: ProjectFiles, name: str) -> Iterator[JoinSpec]:
    for other in sorted({*files.mentions(name), name}):
        with suppress(GenesisError):
            yield from (join for join in files.source(other).joins if join.to and join.to.value == name)


def _names(spec: SourceSpec) -> Iterator[Text]:
    yield from (field.name for field in spec.fields)
    yield from (join.name for join in spec.joins)
    yield from (measure.name for measure in spec.measures)
