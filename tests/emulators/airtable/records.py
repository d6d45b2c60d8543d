"""The records API: lists by page, writes of up to ten records, all of them or none."""

from typing import Any

from tests.emulators.airtable.answers import (
    Json,
    bad_records,
    computed_field,
    expired_iterator,
    invalid_request,
    record_not_found,
    row_missing,
    unknown_field,
)
from tests.emulators.airtable.bases import Field, Record, Table, stamp
from tests.emulators.airtable.cells import COMPUTED, MERGEABLE, accepted, as_text
from tests.emulators.airtable.formulas import holds, parse
from tests.emulators.airtable.names import new_id

MOST_WRITTEN = 10
MOST_LISTED = 100
_LIST_OPTIONS = frozenset(
    (
        *("pageSize", "maxRecords", "offset", "view", "sort", "fields", "filterByFormula", "cellFormat"),
        *("timeZone", "userLocale", "returnFieldsByFieldId", "recordMetadata"),
    )
)


class Listing:
    """One client's walk through a table: the ids left, and what it asked for."""

    def __init__(self, table: Table, ids: list[str], asked: Json, started: float) -> None:
        self.table = table
        self.ids = ids
        self.asked = asked
        self.used = started


class Listings:
    """Open walks; one that rests longer than ``life`` seconds of the server's clock expires."""

    def __init__(self, life: float = 300.0) -> None:
        self.life = life
        self._open: dict[str, Listing] = {}

    def expire(self) -> None:
        """What a restart of the server does."""
        self._open.clear()

    def page(self, table: Table, asked: Json) -> Json:
        """One page of records.

        Raises:
            RefusedError: 422 for options that are unknown or wrong, and for an offset that expired.
        """
        if set(asked) - _LIST_OPTIONS:
            raise invalid_request()
        size = _number(asked.get("pageSize", MOST_LISTED))
        if not 1 <= size <= MOST_LISTED:
            raise invalid_request()
        listing = self._walk(table, asked)
        taken, left = listing.ids[:size], listing.ids[size:]
        answer: Json = {"records": _shown_records(table, taken, asked)}
        if left:
            offset = f"{new_id('itr')}/{left[0]}"
            self._open[offset] = Listing(table, left, asked, table.clock.now().timestamp())
            answer["offset"] = offset
        return answer

    def _walk(self, table: Table, asked: Json) -> Listing:
        now = table.clock.now().timestamp()
        if not asked.get("offset"):
            return Listing(table, _selected(table, asked), asked, now)
        listing = self._open.pop(str(asked["offset"]), None)
        if listing is None or listing.table is not table or now - listing.used > self.life:
            raise expired_iterator()
        return listing


def _number(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise invalid_request() from None


def _selected(table: Table, asked: Json) -> list[str]:
    view = asked.get("view")
    if view and view not in {table.view, "Grid view"}:
        raise invalid_request(f"View {view} not found")
    records = sorted(table.records.values(), key=lambda record: record.number if view else hash_order(record))
    if formula := asked.get("filterByFormula"):
        node = parse(str(formula), table)
        records = [record for record in records if holds(node, (table, record))]
    for entry in reversed(asked.get("sort") or []):
        field = table.field(entry["field"])
        records.sort(key=lambda record: _sortable(table.value(record, field)), reverse=entry.get("direction") == "desc")
    most = _number(asked["maxRecords"]) if asked.get("maxRecords") else len(records)
    return [record.id for record in records[:most]]


def hash_order(record: Record) -> str:
    """Without a view or a sort, records come in no order a client may count on."""
    return record.id


def _sortable(value: Any) -> tuple[int, Any]:
    return (0, "") if value is None else (1, value)


def _shown_records(table: Table, ids: list[str], asked: Json) -> list[Json]:
    chosen = [table.field(name) for name in asked.get("fields") or []] or table.fields
    by_id = _flag(asked.get("returnFieldsByFieldId"))
    format_ = asked.get("cellFormat", "json")
    if format_ not in {"json", "string"} or (
        format_ == "string" and not (asked.get("timeZone") and asked.get("userLocale"))
    ):
        raise invalid_request("cellFormat string needs timeZone and userLocale")
    comments = "commentCount" in (asked.get("recordMetadata") or [])
    records = [table.records[record] for record in ids if record in table.records]
    shown = [shown_record(table, record, chosen, by_id=by_id, as_string=format_ == "string") for record in records]
    return [
        {**said, "commentCount": len(record.comments)} if comments else said
        for said, record in zip(shown, records, strict=True)
    ]


def _flag(value: Any) -> bool:
    return value in (True, "1", "true")


def shown_record(
    table: Table, record: Record, fields: list[Field] | None = None, *, by_id: bool = False, as_string: bool = False
) -> Json:
    """A record as the API answers it: without its empty cells."""
    cells: Json = {}
    for field in fields or table.fields:
        value = table.value(record, field)
        if value is not None:
            cells[field.id if by_id else field.name] = as_text(field, value) if as_string else value
    return {"id": record.id, "createdTime": stamp(record.created), "fields": cells}


def read_one(table: Table, record_id: str, asked: Json) -> Json:
    if record_id not in table.records:
        raise record_not_found()
    return shown_record(table, table.records[record_id], by_id=_flag(asked.get("returnFieldsByFieldId")))


def create(table: Table, body: Json) -> Json:
    """New records; one of them without a list around it is answered alone.

    Raises:
        RefusedError: 422; nothing is written then.
    """
    given = _given(body)
    drafts = [_cells(table, one.get("fields"), body) for one in given]
    made = [_written(table, table.add_record(), cells) for cells in drafts]
    by_id = _flag(body.get("returnFieldsByFieldId"))
    shown = [shown_record(table, record, by_id=by_id) for record in made]
    return {"records": shown} if "records" in body else shown[0]


def update(table: Table, body: Json, *, replace: bool) -> Json:
    """Change records; with `performUpsert` those without an id are found by their fields, or made.

    Raises:
        RefusedError: 422; nothing is written then.
    """
    given = _given(body)
    merge = _merge_fields(table, body.get("performUpsert"))
    known = _known(table, merge or [])
    drafts: list[tuple[Record | None, dict[str, Any]]] = []
    for one in given:
        cells = _cells(table, one.get("fields"), body)
        drafts.append((_target(table, one, cells, merge, known), cells))
    made: list[str] = []
    written: list[Record] = []
    for record, cells in drafts:
        target = record or _matching(cells, merge or [], known) or table.add_record()
        if record is None and target not in written and target.touched == target.created and not target.cells:
            made.append(target.id)
        written.append(_written(table, target, cells, replace=replace))
        if merge and record is None:
            known.setdefault(tuple(cells[field.id] for field in merge), [target])
    by_id = _flag(body.get("returnFieldsByFieldId"))
    answer: Json = {"records": [shown_record(table, record, by_id=by_id) for record in written]}
    if merge:
        ids = [record.id for record in written]
        answer |= {"createdRecords": made, "updatedRecords": [record for record in ids if record not in made]}
    return answer


def update_one(table: Table, record_id: str, body: Json, *, replace: bool) -> Json:
    if record_id not in table.records:
        raise record_not_found()
    cells = _cells(table, body.get("fields"), body)
    record = _written(table, table.records[record_id], cells, replace=replace)
    return shown_record(table, record, by_id=_flag(body.get("returnFieldsByFieldId")))


def delete(table: Table, ids: list[str]) -> Json:
    """Remove records.

    Raises:
        RefusedError: 422 when one of them is not there; nothing is removed then.
    """
    if not 1 <= len(ids) <= MOST_WRITTEN:
        raise bad_records('"records" must be an array of up to 10 record IDs.')
    for record in ids:
        if record not in table.records:
            raise row_missing(record)
    for record in ids:
        table.records.pop(record, None)
    return {"records": [{"id": record, "deleted": True} for record in ids]}


def delete_one(table: Table, record_id: str) -> Json:
    if record_id not in table.records:
        raise record_not_found()
    del table.records[record_id]
    return {"id": record_id, "deleted": True}


def _given(body: Json) -> list[Json]:
    given = body.get("records", [body] if "fields" in body else None)
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_WRITTEN:
        what = 'You must provide an array of up to 10 record objects, each with a "fields" object.'
        raise bad_records(what)
    return given


def _merge_fields(table: Table, upsert: Any) -> list[Field] | None:
    if upsert is None:
        return None
    names = upsert.get("fieldsToMergeOn") if isinstance(upsert, dict) else None
    if not isinstance(names, list) or not 1 <= len(names) <= 3:
        raise invalid_request()
    fields = [table.field(name) for name in names]
    if any(field.kind not in MERGEABLE for field in fields):
        raise invalid_request("fieldsToMergeOn: this type of field cannot be merged on")
    return fields


Known = dict[tuple[Any, ...], list[Record]]


def _known(table: Table, merge: list[Field]) -> Known:
    """Records by the cells of the fields to merge on."""
    known: Known = {}
    for record in table.records.values() if merge else ():
        known.setdefault(tuple(record.cells.get(field.id) for field in merge), []).append(record)
    return known


def _target(table: Table, one: Json, cells: dict[str, Any], merge: list[Field] | None, known: Known) -> Record | None:
    if "id" in one:
        if one["id"] not in table.records:
            raise row_missing(str(one["id"]))
        return table.records[one["id"]]
    if merge is None:
        raise bad_records('You must provide an array of up to 10 record objects, each with an "id" ID field.')
    if any(cells.get(field.id) is None for field in merge):
        raise invalid_request("Each record needs a value in every field of fieldsToMergeOn")
    return _matching(cells, merge, known)


def _matching(cells: dict[str, Any], merge: list[Field], known: Known) -> Record | None:
    found = known.get(tuple(cells[field.id] for field in merge), []) if merge else []
    if len(found) > 1:
        raise invalid_request("Multiple records match the fields to merge on")
    return found[0] if found else None


def _cells(table: Table, given: Any, body: Json) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise bad_records('Each record needs a "fields" object.')
    typecast = bool(body.get("typecast"))
    cells: dict[str, Any] = {}
    for name, value in given.items():
        field = table.field(name)
        if field.kind in COMPUTED:
            raise computed_field(field.name)
        if field.id in cells:
            raise unknown_field(name)
        cells[field.id] = accepted(field, value, typecast=typecast)
    return cells


def _written(table: Table, record: Record, cells: dict[str, Any], *, replace: bool = False) -> Record:
    now = table.clock.now()
    if replace:
        cells = {**{field.id: None for field in table.fields if field.kind not in COMPUTED}, **cells}
    for field, value in cells.items():
        record.set(field, value, now)
    return record
