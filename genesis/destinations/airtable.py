"""Airtable: a table of a base, its fields known by their ids, its rows by marks in a field of their own.

Nothing of people's is written: not their fields, comments, views, or the names and descriptions that they gave. A record is written in
one call as a whole, so nobody sees half of one. Rows have no order; what left the result is marked in `_genesis_state`, for views to
leave out or to gather.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from genesis.destinations.bases.calls import Calls, RefusedError
from genesis.destinations.bases.fields import KEY
from genesis.destinations.bases.layout import (
    Layout,
    fresh_description,
    managed_fields,
    read_layout,
    shape,
    stale_description,
)
from genesis.destinations.bases.opening import BASE, account_of
from genesis.destinations.bases.reading import Shelf, modified_since, shelve
from genesis.destinations.bases.schema import Design, complete_table, create_table, find_table
from genesis.destinations.bases.trust import check_key, check_ours, check_types, drift_of, notes_of
from genesis.destinations.bases.wanting import MERGEABLE, Wish, wish
from genesis.destinations.bases.writing import (
    Target,
    count_calls,
    inserts,
    read_some,
    removals,
    send_inserts,
    send_removals,
    send_updates,
    updates,
)
from genesis.destinations.destination import Cost, Row, Setting, Site, setting
from genesis.destinations.files.locks import one_at_a_time
from genesis.destinations.state.plan import Plan, Snapshot, Wanted
from genesis.diagnostics import Problems
from genesis.spec.settings import TrackerSpec

Json = dict[str, Any]

SETTINGS = (Setting("base", required=True), Setting("table", required=True), Setting("name"))
_UNKNOWN: Final = "UNKNOWN_FIELD_NAME"
_LOOKS: Final = 2
"""How often people may delete a field between two of our reads before that is an error."""
_MOVED: Final = frozenset({_UNKNOWN, "INVALID_VALUE_FOR_COLUMN"})
"""What Airtable says when people changed a field between our look and our write."""


class _FieldGoneError(RefusedError):
    """A field was deleted after we saw it."""


def check(tracker: TrackerSpec, problems: Problems) -> None:
    """Note a base that is no base's id (G870)."""
    base = setting(tracker, "base")
    if base and not BASE.fullmatch(base.value):
        hint = "an id is `app` and 14 letters or digits; it stands in the base's address"
        problems.add("G870", base.span, f"`{base.value}` is not a base's id", hint)


def connect(site: Site) -> "AirtableTable":
    """Open the table that the tracker names.

    Raises:
        GenesisError: G871.
    """
    return AirtableTable(site)


class AirtableTable:
    """One table of a base."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._place = site.tracker.destination.span
        account = account_of(site)
        self._calls = Calls(account, site.clock, self._place)
        self._lock = site.root, Path("airtable") / account.base / self._setting("table")
        self._held = ExitStack()
        self._wish: Wish | None = None
        self._layout: Layout | None = None
        self._records: dict[str, Json] = {}
        self._shelf = Shelf((), ())
        self._ranks: dict[str, int] = {}
        self._since = ""
        self._by_name = False

    def __enter__(self) -> Self:
        self._held.enter_context(one_at_a_time(*self._lock, self._place))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()

    def wanted(self, rows: Sequence[Row], problems: Problems) -> Wanted:
        """The result in Airtable's types; what they cannot hold is noted: G830 too long, G831 not exact."""
        self._wish = wish(self._site.query, rows, self._annotations, problems, self._place)
        self._ranks = {row.key: rank for rank, row in enumerate(self._wish.wanted.rows)}
        return self._wish.wanted

    def snapshot(self) -> Snapshot:
        """The table's managed fields, and no other cell.

        Raises:
            GenesisError: G833 for a table that is not this tracker's, G834 and G835 for fields that cannot hold their columns,
                G872 to G875 when Airtable does not answer.
        """
        with self._explained():
            return self._look()

    def write(self, plan: Plan) -> Snapshot:
        """Create what is missing, write changed records and then new ones, remember, and read back what changed since.

        Raises:
            GenesisError: G833 to G835, G872 to G875.
        """
        self._ranks = {row.key: row.mark.order for row in plan.rows if row.mark and row.mark.state == "live"}
        with self._explained():
            try:
                self._send(plan)
            except RefusedError as refusal:
                return self._look_again(refusal)
            return self._look()

    def cost(self, plan: Plan) -> Cost:
        """Calls for the writes and the read-back, at the base's five a second."""
        calls = count_calls(plan)
        return Cost(calls, self._calls.limiter.waiting(calls, self._calls.account.base_limit))

    def stale(self, note: str) -> None:
        """Add a line to the table's description."""
        if self._layout is not None:
            description = stale_description(self._layout.table, note)
            if description is not None:
                with self._explained():
                    self._calls.describe(description, self._layout.table["id"])

    @property
    def calls(self) -> int:
        """How many requests were sent."""
        return self._calls.count

    @property
    def _annotations(self) -> list[str]:
        return [annotation.name.value for annotation in self._site.tracker.annotations]

    @property
    def _wished(self) -> Wish:
        """What is wanted; a rollback asks what is there without wanting anything yet."""
        if self._wish is None:
            self._wish = wish(self._site.query, (), self._annotations, Problems(), self._place)
        return self._wish

    def _setting(self, name: str) -> str:
        found = setting(self._site.tracker, name)
        return found.value if found else ""

    def _design(self, layout: Layout | None) -> Design:
        """What the table is to have; a field for the key only where no column can stand for it."""
        tracker, own = self._site.tracker, self._needs_key(layout)
        slots = tuple(slot for slot in self._wished.slots if slot.name != KEY or own)
        about = tracker.description.value if tracker.description else ""
        return Design(tracker.name.value, self._setting("table"), slots, tracker.annotations, about, self._place)

    def _needs_key(self, layout: Layout | None) -> bool:
        simple = self._wished.simple
        if simple is None or self._shelf.crossed(self._ranks) or (layout is not None and KEY in layout.found):
            return True
        field = layout.found.get(self._wished.slots[simple].name) if layout else None
        return field is not None and field["type"] not in MERGEABLE

    def _recognised(self, table: Json) -> Layout:
        """The table's fields, when they are this tracker's and of the right types."""
        layout, tracker = self._layout_of(table), self._site.tracker
        if check_ours(self._calls, layout, self._design(None), tracker):
            self._by_name = True
            layout = self._layout_of(table)
        if tracker.adopt:
            simple = self._wished.simple
            check_key(layout, None if simple is None else self._wished.slots[simple], self._place)
        self._layout = layout
        problems = Problems()
        check_types(self._design(layout), layout, self._wished.broken, problems)
        problems.raise_if_any()
        return layout

    def _layout_of(self, table: Json) -> Layout:
        return read_layout(table, self._wished.slots, self._annotations, by_name=self._by_name)

    def _look(self) -> Snapshot:
        """What stands there now; a field that is deleted between the two reads only makes us look again."""
        for _ in range(_LOOKS):
            with suppress(_FieldGoneError):
                return self._look_once()
        return self._look_once()

    def _look_once(self) -> Snapshot:
        tables = self._calls.tables()
        now = self._calls.server_time
        table = find_table(tables, self._design(None))
        if table is None:
            self._layout, self._records, self._since = None, {}, now
            self._shelf = Shelf((), ())
            return Snapshot(exists=False, drift=(f"the table `{self._setting('table')}` is created",))
        layout = self._recognised(table)
        self._records |= self._read(layout)
        self._since = self._since or now
        self._shelf = self._shelve(layout)
        design = self._design(layout)
        names = tuple(slot.name for slot in design.slots if slot.column and layout.is_filled(slot))
        about = drift_of(design, layout), notes_of(design, layout)
        return Snapshot(True, names, self._shelf.rows, *about, layout.memory.record)

    def _read(self, layout: Layout) -> dict[str, Json]:
        """Every record, or those that changed since the first look."""
        try:
            return self._calls.records(layout.table["id"], managed_fields(layout), modified_since(self._since))
        except RefusedError as refusal:
            if refusal.kind == _UNKNOWN:
                raise _FieldGoneError(refusal.status, refusal.kind, str(refusal)) from refusal
            raise

    def _shelve(self, layout: Layout) -> Shelf:
        given = self._records, layout, self._wished.slots, self._ranks
        shelf = shelve(*given, frozenset(), self._wished.simple)
        leaving = [
            i for i, row in zip(shelf.ids, shelf.rows, strict=True) if row.mark and row.mark.key not in self._ranks
        ]
        return shelve(*given, self._written_beside(layout, leaving), self._wished.simple) if leaving else shelf

    def _written_beside(self, layout: Layout, records: Sequence[str]) -> frozenset[str]:
        """Which of these records people wrote in; asked only where it decides what becomes of them."""
        tracker = self._site.tracker
        if tracker.rows_gone is not None or tracker.annotations:
            return frozenset()
        fields = list(layout.people) or managed_fields(layout)[:1]
        found = read_some(self._calls, layout.table["id"], records, fields, comments=True)
        wrote = [i for i, record in found.items() if record.get("commentCount") or (layout.people and record["fields"])]
        return frozenset(wrote)

    def _look_again(self, refusal: RefusedError) -> Snapshot:
        """What stands there now, if people changed the fields meanwhile: then a new plan is made of it."""
        before = shape(self._layout)
        if refusal.kind not in _MOVED:
            raise refusal
        self._records, self._since = {}, ""
        snapshot = self._look()
        if shape(self._layout) == before:
            raise refusal
        return snapshot

    def _send(self, plan: Plan) -> None:
        layout = self._layout = self._completed()
        target = Target(layout, self._design(layout).slots, self._merge_field(layout), self._shelf)
        for gone in send_updates(self._calls, target, updates(plan, target)):
            self._records.pop(gone, None)
        send_inserts(self._calls, target, inserts(plan, target))
        leaving = removals(plan, target)
        leaving = [i for i in leaving if i not in self._written_beside(layout, leaving)] if leaving else []
        send_removals(self._calls, target, leaving)
        for record in leaving:
            self._records.pop(record, None)
        memory = layout.remembered(plan.tracker, self._setting("table"), plan.record)
        self._calls.describe(memory.text(), target.table, target.marks)

    def _completed(self) -> Layout:
        """The table with every field it needs, and without the note that its rows are stale."""
        design, layout = self._design(self._layout), self._layout
        if layout is None:
            return self._layout_of(create_table(self._calls, design))
        if layout.stale:
            self._calls.describe(fresh_description(layout.table), layout.table["id"])
        return complete_table(self._calls, design, layout, self._layout_of)

    def _merge_field(self, layout: Layout) -> str:
        name = KEY if self._needs_key(layout) else self._wished.slots[self._wished.simple or 0].name
        return str(layout.found[name]["id"])

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except RefusedError as refusal:
            raise self._calls.explain(refusal) from refusal
