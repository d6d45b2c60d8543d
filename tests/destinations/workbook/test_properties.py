"""Random rows, random people, several refreshes: managed cells are the query's, people's cells are with their rows, nothing is doubled."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from tests.destinations.workbook.project import Project, column, films, reorder

SOURCES = st.dictionaries(st.integers(1, 9), st.sampled_from(["red", "green", "blue"]), min_size=1, max_size=7)
ACTIONS = st.sampled_from(["sort", "shuffle", "partial", "insert", "note", "edit", "delete", "twice", "own", "blank"])
STEPS = st.lists(st.tuples(SOURCES, st.lists(ACTIONS, max_size=3), st.integers(0, 9999)), min_size=2, max_size=4)


class People:
    """What people do in one sheet, and what they would look for afterwards."""

    def __init__(self, sheet: Worksheet, seed: int, notes: dict[int, set[str]]) -> None:
        self.sheet = sheet
        self.chance = random.Random(seed)  # noqa: S311 - chooses what people do
        self.notes = notes
        self.edits: dict[int, str] = {}
        self.deleted: set[int] = set()
        self.copied: set[int] = set()

    def do(self, action: str) -> None:
        acts: dict[str, Any] = {
            "sort": lambda: reorder(self.sheet, lambda rows: sorted(rows, key=lambda row: str(row[0]), reverse=True)),
            "shuffle": lambda: reorder(self.sheet, lambda rows: self.chance.sample(rows, len(rows))),
            "partial": self.partial,
            "insert": lambda: self.sheet.insert_rows(self.chance.randint(2, self.sheet.max_row + 1)),
            "note": self.note,
            "edit": self.edit,
            "delete": self.delete,
            "twice": self.copy,
            "own": self.own,
            "blank": lambda: self.sheet.insert_rows(self.sheet.max_row + 1, 2),
        }
        acts[action]()

    def row(self) -> tuple[int, int] | None:
        """A row with a key, and the key."""
        keys = [(row, self.sheet.cell(row, 1).value) for row in range(2, self.sheet.max_row + 1)]
        rows = [(row, int(str(key))) for row, key in keys if key]
        return self.chance.choice(rows) if rows else None

    def partial(self) -> None:
        """Turn the order of some columns round, in the rows that are Genesis's."""
        marks = column(self.sheet, "_genesis")
        rows = [row for row in range(2, self.sheet.max_row + 1) if self.sheet.cell(row, marks).value]
        for place in (1, 2, 3):
            values = [self.sheet.cell(row, place).value for row in rows]
            for row, value in zip(rows, reversed(values), strict=True):
                self.sheet.cell(row, place).value = value

    def note(self) -> None:
        if found := self.row():
            text = f"note {self.chance.randrange(10**6)}"
            cell = self.sheet.cell(found[0], column(self.sheet, "Notes"))
            self.notes.setdefault(self.owner(found[0]), set()).discard(str(cell.value))
            cell.value = text
            self.notes[self.owner(found[0])].add(text)

    def owner(self, row: int) -> int:
        """Whose row it is: the mark knows, whatever stands in the key's cell."""
        return self.marked(self.sheet.cell(row, column(self.sheet, "_genesis")).value) or int(
            str(self.sheet.cell(row, 1).value or 0)
        )

    def marked(self, mark: object) -> int:
        return KEYS.get(str(mark).split(".")[3], 0) if str(mark).startswith("g1.") else 0

    def edit(self) -> None:
        if found := self.row():
            self.sheet.cell(found[0], 2).value = "typed"
            self.edits[self.owner(found[0])] = "typed"

    def delete(self) -> None:
        if found := self.row():
            key = self.owner(found[0])
            self.deleted.add(key)
            self.notes.pop(key, None)
            self.sheet.delete_rows(found[0])

    def copy(self) -> None:
        if found := self.row():
            self.copied.add(self.owner(found[0]))
            self.sheet.append([cell.value for cell in self.sheet[found[0]]])

    def own(self) -> None:
        if found := self.row():
            text = f"own {self.chance.randrange(10**6)}"
            cell = self.sheet.cell(found[0], 9)
            self.notes.setdefault(self.owner(found[0]), set()).discard(str(cell.value))
            cell.value = text
            self.notes[self.owner(found[0])].add(text)


KEYS: dict[str, int] = {}


def by_key(project: Project) -> dict[int, list[tuple[Any, ...]]]:
    """The rows by whose they are: their marks know. Copies that people made of other rows may show anything."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in project.sheet().iter_rows(min_row=2, values_only=True):
        mark = next((str(value) for value in row if str(value).startswith("g1.")), "")
        if mark:
            found.setdefault(KEYS[mark.split(".")[3]], []).append(row)
    return found


def rows_of(source: dict[int, str]) -> list[dict[str, object]]:
    return [row | {"title": source[int(str(row["id"]))]} for row in films(*sorted(source))]


def learn_keys(project: Project) -> None:
    for row in project.sheet().iter_rows(min_row=2, values_only=True):
        mark = next((str(value) for value in row if str(value).startswith("g1.")), "")
        if mark and row[0] is not None:
            KEYS[mark.split(".")[3]] = int(str(row[0]))


@settings(
    max_examples=10, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(STEPS)
def test_people_and_refreshes(steps: list[tuple[dict[int, str], list[str], int]]) -> None:
    with TemporaryDirectory() as folder:
        check(Project(Path(folder)), steps)


def check(project: Project, steps: list[tuple[dict[int, str], list[str], int]]) -> None:
    project.rows(films(*range(1, 10)))
    notes: dict[int, set[str]] = {}
    copied: set[int] = set()
    last: dict[int, str] = {}
    kept: dict[int, str] = {}
    project.refresh(rows_of(dict.fromkeys(range(1, 10), "red")))
    learn_keys(project)
    last = dict.fromkeys(range(1, 10), "red")
    for source, actions, seed in steps:
        with project.person() as sheet:
            people = People(sheet, seed, notes)
            for action in actions:
                people.do(action)
        copied |= people.copied
        kept |= people.edits
        project.refresh(rows_of(source))
        found = by_key(project)
        for key, title in source.items():
            if key in copied or (people.deleted and "partial" in actions):
                continue  # a copy is nobody's row; where a row's cells went with another row, nobody can tell
            (row,) = found[key]
            flagged = key in kept and last.get(key) == title and key not in people.deleted
            astray = bool(kept) and "partial" in actions  # what was typed in one row was then sorted into another
            assert row[1] in ({title, "typed"} if flagged or astray else {title}), (key, row)
            assert (row[0], row[2], row[4]) == (key, key + 0.5, True)
            assert notes.get(key, set()) <= {str(value) for value in row[5:]}
        for key in set(notes) - set(source) - copied:
            held = {str(value) for row in found.get(key, []) for value in row}
            assert notes[key] <= held, "an archived row keeps what people wrote"
        assert not project.refresh().written, "a second refresh finds nothing to do"
        last |= source
