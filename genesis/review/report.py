"""What a review found: two states of a project, and what changed between them, why, and for whom.

Every format is rendered from a :class:`Review` alone. The structs are the JSON of ``genesis diff --format json`` as they
stand, so a change of them that takes something away needs a new :data:`VERSION`.
"""

from typing import Final, Literal

from msgspec import Struct

VERSION: Final = 1

Category = Literal[
    "broken", "unknown", "rows", "removed", "columns", "added", "mended", "settings", "formatting", "identical"
]
"""What a change means for the people who read a tracker.

``identical``: the same SQL, contract and settings. ``formatting``: the SQL text differs, what it says does not.
``settings``: the same rows and columns, but the tracker's own settings (destination, owner, schedule, guards) differ.
``columns``: the same rows, with columns added, removed, defined otherwise, or shown otherwise. ``rows``: which rows
there are, what tells them apart, or their order differs. ``unknown``: that it differs is certain, in what is not.
``added``, ``removed``: the tracker stands on one side only. ``broken``: it does not compile on the head;
``mended``: it did not compile on the base.
"""
WORST_FIRST: Final[tuple[Category, ...]] = (
    "broken",
    "unknown",
    "rows",
    "removed",
    "columns",
    "added",
    "mended",
    "settings",
    "formatting",
    "identical",
)

ColumnWhat = Literal[
    "added",
    "removed",
    "renamed",
    "retyped",
    "redefined",
    "relabelled",
    "reformatted",
    "described",
    "reordered",
]
RowsWhat = Literal["source", "filters", "joins", "grouping", "key", "sort", "limit", "combine"]
CauseWhat = Literal["added", "removed", "changed", "renamed", "moved"]


class Place(Struct, frozen=True, omit_defaults=True):
    """Where something stands: ``file`` relative to the project's root, 1-based lines and columns, the end exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Side(Struct, frozen=True, omit_defaults=True):
    """One of the two states. ``name`` says in words which it is; ``commit`` is empty for files on disk and for what was published."""

    name: str
    commit: str = ""


class Finding(Struct, frozen=True, omit_defaults=True):
    """A mistake that keeps a tracker from being compiled."""

    code: str
    message: str
    place: Place | None = None
    hint: str = ""


class ColumnChange(Struct, frozen=True, omit_defaults=True):
    """One difference of one column; a column that differs in several ways has several of these.

    ``name`` is the column's name on the head, or on the base when it was removed; ``before`` and ``after`` say in words,
    or as an expression, what it was and is (a type, a label, a format, a definition, a position), empty where there is
    nothing to say. ``place`` is where the input asks for it, on the head (removed: on the base).
    """

    what: ColumnWhat
    name: str
    before: str = ""
    after: str = ""
    place: Place | None = None


class RowsChange(Struct, frozen=True, omit_defaults=True):
    """One difference in which rows there are or in which order. ``before`` and ``after`` say it in words; one may be empty."""

    what: RowsWhat
    before: str = ""
    after: str = ""


class SettingChange(Struct, frozen=True, omit_defaults=True):
    """A tracker's own setting (``destination.path``, ``schedule``, ``owner``); texts as written, empty where it is not set."""

    key: str
    before: str = ""
    after: str = ""


class Sample(Struct, frozen=True, omit_defaults=True):
    """One row of the result. ``key`` pairs with :attr:`ResultChange.key`. Cells are (column, before, after), as text; null is ``None``.

    An added row has no ``before``, a row that is gone no ``after``.
    """

    key: tuple[str | None, ...]
    cells: tuple[tuple[str, str | None, str | None], ...] = ()


class ResultChange(Struct, frozen=True, omit_defaults=True):
    """What both queries gave when they were run on ``connection``.

    ``added``, ``gone`` and ``changed`` count rows by key, ``cells`` the changed cells of columns that both sides have,
    and ``columns`` those cells by column. ``key`` names the columns that rows were matched by; it is empty when the sides
    have no key in common, and then rows are matched whole, and none is changed. ``doubled`` counts rows whose key another
    row of that side has.
    ``failed`` says why a side could not be run; the numbers are 0 then.
    """

    connection: str
    key: tuple[str, ...]
    rows_before: int = 0
    rows_after: int = 0
    added: int = 0
    gone: int = 0
    changed: int = 0
    cells: int = 0
    doubled: int = 0
    columns: dict[str, int] = {}
    added_samples: tuple[Sample, ...] = ()
    gone_samples: tuple[Sample, ...] = ()
    changed_samples: tuple[Sample, ...] = ()
    failed: str = ""


class TrackerChange(Struct, frozen=True, omit_defaults=True):
    """One tracker that changed.

    ``previous`` is its name on the base when it was renamed. ``category`` is the worst of what it has. ``base_sql`` and
    ``head_sql`` are empty on a side that it does not stand or compile on. ``causes`` are ids of :attr:`Review.causes`,
    most trackers first. ``findings`` are why it does not compile. ``place`` is its file (removed: on the base).
    """

    name: str
    category: Category
    place: Place
    previous: str = ""
    owners: tuple[str, ...] = ()
    destination: str = ""
    description: str = ""
    input: str = ""
    columns: tuple[ColumnChange, ...] = ()
    rows: tuple[RowsChange, ...] = ()
    settings: tuple[SettingChange, ...] = ()
    unknown: str = ""
    """Why the category is ``unknown``."""
    causes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    base_sql: str = ""
    head_sql: str = ""
    dialect: str = ""
    result: ResultChange | None = None


class Edit(Struct, frozen=True, omit_defaults=True):
    """One distinct edit of a definition: a key of it (``sql``, ``label``; empty for the whole) with its text on both sides."""

    key: str
    before: str = ""
    after: str = ""
    base: Place | None = None
    head: Place | None = None


class Cause(Struct, frozen=True, omit_defaults=True):
    """One definition that changed: a part of a source, an input or a project's formatter, a tracker, a setting.

    ``id`` is stable for the same definition (``source:production.status``); ``subject`` is how people call it
    (``production.status``), ``kind`` what it is (``field``, ``join``, ``measure``, ``where``), ``file`` where it stands
    (head, or base when removed). ``trackers`` are the names of those it changes, sorted; ``by_category`` counts them.
    None: the edit is harmless. ``edits`` are its distinct edits, at least one.
    """

    id: str
    what: CauseWhat
    subject: str
    kind: str
    file: str
    edits: tuple[Edit, ...]
    trackers: tuple[str, ...] = ()
    by_category: dict[str, int] = {}
    previous: str = ""
    """The name on the base, when it was renamed."""

    @property
    def place(self) -> Place | None:
        """Where to point: on the head when it stands there, else on the base."""
        first = self.edits[0]
        return first.head or first.base


class Review(Struct, frozen=True, omit_defaults=True):
    """The whole finding. ``trackers`` are those that are not identical, worst first, then by name; ``causes`` those with most
    trackers first. ``total`` counts the trackers of both sides together; ``identical`` those among them that did not change.

    ``refused`` are the words of ``--fail-on`` that something matches: with any of them, or with a broken tracker, the command ends with 1.
    ``notes`` say in sentences what the reader has to know besides.
    """

    version: int
    base: Side
    head: Side
    total: int
    identical: int
    trackers: tuple[TrackerChange, ...] = ()
    causes: tuple[Cause, ...] = ()
    refused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[Category, int]:
        """How many trackers are in each category that has any, worst first."""
        found = {category: sum(one.category == category for one in self.trackers) for category in WORST_FIRST}
        found["identical"] = self.identical
        return {category: count for category, count in found.items() if count}

    @property
    def failed(self) -> bool:
        """Whether the command ends with 1."""
        return bool(self.refused) or any(one.category == "broken" for one in self.trackers)
