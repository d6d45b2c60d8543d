"""The names under which joins are walked back: they live in the namespace of the source that is joined."""

from collections.abc import Iterator
from contextlib import suppress

from genesis.diagnostics import Diagnostic, GenesisError, Problems
from genesis.spec.documents import SourceSpec, Text
from genesis.spec.project import ProjectFiles


def check_ways_back(files: ProjectFiles, name: str) -> list[Diagnostic]:
    """Every ``reverse`` whose name a source has already (G222): a field, a join, a measure, or another way back."""
    problems = Problems()
    with suppress(GenesisError):
        taken = {one.value: one for one in _names(files.source(name))}
        for back in _backs(files, name):
            first = taken.setdefault(back.value, back)
            if first is not back:
                message = f"`{name}` has a `{back}` already, at {first.span}"
                problems.add("G222", back.span, message, "give the way back another name")
    return problems.found


def _backs(files: ProjectFiles, name: str) -> Iterator[Text]:
    for other in sorted({*files.mentions(name), name}):
        with suppress(GenesisError):
            yield from (back for source, back in files.outline("source", other).backs if source == name)


def _names(spec: SourceSpec) -> Iterator[Text]:
    yield from (field.name for field in spec.fields)
    yield from (join.name for join in spec.joins)
    yield from (measure.name for measure in spec.measures)
