"""What may come next on a command line: commands, options, documents, columns, paths of fields."""

import shlex
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

from genesis.api import Project, load
from genesis.cli.terminal.commands import commands
from genesis.cli.terminal.overview import names
from genesis.cli.terminal.values import OneOf
from genesis.diagnostics import GenesisError

Candidates = Callable[[Project, str], Iterable[str]]
"""The words that may stand where ``word`` has been begun."""


def completions(line: str) -> tuple[str, ...]:
    """The words that may stand at the end of ``line``, a command line up to the cursor; none when it makes no sense."""
    words = _words(line)[1:]
    *before, begun = words or [""]
    valued = {name for param in commands().params for name in param.opts if _takes_value(param)}
    place = next(
        (i for i, w in enumerate(before) if not w.startswith("-") and (i == 0 or before[i - 1] not in valued)), None
    )
    if place is not None:
        found: Iterable[str] = _of_command(before, place, begun)
    elif begun.startswith("-"):
        found = _options(commands().params)
    else:
        found = names()
    return tuple(sorted({word for word in found if word.startswith(begun)}))


def _words(line: str) -> list[str]:
    """The words of a line, the last of them begun: empty after a blank."""
    try:
        words = shlex.split(line)
    except ValueError:
        words = line.split()
    return [*words, ""] if line[-1:].isspace() else words


def _of_command(before: list[str], place: int, begun: str) -> Iterable[str]:
    if before[place] not in names():
        return ()
    params = commands().get_command(None, before[place]).params
    if begun.startswith("-"):
        return _options(params)
    expected = _expected(params, before[place + 1 :])
    if expected is None:
        return ()
    parser = expected.type_descriptor.parameter_info.parser
    if isinstance(parser, OneOf):
        return parser.known()
    find = _BY_METAVAR.get(str(expected.metavar))
    return _found(find, before, begun) if find else ()


def _options(params: Iterable[Any]) -> list[str]:
    return [name for param in params for name in param.opts if name.startswith("--")]


def _takes_value(param: Any) -> bool:
    return param.param_type_name == "option" and not param.is_flag


def _expected(params: Sequence[Any], words: list[str]) -> Any:
    """The option whose value comes next, else the argument; None when there is neither."""
    previous = words[-1] if words else ""
    option = next((param for param in params if previous in param.opts and _takes_value(param)), None)
    return option or next((param for param in params if param.param_type_name == "argument"), None)


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


def _schedulers(project: Project, begun: str) -> Iterable[str]:
    from genesis.workflows.scheduling.kinds import names as schedulers

    del project, begun
    return schedulers()


_BY_METAVAR: Final[dict[str, Candidates]] = {
    "INPUT": _inputs,
    "SOURCE": _sources,
    "TRACKER": _trackers,
    "NAME": _documents,
    "SUBJECT": _subjects,
    "C": _connections,
    "D": _dialects,
    "KIND": _kinds,
    "SCHEDULER": _schedulers,
}
