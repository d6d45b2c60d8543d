"""Which fields of a table are Genesis's: known by id, followed through renames and moves, never by their names alone.

The description of the marks' field remembers the ids; each managed field says in its own description which column it is, so that a field
whose creation was the last thing before a crash is found again.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from genesis.destinations.bases.fields import MARKS, FieldType
from genesis.destinations.state.marks import column_tag
from genesis.sql.query import ResultColumn

Json = dict[str, Any]

_INTRO: Final = "Genesis remembers here what it published last. Please leave this field alone."
_SIGN: Final = "Genesis writes this field: "
_STALE: Final = "Stale since "
_LONGEST: Final = 20_000
_COMPUTED: Final = frozenset(
    (
        *("formula", "rollup", "count", "multipleLookupValues", "autoNumber", "createdTime", "lastModifiedTime"),
        *("createdBy", "lastModifiedBy", "button", "externalSyncSource", "aiText"),
    )
)


class Slot(Struct, frozen=True):
    """A field that Genesis writes: the column's name (or one of Genesis's own), what it is called, its type; ``column`` if it is one."""

    name: str
    title: str
    kind: FieldType
    column: ResultColumn | None = None

    @property
    def sign(self) -> str:
        """The line of the field's description that says whose it is."""
        return _SIGN + self.name

    def body(self) -> Json:
        """What the metadata API creates the field from."""
        about = self.column.description.strip() if self.column else ""
        description = f"{about}\n{self.sign}".strip()[-_LONGEST:]
        return field_body(self.title, self.kind, description)


class Memory(Struct, frozen=True):
    """What the marks' field remembers: its own id, whose table it is and what that tracker called it, the ids of fields by tag and of
    annotations by name, and what the last write left (``record``)."""

    marks: str = ""
    tracker: str = ""
    table: str = ""
    fields: dict[str, str] = msgspec.field(default_factory=dict)
    annotations: dict[str, str] = msgspec.field(default_factory=dict)
    record: str = ""

    def text(self) -> str:
        """As the field's description holds it."""
        return f"{_INTRO}\n{json.dumps(msgspec.to_builtins(self), separators=(',', ':'))}"


class Layout(Struct, frozen=True):
    """A table's fields, told apart. ``found`` goes by the slot's name; ``people`` are the ids of fields that people fill."""

    table: Json
    memory: Memory
    marks: Json | None
    found: Mapping[str, Json]
    annotations: Mapping[str, Json]
    people: tuple[str, ...]

    @property
    def ours(self) -> bool:
        """Whether Genesis ever published here."""
        signed = any(_SIGN in (field.get("description") or "") for field in self.found.values())
        return self.marks is not None or signed

    @property
    def stale(self) -> bool:
        """Whether the table's description says that its rows are no longer refreshed."""
        return any(line.startswith(_STALE) for line in _lines(self.table))

    def deleted(self, slot: Slot) -> bool:
        """Whether a person deleted a slot's field."""
        return slot.name not in self.found and column_tag(slot.name) in self.memory.fields

    def is_filled(self, slot: Slot) -> bool:
        """Whether a slot's field was there when the last write ended; one made since may be empty because that write broke."""
        known = self.memory.fields
        field = self.found.get(slot.name)
        return field is not None and (not known or known.get(column_tag(slot.name)) == field["id"])

    def remembered(self, tracker: str, table: str, record: str) -> Memory:
        """The memory after a write; fields whose columns were dropped stay known while they are there, for the day they come back."""
        there = {field["id"] for field in self.table["fields"]}
        found = {column_tag(name): field["id"] for name, field in self.found.items()}
        beside = {name: field["id"] for name, field in self.annotations.items()}
        memory = self.memory
        marks = self.marks["id"] if self.marks else ""
        kept = {tag: field for tag, field in memory.fields.items() if field in there}
        return Memory(marks, tracker, table, {**kept, **found}, {**memory.annotations, **beside}, record)


def field_body(name: str, kind: FieldType, description: str = "") -> Json:
    """What the metadata API creates a field from."""
    body: Json = {"name": name, "type": kind.kind}
    if description:
        body["description"] = description
    return {**body, "options": kind.options} if kind.options else body


def read_layout(table: Json, slots: Sequence[Slot], annotations: Sequence[str], *, by_name: bool) -> Layout:
    """Tell a table's fields apart; ``by_name`` also takes fields that only have a slot's name (an adopted table's)."""
    marks, memory = _find_marks(table["fields"])
    free = {field["id"]: field for field in table["fields"] if field is not marks}
    known = {name: free.pop(held) for name, held in memory.annotations.items() if held in free}
    found: dict[str, Json] = {}
    for find in (_by_id, _by_sign, *((_by_title,) if by_name else ())):
        for slot in slots:
            field = None if slot.name in found else find(slot, memory, free.values())
            if field is not None:
                found[slot.name] = free.pop(field["id"])
    for name in annotations:
        same = next((field for field in free.values() if field["name"].casefold() == name.casefold()), None)
        if name not in memory.annotations and same is not None:
            known[name] = same
    people = tuple(field["id"] for field in (*known.values(), *free.values()) if field["type"] not in _COMPUTED)
    return Layout(table, memory, marks, found, known, tuple(dict.fromkeys(people)))


def _find_marks(fields: Sequence[Json]) -> tuple[Json | None, Memory]:
    """The marks' field: one that remembers its own id, else the one of that name, else one that remembers anything.

    Where the id is another's, the table is a copy, or a crash came before any id was known: then the ids of fields say nothing.
    """
    remembering = [(field, memory) for field in fields if (memory := memory_of(field)) is not None]
    named = [(field, Memory()) for field in fields if field["name"] == MARKS and field["type"] == "multilineText"]
    own = [pair for pair in remembering if pair[1].marks == pair[0]["id"]]
    copied = [(field, replace(memory, fields={}, annotations={})) for field, memory in remembering]
    original = [pair for pair in copied if pair[0]["name"] == MARKS]
    return next(iter([*own, *original, *named, *copied]), (None, Memory()))


def memory_of(field: Json) -> Memory | None:
    """What a field's description remembers; ``None`` for every field but that of the marks."""
    intro, _, held = (field.get("description") or "").partition("\n")
    if intro != _INTRO:
        return None
    with suppress(msgspec.DecodeError, msgspec.ValidationError):
        return msgspec.json.decode(held.strip(), type=Memory)
    return Memory()


def _by_id(slot: Slot, memory: Memory, free: Iterable[Json]) -> Json | None:
    wanted = memory.fields.get(column_tag(slot.name))
    return next((field for field in free if field["id"] == wanted), None)


def _by_sign(slot: Slot, memory: Memory, free: Iterable[Json]) -> Json | None:
    """A field that says itself whose it is. People's copies say so too: once an id is remembered, the name has to agree."""
    signed = [field for field in free if slot.sign in (field.get("description") or "").splitlines()]
    named = next((field for field in signed if field["name"] == slot.title), None)
    return named or (signed[0] if signed and column_tag(slot.name) not in memory.fields else None)


def _by_title(slot: Slot, memory: Memory, free: Iterable[Json]) -> Json | None:  # noqa: ARG001 - one of three ways
    names = {slot.title.casefold(), slot.name.casefold()}
    return next((field for field in free if field["name"].casefold() in names), None)


def managed_fields(layout: Layout) -> list[str]:
    """The ids of the fields that are read: Genesis's, and no other."""
    marks = [layout.marks["id"]] if layout.marks else []
    return [*marks, *(field["id"] for field in layout.found.values())]


def shape(layout: Layout | None) -> list[tuple[str, str]]:
    """Every field's id and type."""
    return [(field["id"], field["type"]) for field in layout.table["fields"]] if layout else []


def is_tracker(table: Json, tracker: str, name: str) -> bool:
    """Whether a table remembers that it is the one that this tracker calls ``name``, whatever people call it now; a copy of it is not."""
    marks, memory = _find_marks(table["fields"])
    return marks is not None and (memory.marks, memory.tracker, memory.table) == (marks["id"], tracker, name)


def stale_description(table: Json, note: str) -> str | None:
    """The table's description with a note that its rows are old; ``None`` when it has one already, or no room."""
    lines = _lines(table)
    if any(line.startswith(_STALE) for line in lines):
        return None
    text = "\n".join([*lines, note if note.startswith(_STALE) else f"{_STALE}{note}"])
    return text if len(text) <= _LONGEST else None


def fresh_description(table: Json) -> str:
    """The table's description without that note."""
    return "\n".join(line for line in _lines(table) if not line.startswith(_STALE))


def _lines(table: Json) -> list[str]:
    return (table.get("description") or "").splitlines()
