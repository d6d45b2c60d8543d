"""Which trackers a command is about: those named, all, an owner's, or those that want a refresh."""

from datetime import UTC, datetime
from typing import Annotated

from msgspec import Struct
from typer import Argument, Option

from genesis.cli.terminal.projects import document
from genesis.diagnostics import GenesisError, did_you_mean, fail
from genesis.spec.project import ProjectFiles

Named = Annotated[list[str] | None, Argument(metavar="TRACKER", help="a tracker's name, or its file")]
Every = Annotated[bool, Option("--all", help="every tracker")]
Owner = Annotated[str | None, Option(metavar="WHO", help="every tracker of this owner")]
Stale = Annotated[bool, Option("--stale", help="every tracker that is too old, or whose last run failed")]
Elsewhere = Annotated[str | None, Option("--connection", metavar="C", help="run here and not on the trackers' own")]


class Choice(Struct, frozen=True):
    """What a command line says of which trackers it means."""

    named: list[str]
    every: bool
    owner: str | None
    stale: bool


def chosen(choice: Choice, files: ProjectFiles) -> list[str]:
    """The names of the trackers, each once. ``--owner`` and ``--stale`` together mean both.

    Raises:
        GenesisError: G901 when nothing or too much is named, or nobody is an owner by that name; G905 for a path of no tracker.
    """
    by_kind = bool(choice.owner or choice.stale)
    if bool(choice.named) + choice.every + by_kind != 1:
        hint = "`TRACKER...`, `--all`, or `--owner` and `--stale`"
        message = "name a tracker, or ask for all" if not choice.named else "trackers are named, and asked for by kind"
        raise fail("G901", None, message, hint)
    if choice.named:
        return list(dict.fromkeys(document(files, "tracker", word) for word in choice.named))
    names = files.names("tracker")
    if choice.owner:
        names = _owned(choice.owner, files, names)
    if choice.stale:
        from genesis.publish.statuses import is_stale, statuses

        names = tuple(one.tracker for one in statuses(files, names, datetime.now(UTC)) if is_stale(one))
    return list(names)


def _owned(owner: str, files: ProjectFiles, names: tuple[str, ...]) -> tuple[str, ...]:
    owners = {name: _owner(files, name) for name in names}
    if owner not in owners.values():
        known = {held for held in owners.values() if held}
        raise fail("G901", None, f"`{owner}` owns no tracker", did_you_mean(owner, known))
    return tuple(name for name, held in owners.items() if held in {owner, None})


def _owner(files: ProjectFiles, name: str) -> str | None:
    """Who owns a tracker; ``None`` when it cannot be read: then it may be anybody's, and whoever asks is told."""
    try:
        owner = files.tracker(name).owner
    except GenesisError:
        return None
    return owner.value if owner else ""
