"""Random tables, random people, a fault now and then: people lose nothing, managed cells are the query's, nothing is doubled."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from genesis.diagnostics import GenesisError
from genesis.model.types import BOOLEAN, FLOAT, INTEGER, STRING
from genesis.sql.query import ResultColumn
from tests.destinations.airtable_refresh import BASE, TABLE, Studio
from tests.emulators.airtable.server import Emulator, Trouble, serving

COLUMNS = (
    ResultColumn("id", "Id", INTEGER),
    ResultColumn("name", "Name", STRING),
    ResultColumn("stage", "Stage", STRING, values=("a", "b")),
    ResultColumn("size", "Size", FLOAT),
    ResultColumn("ready", "Ready", BOOLEAN),
)

values = st.tuples(
    st.sampled_from(["", "x", "y", "=1+1", "two\nlines", "é", "{}'\"\\"]),
    st.sampled_from(["a", "b", "c", None]),
    st.sampled_from([0.0, 1.5, -2.25, None]),
    st.booleans(),
)
tables = st.dictionaries(st.integers(0, 30), values, min_size=1, max_size=14)
ACTIONS = (
    "note",
    "edit",
    "delete",
    "create",
    "rename",
    "move",
    "drop",
    "copy_field",
    "own_field",
    "move_notes",
    "copy",
)
action = st.tuples(st.sampled_from(ACTIONS), st.integers(0, 1000))
actions = st.lists(action, max_size=6)
faults = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(["429", "500", "503", "drop_before", "drop_after"])), max_size=2
)
during = st.lists(st.tuples(st.integers(0, 12), action), max_size=3)
steps = st.lists(st.tuples(tables, actions, faults, during), min_size=1, max_size=4)


class Office:
    """People at work, and what they would be sorry to lose."""

    def __init__(self, studio: Studio, *, edits: bool) -> None:
        self._studio = studio
        self._edits = edits
        self.notes: dict[str, str] = {}
        self.own: dict[str, dict[str, Any]] = {}
        self._written = 0

    def act(self, action: str, number: int) -> None:
        rows = self._studio.person.rows()
        record = rows[number % len(rows)]["id"] if rows else None
        if (record or action == "create") and (self._edits or action != "edit"):
            getattr(self, f"_{action}")(record, number)

    def meanwhile(self, planned: list[tuple[int, tuple[str, int]]]) -> Callable[[int, str, str], None]:
        """What people do just before some calls are answered."""

        def act(number: int, method: str, path: str) -> None:  # noqa: ARG001
            for moment, (action, seed) in planned:
                if moment == number:
                    self.act(action, seed)

        return act

    def _note(self, record: str, number: int) -> None:
        self._written += 1
        self.notes[record] = f"note {self._written}, {number}"
        self._studio.person.edit(record, {"Notes": self.notes[record]})

    def _edit(self, record: str, number: int) -> None:
        field = self._managed(number)
        kind = self._studio.emulator.bases[BASE].table(TABLE).field(field).kind
        typed = {"number": number, "checkbox": number % 2 == 0}.get(
            kind, "b" if kind == "singleSelect" else f"typed {number}"
        )
        self._studio.person.edit(record, {field: typed})
        if record in self.own:
            self.own[record] = self._cells(record)

    def _delete(self, record: str, number: int) -> None:  # noqa: ARG002
        self._studio.person.delete(record)
        self.notes.pop(record, None)
        self.own.pop(record, None)

    def _create(self, record: str | None, number: int) -> None:  # noqa: ARG002
        made = self._studio.person.create({})
        self._edit(made, number)
        self.own[made] = self._cells(made)

    def _cells(self, record: str) -> dict[str, Any]:
        return self._studio.emulator.bases[BASE].table(TABLE).records[record].cells.copy()

    def _rename(self, record: str, number: int) -> None:  # noqa: ARG002
        self._studio.person.rename_field(self._managed(number), f"Renamed {number} {self._next()}")

    def _move(self, record: str, number: int) -> None:  # noqa: ARG002
        self._studio.person.move_field(self._managed(number), 1 + number % 4)

    def _drop(self, record: str, number: int) -> None:  # noqa: ARG002
        field = self._managed(number)
        if self._studio.emulator.bases[BASE].table(TABLE).fields[0].name != field:
            self._studio.person.delete_field(field)

    def _copy_field(self, record: str, number: int) -> None:  # noqa: ARG002
        copy = self._studio.person.duplicate_field(self._managed(number))
        self._studio.person.rename_field(copy.name, f"Copy {self._next()}")

    def _own_field(self, record: str, number: int) -> None:  # noqa: ARG002
        self._studio.person.add_field(f"Own {self._next()}")

    def _copy(self, record: str, number: int) -> None:  # noqa: ARG002
        self._studio.person.duplicate(record)

    def _move_notes(self, record: str, number: int) -> None:  # noqa: ARG002
        self._studio.person.move_field("Notes", 1)

    def _next(self) -> int:
        self._written += 1
        return self._written

    def _managed(self, number: int) -> str:
        """A managed field by what its description says."""
        fields = self._studio.emulator.bases[BASE].table(TABLE).fields
        named = [f.name for f in fields if (f.description or "").startswith("Genesis writes this field: ")]
        own = [name for name in named if not name.startswith(("_genesis", "Copy")) and name != "Id"]
        return own[number % len(own)]


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with serving(Emulator()) as running:
        yield running


def cells_of(studio: Studio) -> tuple[dict[int, tuple[Any, ...]], set[int]]:
    """What stands in the managed fields, by id, and the ids of rows that people copied; fields are found by their descriptions."""
    table = studio.emulator.bases[BASE].table(TABLE)
    signs = {f"Genesis writes this field: {column.name}": column.name for column in COLUMNS}
    fields: dict[str, str] = {}
    for field in table.fields:
        name = signs.get(field.description or "")
        if name and not field.name.startswith("Copy"):
            fields[name] = field.id
    marks = {
        record.id: str(record.cells.get(table.field("_genesis").id, "")).split(".") for record in table.records.values()
    }
    times = Counter(parts[3] for parts in marks.values() if len(parts) == 5)
    copied = {
        table.records[i].cells[fields["id"]] for i, parts in marks.items() if len(parts) == 5 and times[parts[3]] > 1
    }
    live = [
        table.records[i] for i, parts in marks.items() if len(parts) == 5 and parts[1] == "l" and times[parts[3]] == 1
    ]
    assert len({record.cells[fields["id"]] for record in live}) == len(live)
    found = {r.cells[fields["id"]]: tuple(r.cells.get(fields[c.name]) for c in COLUMNS[1:]) for r in live}
    return found, copied


def expected(table: dict[int, tuple[Any, ...]]) -> dict[int, tuple[Any, ...]]:
    return {key: (name or None, stage, size, ready or None) for key, (name, stage, size, ready) in table.items()}


def trouble(planned: list[tuple[int, Trouble]]) -> Any:
    by_number = dict(planned)
    return lambda number, method, path: by_number.get(number)  # noqa: ARG005


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@pytest.mark.parametrize("policy", ["overwrite", "flag"])
@given(steps=steps)
def test_people_and_faults(emulator: Emulator, tmp_path: Path, policy: str, steps: Any) -> None:
    """Where edits are kept nobody edits here: then no fault may look like an edit."""
    emulator.add_base(BASE)
    emulator.trouble = lambda *_: None
    studio = Studio(tmp_path, emulator)
    studio.columns, studio.key = COLUMNS, ("id",)
    studio.options = f"annotations: [Notes]\ncolumns: {{edited: {policy}}}\n"
    studio.refresh([(99, "two\nlines", "a", 0.0, True)])
    office = Office(studio, edits=policy == "overwrite")
    for table, acts, planned, during in steps:
        for action, number in acts:
            office.act(action, number)
        rows = [(key, *cells) for key, cells in table.items()]
        emulator.forget_calls()
        emulator.trouble = trouble(planned)
        emulator.meanwhile = office.meanwhile(during)
        try:
            studio.refresh(rows)
        except GenesisError as error:  # the weather was too bad, or people too quick
            assert {found.code for found in error.diagnostics} <= {"G808", "G874", "G875"}  # noqa: PT017
        emulator.trouble = emulator.meanwhile = lambda *_: None
        studio.refresh(rows)
        found, copied = cells_of(studio)
        assert found == {key: cells for key, cells in expected(table).items() if key not in copied}
        records = emulator.bases[BASE].table(TABLE).records
        notes = emulator.bases[BASE].table(TABLE).field("Notes").id
        assert {i: records[i].cells.get(notes) for i in office.notes} == office.notes
        assert {
            i: {f: records[i].cells.get(f) for f in cells if f in field_ids(emulator)}
            for i, cells in office.own.items()
        } == {
            i: {f: value for f, value in cells.items() if f in field_ids(emulator)} for i, cells in office.own.items()
        }
        assert not studio.refresh(rows).written
    assert emulator.meter.broken == 0


def field_ids(emulator: Emulator) -> set[str]:
    return {field.id for field in emulator.bases[BASE].table(TABLE).fields}
