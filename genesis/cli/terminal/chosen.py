"""Which trackers a command is about: those named, all, an owner's, or those that want a refresh."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime

from genesis.cli.terminal.projects import document
from genesis.diagnostics import did_you_mean, fail
from genesis.spec.project import ProjectFiles


def declare_choice(parser: ArgumentParser, every: str = "every tracker") -> None:
    """The arguments that choose trackers."""
    parser.add_argument("tracker", metavar="TRACKER", nargs="*", help="a tracker's name, or its file")
    parser.add_argument("--all", action="store_true", help=every)
    parser.add_argument("--owner", metavar="WHO", help="every tracker of this owner")
    parser.add_argument("--stale", action="store_true", help="every tracker that is too old, or whose last run failed")


def chosen(options: Namespace, files: ProjectFiles) -> list[str]:
    """The names of the trackers, each once. ``--owner`` and ``--stale`` together mean both.

    Raises:
        GenesisError: G901 when nothing or too much is named, or nobody is an owner by that name; G905 for a path of no tracker.
    """
    by_kind = bool(options.owner or options.stale)
    if bool(options.tracker) + bool(options.all) + by_kind != 1:
        hint = "`TRACKER...`, `--all`, or `--owner` and `--stale`"
        message = (
            "name a tracker, or ask for all" if not options.tracker else "trackers are named, and asked for by kind"
        )
        raise fail("G901", None, message, hint)
    if options.tracker:
        return list(dict.fromkeys(document(files, "tracker", word) for word in options.tracker))
    names = files.names("tracker")
    if options.owner:
        names = _owned(options.owner, files, names)
    if options.stale:
        from genesis.publish.statuses import is_stale, statuses

        names = tuple(one.tracker for one in statuses(files, names, datetime.now(UTC)) if is_stale(one))
    return list(names)


def _owned(owner: str, files: ProjectFiles, names: tuple[str, ...]) -> tuple[str, ...]:
    owners = {name: held.value for name in names if (held := files.tracker(name).owner)}
    found = tuple(name for name, held in owners.items() if held == owner)
    if not found:
        raise fail("G901", None, f"`{owner}` owns no tracker", did_you_mean(owner, set(owners.values())))
    return found
