"""One tracker as a scheduler needs to know it."""

import re
from hashlib import sha256
from typing import Final

from msgspec import Struct

from genesis.destinations.destination import setting
from genesis.engines.connections import connection_of
from genesis.publish.schedule import seconds_of
from genesis.spec.documents import Mapping, Node, Scalar, Sequence
from genesis.spec.folder import shown_path
from genesis.spec.project import ProjectFiles
from genesis.spec.settings import TrackerSpec
from genesis.workflows.scheduling.jitter import delay_of
from genesis.workflows.scheduling.times import Times, times_of

RETRIES: Final = 2
TIMEOUT: Final = 3600
JITTER: Final = 15
"""Minutes."""
PAUSE: Final = 300
"""Seconds between two tries."""
FINAL: Final = (1, 2, 5)
"""Exit codes that would come again: mistakes in definitions or settings, and guards."""
_LONGEST: Final = 500
_LONGEST_DELAY: Final = 1439
_VARIABLE: Final = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_POOL: Final = re.compile(r"[A-Za-z0-9_]{1,40}")
_DNS: Final = 52
"""The most characters of a CronJob's name, https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/."""


class Task(Struct, frozen=True):
    """A tracker that is due at ``times`` (its schedule and ``delay`` minutes later) in ``timezone``.

    ``hash`` is what the lock says of it, ``pool`` (letters, digits and ``_``) stands for its destination. ``timeout`` (of one try)
    and ``pause`` (before the next one) are seconds. ``variables`` are those of the environment that its settings name.
    ``description`` is at most 500 characters of one line.
    """

    tracker: TrackerSpec
    hash: str
    file: str
    description: str
    owners: tuple[str, ...]
    pool: str
    times: Times
    timezone: str
    delay: int
    retries: int
    timeout: int
    variables: tuple[str, ...]
    pause: int = PAUSE
    final: tuple[int, ...] = FINAL

    @property
    def name(self) -> str:
        """The tracker's name."""
        return self.tracker.name.value

    @property
    def cron(self) -> str:
        """When it is due, with its delay, as five fields."""
        return self.times.cron

    @property
    def command(self) -> tuple[str, ...]:
        """What runs it."""
        return ("genesis", "refresh", self.name, "--expect-lock", self.hash)

    @property
    def slug(self) -> str:
        """The name as Kubernetes takes it: letters, digits and `-`, at most 52 characters."""
        slug = self.name.replace("_", "-")
        if len(slug) <= _DNS and not slug.endswith("-"):
            return slug
        return f"{slug[: _DNS - 9].rstrip('-')}-{sha256(self.name.encode()).hexdigest()[:8]}"


def task_of(files: ProjectFiles, tracker: TrackerSpec, lock_hash: str, owners: tuple[str, ...]) -> Task | None:
    """The task of a tracker; ``None`` for one without a schedule, or with one that is no cron expression."""
    if tracker.cron is None:
        return None
    try:
        times = times_of(tracker.cron.value)
    except ValueError:
        return None
    name = tracker.name.value
    delay = delay_of(name, times, _minutes(tracker))
    return Task(
        tracker,
        lock_hash,
        shown_path(files.path("tracker", name), files.root),
        _one_line(tracker.description.value if tracker.description else ""),
        owners,
        pool_of(tracker),
        times.later(delay) or times,
        tracker.timezone.value if tracker.timezone else "UTC",
        delay,
        RETRIES if tracker.retries is None else tracker.retries,
        seconds_of(tracker.timeout.value) if tracker.timeout else TIMEOUT,
        _variables(files, tracker),
    )


def pool_of(tracker: TrackerSpec) -> str:
    """The destination's name as every scheduler and shell takes it; one that had to be changed ends in its hash."""
    name = destination_of(tracker)
    if _POOL.fullmatch(name):
        return name
    return f"{re.sub('[^A-Za-z0-9_]+', '_', name)[:30]}_{sha256(name.encode()).hexdigest()[:8]}"


def destination_of(tracker: TrackerSpec) -> str:
    """What a tracker's destination is called in the project's settings: its ``name``, else its type."""
    named = setting(tracker, "name")
    return named.value if named else tracker.destination.type.value


def _minutes(tracker: TrackerSpec) -> int:
    if tracker.jitter is None:
        return JITTER
    return 0 if tracker.jitter.value == "none" else min(seconds_of(tracker.jitter.value) // 60, _LONGEST_DELAY)


def _one_line(text: str) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _variables(files: ProjectFiles, tracker: TrackerSpec) -> tuple[str, ...]:
    own = destination_of(tracker)
    settings = [one.settings for one in files.project.destinations if one.name.value == own]
    chosen = connection_of(files, tracker.connection)
    nodes = [node for entries in (chosen.settings, *settings) for _, node in entries]
    return tuple(sorted({name for node in nodes for text in _texts(node) for name in _VARIABLE.findall(text)}))


def _texts(node: Node) -> list[str]:
    match node:
        case Scalar():
            return [node.text]
        case Sequence():
            return [text for item in node.items for text in _texts(item)]
        case Mapping():
            return [text for _, value in node.entries for text in _texts(value)]
