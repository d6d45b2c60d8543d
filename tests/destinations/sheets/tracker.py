"""A tracker in an emulated spreadsheet, refreshed as the publisher does it, without a project on the disk."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import monotonic
from typing import Any, ClassVar

from msgspec import Struct, field
from msgspec.structs import replace

from genesis.destinations.destination import Row, Site
from genesis.destinations.google_sheets import GoogleSheet, connect
from genesis.destinations.limits.clock import Clock
from genesis.destinations.state.plan import Plan, Snapshot, Wanted
from genesis.diagnostics import Problems, SourceFile, Span
from genesis.model.shown import Shown
from genesis.model.types import BOOLEAN, DATE, INTEGER, STRING, decimal
from genesis.publish.planning import Policies, compute_plan
from genesis.spec.documents import Mapping as MappingNode
from genesis.spec.documents import Scalar, Text
from genesis.spec.settings import AnnotationSpec, DestinationSettingsSpec, DestinationSpec, TrackerSpec
from genesis.sql.query import CompiledQuery, ResultColumn
from tests.emulators.sheets.server import Emulator

SPAN = Span(SourceFile("trackers/films.yaml", "tracker: films\n"), 1, 1, 1, 2)
COLUMNS = (
    ResultColumn("film_id", "Film", INTEGER),
    ResultColumn("title", "Title", STRING, description="As on the poster."),
    ResultColumn("released", "Released", DATE, Shown("date", "d MMM yyyy")),
    ResultColumn("budget", "Budget", decimal(18, 2), Shown("currency", "¤#,##0.00", currency="USD")),
    ResultColumn("done", "Done", BOOLEAN, Shown("checkbox")),
    ResultColumn("page", "Page", INTEGER, Shown("link", url="https://x.example/{film_id}?t={title}", text="{title}")),
)
ROUNDS = 3


class Hasty:
    """A clock that is put forward instead of waiting; all of them show the same time."""

    ahead: ClassVar[float] = 0.0

    def now(self) -> float:
        return monotonic() + Hasty.ahead

    def sleep(self, seconds: float) -> None:
        Hasty.ahead += seconds

    def chance(self) -> float:
        return 0.5


def film(number: int, title: str | None = None, budget: str = "1.50", *, done: bool = False) -> Row:
    name = f"Film {number}" if title is None else title
    return (number, name, date(2024, 1, 1 + number % 28), Decimal(budget), done, number)


def node(value: Any) -> Any:
    if isinstance(value, Mapping):
        return MappingNode(tuple((Text(k, SPAN), node(v)) for k, v in value.items()), SPAN)
    plain = not isinstance(value, str) or not value.startswith("$")
    return Scalar(value, str(value), plain, SPAN)


class Tracker(Struct, frozen=True):
    """The films of a test. ``columns`` and policies are what its file says."""

    emulator: Emulator
    root: Path
    name: str = "films"
    tab: str = "Films"
    book: str = "book"
    columns: tuple[ResultColumn, ...] = COLUMNS
    key: tuple[str, ...] = ("film_id",)
    annotations: tuple[AnnotationSpec, ...] = (AnnotationSpec(Text("Notes", SPAN)),)
    policies: Policies = Policies("archive")
    adopt: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    clock: Clock = field(default_factory=Hasty)

    def spec(self) -> TrackerSpec:
        settings = (("spreadsheet", self.book), ("tab", self.tab))
        destination = DestinationSpec(
            Text("google_sheets", SPAN), SPAN, tuple((Text(k, SPAN), node(v)) for k, v in settings)
        )
        return TrackerSpec(
            Text(self.name, SPAN),
            SPAN,
            Text("films", SPAN),
            destination,
            annotations=self.annotations,
            adopt=self.adopt,
        )

    def site(self) -> Site:
        query = CompiledQuery("films", "duckdb", "SELECT 1", self.columns, self.key, (), ())
        settings = {"credentials": "${KEY}", "endpoint": self.emulator.address, **self.settings}
        spec = DestinationSettingsSpec(
            Text("google_sheets", SPAN),
            SPAN,
            tuple((Text(k, SPAN), node(v)) for k, v in settings.items() if v is not None),
        )
        environment = {"KEY": self.emulator.credentials}
        return Site(self.spec(), query, self.root, spec, environment, self.clock)

    def open(self) -> GoogleSheet:
        return connect(self.site())

    def plan(self, wanted: Wanted, snapshot: Snapshot) -> Plan:
        plan = compute_plan(self.name, "google_sheets", self.key, wanted, snapshot, self.policies)
        return replace(plan, record='{"run": "1"}')

    def refresh(self, rows: Sequence[Row], *, rounds: int = ROUNDS) -> Plan:
        """Refresh as the publisher does; gives the first plan. Fails when something is left to do at the end."""
        with self.open() as destination:
            problems = Problems()
            wanted = destination.wanted(rows, problems)
            problems.raise_if_any()
            first = plan = self.plan(wanted, destination.snapshot())
            for _ in range(rounds):
                if not plan.changes:
                    return first
                plan = self.plan(wanted, destination.write(plan))
        assert not plan.changes, plan
        return first
