"""Which address does what."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tests.emulators.airtable import records
from tests.emulators.airtable.answers import Json, forbidden, not_found

if TYPE_CHECKING:
    from tests.emulators.airtable.bases import Base, Table
    from tests.emulators.airtable.server import Emulator

Query = Sequence[tuple[str, str]]


def answer(emulator: "Emulator", method: str, path: list[str], query: Query, body: Json) -> Json:
    """What a request gives.

    Raises:
        RefusedError: for everything that is no request of the API.
    """
    match path:
        case ["v0", "meta", "whoami"]:
            return {"id": "usrEmulated000000"}
        case ["v0", "meta", "bases"] if method == "GET":
            bases = emulator.bases.values()
            return {"bases": [{"id": base.id, "name": base.name, "permissionLevel": "create"} for base in bases]}
        case ["v0", "meta", "bases", base_id, "tables", *rest]:
            return _schema(_base(emulator, base_id), method, rest, body)
        case ["v0", base_id, table, *rest] if base_id != "meta":
            return _rows(emulator, _base(emulator, base_id), method, [table, *rest], (query, body))
    raise not_found()


def _base(emulator: "Emulator", base_id: str) -> "Base":
    if base_id not in emulator.bases:
        raise forbidden()
    return emulator.bases[base_id]


def _schema(base: "Base", method: str, rest: list[str], body: Json) -> Json:
    match method, rest:
        case "GET", []:
            return {"tables": [table.described() for table in base.tables]}
        case "POST", []:
            return base.add_table(body).described()
        case "PATCH", [table]:
            return base.change_table(table, body).described()
        case "POST", [table, "fields"]:
            return base.table(table).add_field(body).described()
        case "PATCH", [table, "fields", field]:
            return base.table(table).change_field(field, body).described()
    raise not_found()


def _rows(emulator: "Emulator", base: "Base", method: str, path: list[str], given: tuple[Query, Json]) -> Json:
    table = base.table(path[0])
    query, body = given
    match method, path[1:]:
        case "GET", []:
            return emulator.listings.page(table, _options(query))
        case "POST", ["listRecords"]:
            return emulator.listings.page(table, {**_options(query), **body})
        case "POST", []:
            return records.create(table, body)
        case (("PATCH" | "PUT"), []):
            return records.update(table, body, replace=method == "PUT")
        case "DELETE", []:
            return records.delete(table, [value for name, value in query if name in {"records[]", "records"}])
        case _, [record]:
            return _one(table, method, record, _options(query), body)
    raise not_found()


def _one(table: "Table", method: str, record: str, asked: Json, body: Json) -> Json:
    match method:
        case "GET":
            return records.read_one(table, record, asked)
        case "PATCH" | "PUT":
            return records.update_one(table, record, body, replace=method == "PUT")
        case "DELETE":
            return records.delete_one(table, record)
    raise not_found()


def _options(query: Query) -> Json:
    """A query as the body of `listRecords` would say it."""
    options: dict[str, Any] = {}
    for name, value in query:
        if name.endswith("[]"):
            options.setdefault(name[:-2], []).append(value)
        elif match := re.fullmatch(r"sort\[(\d+)\]\[(field|direction)\]", name):
            entries = options.setdefault("sort", [])
            entries.extend({} for _ in range(int(match[1]) + 1 - len(entries)))
            entries[int(match[1])][match[2]] = value
        else:
            options[name] = value
    return options
