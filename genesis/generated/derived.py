"""What is derived from a project: the content of every file that Genesis owns, computed before one of them is written."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Final

from msgspec import Struct

from genesis.diagnostics import each
from genesis.generated.compiled import CompiledTracker, compiled_tracker
from genesis.generated.lock import LOCK_FILE, Lock, current_lock, line_of, lock_of, lock_text, merged
from genesis.spec.folder import GENERATED, shown_path
from genesis.spec.project import ProjectFiles

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


def derive(files: ProjectFiles, names: Iterable[str] | None = None) -> Derived:
    """Everything that the trackers of a project (or those named) are turned into. Nothing is written.

    Raises:
        GenesisError: every mistake in any of them.
    """
    wanted = files.names("tracker") if names is None else tuple(names)
    trackers = each(lambda name: compiled_tracker(files, name), wanted)
    folder = generated_folder(files)
    contents = dict(pair for one in trackers for pair in _of_one(files, folder, one))
    if names is None:
        contents[f"{folder}/{ATTRIBUTES}"] = _ATTRIBUTES
        lock = current_lock({one.name: line_of(one) for one in trackers})
    else:
        lock = merged(lock_of(files.root), trackers)
    contents[LOCK_FILE] = lock_text(lock)
    named = None if names is None else frozenset(wanted)
    return Derived({path: text.encode() for path, text in contents.items()}, lock, trackers, named)


def generated_folder(files: ProjectFiles) -> str:
    """Where derived files stand, from the project's folder, with forward slashes."""
    return str(PurePosixPath(shown_path(files.folder("tracker"), files.root)) / GENERATED)


def places_of(folder: str, name: str) -> tuple[str, str]:
    """The paths of a tracker's SQL and contract."""
    return f"{folder}/sql/{name}.sql", f"{folder}/contracts/{name}.json"


def _of_one(files: ProjectFiles, folder: str, one: CompiledTracker) -> tuple[tuple[str, str], ...]:
    sql, contract = places_of(folder, one.name)
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
    return "".join(f"-- {line}\n" for line in lines)
