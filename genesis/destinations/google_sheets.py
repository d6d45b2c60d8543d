"""Google Sheets: one tab of a spreadsheet, read in one call and written in one.

Documented limits: 300 reads and 300 writes a minute a project, 60 a user; 180 seconds a call; 50,000 characters a cell; 10 million cells a
spreadsheet. A batch of requests is applied as a whole or not at all.
"""

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import Any, Final, Self

from msgspec.structs import replace

from genesis.destinations.destination import Cost, Row, Setting, Site, setting
from genesis.destinations.files.locks import one_at_a_time
from genesis.destinations.sheets import staging, trust
from genesis.destinations.sheets.batch import Batch, compose
from genesis.destinations.sheets.calls import Calls, RefusedError
from genesis.destinations.sheets.design import design_of
from genesis.destinations.sheets.opening import account_of, named_spreadsheet, spreadsheet_id
from genesis.destinations.sheets.reading import View, view
from genesis.destinations.sheets.repair import restoring
from genesis.destinations.sheets.stale import stale_requests
from genesis.destinations.sheets.tab import FIELDS, Tab, parse, quoted, tabs, without_cells
from genesis.destinations.sheets.wanting import wanted
from genesis.destinations.state.plan import Plan, Snapshot, Wanted
from genesis.diagnostics import GenesisError, Problems, fail
from genesis.spec.settings import TrackerSpec

Json = dict[str, Any]

SETTINGS = (Setting("spreadsheet", required=True), Setting("tab", required=True), Setting("name"))
_LONGEST_TITLE: Final = 100
_NO_SUCH_TAB: Final = "Unable to parse range"


def check(tracker: TrackerSpec, problems: Problems) -> None:
    """Note a spreadsheet's name that is neither id nor address, and a tab's title that Sheets would refuse (G861)."""
    book, tab = setting(tracker, "spreadsheet"), setting(tracker, "tab")
    if book and spreadsheet_id(book.value) is None:
        hint = "copy it from the browser: https://docs.google.com/spreadsheets/d/ID/edit"
        problems.add("G861", book.span, "`spreadsheet` is no spreadsheet's id or address", hint)
    if tab and len(tab.value) > _LONGEST_TITLE:
        problems.add("G861", tab.span, f"a tab's title has at most {_LONGEST_TITLE} characters", "shorten it")


def connect(site: Site) -> "GoogleSheet":
    """Open the spreadsheet that the tracker names.

    Raises:
        GenesisError: G860 for credentials, G861 for other settings.
    """
    book = named_spreadsheet(site)
    return GoogleSheet(site, Calls(account_of(site), book, site.clock, site.tracker.destination.span))


class GoogleSheet:
    """One tab. Columns are known by developer metadata, rows by their hidden keys; people may move both."""

    def __init__(self, site: Site, calls: Calls) -> None:
        title = setting(site.tracker, "tab")
        self._design = design_of(site.tracker, site.query, title.value if title else "")
        self._calls = calls
        self._root = site.root
        self._held = ExitStack()
        self._places: dict[str, int] = {}
        self._view: View | None = None
        self._leftovers: tuple[int, ...] = ()
        self._staged: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        lock = Path("sheets") / self._calls.book / self._design.tracker
        self._held.callback(self._calls.close)
        self._held.enter_context(one_at_a_time(self._root, lock, self._design.place))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()

    @property
    def calls(self) -> int:
        """How many calls were sent, retries included; those that get a token are not counted."""
        return self._calls.count

    def wanted(self, rows: Sequence[Row], problems: Problems) -> Wanted:
        """The result in Sheets' types; what they cannot hold is noted: G830 too long, G831 not exact, G832 a date out of range."""
        found = wanted(rows, self._design, problems)
        self._places = {row.key: place for place, row in enumerate(found.rows)}
        return found

    def snapshot(self) -> Snapshot:
        """What the tab holds, in one call; in two when it is not this tracker's yet.

        Raises:
            GenesisError: G833 for a tab that is not this tracker's to write; G862 to G865.
        """
        try:
            self._view = self._read()
        except RefusedError as refusal:
            raise self._refused(refusal) from refusal
        return self._snapshot()

    def write(self, plan: Plan) -> Snapshot:
        """Do what the plan says in one batch, and give what its answer reads back.

        When people or another refresh changed the tab meanwhile, the batch does nothing; what stands there now is given instead, to be
        planned again.

        Raises:
            GenesisError: G833, G862 to G865.
        """
        seen = self._view
        try:
            return self._written(seen, plan)
        except RefusedError as refusal:
            if refusal.status != 400 or not self._moved_on(seen, refusal):  # noqa: PLR2004 - HTTP: a guard failed
                raise self._refused(refusal) from refusal
        return self._snapshot()

    def cost(self, plan: Plan) -> Cost:
        """One call, more where the cells do not fit into one."""
        if not plan.changes:
            return Cost()
        batch = self._composed(self._view, plan, "00000000")
        big = staging.size(staging.requests(batch)) > staging.LARGEST
        calls = 2 + len(list(staging.chunks("", batch.blocks))) if big else 1
        return Cost(calls, self._calls.waiting(calls))

    def stale(self, note: str) -> None:
        """Put a note on the first header."""
        requests = stale_requests(self._view, self._design, note) if self._view else []
        if requests:
            try:
                self._calls.batch({"requests": requests}, "spreadsheetId", lambda: None)
            except RefusedError as refusal:
                raise self._refused(refusal) from refusal

    def _snapshot(self) -> Snapshot:
        """What was read last; a hidden tab that an interrupted refresh left is to be taken away."""
        if self._view is None:
            return Snapshot(exists=False, drift=("the tab is made",))
        found = self._view.snapshot
        left = ("the hidden tab of an interrupted refresh is taken away",) if self._leftovers else ()
        return replace(found, drift=(*found.drift, *left))

    def _read(self) -> View | None:
        own, self._leftovers = self._find()
        if own is None:
            own = self._other()
            own = trust.trusted(own, self._design) if own else None
        return view(own, self._design, self._places) if own else None

    def _find(self) -> tuple[Tab | None, tuple[int, ...]]:
        own, leftovers, _ = self._found()
        return own, leftovers

    def _found(self) -> tuple[Tab | None, tuple[int, ...], Json]:
        """The tracker's own tab, leftovers, and the answer. Where nothing matches, Google may answer with nothing or refuse."""
        try:
            answer = self._calls.find(trust.filters(self._design.tracker), FIELDS)
        except RefusedError as refusal:
            if refusal.status != 400:  # noqa: PLR2004 - HTTP: bad request
                raise
            answer = {}
        if bare := without_cells(answer):
            answer = self._calls.get([quoted(title) for title in bare], FIELDS)
        return *tabs(answer, self._design.tracker), answer

    def _other(self) -> Tab | None:
        """The tab of the title that the tracker names, whosever it is."""
        try:
            answer = self._calls.get([quoted(self._design.tab)], FIELDS)
        except RefusedError as refusal:
            if _NO_SUCH_TAB in str(refusal):
                return None
            raise
        return parse(answer["sheets"][0], self._design.tracker)

    def _written(self, seen: View | None, plan: Plan) -> Snapshot:
        nonce = token_hex(4)
        if seen is not None and not seen.tab.epoch and seen.tab.last:
            batch = trust.claim(seen.tab, self._design, nonce)
        else:
            batch = self._composed(seen, plan, nonce)
        requests = staging.requests(batch)
        if staging.size(requests) > staging.LARGEST:
            self._staged = staging.names(nonce)
            requests = staging.stage(self._calls, batch, self._design.tracker, nonce, self._leftovers)
        else:
            requests[:0] = [{"deleteSheet": {"sheetId": sheet}} for sheet in self._leftovers]
        ranges = [quoted(self._title(seen))]
        body = {"requests": requests, "includeSpreadsheetInResponse": True, "responseRanges": ranges}
        answer = self._calls.batch(body, f"updatedSpreadsheet({FIELDS})", lambda: self._landed(batch.epoch))
        own, self._leftovers = tabs(answer["updatedSpreadsheet"], self._design.tracker)
        if seen is not None and own is not None:
            own = self._restored(seen, own, batch)
        self._view = view(own, self._design, self._places) if own else None
        return self._snapshot()

    def _restored(self, seen: View, after: Tab, batch: Batch) -> Tab | None:
        """Mend what a sort in between made us hit; the tab as it is then."""
        requests = restoring(seen, after, batch, self._places, self._design.tracker)
        if not requests:
            return after
        with suppress(RefusedError):
            self._calls.batch({"requests": requests}, "spreadsheetId", lambda: None)
        return self._find()[0]

    def _composed(self, seen: View | None, plan: Plan, nonce: str) -> Batch:
        if seen is not None:
            return compose(seen, self._design, plan, nonce)
        tab, made = trust.new_tab(self._design, len(plan.rows), nonce)
        batch = compose(view(tab, self._design, {}), self._design, plan, nonce)
        return Batch(batch.sheet, batch.epoch, (made, *batch.before), batch.blocks, batch.after)

    def _title(self, seen: View | None) -> str:
        """What the tab will be called once it is written."""
        if seen is None or seen.tab.title == seen.tab.state.tab:
            return self._design.tab
        return seen.tab.title

    def _landed(self, epoch: str) -> Json | None:
        """What a batch would have answered, if it was applied after all."""
        own, _, answer = self._found()
        return {"updatedSpreadsheet": answer} if own and own.epoch == epoch else None

    def _moved_on(self, seen: View | None, refusal: RefusedError) -> bool:
        """Read again; whether the tab is no longer what a write relied on, or another refresh took our staging tab for a leftover."""
        self._view = self._read()
        before = seen.tab.signature() if seen else None
        after = self._view.tab.signature() if self._view else None
        return before != after or any(name in str(refusal) for name in self._staged)

    def _refused(self, refusal: RefusedError) -> GenesisError:
        place = self._design.place
        if refusal.status in {401, 403, 404}:
            who = self._calls.account.email or "the account"
            hint = f"share the spreadsheet with {who} as an editor, and check its id"
            return fail("G862", place, f"the spreadsheet cannot be opened: {refusal}", hint)
        return fail("G865", place, f"Google Sheets refuses this: {refusal}", "see what the message names")
