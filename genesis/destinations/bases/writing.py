"""Changes as records: what a plan writes, in batches of ten, each sent again only if it did not happen."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from genesis.destinations.bases.calls import BATCH, PAGE, Calls, RefusedError
from genesis.destinations.bases.contents import to_json
from genesis.destinations.bases.fields import ARCHIVED, KEPT, KEY, STATE
from genesis.destinations.bases.layout import Layout, Slot
from genesis.destinations.bases.reading import Shelf
from genesis.destinations.state.marks import Mark, encode
from genesis.destinations.state.plan import Plan, PlannedRow

Json = dict[str, Any]

_STATES: Final = {"live": None, "archived": ARCHIVED, "kept": KEPT}
_GONE: Final = "ROW_DOES_NOT_EXIST"
_TOO_LARGE: Final = 413


class Edit(Struct, frozen=True):
    """One record's new cells by field id. ``record`` is empty for a new one; ``proof`` is the text by which it is known again."""

    record: str
    fields: Json
    proof: str = ""


class Target(Struct, frozen=True):
    """Where rows are written: the table's fields as they are now, every one of ``slots`` among them."""

    layout: Layout
    slots: Sequence[Slot]
    merge: str
    """The id of the field by which new rows are known again."""
    shelf: Shelf

    @property
    def table(self) -> str:
        """The table's id."""
        return str(self.layout.table["id"])

    @property
    def marks(self) -> str:
        """The id of the marks' field."""
        return str((self.layout.marks or {})["id"])

    def field(self, name: str) -> str:
        """The id of a slot's field."""
        return str(self.layout.found[name]["id"])


def mark_text(mark: Mark) -> str:
    """A mark as it is kept: rows have no order here."""
    return encode(replace(mark, order=0))


def updates(plan: Plan, target: Target) -> Iterator[Edit]:
    """What changes in rows that are there."""
    columns = [slot for slot in target.slots if slot.column]
    for row in plan.rows:
        if row.place is None:
            continue
        fields = _mark_of(row, row.place, target)
        if row.mark is not None:
            fields |= {target.field(columns[index].name): to_json(row.cells[index]) for index in row.writes}
            fields |= _own_cells(row.mark, row.place, target)
        if fields:
            yield Edit(target.shelf.record(row.place), fields)


def _mark_of(row: PlannedRow, place: int, target: Target) -> Json:
    """The mark's cell, where it changes; that of a row that stays as it is (a copy) only forgets fields that are gone."""
    before = target.shelf.marked(place)
    mark = row.mark or before
    if mark is None or (before and mark == replace(before, order=mark.order) and place not in target.shelf.outdated):
        return {}
    return {target.marks: mark_text(mark)}


def _own_cells(mark: Mark, place: int, target: Target) -> Json:
    """What people filter by, and the key's own cell, where they differ."""
    cells: Json = {}
    if target.shelf.state(place) != _STATES[mark.state]:
        cells[target.field(STATE)] = _STATES[mark.state]
    if KEY in target.layout.found and mark.state == "live" and target.shelf.rows[place - 1].cell_key != mark.key:
        cells[target.field(KEY)] = mark.key
    return cells


def inserts(plan: Plan, target: Target) -> Iterator[Edit]:
    """New rows; empty cells are left out."""
    columns = [slot for slot in target.slots if slot.column]
    for row in plan.rows:
        if row.place is None and row.mark is not None:
            cells = zip(columns, row.cells, strict=True)
            fields = {target.field(slot.name): to_json(cell) for slot, cell in cells if not _is_empty(cell)}
            if KEY in target.layout.found:
                fields[target.field(KEY)] = row.key
            fields[target.marks] = mark_text(row.mark)
            yield Edit("", fields, row.key)


def _is_empty(cell: object) -> bool:
    """Whether a cell holds nothing; 0 is something."""
    return cell is None or cell is False or cell == ""


def removals(plan: Plan, target: Target) -> list[str]:
    """The records of rows that are deleted."""
    return [target.shelf.record(row.place) for row in plan.removed if row.place is not None]


def count_calls(plan: Plan) -> int:
    """About how many calls a plan costs: writes by ten, one for the memory, the read-back."""
    changed = sum(row.place is not None and (bool(row.writes) or row.change in _SILENT) for row in plan.rows)
    added = sum(row.place is None for row in plan.rows)
    writes = sum(_batches(rows, BATCH) for rows in (changed, added, len(plan.removed)))
    return writes + len(plan.drift) + 2 + max(_batches(changed + added, PAGE), 1) if plan.changes else 0


_SILENT: Final = frozenset({"archived", "kept", "restored"})


def _batches(rows: int, size: int) -> int:
    return -(-rows // size)


def send_updates(calls: Calls, target: Target, edits: Iterable[Edit]) -> list[str]:
    """Write records that are there; gives those that people deleted meanwhile."""
    gone: list[str] = []
    for batch, typecast in _batched(edits, target):
        left = batch
        while left and (missing := _patch(calls, target, left, typecast=typecast)):
            gone.extend(missing)
            left = [edit for edit in left if edit.record not in missing]
    return gone


def _patch(calls: Calls, target: Target, batch: Sequence[Edit], *, typecast: bool) -> list[str]:
    """Write a batch, or give the records that are missing: then nothing of it, or half of it, was written."""
    body = {"records": [{"id": edit.record, "fields": edit.fields} for edit in batch], "typecast": typecast}

    def landed() -> Json | None:
        proofs = [edit for edit in batch if target.marks in edit.fields] or batch
        fields = list({field for edit in batch for field in edit.fields})
        there = _by_id(calls, target, [edit.record for edit in batch], fields)
        return {} if all(_holds(there.get(edit.record), edit, target.marks) for edit in proofs) else None

    try:
        calls.write("PATCH", (calls.account.base, target.table), body, landed)
    except RefusedError as refusal:
        if refusal.status == _TOO_LARGE and len(batch) > 1:
            return [gone for half in _halves(batch) for gone in _patch(calls, target, half, typecast=typecast)]
        if refusal.kind != _GONE:
            raise
        there = _by_id(calls, target, [edit.record for edit in batch], [target.marks])
        missing = [edit.record for edit in batch if edit.record not in there]
        if not missing:
            raise
        return missing
    return []


def _holds(record: Json | None, edit: Edit, marks: str) -> bool:
    """Whether a record shows that a write happened: by its mark where that was written, for a cell may have been edited since."""
    if record is None:
        return True
    held = record["fields"]
    decisive = {marks: edit.fields[marks]} if marks in edit.fields else edit.fields
    return all(held.get(field) == cell or (field not in held and _is_empty(cell)) for field, cell in decisive.items())


def send_inserts(calls: Calls, target: Target, edits: Iterable[Edit]) -> None:
    """Write new records, each known by its key's field: what is sent twice is written once."""
    for batch, typecast in _batched(edits, target):
        _upsert(calls, target, batch, typecast=typecast)


def _upsert(calls: Calls, target: Target, batch: Sequence[Edit], *, typecast: bool) -> None:
    body = {
        "records": [{"fields": edit.fields} for edit in batch],
        "performUpsert": {"fieldsToMergeOn": [target.merge]},
        "typecast": typecast,
    }
    name = _quoted((target.layout.marks or {})["name"])

    def landed() -> Json | None:
        formula = _any(f"FIND('.{edit.proof}.', {name})" for edit in batch)
        there = calls.records(target.table, [target.marks], formula).values()
        marks = {record["fields"].get(target.marks) for record in there}
        return {} if all(edit.fields[target.marks] in marks for edit in batch) else None

    try:
        calls.write("PATCH", (calls.account.base, target.table), body, landed)
    except RefusedError as refusal:
        if refusal.status != _TOO_LARGE or len(batch) == 1:
            raise
        for half in _halves(batch):
            _upsert(calls, target, half, typecast=typecast)


def _halves(batch: Sequence[Edit]) -> tuple[Sequence[Edit], Sequence[Edit]]:
    return batch[: len(batch) // 2], batch[len(batch) // 2 :]


def send_removals(calls: Calls, target: Target, records: Sequence[str]) -> None:
    """Delete records; those that are gone already are left out."""
    for start in range(0, len(records), BATCH):
        _delete(calls, target, list(records[start : start + BATCH]))


def _delete(calls: Calls, target: Target, batch: list[str]) -> None:
    def landed() -> Json | None:
        return None if _by_id(calls, target, batch, [target.marks]) else {}

    try:
        calls.write("DELETE", (calls.account.base, target.table), None, landed, params={"records[]": batch})
    except RefusedError as refusal:
        if refusal.kind != _GONE:
            raise
        left = list(_by_id(calls, target, batch, [target.marks]))
        if left and len(left) < len(batch):
            _delete(calls, target, left)


def read_some(
    calls: Calls, table: str, records: Sequence[str], fields: list[str], *, comments: bool = False
) -> dict[str, Json]:
    """Some records by their ids, a page at a time."""
    found: dict[str, Json] = {}
    for start in range(0, len(records), PAGE):
        formula = _any(f"RECORD_ID()='{record}'" for record in records[start : start + PAGE])
        found |= calls.records(table, fields, formula, comments=comments)
    return found


def _by_id(calls: Calls, target: Target, records: Sequence[str], fields: list[str]) -> dict[str, Json]:
    return read_some(calls, target.table, records, fields)


def _any(conditions: Iterable[str]) -> str:
    return f"OR({', '.join(conditions)})"


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace("}", "\\}")
    return f"{{{escaped}}}"


def _batched(edits: Iterable[Edit], target: Target) -> Iterator[tuple[list[Edit], bool]]:
    """Tens of edits. Those with a choice that its field does not offer yet go apart: only `typecast` adds choices."""
    plain: list[Edit] = []
    fresh: list[Edit] = []
    choices = {
        field["id"]: frozenset(choice["name"] for choice in (field.get("options") or {}).get("choices", ()))
        for field in target.layout.found.values()
        if field["type"] == "singleSelect"
    }
    for edit in edits:
        new = any(
            cell is not None and cell not in choices[field] for field, cell in edit.fields.items() if field in choices
        )
        (fresh if new else plain).append(edit)
    for group, typecast in ((plain, False), (fresh, True)):
        for start in range(0, len(group), BATCH):
            yield group[start : start + BATCH], typecast
