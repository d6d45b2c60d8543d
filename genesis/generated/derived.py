"""What is derived from a project: the content of every file that Genesis owns, computed before one of them is written."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final

from msgspec import Struct

from genesis.checks.trackers import Checked, check_shown, check_written
from genesis.diagnostics import Problems, SourceFile, Span, each
from genesis.generated.compiled import CompiledTracker, compiled_tracker
from genesis.generated.lock import LOCK_FILE, Lock, current_lock, line_of, lock_of, lock_text, merged
from genesis.spec.documents import Text
from genesis.spec.folder import GENERATED, shown_path
from genesis.spec.project import PROJECT_FILE, ProjectFiles
from genesis.spec.settings import WorkflowSpec
from genesis.workflows.scheduling.quoting import comment
from genesis.workflows.scheduling.rendering import Renderer, places_of_task
from genesis.workflows.scheduling.task import Task, task_of

MANIFEST: Final = "manifest.sha256"
ATTRIBUTES: Final = ".gitattributes"
_ATTRIBUTES: Final = "# Line feeds on every machine; collapsed in reviews, which `genesis diff` is for.\n* text eol=lf linguist-generated\n"


class Derived(Struct, frozen=True):
    """Contents by path from the project's folder, the lock among them and the manifest not.

    ``named`` are the trackers that were asked for, ``None`` for all: then what is not here is left over.
    """

    contents: Mapping[str, bytes]
    lock: Lock
    trackers: tuple[CompiledTracker, ...]
    named: frozenset[str] | None = None


def derive(files: ProjectFiles, names: Iterable[str] | None = None, kinds: Sequence[str] = ()) -> Derived:
    """Everything that the trackers of a project (or those named) are turned into. Nothing is written.

    ``kinds`` are the schedulers of which tasks are wanted, in place of all those in ``genesis.yaml``.

    Raises:
        GenesisError: every mistake in any of them.
    """
    wanted = files.names("tracker") if names is None else tuple(names)
    folder = generated_folder(files)
    renderer = Renderer(files, _workflows(files, kinds), folder)
    checked = Checked(files)
    contents: dict[str, str] = {}

    def one(name: str) -> tuple[CompiledTracker, Task | None]:
        compiled = compiled_tracker(files, name)
        _check(checked, compiled)
        task = task_of(files, compiled.tracker, compiled.hash, compiled.contract.owners)
        contents.update(_of_one(files, folder, compiled))
        contents.update(renderer.one(task) if task else ())
        return compiled, task

    found = each(one, wanted)
    trackers = tuple(compiled for compiled, _ in found)
    if names is None:
        contents[f"{folder}/{ATTRIBUTES}"] = _ATTRIBUTES
        contents.update(renderer.shared(task for _, task in found if task))
        lock = current_lock({one.name: line_of(one) for one in trackers})
    else:
        lock = merged(lock_of(files.root), trackers)
    contents[LOCK_FILE] = lock_text(lock)
    named = None if names is None else frozenset(wanted)
    return Derived({path: _with_line_feeds(text) for path, text in contents.items()}, lock, trackers, named)


def _with_line_feeds(text: str) -> bytes:
    """As the file is in every checkout; the lock hashes the SQL with its own line breaks."""
    return text.replace("\r\n", "\n").encode()


def generated_folder(files: ProjectFiles) -> str:
    """Where derived files stand, from the project's folder, with forward slashes."""
    return str(PurePosixPath(shown_path(files.folder("tracker"), files.root)) / GENERATED)


def places_of(folder: str, name: str) -> tuple[str, ...]:
    """Every path at which a file of a tracker may stand."""
    return *_own_places(folder, name), *places_of_task(folder, name)


def _own_places(folder: str, name: str) -> tuple[str, str]:
    return f"{folder}/sql/{name}.sql", f"{folder}/contracts/{name}.json"


def _workflows(files: ProjectFiles, kinds: Sequence[str]) -> tuple[WorkflowSpec, ...]:
    """The schedulers that are wanted; one that only the command line names has the settings that `genesis.yaml` has for it, or none."""
    written = {spec.kind.value: spec for spec in files.project.workflows}
    if not kinds:
        return tuple(written.values())
    return tuple(written.get(kind) or WorkflowSpec(_named(kind)) for kind in dict.fromkeys(kinds))


def _named(kind: str) -> Text:
    return Text(kind, Span(SourceFile(PROJECT_FILE, ""), 1, 1, 1, 1))


def _check(checked: Checked, compiled: CompiledTracker) -> None:
    """Refuse what would be refused when the tracker is refreshed, or never come due."""
    problems = Problems()
    check_written(checked, compiled.tracker, problems)
    check_shown(compiled.tracker, compiled.query, problems)
    problems.raise_if_any()


def _of_one(files: ProjectFiles, folder: str, one: CompiledTracker) -> tuple[tuple[str, str], ...]:
    sql, contract = _own_places(folder, one.name)
    return (sql, f"{_above(files, one)}{one.query.sql}"), (contract, one.contract_text)


def _above(files: ProjectFiles, one: CompiledTracker) -> str:
    """What an SQL file says of itself: no version and no line, which would change it without need."""
    tracker = shown_path(files.path("tracker", one.name), files.root)
    source = shown_path(files.path("input", one.tracker.input), files.root)
    lines = (
        f"tracker: {tracker}",
        f"input: {source}",
        f"definitions: {', '.join(one.query.sources)}",
        "written by `genesis generate`: what is changed here is lost",
    )
    return "".join(f"-- {comment(line)}\n" for line in lines)
