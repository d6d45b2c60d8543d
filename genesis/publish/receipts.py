"""Receipts: what each run did, kept on the runner under `.genesis/`, one line a tracker and run.

A receipt proves; it does not steer. Whatever a refresh needs to know stands in the tracker itself.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from time import perf_counter
from typing import Final, Literal

import msgspec
from msgspec import Struct

from genesis.destinations.files.folder import own_folder
from genesis.destinations.state.contents import checksum, digest
from genesis.destinations.state.plan import EditedCell, Plan
from genesis.diagnostics import GenesisError, headline
from genesis.publish import ledger
from genesis.publish.before import RUNS_KEPT
from genesis.sql.query import CompiledQuery

RESULTS: Final = "run_results.json"

GOOD: Final = frozenset({"written", "unchanged"})
"""How a run ends whose tracker is right."""

Status = Literal["written", "unchanged", "stopped", "failed"]


class Run(Struct, frozen=True):
    """One run's name, when it began (ISO 8601, UTC), and the clock its seconds are taken from."""

    name: str
    at: str
    clock: float


class Changes(Struct, frozen=True):
    """How many rows and cells changed."""

    added: int = 0
    changed: int = 0
    restored: int = 0
    archived: int = 0
    removed: int = 0
    kept: int = 0
    cells: int = 0


class Receipt(Struct, frozen=True):
    """What one run did with one tracker. ``checksums`` has one of the keys and one a column, as published.

    ``stopped``: a guard refused; ``failed``: something broke; ``messages`` say why.
    """

    run: str
    tracker: str
    destination: str
    status: Status
    started: str
    seconds: Mapping[str, float]
    messages: tuple[str, ...] = ()
    query: str = ""
    commit: str = ""
    rows: int = 0
    changes: Changes = Changes()
    checksums: Mapping[str, str] = msgspec.field(default_factory=dict)
    edited: tuple[EditedCell, ...] = ()
    quarantined: tuple[str, ...] = ()
    misaligned: tuple[str, ...] = ()
    drift: tuple[str, ...] = ()
    calls: int = 0
    engine_query: str = ""
    owner: str = ""


def begin() -> Run:
    """A new run: names sort by time."""
    now = datetime.now(UTC)
    return Run(f"{now:%Y%m%dT%H%M%SZ}-{token_hex(3)}", now.isoformat(timespec="seconds"), perf_counter())


def query_hash(query: CompiledQuery) -> str:
    """What tells one query text from another, 16 characters; comments say nothing about rows and do not count."""
    return digest(f"{query.dialect}\n{query.bare_sql}", 16)


def record_of(run: Run, query: CompiledQuery, rows: int) -> str:
    """What the tracker itself keeps of a run."""
    return json.dumps({"run": run.name, "at": run.at, "rows": rows, "query": query_hash(query)})


def checksums(plan: Plan) -> dict[str, str]:
    """One checksum of all keys and one of each column's published cells, in the order of the result."""
    live = sorted((row.mark for row in plan.rows if row.mark and row.mark.state == "live"), key=lambda mark: mark.order)
    found = {"": checksum(mark.key for mark in live)}
    columns = zip(*(mark.cells.values() for mark in live), strict=True) if live else ()
    return found | {column.name: checksum(cells) for column, cells in zip(plan.columns, columns, strict=False)}


def changes_of(plan: Plan) -> Changes:
    """A plan in numbers."""
    kinds = ("added", "changed", "restored", "archived", "removed", "kept")
    counts = dict.fromkeys(kinds, 0)
    for row in (*plan.rows, *plan.removed):
        if row.change in counts:
            counts[row.change] += 1
    return Changes(**counts, cells=sum(len(row.writes) for row in plan.rows))


def failure(run: Run, tracker: str, destination: str, error: Exception, *, stopped: bool) -> Receipt:
    """The receipt of a run that published nothing, or nobody knows what. Of a mistake of Genesis it names the kind alone."""
    messages: tuple[str, ...] = (f"a mistake in Genesis: {type(error).__name__}",)
    if isinstance(error, GenesisError):
        messages = tuple(map(headline, error.diagnostics))
    seconds = {"total": perf_counter() - run.clock}
    return Receipt(run.name, tracker, destination, "stopped" if stopped else "failed", run.at, seconds, messages)


def leave(root: Path, receipt: Receipt) -> str:
    """Append a receipt to `.genesis/runs.ndjson`. A folder that cannot be written loses the receipt, not the refresh: then a note
    for people, else nothing."""
    line = msgspec.json.encode(receipt) + b"\n"
    try:
        ledger.append(root, line, _needed)
    except OSError as error:
        return f"no receipt could be left in .genesis/{ledger.RUNS} ({error.strerror}): status and rollback do not know this run"
    return ""


def _needed(lines: Sequence[bytes]) -> list[bytes]:
    """The lines that tell how each tracker stands, and what it can be rolled back to."""
    last: dict[tuple[str, str], int] = {}
    written: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if (one := _receipt(line)) is None:
            continue
        last[one.tracker, ""] = number
        if one.status in GOOD:
            last[one.tracker, "good"] = number
        if one.status == "written":
            written.setdefault(one.tracker, []).append(number)
    kept = {*last.values(), *(number for numbers in written.values() for number in numbers[-RUNS_KEPT:])}
    return [lines[number] for number in sorted(kept)]


def leave_results(root: Path, trackers: Iterable[str], since: ledger.Point) -> None:
    """Write what one command did, all trackers together, to `.genesis/run_results.json`: its receipts stand after ``since``."""
    wanted = frozenset(trackers)
    last = {one.tracker: one for one in receipts(root, since) if one.tracker in wanted}
    with suppress(OSError):
        path = own_folder(root) / RESULTS
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_bytes(msgspec.json.format(msgspec.json.encode({"results": tuple(last.values())})) + b"\n")
        beside.replace(path)


def receipts(root: Path, since: ledger.Point | None = None) -> Iterator[Receipt]:
    """Every receipt after a point, oldest first. A line that was cut off by a crash is left out."""
    for line, sure in ledger.lines(root, since):
        one = _receipt(line)
        if one is not None and (sure or since is None or one.started >= since.at):
            yield one


def _receipt(line: bytes) -> Receipt | None:
    with suppress(msgspec.DecodeError):
        return msgspec.json.decode(line, type=Receipt)
    return None
