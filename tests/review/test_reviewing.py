"""What a review says besides categories: what it cannot explain, what was broken before, what several reviews say together."""

import pytest
from msgspec.structs import replace

from genesis.diagnostics import SourceFile, Span
from genesis.generated.compiled import CompiledTracker
from genesis.model.types import STRING
from genesis.review.columns import _places
from genesis.review.comparing import Half, compare
from genesis.review.numbers import Numbers
from genesis.review.report import VERSION, Cause, Edit, Place, Review, Side
from genesis.review.reviewing import Wanted, combined, review
from genesis.review.sides import Asked, State
from genesis.review.wording import apart
from genesis.sql.query import ResultColumn
from tests.review.edited import HERE, base_files, edited, ends, project
from tests.review.test_cases import sides

LABEL = {"file": "definitions/film.yaml", "replace": "label: Decade", "by": "label: Ten years"}
REDEFINED = {
    "file": "definitions/film.yaml",
    "replace": "quotient(year(released), 10)",
    "by": "quotient(year(released), 5)",
}


def half(state: State, name: str) -> Half:
    compiled, asked = state.compiled(name), state.asked(name, "duckdb")
    assert isinstance(compiled, CompiledTracker)
    assert isinstance(asked, Asked)
    return Half(compiled, asked)


def halves(edit: dict[str, str]) -> tuple[Half, Half]:
    numbers = Numbers()
    base, head = project(base_files()), project(edited(base_files(), [edit]))
    return half(State(base, numbers), "films"), half(State(head, numbers), "films")


def test_a_column_that_nothing_told_of_is_unknown_beside_one_that_is() -> None:
    base, head = halves(REDEFINED)
    assert compare(base, head).category == "columns"
    nowhere = Span(SourceFile("", ""), 1, 1, 1, 1)
    more = (*head.compiled.query.columns, ResultColumn("stray", "Stray", STRING, span=nowhere))
    query = replace(head.compiled.query, columns=more)
    found = compare(base, replace(head, compiled=replace(head.compiled, query=query)))
    assert (found.category, [one.what for one in found.columns]) == ("unknown", ["redefined"])


def test_sql_that_differs_beside_a_label_is_unknown() -> None:
    base, head = halves(LABEL)
    assert compare(base, head).category == "columns"
    query = replace(head.compiled.query, sql=head.compiled.query.sql.replace("1990", "1991"))
    assert query.sql != head.compiled.query.sql
    assert compare(base, replace(head, compiled=replace(head.compiled, query=query))).category == "unknown"


def test_what_was_broken_before_is_noted_and_not_told_as_a_change() -> None:
    found = review(ends(*sides(HERE / "cases" / "broken_before_and_after")), Wanted())
    assert found.notes == (
        "For the same mistakes as on the base these do not compile: `costly`. `genesis check` shows them.",
    )
    assert not found.failed


def test_another_mistake_in_what_was_broken_is_told() -> None:
    broken = edited(base_files(), [{"file": "inputs/costly.yaml", "replace": "  - fees\n", "by": "  - feez\n"}])
    worse = edited(broken, [{"file": "inputs/costly.yaml", "replace": "  - title\n", "by": "  - titel\n"}])
    found = review(ends(broken, worse), Wanted())
    assert [(one.name, one.category) for one in found.trackers] == [("costly", "broken")]
    assert found.notes == ()


def cause(tracker: str, *edits: Edit) -> Cause:
    return Cause("source:film.decade", "changed", "film.decade", "field", "f.yaml", edits, (tracker,), {"columns": 1})


def test_a_cause_of_several_reviews_has_the_edits_of_all() -> None:
    label, sql = Edit("label", "a", "b"), Edit("sql", "x", "y", Place("f.yaml", 1, 1, 1, 1))
    both = [
        Review(VERSION, Side("a"), Side("b"), 1, 0, causes=(found,))
        for found in (cause("one", label), cause("two", label, sql))
    ]
    together = combined(both, (Side("a"), Side("b")), ())
    assert [(one.trackers, one.edits, one.by_category) for one in together.causes] == [
        (("one", "two"), (label, sql), {"columns": 2})
    ]


def test_tags_beside_a_label_are_no_edit_that_changes_trackers() -> None:
    tagged = {**LABEL, "by": "label: Ten years, tags: [personal]"}
    found = review(ends(base_files(), edited(base_files(), [tagged])), Wanted())
    assert [[edit.key for edit in one.edits] for one in found.causes] == [["label"]]


def words(*edits: dict[str, str]) -> dict[str, list[tuple[str, str, str]]]:
    """By tracker, what is said of its rows and columns."""
    found = review(ends(base_files(), edited(base_files(), edits)), Wanted())
    told: dict[str, list[tuple[str, str, str]]] = {}
    for one in found.trackers:
        told[one.name] = [(row.what, row.before, row.after) for row in one.rows]
        told[one.name] += [(column.what, column.before, column.after) for column in one.columns]
    return told


def test_what_stands_behind_names_is_told_where_the_names_are_the_same() -> None:
    moved = {"file": "definitions/studio.yaml", "replace": "table: studio.studio", "by": "table: studio.studios"}
    tables = "studio is studio.studio", "studio is studio.studios"
    by_name = [f"studio.name ({table})" for table in tables]
    top = words(moved)["top"]
    assert ("redefined", *by_name) in top
    assert ("limit", *(f"2 rows per {name}" for name in by_name)) in top


def test_a_column_that_a_field_reads_is_told_where_its_name_stays() -> None:
    read = {
        "file": "definitions/film.yaml",
        "replace": "  released: date\n",
        "by": "  released: {type: date, column: opened}\n",
    }
    columns = "film.released is the column released as date", "film.released is the column opened as date"
    assert ("sort", *(f"-released ({column})" for column in columns)) in words(read)["films"]


def test_a_format_is_told_in_words() -> None:
    shown = {"file": "definitions/film.yaml", "replace": "format: {currency: USD}", "by": "format: {currency: EUR}"}
    assert words(shown)["films"] == [("reformatted", "currency USD ¤#,##0.00", "currency EUR ¤#,##0.00")]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("abc", "abd", ("abc", "abd")),
        ("x" * 40 + "1", "x" * 40 + "2", ("…xxxxxxx1", "…xxxxxxx2")),
        ("a" + "x" * 40, "b" + "x" * 40, ("a" + "x" * 40, "b" + "x" * 40)),
        ("x" * 40, "", ("x" * 40, "")),
        ("x" * 40, "x" * 41, ("…xxxxxxx", "…xxxxxxxx")),
        ("a\n  b", "a b", ("a b", "a b")),
    ],
)
def test_long_texts_are_cut_to_where_they_differ(before: str, after: str, told: tuple[str, str]) -> None:
    assert apart(before, after, 21) == told


def test_a_column_that_moved_to_its_own_number_is_told_by_what_it_follows() -> None:
    names = [("a", "b", "x"), ("c", "b", "a")]
    assert [_places("b", list("abc"), list("cba"))] == [("after a", "after c")]
    assert _places("a", *map(list, names)) == ("column 1", "column 3")
