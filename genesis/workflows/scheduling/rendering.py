"""Tasks as files: one a tracker and scheduler, and one of all tasks where a scheduler needs it."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from genesis.diagnostics import Problems
from genesis.spec.project import ProjectFiles
from genesis.spec.settings import WorkflowSpec
from genesis.workflows.scheduling.kinds import chosen, kind_of, names
from genesis.workflows.scheduling.task import Task
from genesis.workflows.scheduling.templates import Templates


class Renderer:
    """Renders tasks for the schedulers of a project; ``generated`` is the folder of derived files."""

    def __init__(self, files: ProjectFiles, specs: Sequence[WorkflowSpec], generated: str) -> None:
        self._kinds = chosen(specs)
        self._templates = Templates(files.root)
        self._generated = generated

    def one(self, task: Task) -> Iterator[tuple[str, str]]:
        """Path and text of each of a task's files.

        Raises:
            GenesisError: G937 for what a scheduler cannot do, G938 for a mistake in a project's own template.
        """
        problems = Problems()
        found: list[tuple[str, str]] = []
        for name, settings in self._kinds.items():
            kind = kind_of(name)
            path = _path(kind.PATH, self._generated, task.name)
            own = kind.described(task, settings, problems)
            if not problems.found:
                depth = len(PurePosixPath(path).parts) - 1
                values = {"task": task, "settings": settings, "depth": depth, **own}
                found.append((path, self._templates.rendered(name, values)))
        problems.raise_if_any()
        yield from found

    def shared(self, tasks: Iterable[Task]) -> Iterator[tuple[str, str]]:
        """Path and text of the files of all tasks together; none where there is no task."""
        pools = sorted({task.pool for task in tasks})
        for name, settings in self._kinds.items() if pools else ():
            if place := kind_of(name).SHARED:
                text = self._templates.rendered(f"{name}_shared", {"pools": pools, "settings": settings})
                yield place.format(generated=self._generated), text


def places_of_task(generated: str, name: str) -> Iterator[str]:
    """Every path at which a task of that tracker may stand."""
    return (_path(kind_of(kind).PATH, generated, name) for kind in names())


def _path(pattern: str, generated: str, name: str) -> str:
    return pattern.format(generated=generated, name=name)
