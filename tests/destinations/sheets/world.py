"""A tracker, its source, and a person at its tab, in steps that a property test can draw."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from hypothesis import strategies as st
from msgspec import Struct, field

from genesis.destinations.destination import Row
from genesis.diagnostics import GenesisError
from tests.destinations.sheets.tracker import Tracker, film
from tests.emulators.sheets.people import Person

FAULTS = ("500", "503", "429", "drop before", "drop after", "half an answer")
LABELS = ("Film", "Title", "Released", "Budget", "Done", "Page")


class World(Struct):
    """``films`` is the source in its order; ``said`` is what a person wrote beside each film, gone with rows that people delete."""

    tracker: Tracker
    films: list[Row] = field(default_factory=list)
    said: dict[int, str] = field(default_factory=dict)
    edition: int = 0

    @property
    def person(self) -> Person:
        return self.tracker.emulator.person(self.title)

    @property
    def title(self) -> str:
        return self.tracker.emulator.books["book"].sheets[-1].title

    def refresh(self) -> None:
        self.tracker.refresh(self.films, rounds=12)

    def broken_refresh(self, faults: Sequence[tuple[int, Any]], acts: Sequence["Act"]) -> None:
        """A refresh that is disturbed: faults by the number of the call, and acts of a person before each call."""
        emulator = self.tracker.emulator
        first = len(emulator.calls)
        emulator.faults = {first + number: kind for number, kind in faults}
        left = list(acts)

        def meanwhile(number: int) -> None:
            if left and number > first:
                left.pop(0)(self)

        emulator.meanwhile = meanwhile
        with suppress(GenesisError, AssertionError):
            self.tracker.refresh(self.films)
        emulator.faults, emulator.meanwhile = {}, lambda _number: None

    def place(self, number: int) -> int | None:
        """The row of a film, if it is there."""
        person, column = self.person, self.key
        for place in range(1, len(person.sheet.rows)):
            cell = person.cell(place, column).get("userEnteredValue", {})
            if cell.get("numberValue") == number:
                return place
        return None

    @property
    def key(self) -> int:
        return self.person.column("Film")


Act = Callable[[World], None]


def say(number: int) -> Act:
    def act(world: World) -> None:
        place = world.place(number)
        if place is not None:
            world.person.type(place, world.person.column("Notes"), f"about {number}")
            world.said[number] = f"about {number}"

    return act


def sort(label: str, *, falling: bool) -> Act:
    return lambda world: world.person.sort(world.person.column(label), falling=falling)


def sort_apart(first: int, last: int) -> Act:
    """Sort some neighbouring managed columns without the others."""

    def act(world: World) -> None:
        columns = sorted(world.person.column(label) for label in LABELS[first : last + 1])
        if columns == list(range(columns[0], columns[-1] + 1)):
            world.person.sort(columns[0], columns, falling=True)

    return act


def edit(number: int, label: str) -> Act:
    def act(world: World) -> None:
        place = world.place(number)
        if place is not None:
            world.person.type(place, world.person.column(label), "typed over")

    return act


def delete_row(number: int) -> Act:
    def act(world: World) -> None:
        place = world.place(number)
        if place is not None:
            world.person.delete_row(place)
            world.said.pop(number, None)

    return act


def insert_row(at: int) -> Act:
    return lambda world: world.person.insert_row(at)


def move_row(number: int, target: int) -> Act:
    def act(world: World) -> None:
        place = world.place(number)
        if place is not None:
            world.person.move_row(place, target)

    return act


def move_column(label: str, target: int) -> Act:
    return lambda world: world.person.move_column(world.person.column(label), target)


def insert_column(at: int) -> Act:
    def act(world: World) -> None:
        world.edition += 1
        label, column = f"Mine {world.edition}", min(at, world.key)
        world.person.insert_column(column, label)
        for row in world.films:
            place = world.place(int(str(row[0])))
            if place is not None:
                world.person.type(place, column, f"{label} of {row[0]}")

    return act


def rename_tab(name: str) -> Act:
    def act(world: World) -> None:
        world.person.sheet.title = name

    return act


films = st.integers(1, 8)
places = st.integers(1, 6)
whole_sorts = st.builds(sort, st.sampled_from(("Film", "Title", "Notes", "Page")), falling=st.booleans())
acts = st.one_of(
    st.builds(say, films),
    whole_sorts,
    st.builds(sort_apart, st.integers(1, 2), st.integers(3, 5)),
    st.builds(edit, films, st.sampled_from(("Title", "Released", "Done"))),
    st.builds(delete_row, films),
    st.builds(insert_row, places),
    st.builds(move_row, films, places),
    st.builds(move_column, st.sampled_from((*LABELS, "Notes")), st.integers(0, 5)),
    st.builds(insert_column, st.integers(0, 5)),
    st.builds(rename_tab, st.sampled_from(("Films", "All films"))),
)
meanwhile_acts = st.one_of(
    whole_sorts,
    st.builds(sort_apart, st.integers(1, 2), st.integers(3, 5)),
    st.builds(insert_row, places),
    st.builds(move_row, films, places),
    st.builds(move_column, st.sampled_from((*LABELS, "Notes")), st.integers(0, 5)),
    st.builds(insert_column, st.integers(0, 5)),
    st.builds(say, films),
)
sources = st.lists(
    st.builds(
        film, films, st.sampled_from((None, "", "=cmd()", "1-2", "'quoted")), st.sampled_from(("1.50", "0", "-7"))
    ),
    unique_by=lambda row: row[0],
    max_size=6,
)
faults = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(FAULTS)), max_size=3)
