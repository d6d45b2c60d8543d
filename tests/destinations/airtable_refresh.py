"""Refreshes of an Airtable tracker against the emulator, with rows given by hand."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from genesis.destinations.airtable import connect
from genesis.destinations.destination import Row, Site
from genesis.destinations.limits.clock import Clock
from genesis.diagnostics import SourceFile
from genesis.model.shown import Shown
from genesis.model.types import BOOLEAN, DATE, FLOAT, INTEGER, STRING, TIMESTAMP, decimal
from genesis.publish import refreshing
from genesis.publish.answers import Answer
from genesis.publish.guards import Result
from genesis.publish.receipts import begin
from genesis.publish.refreshing import Job, Refreshed
from genesis.spec.project import open_project
from genesis.spec.tracker import read_tracker
from genesis.sql.query import CompiledQuery, ResultColumn
from tests.emulators.airtable.people import Person
from tests.emulators.airtable.quota import Meter
from tests.emulators.airtable.server import TOKEN, Emulator

BASE: Final = "appStudioStudio01"
TABLE: Final = "Films"

COLUMNS: Final = (
    ResultColumn("film_id", "Film", INTEGER),
    ResultColumn("title", "Title", STRING, description="What it is called."),
    ResultColumn("status", "Status", STRING, values=("In production", "Post", "Wrapped")),
    ResultColumn("budget", "Budget", decimal(18, 2), Shown("currency", "¤#,##0.00", "USD")),
    ResultColumn("share", "Share", FLOAT, Shown("percent", "0.0%")),
    ResultColumn("start", "Start", DATE),
    ResultColumn("seen", "Seen", TIMESTAMP),
    ResultColumn("open", "Open", BOOLEAN),
    ResultColumn("link", "Link", STRING, Shown("link", url="https://studio.example.com/p/{film_id}", text="{title}")),
)
ROWS: Final[tuple[Row, ...]] = tuple(
    (
        *(
            n,
            f"Film {n}",
            ("In production", "Post", "Wrapped", None)[n % 4],
            Decimal(1000 * n) + Decimal("0.25"),
            n / 100,
        ),
        *(date(2024, 1, 1 + n), datetime(2024, 5, 1, 12, n, 30), n % 2 == 0, f"Film {n}"),
    )
    for n in range(1, 8)
)


class PassingClock:
    """Waiting costs no time: the clock jumps. Nothing else moves it but being looked at, by a millisecond."""

    def __init__(self) -> None:
        self._time = 1_000.0

    def now(self) -> float:
        self._time += 0.001
        return self._time

    def sleep(self, seconds: float) -> None:
        self._time += max(seconds, 0.0)

    def chance(self) -> float:
        return 0.5


class Studio:
    """A project with one tracker, and the base it publishes to."""

    def __init__(self, root: Path, emulator: Emulator, clock: Clock | None = None) -> None:
        self.root = root
        self.emulator = emulator
        self.clock = clock or PassingClock()
        self.columns: Sequence[ResultColumn] = COLUMNS
        self.key: tuple[str, ...] = ("film_id",)
        self.table = TABLE
        self.options = ""
        self.settings = ""
        if BASE not in emulator.bases:
            emulator.add_base(BASE)
        emulator.meter = Meter(emulator.meter.quota, self.clock.now)

    @property
    def person(self) -> Person:
        return self.emulator.person(BASE, self.table)

    def query(self) -> CompiledQuery:
        return CompiledQuery("films", "duckdb", "SELECT 1", tuple(self.columns), self.key, ("film",), ())

    def job(self, token: str = TOKEN) -> Job:
        settings = f'endpoint: "{self.emulator.endpoint}", token: "${{TOKEN}}"{self.settings}'
        (self.root / "genesis.yaml").write_text(f"destinations:\n  airtable: {{{settings}}}\n", encoding="utf-8")
        files = open_project(self.root)
        text = f"tracker: films\ninput: films\ndestination: {{type: airtable, base: {BASE}, table: {self.table}}}\n{self.options}"
        tracker = read_tracker(SourceFile("trackers/films.yaml", text))
        site = Site(tracker, self.query(), self.root, files.project.destinations[0], {"TOKEN": token}, self.clock)
        return Job(files, tracker, self.query(), connect(site), begin())

    def refresh(self, rows: Sequence[Row] = ROWS, *, dry_run: bool = False, token: str = TOKEN) -> Refreshed:
        job = self.job(token)
        with job.destination:
            found = Answer(Result(job.query, list(rows), grouped=False), {})
            return refreshing._refreshed(job, found, dry_run=dry_run)

    def shown(self, *fields: str) -> list[tuple[Any, ...]]:
        """These fields of every record, in the order of the first."""
        rows = [tuple(row.get(field) for field in fields) for row in self.person.rows()]
        return sorted(rows, key=lambda row: str(row[0]))


def at(number: int, kind: Any) -> Callable[[int, str, str], Any]:
    """Trouble with one call."""
    return lambda call, method, path: kind if call == number else None  # noqa: ARG005
