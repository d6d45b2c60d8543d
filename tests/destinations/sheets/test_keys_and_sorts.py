"""Rows stay the rows they are: where a key is shown as a link, and where people sort some of the columns while a refresh runs."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from genesis.model.shown import Shown
from genesis.model.types import INTEGER, STRING, Type
from genesis.sql.query import ResultColumn
from tests.destinations.sheets.tracker import Tracker, film
from tests.emulators.sheets.people import Person
from tests.emulators.sheets.server import Emulator

TITLE = ResultColumn("title", "Title", STRING)


@pytest.mark.parametrize("text", ["", "{film_id}", "{title}"])
def test_a_key_that_is_a_link_with_another_columns_value_stays_the_key(
    emulator: Emulator, tracker: Tracker, text: str
) -> None:
    shown = Shown("link", url="https://x.example/{title}", text=text)
    tracker = replace(tracker, columns=(ResultColumn("film_id", "Film", INTEGER, shown), TITLE))
    tracker.refresh([(1, "A"), (2, "B")])
    person = emulator.person("Films")
    person.type(1, person.column("Notes"), "of 1")
    plan = tracker.refresh([(1, "New"), (2, "B")])
    assert (plan.count("added"), plan.count("archived"), plan.count("changed")) == (0, 0, 1)
    assert [(row["Title"], row["Notes"]) for row in person.rows()] == [("New", "of 1"), ("B", None)]
    assert person.cell(1, 0)["userEnteredFormat"]["textFormat"]["link"] == {"uri": "https://x.example/New"}
    assert not tracker.refresh([(1, "New"), (2, "B")]).changes


@pytest.mark.parametrize(("kind", "first", "second"), [(INTEGER, 1, 2), (STRING, "one", "two")])
def test_a_copied_row_is_told_from_its_row_by_the_text_of_its_link(
    emulator: Emulator, tracker: Tracker, kind: Type, first: int | str, second: int | str
) -> None:
    shown = Shown("link", url="https://x.example/{title}")
    tracker = replace(tracker, columns=(ResultColumn("film_id", "Film", kind, shown), TITLE))
    tracker.refresh([(first, "A"), (second, "B")])
    person = emulator.person("Films")
    person.copy_row(1, 3)
    person.type(3, 0, "99")
    plan = tracker.refresh([(first, "New"), (second, "B")])
    assert plan.count("changed") == 1
    assert person.row(1)[1] == "New"
    assert person.row(3)[1] == "A"


def shown(person: Person) -> list[tuple[Any, ...]]:
    days = {(date(2024, 1, 1 + n) - date(1899, 12, 30)).days: n for n in range(28)}
    return [(r["Film"], r["Title"], days[int(str(r["Released"]))], r["Budget"]) for r in person.rows()]


def sort_meanwhile(emulator: Emulator, person: Person) -> None:
    """Sort titles and dates, falling, without the other columns, just before the next refresh writes."""
    first = len(emulator.calls)
    emulator.meanwhile = lambda number: person.sort(1, [1, 2], falling=True) if number == first + 1 else None


@pytest.mark.parametrize("titled", [1, 2, 5])
def test_a_sort_of_some_columns_before_the_write_ends_right(emulator: Emulator, tracker: Tracker, titled: int) -> None:
    tracker.refresh([film(n) for n in range(1, 6)])
    person = emulator.person("Films")
    newer = [film(n, "X" if n <= titled else None, budget="9" if n == 1 else "1.50") for n in range(1, 6)]
    sort_meanwhile(emulator, person)
    tracker.refresh(newer)
    assert shown(person) == [(n, "X" if n <= titled else f"Film {n}", n, 9 if n == 1 else 1.5) for n in range(1, 6)]
    plan = tracker.refresh(newer)
    assert (plan.changes, plan.edited) == (False, ())


def test_a_sort_of_some_columns_before_the_write_takes_no_edit_and_no_archived_row_apart(
    emulator: Emulator, tracker: Tracker
) -> None:
    tracker.refresh([film(n) for n in range(1, 6)])
    person = emulator.person("Films")
    person.type(3, 1, "Mine")
    tracker.refresh([film(n) for n in range(1, 5)])
    sort_meanwhile(emulator, person)
    tracker.refresh([film(1, "X"), *(film(n) for n in range(2, 5))])
    titles = {1: "X", 3: "Mine"}
    assert shown(person) == [(n, titles.get(n, f"Film {n}"), n, 1.5) for n in range(1, 6)]


def test_what_a_person_types_before_the_write_is_no_sort(emulator: Emulator, tracker: Tracker) -> None:
    tracker.refresh([film(n) for n in range(1, 6)])
    person = emulator.person("Films")
    first = len(emulator.calls)

    def copy_by_hand(number: int) -> None:
        if number == first + 1:
            person.type(3, 1, "Film 1")

    emulator.meanwhile = copy_by_hand
    newer = [film(n, "X" if n == 1 else None, budget="9") for n in range(1, 6)]
    tracker.refresh(newer)
    assert shown(person)[2] == (3, "Film 1", 3, 9)
    assert [cell.found for cell in tracker.refresh(newer).edited] == ["Film 1"]
