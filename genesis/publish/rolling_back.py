"""Put a tracker back to how a run left it: the later runs are undone, newest first, and the difference is written like any other."""

from collections.abc import Mapping
from operator import itemgetter
from pathlib import Path

from msgspec.structs import replace

from genesis.destinations.state.contents import Content, readable
from genesis.destinations.state.marks import column_tag
from genesis.destinations.state.plan import Plan, PlannedRow, Snapshot, Wanted, WantedRow
from genesis.diagnostics import did_you_mean, fail
from genesis.publish.answers import Answer, query_of
from genesis.publish.before import Before, Written, from_json, read_before, runs_kept
from genesis.publish.guards import Result
from genesis.publish.matching import match
from genesis.publish.merging import unpacked
from genesis.publish.receipts import begin, receipts
from genesis.publish.refreshing import Job, Refreshed, apply, connect, planned, policies_of
from genesis.spec.documents import Text
from genesis.spec.project import ProjectFiles
from genesis.sql.query import CompiledQuery


def roll_back(
    files: ProjectFiles, name: Text | str, run: str, *, environment: Mapping[str, str], dry_run: bool = False
) -> Refreshed:
    """Write back what stood in a tracker after ``run``. People's cells, and what they typed over, stay as they are.

    Raises:
        GenesisError: G814 when that run, or one after it, left nothing to go back by, or the tracker is gone; else as a refresh.
    """
    tracker = files.tracker(name)
    later = runs_after(files.root, tracker.name.value, run)
    query = query_of(files, tracker)
    with connect(files, tracker, query, environment) as destination:
        job = Job(files, tracker, query, destination, begin())
        snapshot = destination.snapshot()
        if not snapshot.exists:
            raise fail(
                "G814", tracker.destination.span, f"`{tracker.name}` is not there, so nothing can go back", "refresh it"
            )
        wanted = _as_it_was(query, snapshot, later)
        policies = replace(policies_of(tracker), edited="overwrite")
        nothing_run = Answer(Result(query, (), grouped=True), {})

        def planner(now: Snapshot) -> Plan:
            return _leaving_edits(planned(job, wanted, now, policies), now)

        return apply(job, planner, snapshot, nothing_run, dry_run=dry_run)


def runs_after(root: Path, tracker: str, run: str) -> list[Before]:
    """What the runs after ``run`` changed, newest first; those too that broke off, and may have written all the same.

    Raises:
        GenesisError: G814.
    """
    names = [one.run for one in receipts(root) if one.tracker == tracker and one.status == "written"]
    if run not in names:
        hint = did_you_mean(run, names) if names else "receipts stand in .genesis/ of the machine that refreshed it"
        raise fail("G814", None, f"`{tracker}` was not written by a run `{run}`", hint)
    later, kept = names[names.index(run) + 1 :], runs_kept(root, tracker)
    for broken in (name for name in sorted(kept, key=lambda name: _began(name, kept)) if name not in names):
        if _began(broken, kept) > _began(run, kept):
            after = (at for at, name in enumerate(later) if _began(name, kept) > _began(broken, kept))
            later.insert(next(after, len(later)), broken)
    return [_kept(root, name, tracker) for name in reversed(later)]


def _began(run: str, kept: Mapping[str, int]) -> tuple[str, int]:
    """When a run began, by the second that its name has; within one second, when it wrote down what stood there."""
    return run.partition("Z")[0], kept.get(run, 0)


def _kept(root: Path, run: str, tracker: str) -> Before:
    before = read_before(root, run, tracker)
    if before is None:
        message = f"the run `{run}` of `{tracker}` left no values to go back by"
        raise fail("G814", None, message, "roll back to a later run")
    return before


def _as_it_was(query: CompiledQuery, snapshot: Snapshot, later: list[Before]) -> Wanted:
    """The rows that are live now, with the later runs undone. Copies that people made of rows are nobody's."""
    names = tuple(column.name for column in query.visible)
    own = match(snapshot.rows, ()).keys
    live = [
        (row.mark.order, row) for row in snapshot.rows if row.mark and row.mark.state == "live" and row.place in own
    ]
    rows = {own[row.place]: dict(zip(names, row.cells, strict=True)) for _, row in sorted(live, key=itemgetter(0))}
    for before in later:
        for undo in before.rows:
            if undo.absent:
                rows.pop(undo.key, None)
            elif undo.key in rows or len(undo.cells) >= len(names):
                rows.setdefault(undo.key, dict.fromkeys(names)).update(_contents(undo.cells, names))
    shown = [names.index(name) for name in query.key if name in names]
    return Wanted(query.visible, tuple(_row(key, tuple(cells[n] for n in names), shown) for key, cells in rows.items()))


def _contents(cells: Mapping[str, Written], names: tuple[str, ...]) -> dict[str, Content]:
    return {name: from_json(written) for name, written in cells.items() if name in names}


def _row(key: str, cells: tuple[Content, ...], shown: list[int]) -> WantedRow:
    return WantedRow(key, ", ".join(readable(cells[place]) for place in shown), cells)


def _leaving_edits(plan: Plan, snapshot: Snapshot) -> Plan:
    """The plan, in which cells that are not written keep what was last published in them: an edit stays an edit."""
    before = {row.place: unpacked(row.mark) for row in snapshot.rows}
    tags = tuple(column_tag(column.name) for column in plan.columns)
    rows = tuple(_remembering(row, before.get(row.place or 0, {}), tags) for row in plan.rows)
    marks = {row.place: row.mark for row in snapshot.rows}
    remarked = any(row.mark is not None and row.mark != marks.get(row.place or 0) for row in rows)
    return replace(plan, rows=rows, remarked=remarked)


def _remembering(row: PlannedRow, published: Mapping[str, str], tags: tuple[str, ...]) -> PlannedRow:
    if row.mark is None or not published:
        return row
    written = {tags[index] for index in row.writes}
    cells = {tag: text if tag in written else published.get(tag, text) for tag, text in row.mark.cells.items()}
    return replace(row, mark=replace(row.mark, cells=cells))
