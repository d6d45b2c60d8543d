"""A table's fields, made as they are needed: through the metadata API, once, whatever becomes of the answer."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from msgspec import Struct

from genesis.destinations.bases.calls import Calls, RefusedError
from genesis.destinations.bases.fields import MARKS, FieldType, annotation_type
from genesis.destinations.bases.layout import Layout, Memory, Slot, field_body, is_tracker
from genesis.diagnostics import GenesisError, Span, fail
from genesis.spec.settings import AnnotationSpec

Json = dict[str, Any]

_ID: Final = re.compile(r"tbl[A-Za-z0-9]{14}")
_ROUNDS: Final = 2
_TAKEN: Final = frozenset({"DUPLICATE_OR_EMPTY_FIELD_NAME", "DUPLICATE_TABLE_NAME"})


class Design(Struct, frozen=True):
    """What a table is to have: Genesis's fields and people's."""

    tracker: str
    table: str
    slots: Sequence[Slot]
    annotations: Sequence[AnnotationSpec]
    description: str
    place: Span


def find_table(tables: Sequence[Json], design: Design) -> Json | None:
    """The table by its id or name; when it was renamed, the one that remembers the tracker; else by its name in another case.

    Raises:
        GenesisError: G873 for an id that no table has: a table to be created has a name.
    """
    named = [table for table in tables if design.table in (table["id"], table["name"])]
    remembered = [table for table in tables if is_tracker(table, design.tracker, design.table)]
    alike = [table for table in tables if table["name"].strip().casefold() == design.table.casefold()]
    found = next(iter([*named, *remembered, *alike]), None)
    if found is None and _ID.fullmatch(design.table):
        hint = "give the table's name: one that is not there is created"
        raise fail("G873", design.place, f"the base has no table with the id `{design.table}`", hint)
    return found


def create_table(calls: Calls, design: Design) -> Json:
    """The table with all fields; the first one leads, so it is one that may.

    Raises:
        RefusedError: Airtable's own words.
    """
    leading = next((slot for slot in design.slots if slot.kind.can_lead), None)
    slots = [slot for slot in design.slots if slot is not leading]
    fields = [
        *([leading.body()] if leading else []),
        *(slot.body() for slot in slots),
        *(field_body(note.name.value, annotation_type(note)) for note in design.annotations),
        _marks_body(design),
    ]
    if leading is None:
        fields.insert(0, fields.pop())
    body: Json = {"name": design.table, "fields": fields}
    if design.description:
        body["description"] = design.description

    def find() -> Json | None:
        return find_table(calls.tables(), design)

    return _once(lambda: calls.create_table(body, find), find)


def complete_table(calls: Calls, design: Design, layout: Layout, read: Callable[[Json], Layout]) -> Layout:
    """The table with the fields that were missing: those that Genesis writes, and annotations that were never there.

    Raises:
        RefusedError: Airtable's own words; `UNKNOWN_FIELD_NAME` when people delete fields as quickly as they are made.
        GenesisError: G833 when people have a field of the name that one of them would have.
    """
    for _ in range(_ROUNDS):
        if is_complete(design, layout):
            return layout
        _create_missing(calls, design, layout)
        layout = read(find_table(calls.tables(), design) or layout.table)
    if not is_complete(design, layout):
        raise RefusedError(422, "UNKNOWN_FIELD_NAME", "a field was deleted while it was needed")
    return layout


def is_complete(design: Design, layout: Layout) -> bool:
    """Whether no field has to be created."""
    there = all(slot.name in layout.found for slot in design.slots)
    return there and layout.marks is not None and not any(is_new(note, layout) for note in design.annotations)


def _create_missing(calls: Calls, design: Design, layout: Layout) -> None:
    table = layout.table["id"]
    missing = [slot.body() for slot in design.slots if slot.name not in layout.found]
    notes = [note for note in design.annotations if is_new(note, layout)]
    missing.extend(field_body(note.name.value, annotation_type(note)) for note in notes)
    missing.extend([_marks_body(design)] if layout.marks is None else [])
    for body in missing:
        _create_field(calls, design, table, body)


def _create_field(calls: Calls, design: Design, table: str, body: Json) -> None:
    def find() -> Json | None:
        for held in calls.tables():
            if held["id"] == table:
                return next(
                    (field for field in held["fields"] if field["name"].casefold() == body["name"].casefold()), None
                )
        return None

    made = _once(lambda: calls.create_field(table, body, find), find)
    if made.get("description", "") != body.get("description", ""):
        raise foreign_field(body["name"], design.place)


def is_new(annotation: AnnotationSpec, layout: Layout) -> bool:
    """Whether an annotation's field was never there; one that people deleted stays deleted."""
    name = annotation.name.value
    return name not in layout.annotations and name not in layout.memory.annotations


def _once(create: Callable[[], Json], find: Callable[[], Json | None]) -> Json:
    """What was created; when its name is taken, by another refresh at the same time, what is there."""
    try:
        return create()
    except RefusedError as refusal:
        found = find() if refusal.kind in _TAKEN else None
        if found is None:
            raise
        return found


def _marks_body(design: Design) -> Json:
    return field_body(MARKS, FieldType("multilineText"), Memory(tracker=design.tracker, table=design.table).text())


def foreign_field(name: str, place: Span) -> GenesisError:
    """A field stands where Genesis would make its own."""
    hint = "rename that field, give the column another `label`, or write `adopt: true` if Genesis may have it"
    return fail("G833", place, f"the table has a field `{name}` that is not Genesis's", hint)
