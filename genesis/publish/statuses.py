"""How trackers stand: their last run, how old they are against how old they may be, and when they are due."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

from msgspec import Struct

from genesis.diagnostics import GenesisError, headline
from genesis.publish.receipts import GOOD, Receipt, receipts
from genesis.publish.schedule import next_run, seconds_of
from genesis.spec.project import ProjectFiles
from genesis.spec.settings import TrackerSpec

State = Literal["never", "fresh", "stale", "stopped", "failed"]


class TrackerStatus(Struct, frozen=True):
    """One tracker. ``good`` is when its rows were last right (UTC); ``age`` and ``allowed`` are seconds, ``None`` where unknown.

    ``findings`` counts the edits, doubled rows and rows sorted apart that the last good run found.
    """

    tracker: str
    state: State
    owner: str = ""
    run: str = ""
    good: datetime | None = None
    age: int | None = None
    allowed: int | None = None
    rows: int | None = None
    findings: int = 0
    messages: tuple[str, ...] = ()
    due: datetime | None = None


def statuses(files: ProjectFiles, names: tuple[str, ...], now: datetime) -> tuple[TrackerStatus, ...]:
    """The state of trackers, from the receipts of this project's folder; of one that cannot be read, why.

    Raises:
        GenesisError: G101 for a tracker that is not there.
    """
    last: dict[str, Receipt] = {}
    good: dict[str, Receipt] = {}
    for receipt in receipts(files.root):
        last[receipt.tracker] = receipt
        if receipt.status in GOOD:
            good[receipt.tracker] = receipt
    return tuple(_read(files, name, last, good, now) for name in names)


def is_stale(status: TrackerStatus) -> bool:
    """Whether a tracker wants a refresh: its last run did no good, or it is older than it may be."""
    return status.state != "fresh"


def _read(
    files: ProjectFiles, name: str, last: Mapping[str, Receipt], good: Mapping[str, Receipt], now: datetime
) -> TrackerStatus:
    try:
        return _status(files.tracker(name), last, good, now)
    except GenesisError as error:
        if not files.has("tracker", name):
            raise
        return TrackerStatus(name, "failed", messages=tuple(map(headline, error.diagnostics)))


def _status(
    tracker: TrackerSpec, last: Mapping[str, Receipt], good: Mapping[str, Receipt], now: datetime
) -> TrackerStatus:
    name = tracker.name.value
    owner = tracker.owner.value if tracker.owner else ""
    allowed = seconds_of(tracker.freshness.value) if tracker.freshness else None
    zone = tracker.timezone.value if tracker.timezone else "UTC"
    due = next_run(tracker.cron.value, zone, now) if tracker.cron else None
    run, right = last.get(name), good.get(name)
    if run is None:
        return TrackerStatus(name, "never", owner, allowed=allowed, due=due)
    at = datetime.fromisoformat(right.started).astimezone(UTC) if right else None
    age = int((now - at).total_seconds()) if at else None
    found = len(right.edited) + len(right.quarantined) + len(right.misaligned) if right else 0
    return TrackerStatus(
        tracker=name,
        state=_state(run, age, allowed),
        owner=owner,
        run=run.run,
        good=at,
        age=age,
        allowed=allowed,
        rows=right.rows if right else None,
        findings=found,
        messages=run.messages if run.status not in GOOD else (),
        due=due,
    )


def _state(run: Receipt, age: int | None, allowed: int | None) -> State:
    match run.status:
        case "stopped" | "failed":
            return run.status
        case _:
            return "stale" if age is not None and allowed is not None and age > allowed else "fresh"
