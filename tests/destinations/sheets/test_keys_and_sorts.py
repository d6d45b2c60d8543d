"""Rows stay the rows they are: where a key is shown as a link, and where people sort some of the columns while a refresh runs."""

import pytest
from msgspec.structs import replace

from genesis.model.shown import Shown
from genesis.model.types import INTEGER, STRING, Type
from genesis.sql.query import ResultColumn
from tests.destinations.sheets.tracker import Tracker
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
