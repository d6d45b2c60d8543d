"""What a tracker wants of its tab, apart from rows: columns, labels, notes, formats, annotations."""

from collections.abc import Iterator
from typing import Any, Final

from msgspec import Struct

from genesis.destinations.sheets import marks
from genesis.destinations.sheets.formats import NumberFormat, is_checkbox, number_format
from genesis.destinations.sheets.identity import Published
from genesis.destinations.state.contents import digest
from genesis.diagnostics import Span
from genesis.spec.settings import AnnotationSpec, TrackerSpec
from genesis.sql.query import CompiledQuery, ResultColumn

Json = dict[str, Any]

STALE: Final = "Stale since "
"""How the note begins that says that rows are no longer refreshed."""
_LONGEST_NOTE: Final = 2_000


class WantedColumn(Struct, frozen=True):
    """A column as it should stand. ``validation`` is a rule for its cells; a ``box`` is ticked, and drawn in rows only."""

    published: Published
    note: str = ""
    format: NumberFormat | None = None
    validation: Json | None = None
    box: bool = False
    hidden: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the others."""
        return self.published.kind, self.published.name


class Design(Struct, frozen=True):
    """A tracker's whole wish. ``tab`` is the title in the tracker's file; ``place`` is where its mistakes are shown."""

    tracker: str
    tab: str
    place: Span
    query: CompiledQuery
    columns: tuple[WantedColumn, ...]
    adopt: bool = False

    @property
    def managed(self) -> tuple[WantedColumn, ...]:
        """The result's visible columns."""
        return tuple(c for c in self.columns if c.published.kind == "managed")

    @property
    def key(self) -> tuple[int, ...] | None:
        """Where the key's columns are among the visible ones; ``None`` when one of them is hidden."""
        names = [column.name for column in self.query.visible]
        return tuple(names.index(n) for n in self.query.key) if set(self.query.key) <= set(names) else None


def design_of(tracker: TrackerSpec, query: CompiledQuery, tab: str) -> Design:
    """What the tracker wants."""
    columns = (
        *(_managed(column, query) for column in query.visible),
        *(_annotation(annotation) for annotation in tracker.annotations),
        *_hidden(),
    )
    return Design(tracker.name.value, tab, tracker.destination.span, query, columns, tracker.adopt)


def _managed(column: ResultColumn, query: CompiledQuery) -> WantedColumn:
    note = f"{column.description}\n{query.name}.{column.name}".strip()[:_LONGEST_NOTE]
    box = is_checkbox(column)
    form = number_format(column)
    published = Published("managed", column.name, column.label, form.text if form else "", digest(note, 8))
    return WantedColumn(published, note, form, _rule("BOOLEAN", strict=True) if box else None, box)


def _annotation(annotation: AnnotationSpec) -> WantedColumn:
    name = annotation.name.value
    published = Published("annotation", name, name)
    match annotation.type and annotation.type.value:
        case "checkbox":
            return WantedColumn(published, validation=_rule("BOOLEAN", strict=True), box=True)
        case "select":
            options = tuple(option.value for option in annotation.options)
            return WantedColumn(published, validation=_rule("ONE_OF_LIST", *options, strict=False))
        case "date":
            form = NumberFormat("DATE", "yyyy-mm-dd")
            return WantedColumn(published, format=form, validation=_rule("DATE_IS_VALID", strict=False))
        case "number":
            return WantedColumn(published, format=NumberFormat("NUMBER", ""))
        case _:
            return WantedColumn(published)


def _rule(kind: str, *values: str, strict: bool) -> Json:
    condition: Json = {"type": kind}
    if values:
        condition["values"] = [{"userEnteredValue": value} for value in values]
    return {"condition": condition, "strict": strict, "showCustomUi": True}


def _hidden() -> Iterator[WantedColumn]:
    yield WantedColumn(Published("key", marks.HEADER, marks.HEADER), hidden=True)
    yield WantedColumn(Published("state", marks.STATE_HEADER, marks.STATE_HEADER), hidden=True)
