"""A person at work in a table: what the web interface allows, by the fields' names."""

from typing import Any

from tests.emulators.airtable.answers import Json
from tests.emulators.airtable.bases import Field, Record, Table
from tests.emulators.airtable.cells import COMPUTED, accepted


class Person:
    def __init__(self, table: Table) -> None:
        self._table = table

    def rows(self) -> list[Json]:
        """Every record's cells by field name, with its `id`; in the order the records were made."""
        records = sorted(self._table.records.values(), key=lambda record: record.number)
        return [{"id": record.id, **self.cells(record)} for record in records]

    def cells(self, record: Record) -> Json:
        held = {field.name: self._table.value(record, field) for field in self._table.fields}
        return {name: value for name, value in held.items() if value is not None}

    def find(self, **cells: Any) -> str:
        """The id of the one record that holds these cells."""
        wanted = cells.items()
        (found,) = [row["id"] for row in self.rows() if wanted <= {k: v for k, v in row.items() if k in cells}.items()]
        return str(found)

    def edit(self, record: str, cells: Json) -> None:
        now = self._table.clock.now()
        for name, value in cells.items():
            field = self._table.field(name)
            self._table.records[record].set(field.id, accepted(field, value, typecast=True), now)

    def create(self, cells: Json) -> str:
        record = self._table.add_record()
        self.edit(record.id, cells)
        return record.id

    def duplicate(self, record: str) -> str:
        """Every cell is copied, hidden ones too; comments are not."""
        copy = self._table.add_record()
        for field, value in self._table.records[record].cells.items():
            copy.set(field, value, self._table.clock.now())
        return copy.id

    def delete(self, record: str) -> None:
        del self._table.records[record]

    def comment(self, record: str, text: str) -> None:
        self._table.records[record].comments.append(text)

    def add_field(self, name: str, kind: str = "singleLineText", options: Json | None = None) -> Field:
        return self._table.add_field({"name": name, "type": kind, "options": options}, by_person=True)

    def rename_field(self, name: str, new: str) -> None:
        self._table.change_field(self._table.field(name).id, {"name": new})

    def describe_field(self, name: str, text: str) -> None:
        self._table.field(name).description = text or None

    def move_field(self, name: str, place: int) -> None:
        field = self._table.field(name)
        self._table.fields.remove(field)
        self._table.fields.insert(place, field)

    def delete_field(self, name: str) -> None:
        """Any field but the primary one, which cannot be deleted."""
        field = self._table.field(name)
        if field is self._table.fields[0]:
            raise ValueError("the primary field cannot be deleted")
        self._table.fields.remove(field)
        for record in self._table.records.values():
            record.cells.pop(field.id, None)

    def duplicate_field(self, name: str) -> Field:
        """A copy beside the field, with its description and cells."""
        field = self._table.field(name)
        copy = Field(self._table, f"{name} copy", field.kind, field.options, field.description)
        self._table.fields.insert(self._table.fields.index(field) + 1, copy)
        for record in self._table.records.values():
            if field.id in record.cells:
                record.cells[copy.id] = record.cells[field.id]
        return copy

    def convert_field(self, name: str, kind: str, options: Json | None = None) -> None:
        """Another type; cells that it cannot hold become empty."""
        field = self._table.field(name)
        field.kind, field.options = kind, options
        for record in self._table.records.values():
            value = record.cells.pop(field.id, None)
            if value is not None and kind not in COMPUTED:
                try:
                    text = value if kind != "singleLineText" else str(value)
                    record.cells[field.id] = accepted(field, text, typecast=True)
                except Exception:  # noqa: BLE001, S112 - the cell stays empty
                    continue

    def rename_choice(self, field: str, name: str, new: str) -> None:
        found = self._table.field(field)
        for choice in (found.options or {})["choices"]:
            if choice["name"] == name:
                choice["name"] = new
        for record in self._table.records.values():
            if record.cells.get(found.id) == name:
                record.cells[found.id] = new
