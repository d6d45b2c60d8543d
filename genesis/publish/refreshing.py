"""Bring one tracker up to date: run its query, compare, write what changed, read back, leave a receipt."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from time import perf_counter
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from genesis.destinations.destination import (
    Cost,
    Destination,
    Site,
    check_settings,
    destination_type,
    setting,
)
from genesis.destinations.state.plan import Plan, Policy, Snapshot, Wanted
from genesis.diagnostics import GenesisError, Problems, fail
from genesis.publish.answers import Answer, answer, query_of
from genesis.publish.before import before_of, keep_before
from genesis.publish.commits import definition_commit
from genesis.publish.guards import check_result, is_guard
from genesis.publish.notes import failed_note, notes_of, stale_note
from genesis.publish.places import check_named, check_place
from genesis.publish.planning import Policies, compute_plan
from genesis.publish.receipts import (
    Receipt,
    Run,
    begin,
    changes_of,
    checksums,
    failure,
    leave,
    query_hash,
    record_of,
)
from genesis.publish.retyped import check_retyped
from genesis.publish.unmarked import check_unmarked
from genesis.spec.documents import Text
from genesis.spec.project import ProjectFiles
from genesis.spec.settings import TrackerSpec
from genesis.sql.query import CompiledQuery

_ROUNDS: Final = 3
"""How often a tracker is written before people who work in it at the same moment win."""


class Refreshed(Struct, frozen=True):
    """What a refresh did (a dry run: would do). ``rows`` are those of the result; ``gone`` left it, whatever became of them.

    ``notes`` are for people: edits, copies and drift that were found. ``written`` is false where nothing had changed.
    ``cost`` is what the write was expected to spend.
    """

    tracker: str
    destination: str
    rows: int
    added: int
    changed: int
    gone: int
    seconds: float
    notes: tuple[str, ...]
    plan: Plan
    receipt: Receipt
    written: bool
    cost: Cost = Cost()

    @property
    def findings(self) -> bool:
        """Whether people's hands were found in managed cells."""
        return self.plan.findings


class Job(Struct, frozen=True):
    """One tracker at work: its definition, its query, its open destination, and the run that all belongs to."""

    files: ProjectFiles
    tracker: TrackerSpec
    query: CompiledQuery
    destination: Destination
    run: Run


def refresh(
    files: ProjectFiles,
    name: Text | str,
    *,
    environment: Mapping[str, str],
    connection: str | None = None,
    dry_run: bool = False,
) -> Refreshed:
    """Refresh a tracker; with ``dry_run`` only say what would be done.

    Raises:
        GenesisError: for mistakes in the definitions, failures of the engine or the destination, and guards that stopped the
            refresh. Then nothing was written, save a note in the tracker that its rows are no longer refreshed.
    """
    run = begin()
    tracker = files.tracker(name)
    try:
        try:
            found = answer(files, tracker, environment, connection)
        except GenesisError as error:
            if not dry_run:
                _leave_word(files, tracker, environment, failed_note(run, error), connection)
            raise
        with connect(files, tracker, found.result.query, environment) as destination:
            job = Job(files, tracker, found.result.query, destination, run)
            return _refreshed(job, found, dry_run=dry_run)
    except Exception as error:
        if not dry_run:
            kind, stopped = tracker.destination.type.value, isinstance(error, GenesisError) and is_guard(error)
            leave(files.root, failure(run, tracker.name.value, kind, error, stopped=stopped))
        raise


def _leave_word(
    files: ProjectFiles, tracker: TrackerSpec, environment: Mapping[str, str], note: str, connection: str | None
) -> None:
    """Put a note into the tracker of a query that could not be run, if it is one, and the tracker is there and can be reached."""
    with suppress(GenesisError), connect(files, tracker, query_of(files, tracker, connection), environment) as held:
        if held.snapshot().exists:
            held.stale(note)


def connect(
    files: ProjectFiles, tracker: TrackerSpec, query: CompiledQuery, environment: Mapping[str, str]
) -> Destination:
    """Open a tracker's destination.

    Raises:
        GenesisError: G800 and G801 for its settings, and what the destination itself refuses.
    """
    problems = Problems()
    check_settings(tracker, problems)
    check_place(files, tracker, problems)
    check_named(files, tracker, problems)
    problems.raise_if_any()
    named = setting(tracker, "name")
    wanted = named.value if named else tracker.destination.type.value
    settings = next((one for one in files.project.destinations if one.name.value == wanted), None)
    site = Site(tracker, query, files.root, settings, environment)
    return destination_type(tracker.destination.type.value).connect(site)


def _refreshed(job: Job, found: Answer, *, dry_run: bool) -> Refreshed:
    try:
        wanted, snapshot = guarded(job, found)
    except GenesisError as error:
        if not dry_run and is_guard(error):
            with suppress(GenesisError):
                job.destination.stale(stale_note(job.run, error))
        raise
    policies = policies_of(job.tracker)
    return apply(job, lambda now: planned(job, wanted, now, policies), snapshot, found, dry_run=dry_run)


def guarded(job: Job, found: Answer) -> tuple[Wanted, Snapshot]:
    """What is wanted and what is there, once every guard and audit agrees.

    Raises:
        GenesisError: G82x and G83x, all that were found.
    """
    problems = Problems()
    wanted = job.destination.wanted(found.result.rows, problems)
    snapshot = job.destination.snapshot()
    check_result(job.tracker, found.result, snapshot, problems)
    check_retyped(job.tracker, wanted, snapshot, problems)
    check_unmarked(job.tracker, wanted, snapshot, problems)
    problems.raise_if_any()
    return wanted, snapshot


def policies_of(tracker: TrackerSpec) -> Policies:
    """What the tracker says about rows that leave and cells that people edit."""
    gone: Policy | None = "archive" if tracker.rows_gone is None and tracker.annotations else None
    match tracker.rows_gone and tracker.rows_gone.value:
        case "archive" | "delete" | "keep" as written:
            gone = written
    match tracker.cells_edited and tracker.cells_edited.value:
        case "overwrite" | "keep" as edited:
            return Policies(gone, edited)
    return Policies(gone)


def planned(job: Job, wanted: Wanted, snapshot: Snapshot, policies: Policies) -> Plan:
    """The plan of a run."""
    name, kind = job.tracker.name.value, job.tracker.destination.type.value
    plan = compute_plan(name, kind, job.query.key, wanted, snapshot, policies)
    return replace(plan, record=record_of(job.run, job.query, len(wanted.rows)))


def apply(
    job: Job, planner: Callable[[Snapshot], Plan], snapshot: Snapshot, found: Answer, *, dry_run: bool
) -> Refreshed:
    """Write what ``planner`` plans until it has nothing left to do, and leave a receipt.

    Raises:
        GenesisError: G808 when the tracker is not what was written, however often it is.
    """
    began, plan = perf_counter(), planner(snapshot)
    written = plan.changes and not dry_run
    cost = job.destination.cost(plan) if plan.changes else Cost()
    if written:
        _remember(job, plan, snapshot)
        _write(job, plan, planner)
    receipt = _receipt(job, plan, found, began, written=written)
    lost = "" if dry_run else leave(job.files.root, receipt)
    return Refreshed(
        tracker=plan.tracker,
        destination=plan.destination,
        rows=receipt.rows,
        added=plan.count("added", "restored"),
        changed=plan.count("changed"),
        gone=plan.count("archived", "removed", "kept"),
        seconds=perf_counter() - job.run.clock,
        notes=(*notes_of(plan), lost) if lost else notes_of(plan),
        plan=plan,
        receipt=receipt,
        written=written,
        cost=cost,
    )


def _remember(job: Job, plan: Plan, snapshot: Snapshot) -> None:
    """Keep what a rollback needs. Where it cannot be kept, the refresh goes on: people need their rows more."""
    with suppress(OSError):
        keep_before(job.files.root, before_of(job.run.name, plan, snapshot))


def _write(job: Job, plan: Plan, planner: Callable[[Snapshot], Plan]) -> None:
    for _ in range(_ROUNDS):
        plan = planner(job.destination.write(plan))
        if not plan.changes:
            return
    hint = "refresh again when nobody works in it"
    raise fail("G808", job.tracker.span, f"`{plan.tracker}` does not hold what was written to it", hint)


def _receipt(job: Job, plan: Plan, found: Answer, began: float, *, written: bool) -> Receipt:
    now = perf_counter()
    seconds = {**found.seconds, "write": now - began, "total": now - job.run.clock}
    return Receipt(
        run=job.run.name,
        tracker=plan.tracker,
        destination=plan.destination,
        status="written" if written else "unchanged",
        started=job.run.at,
        seconds={phase: round(spent, 3) for phase, spent in seconds.items()},
        messages=notes_of(plan),
        query=query_hash(job.query),
        commit=definition_commit(job.files.root),
        rows=plan.wanted,
        changes=changes_of(plan),
        checksums=checksums(plan),
        edited=plan.edited,
        quarantined=plan.quarantined,
        misaligned=plan.misaligned,
        drift=plan.drift,
        calls=job.destination.calls,
        engine_query=found.engine_query,
        owner=job.tracker.owner.value if job.tracker.owner else "",
    )
