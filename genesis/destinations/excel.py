"""Excel workbooks (ECMA-376), on disk: one sheet is Genesis's, everything else in the file stays as it is, byte for byte.

The sheet too is only rewritten where a plan says so: what people wrote beside the rows, their colours, notes, filters and formulas
go where their rows go. Other sheets, charts, images, pivot tables and macros are copied, not understood.
"""

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from genesis.destinations.destination import Cost, Row, Setting, Site, setting
from genesis.destinations.files.locks import check_unlocked, one_at_a_time
from genesis.destinations.files.paths import check_path, inside
from genesis.destinations.files.replace import replace_with
from genesis.destinations.state.plan import Plan, Snapshot, Wanted
from genesis.destinations.workbook.creation import LONGEST_LIST, choices
from genesis.destinations.workbook.elements import UnreadableError
from genesis.destinations.workbook.headers import set_stale
from genesis.destinations.workbook.opened import Opened, Tracked, open_book
from genesis.destinations.workbook.result import to_wanted
from genesis.destinations.workbook.writing import change_book
from genesis.diagnostics import Problems, Span, fail
from genesis.spec.settings import AnnotationSpec, TrackerSpec

SETTINGS: Final = (Setting("path", required=True), Setting("sheet", required=True))
_ENDING: Final = ".xlsx"
_LONGEST_TITLE: Final = 31
_NOT_IN_TITLES: Final = frozenset("[]:*?/\\")

Stamp = tuple[int, int, int] | None
"""What tells that a file is still the one that was read."""


def check(tracker: TrackerSpec, problems: Problems) -> None:
    """Note what a workbook cannot have: sheets by such names (G850), lists of such choices (G851)."""
    path, title = setting(tracker, "path"), setting(tracker, "sheet")
    if path:
        check_path(path, _ENDING, problems)
    if title and (
        len(title.value) > _LONGEST_TITLE or _NOT_IN_TITLES & set(title.value) or title.value.strip("'") != title.value
    ):
        hint = "at most 31 characters, none of `[ ] : * ? / \\`, and no `'` at its ends"
        problems.add("G850", title.span, f"no sheet can be called `{title.value}`", hint)
    for annotation in tracker.annotations:
        _check_choices(annotation, problems)


def _check_choices(annotation: AnnotationSpec, problems: Problems) -> None:
    comma = next((option for option in annotation.options if "," in option.value), None)
    if comma:
        hint = "a workbook's list separates its choices by commas"
        problems.add("G851", comma.span, f"the choice `{comma.value}` has a comma in it", hint)
    elif len(choices(annotation)) > LONGEST_LIST:
        message = f"the choices of `{annotation.name}` are longer than {LONGEST_LIST} characters together"
        problems.add("G851", annotation.name.span, message, "shorten them, or use an annotation of text")


def connect(site: Site) -> "Workbook":
    """The workbook that a tracker names.

    Raises:
        GenesisError: G801, G802.
    """
    path, title, place = setting(site.tracker, "path"), setting(site.tracker, "sheet"), site.tracker.destination.span
    if path is None or title is None:
        raise fail("G801", place, "an `excel` destination needs `path` and `sheet`", "write both beside `type`")
    tracked = Tracked(site.tracker, site.query, title.value, title.span)
    return Workbook(inside(site.root, path, _ENDING), site.root, path.span, tracked)


class Workbook:
    """One sheet of a workbook."""

    def __init__(self, path: Path, root: Path, span: Span, tracked: Tracked) -> None:
        self._path = path
        self._root = root
        self._span = span
        self._tracked = tracked
        self._held = ExitStack()
        self._opened: Opened | None = None
        self._stamp: Stamp = None

    def __enter__(self) -> Self:
        self._held.enter_context(one_at_a_time(self._root, self._path, self._span))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened = None
        self._held.close()

    def wanted(self, rows: Sequence[Row], problems: Problems) -> Wanted:
        """The result as cells: numbers, dates and booleans as such, text as text, links as links."""
        return to_wanted(self._tracked.query, rows, problems, self._span)

    def snapshot(self) -> Snapshot:
        """What the sheet holds.

        Raises:
            GenesisError: G803 while somebody has the file open, G804 when it is no workbook that can be changed without loss,
                G807 when it cannot be read, G833 when the sheet is not this tracker's.
        """
        check_unlocked(self._path, self._span)
        return self._read().snapshot

    def write(self, plan: Plan) -> Snapshot:
        """Replace the file by one with the plan's changes. When somebody saved it since it was read, nothing is written.

        Raises:
            GenesisError: as :meth:`snapshot`, G805 when something that people made cannot follow its row.
        """
        self._change(plan)
        return self.snapshot()

    def _change(self, plan: Plan) -> None:
        opened = self._opened or self._read()
        self._opened = None
        try:
            change_book(opened, self._tracked, plan)
            self._save(opened)
        except UnreadableError as error:
            hint = "nothing was written; change it in the workbook, and refresh again"
            raise fail("G805", self._span, f"`{self._path.name}` cannot be refreshed: {error}", hint) from error
        except _ChangedError:
            pass

    def cost(self, plan: Plan) -> Cost:  # noqa: ARG002 - a file costs no calls
        """Nothing: a file is no service."""
        return Cost()

    def stale(self, note: str) -> None:
        """Put the note before the one on the first header."""
        if not self._path.exists():
            return
        check_unlocked(self._path, self._span)
        opened = self._read()
        if opened.sheet and opened.layout and set_stale(opened.comments, opened.layout, note):
            opened.comments.store(opened.sheet.name)
            with suppress(_ChangedError):
                self._save(opened)

    @property
    def calls(self) -> int:
        """None: a file is no service."""
        return 0

    def _read(self) -> Opened:
        self._stamp = _stamp(self._path)
        try:
            self._opened = open_book(self._path, self._tracked)
        except UnreadableError as error:
            hint = "open it in a spreadsheet program and save it as an Excel workbook (.xlsx), or move it away"
            raise fail(
                "G804", self._span, f"`{self._path.name}` is no workbook that can be refreshed: {error}", hint
            ) from error
        except OSError as error:
            raise fail("G807", self._span, f"`{self._path.name}` cannot be read: {error.strerror or error}") from error
        return self._opened

    def _save(self, opened: Opened) -> None:
        replace_with(self._path, opened.book.package.save, self._ready, self._span)

    def _ready(self) -> None:
        """Look a last time whether the file is still the one that was read."""
        check_unlocked(self._path, self._span)
        if _stamp(self._path) != self._stamp:
            raise _ChangedError


class _ChangedError(Exception):
    """Somebody saved the file between our reading and our writing."""


def _stamp(path: Path) -> Stamp:
    with suppress(OSError):
        seen = path.stat()
        return seen.st_mtime_ns, seen.st_size, seen.st_ino
    return None
