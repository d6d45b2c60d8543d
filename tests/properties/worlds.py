"""Projects and questions drawn by hypothesis, written to a folder of their own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import note

from genesis.spec.project import ProjectFiles, open_project
from tests.properties.world import Combination, Project, Question
from tests.properties.writing import asked, definition, lines, write


@contextmanager
def written(world: Project, questions: Mapping[str, Question | Combination]) -> Iterator[ProjectFiles]:
    """The files of a project and its inputs, shown when a test fails."""
    for source in world.sources.values():
        note("".join(lines(definition(source))) + "\n".join(map(str, source.rows)) + "\n")
    for name, question in questions.items():
        note("".join(lines({"input": name, **asked(question)})))
    with TemporaryDirectory() as folder:
        write(world, questions, Path(folder))
        yield open_project(Path(folder))
