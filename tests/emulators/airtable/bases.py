"""Bases with their tables, fields and records, and the metadata API's changes to them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.emulators.airtable.answers import (
    Json,
    bad_field_name,
    bad_field_options,
    bad_table_name,
    forbidden,
    invalid_request,
    unknown_field,
)
from tests.emulators.airtable.cells import COMPUTED, CREATABLE, PRIMARY, checked_options
from tests.emulators.airtable.names import new_id

LONGEST_NAME = 255
LONGEST_DESCRIPTION = 20_000
MOST_FIELDS = 500


class Clock:
    """The server's time; people's time passes with :meth:`forward`."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def forward(self, seconds: float) -> None:
        self._ahead += timedelta(seconds=seconds)


class Field:
    def __init__(self, table: "Table", name: str, kind: str, options: Json | None, description: str | None) -> None:
        self.id = new_id("fld")
        self.table = table
        self.name = name
        self.kind = kind
        self.options = options
        self.description = description

    def described(self) -> Json:
        said: Json = {"id": self.id, "name": self.name, "type": self.kind}
        if self.options is not None:
            said["options"] = self.options
        if self.description:
            said["description"] = self.description
        return said


class Record:
    """``cells`` and ``modified`` go by the field's id."""

    def __init__(self, number: int, created: datetime) -> None:
        self.id = new_id("rec")
        self.number = number
        self.created = created
        self.touched = created
        self.cells: dict[str, Any] = {}
        self.modified: dict[str, datetime] = {}
        self.comments: list[str] = []

    def set(self, field: str, value: Any, now: datetime) -> None:
        if self.cells.get(field) != value:
            self.touched = self.modified[field] = now
        if value is None:
            self.cells.pop(field, None)
        else:
            self.cells[field] = value


class Table:
    def __init__(self, name: str, clock: Clock, *, rounds_numbers: bool = False) -> None:
        self.id = new_id("tbl")
        self.name = name
        self.description: str | None = None
        self.clock = clock
        self.rounds_numbers = rounds_numbers
        self.fields: list[Field] = []
        self.records: dict[str, Record] = {}
        self.view = new_id("viw")
        self.made = 0

    def field(self, name_or_id: str) -> Field:
        for field in self.fields:
            if name_or_id in (field.id, field.name):
                return field
        raise unknown_field(name_or_id)

    def add_record(self) -> Record:
        self.made += 1
        record = Record(self.made, self.clock.now())
        self.records[record.id] = record
        return record

    def value(self, record: Record, field: Field) -> Any:
        match field.kind:
            case "autoNumber":
                return record.number
            case "createdTime":
                return stamp(record.created)
            case "lastModifiedTime":
                return stamp(record.touched)
            case _:
                return record.cells.get(field.id)

    def described(self) -> Json:
        said: Json = {
            "id": self.id,
            "name": self.name,
            "primaryFieldId": self.fields[0].id,
            "fields": [field.described() for field in self.fields],
            "views": [{"id": self.view, "name": "Grid view", "type": "grid"}],
        }
        if self.description:
            said["description"] = self.description
        return said

    def add_field(self, body: Json, *, by_person: bool = False) -> Field:
        """A new field.

        Raises:
            RefusedError: 422.
        """
        name = self._free_name(body.get("name"), None)
        kind = str(body.get("type"))
        if kind not in CREATABLE and not (by_person and kind in COMPUTED):
            raise bad_field_options(name, f"cannot create a field of type {kind}")
        if not self.fields and kind not in PRIMARY:
            raise bad_field_options(name, f"a field of type {kind} cannot be the primary field")
        if len(self.fields) >= MOST_FIELDS:
            raise invalid_request("This table has too many fields")
        field = Field(self, name, kind, checked_options(name, kind, body.get("options")), _description(body))
        self.fields.append(field)
        return field

    def change_field(self, field_id: str, body: Json) -> Field:
        """A field's new name or description: nothing else of a field can be changed through the API.

        Raises:
            RefusedError: 422, 404 for no such field.
        """
        field = next((field for field in self.fields if field.id == field_id), None)
        if field is None:
            raise forbidden()
        if not body or set(body) - {"name", "description"}:
            raise invalid_request()
        if "name" in body:
            field.name = self._free_name(body["name"], field)
        if "description" in body:
            field.description = _description(body)
        return field

    def _free_name(self, name: Any, but: Field | None) -> str:
        taken = [field.name.casefold() for field in self.fields if field is not but]
        if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME or name.casefold() in taken:
            raise bad_field_name()
        return name


class Base:
    def __init__(self, base_id: str, name: str, clock: Clock, *, rounds_numbers: bool = False) -> None:
        self.id = base_id
        self.name = name
        self.clock = clock
        self.rounds_numbers = rounds_numbers
        self.tables: list[Table] = []

    def table(self, name_or_id: str) -> Table:
        for table in self.tables:
            if name_or_id in (table.id, table.name):
                return table
        raise forbidden()

    def add_table(self, body: Json) -> Table:
        """A new table.

        Raises:
            RefusedError: 422.
        """
        name, fields = body.get("name"), body.get("fields")
        if not isinstance(name, str) or not name.strip() or not isinstance(fields, list) or not fields:
            raise invalid_request()
        if name.casefold() in [table.name.casefold() for table in self.tables]:
            raise bad_table_name()
        table = Table(name, self.clock, rounds_numbers=self.rounds_numbers)
        table.description = _description(body)
        for field in fields:
            table.add_field(field)
        self.tables.append(table)
        return table

    def change_table(self, name_or_id: str, body: Json) -> Table:
        """A table's new name or description.

        Raises:
            RefusedError: 422, 403 for no such table.
        """
        table = self.table(name_or_id)
        if not body or set(body) - {"name", "description"}:
            raise invalid_request()
        table.name = str(body.get("name", table.name))
        if "description" in body:
            table.description = _description(body)
        return table


def _description(body: Json) -> str | None:
    text = body.get("description")
    if text is not None and (not isinstance(text, str) or len(text) > LONGEST_DESCRIPTION):
        raise invalid_request()
    return text or None


def stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


Find = Callable[[str], Base]
