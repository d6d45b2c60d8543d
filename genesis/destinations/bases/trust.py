"""Whether a table is Genesis's to write, what of it people changed, and what is missing in it."""

from collections.abc import Iterator

from genesis.destinations.bases.calls import Calls
from genesis.destinations.bases.fields import KEY
from genesis.destinations.bases.layout import Layout, Slot
from genesis.destinations.bases.schema import Design, foreign_field, is_complete, is_new
from genesis.destinations.state.marks import column_tag
from genesis.diagnostics import Problems, Span, fail
from genesis.spec.settings import TrackerSpec


def check_ours(calls: Calls, layout: Layout, design: Design, tracker: TrackerSpec) -> bool:
    """Whether a table's fields are to be taken by their names: it is adopted, or was empty when the first refresh began.

    Raises:
        GenesisError: G833 for a table that people or another tracker filled, unless the tracker adopts it.
    """
    if tracker.adopt:
        return True
    other = layout.memory.tracker
    if layout.ours and other not in {"", design.tracker}:
        hint = "give this tracker a table of its own, or write `adopt: true` if it was renamed"
        raise fail("G833", design.place, f"the table `{layout.table['name']}` belongs to the tracker `{other}`", hint)
    if layout.ours:
        return not layout.memory.fields
    if layout.people and calls.has_cells(layout.table["id"], list(layout.people)):
        message = f"the table `{layout.table['name']}` holds records that are not Genesis's"
        hint = "name another table, or write `adopt: true` to refresh the records whose key is found there"
        raise fail("G833", design.place, message, hint)
    return True


def check_key(layout: Layout, key: Slot | None, place: Span) -> None:
    """Refuse to adopt a table in which the key's field is not found (G833)."""
    if layout.ours or (key is not None and key.name in layout.found) or not layout.people:
        return
    message = f"`adopt` finds no field for the key in `{layout.table['name']}`"
    hint = (
        f"give one field the name `{key.title}`"
        if key
        else "only a tracker whose key is one column of text or integers can adopt"
    )
    raise fail("G833", place, message, hint)


def check_types(design: Design, layout: Layout, broken: frozenset[str], problems: Problems) -> None:
    """Note fields that cannot hold their column: of another type (G834, a value is never cast), of one line only (G835),
    or not Genesis's though they have a name that it needs (G833)."""
    people = {field["name"].casefold(): field["id"] for field in layout.table["fields"]}
    for slot in design.slots:
        field = layout.found.get(slot.name)
        place = (slot.column.span if slot.column else None) or design.place
        if field is None:
            if slot.title.casefold() in people:
                problems.found.extend(foreign_field(slot.title, place).diagnostics)
        elif not slot.kind.fits(field["type"]):
            message = f"`{field['name']}` is a field of type {field['type']}, and its column needs {slot.kind.kind}"
            hint = "change its type back in Airtable, or delete the field: it is created again"
            problems.add("G834", place, message, hint)
        elif field["type"] == "singleLineText" and slot.name in broken:
            message = f"`{field['name']}` is a single line of text, and a value has line breaks"
            problems.add(
                "G835", place, message, "change the field to long text in Airtable, or join with another separator"
            )


def drift_of(design: Design, layout: Layout) -> tuple[str, ...]:
    """What is to be written outside of the rows."""
    return tuple(_drift(design, layout))


def _drift(design: Design, layout: Layout) -> Iterator[str]:
    for slot in design.slots:
        if slot.name not in layout.found:
            yield f"the field `{slot.title}` {'was deleted, and is created again' if layout.deleted(slot) else 'is created'}"
    if layout.marks is None:
        yield "the field of Genesis's marks is created"
    for note in design.annotations:
        if is_new(note, layout):
            yield f"the field `{note.name.value}` is created, for people"
    if layout.stale:
        yield "the note that the rows are stale is taken away"
    memory = layout.memory
    if is_complete(design, layout) and layout.remembered(design.tracker, design.table, memory.record) != memory:
        yield "the fields' ids are remembered"


def notes_of(design: Design, layout: Layout) -> tuple[str, ...]:
    """What people did to the fields: names they gave, and fields whose column is gone."""
    return tuple(_notes(design, layout))


def _notes(design: Design, layout: Layout) -> Iterator[str]:
    for slot in design.slots:
        held = layout.found.get(slot.name)
        if held is not None and held["name"] != slot.title:
            yield f"the field of `{slot.title}` is called `{held['name']}`, and keeps that name"
    yield from (
        f"`{name}` is no longer refreshed; its field stays until people delete it" for name in _dropped(design, layout)
    )


def _dropped(design: Design, layout: Layout) -> list[str]:
    current = {column_tag(slot.name) for slot in (*design.slots, Slot(KEY, KEY, design.slots[0].kind))}
    ids = {field["id"]: field["name"] for field in layout.table["fields"]}
    return [ids[held] for tag, held in layout.memory.fields.items() if tag not in current and held in ids]
