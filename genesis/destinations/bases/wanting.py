"""A result as a table of Airtable would hold it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from msgspec import Struct

from genesis.destinations.bases.contents import Converter
from genesis.destinations.bases.fields import KEY, LONGEST_LINE, STATE, FieldType, field_names, field_type, state_type
from genesis.destinations.bases.layout import Slot
from genesis.destinations.destination import Row
from genesis.destinations.state.contents import Content, key_identity, readable
from genesis.destinations.state.plan import Wanted, WantedRow
from genesis.diagnostics import Problems, Span
from genesis.model.expression import Value
from genesis.sql.query import CompiledQuery, ResultColumn

MERGEABLE: Final = frozenset({"number", "singleLineText", "multilineText"})
"""Types that rows can be known again by."""


class Wish(Struct, frozen=True):
    """What a table is to hold. ``slots`` are the visible columns in order, then Genesis's own fields.

    ``simple`` is the column whose cells alone tell rows apart, in every letter case; without one, the key has a field of its own.
    ``broken`` are the names of columns with line breaks in a value.
    """

    wanted: Wanted
    slots: tuple[Slot, ...]
    simple: int | None
    broken: frozenset[str]


def wish(
    query: CompiledQuery, rows: Sequence[Row], annotations: Sequence[str], problems: Problems, place: Span
) -> Wish:
    """Convert a result, noting in ``problems`` what Airtable cannot hold."""
    columns = query.visible
    places = [index for index, column in enumerate(query.columns) if not column.hidden]
    broken, long = _long_texts(columns, places, rows)
    kinds = [field_type(column, is_key=column.name in query.key, long=column.name in long) for column in columns]
    converter = Converter(problems, place)
    linked = any(kind.kind == "url" for kind in kinds)
    names = [column.name for column in query.columns]
    cells: list[tuple[Content, ...]] = []
    for row in rows:
        values = dict(zip(names, row, strict=True)) if linked else None
        parts = zip(places, columns, kinds, strict=True)
        cells.append(tuple(converter.content(row[index], column, kind, values) for index, column, kind in parts))
    simple = _simple_key(query, kinds, cells)
    held = {
        place: number for number, (place, kind) in enumerate(zip(places, kinds, strict=True)) if kind.kind in MERGEABLE
    }
    keyed = [(index, held.get(index)) for index, name in enumerate(names) if name in query.key]
    found = [
        _row(contents, tuple(_key_part(row[index], None if at is None else contents[at]) for index, at in keyed))
        for row, contents in zip(rows, cells, strict=True)
    ]
    titles = field_names(columns, annotations)
    slots = [Slot(c.name, title, kind, c) for c, title, kind in zip(columns, titles, kinds, strict=True)]
    own = (Slot(STATE, STATE, state_type()), Slot(KEY, KEY, FieldType("singleLineText")))
    return Wish(Wanted(columns, tuple(found), _notes(converter)), (*slots, *own), simple, broken)


def _row(cells: tuple[Content, ...], key: tuple[Content, ...]) -> WantedRow:
    return WantedRow(key_identity(key), ", ".join(map(readable, key)), cells)


def _key_part(value: Value, content: Content) -> Content:
    """A part of a key: as its cell holds it where a cell does, so that a cell alone can tell the row."""
    if content is not None:
        return content
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value


def _long_texts(
    columns: Sequence[ResultColumn], places: Sequence[int], rows: Sequence[Row]
) -> tuple[frozenset[str], frozenset[str]]:
    """The columns with a line break in a value, and those that need more than a line."""
    broken, long = set(), set()
    for index, column in zip(places, columns, strict=True):
        texts = [value for row in rows if isinstance(value := row[index], str)]
        if any("\n" in text or "\r" in text for text in texts):
            broken.add(column.name)
        if column.name in broken or any(len(text) > LONGEST_LINE for text in texts):
            long.add(column.name)
    return frozenset(broken), frozenset(long)


def _simple_key(query: CompiledQuery, kinds: Sequence[FieldType], cells: Sequence[tuple[Content, ...]]) -> int | None:
    """The one key column, when Airtable can tell its values apart whatever it makes of case and spaces."""
    names = [column.name for column in query.visible]
    if len(query.key) != 1 or query.key[0] not in names:
        return None
    index = names.index(query.key[0])
    if query.visible[index].type.kind not in {"integer", "string"} or kinds[index].kind not in MERGEABLE:
        return None
    parts = [row[index] for row in cells]
    if any(part is None for part in parts):
        return None
    told = {" ".join(part.casefold().split()) if isinstance(part, str) else part for part in parts}
    return index if len(told) == len(parts) and "" not in told else None


def _notes(converter: Converter) -> tuple[str, ...]:
    notes = []
    if converter.cleaned:
        notes.append(f"control characters were left out of {converter.cleaned:,} texts: no field can hold them")
    if converter.unchecked:
        notes.append(f"{converter.unchecked:,} empty values show as unchecked boxes: a checkbox has no third state")
    return tuple(notes)
