"""What may come next on a command line: commands, options, documents, columns, paths of fields."""

import shlex
from argparse import Action, ArgumentParser
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Final

from genesis.api import Project, load
from genesis.cli.terminal.commands import command, names
from genesis.cli.terminal.parser import OneOf, parser, takes_value
from genesis.diagnostics import GenesisError

Candidates = Callable[[Project, str], Iterable[str]]
"""The words that may stand where ``word`` has been begun."""


def completions(line: str) -> tuple[str, ...]:
    """The words that may stand at the end of ``line``, a command line up to the cursor; none when it makes no sense."""
    words = _words(line)[1:]
    *before, begun = words or [""]
    place = next((i for i, w in enumerate(before) if not w.startswith("-") and not _is_value(before, i)), None)
    if place is None:
        found: Iterable[str] = ("--help", "--version") if begun.startswith("-") else names()
    else:
        found = _of_command(before, place, begun)
    return tuple(sorted({word for word in found if word.startswith(begun)}))


def _words(line: str) -> list[str]:
    """The words of a line, the last of them begun: empty after a blank."""
    try:
        words = shlex.split(line)
    except ValueError:
        words = line.split()
    return [*words, ""] if line[-1:].isspace() else words


def _is_value(words: list[str], place: int) -> bool:
    return place > 0 and takes_value(words[place - 1])


def _of_command(before: list[str], place: int, begun: str) -> Iterable[str]:
    if before[place] not in names():
        return ()
    module = command(before[place])
    read = parser(before[place], "", module.declare)
    if begun.startswith("-"):
        return [name for action in read._actions for name in action.option_strings if name.startswith("--")]  # noqa: SLF001 - argparse has no other way
    action = _expected(read, before[place + 1 :])
    if action is None:
        return ()
    if isinstance(action.type, OneOf):
        return action.type.known()
    find = _BY_METAVAR.get(str(action.metavar))
    return _found(find, before, begun) if find else ()


def _expected(read: ArgumentParser, words: list[str]) -> Action | None:
    """The option whose value comes next, else the argument."""
    actions = read._actions  # noqa: SLF001 - argparse has no other way
    previous = words[-1] if words else ""
    if previous.startswith("-"):
        option = next((a for a in actions if previous in a.option_strings), None)
        if option is not None and option.nargs != 0:
            return option
    return next((a for a in actions if not a.option_strings), None)


def _found(find: Candidates, before: list[str], begun: str) -> Iterable[str]:
    """Candidates from the project; none when there is no project, or it has mistakes."""
    given = dict(pairwise(before))
    try:
        project = load(
            given.get("--project", "."),
            definitions=given.get("--definitions"),
            inputs=given.get("--inputs"),
            trackers=given.get("--trackers"),
        )
        return tuple(find(project, begun))
    except GenesisError:
        return ()


def _inputs(project: Project, begun: str) -> Iterable[str]:
    del begun
    return project.files.names("input")


def _sources(project: Project, begun: str) -> Iterable[str]:
    """Sources; after one and a dot, the joins that lead on, each with the dot that follows."""
    source, dot, path = begun.partition(".")
    if not dot:
        return project.files.names("source")
    from genesis.compiler import open_model
    from genesis.discovery.fields import selectable

    before = path.rpartition(".")[0]
    listed = selectable(open_model(project.files), source, 1, before)
    return [f"{source}.{entry.path}" for entry in listed if entry.kind == "join"]


def _trackers(project: Project, begun: str) -> Iterable[str]:
    del begun
    return project.files.names("tracker")


def _documents(project: Project, begun: str) -> Iterable[str]:
    from genesis.checks.project import KINDS

    del begun
    return [name for kind in KINDS for name in project.files.names(kind)]


def _subjects(project: Project, begun: str) -> Iterable[str]:
    """What can be explained: codes, inputs, and after a dot an input's columns."""
    if begun.startswith("G"):
        from importlib.resources import files as package_files

        return [page.name.removesuffix(".md") for page in (package_files("genesis") / "codes").iterdir()]
    name, dot, _ = begun.partition(".")
    if not dot:
        return project.files.names("input")
    return [f"{name}.{column.name}" for column in project.compile(name, comments=False).visible]


def _connections(project: Project, begun: str) -> Iterable[str]:
    del begun
    return [connection.name.value for connection in project.files.project.connections]


def _dialects(project: Project, begun: str) -> Iterable[str]:
    from genesis.sql.dialect import dialects

    del project, begun
    return dialects()


def _kinds(project: Project, begun: str) -> Iterable[str]:
    from genesis.schema.schemas import names as kinds

    del project, begun
    return kinds()


_BY_METAVAR: Final[dict[str, Candidates]] = {
    "INPUT": _inputs,
    "SOURCE": _sources,
    "TRACKER": _trackers,
    "NAME": _documents,
    "SUBJECT": _subjects,
    "C": _connections,
    "D": _dialects,
    "KIND": _kinds,
}
