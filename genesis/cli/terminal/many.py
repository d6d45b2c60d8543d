"""Many inputs, shared among processes."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

from genesis.checks.reading import ordered, read_documents
from genesis.parallel import processes_for, share
from genesis.spec.project import ProjectFiles
from genesis.spec.watched import Watched

R = TypeVar("R")
Run = Sequence[str]
"""Inputs that one process takes at once."""
_FEW: Final = 50
"""The fewest inputs that it is worth starting another process for."""
_RUN: Final = 16


def share_inputs(
    work: Callable[[Iterator[Run]], R], files: ProjectFiles, names: Sequence[str], watched: Watched, *, every: bool
) -> list[R]:
    """What ``work`` answers in each process for the inputs that it takes. Where these are ``every`` one of the project, all
    documents are read before, and inputs that reach the same stand together."""
    count = processes_for(len(names), _FEW)
    if every and count > 1:
        read_documents(files)
        for path, file in files.read_elsewhere():
            watched.note(path, file)
        wanted = frozenset(names)
        names = [name for kind, name in ordered(files) if kind == "input" and name in wanted]
    return share(work, [names[start : start + _RUN] for start in range(0, len(names), _RUN)], count)
