"""Guards and audits: a result that does not look like the tracker's is not published, and readers are told since when."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from genesis.destinations.state.plan import Snapshot
from genesis.diagnostics import GenesisError, Problems, SourceFile, Span
from genesis.model.expression import Value
from genesis.model.types import Type, parse_type
from genesis.publish.guards import Result, check_result
from genesis.publish.receipts import receipts
from genesis.spec.documents import Text
from genesis.spec.settings import DestinationSpec, TrackerSpec
from genesis.sql.query import CompiledQuery, ResultColumn
from tests.destinations.workbook.project import Project, column, delete_column, film, films


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path)
    made.refresh(films(1, 2, 3, 4))
    return made


def test_an_empty_result_empties_no_tracker(project: Project) -> None:
    assert project.refused([]) == ["G821"]
    assert len(project.table()) == 4
    project.track("audits: [{rows: {min: 0}}]\nrows: {gone: delete}\n")
    assert project.refresh([]).gone == 4
    assert project.table() == []


@pytest.mark.parametrize(
    ("audit", "count", "code"),
    [
        ("rows: {min: 4}", 3, "G822"),
        ("rows: {max: 4}", 5, "G822"),
        ("rows: {max_change: 20%}", 3, "G823"),
        ("rows: {max_change: 20%}", 5, "G823"),
        ("rows: {max_change: 0.2}", 5, "G823"),
    ],
)
def test_bounds_of_rows(project: Project, audit: str, count: int, code: str) -> None:
    project.track(f"audits: [{{{audit}}}]\n")
    assert project.refused(films(*range(1, count + 1))) == [code]
    assert len(project.table()) == 4


@pytest.mark.parametrize("audit", ["rows: {min: 3, max: 3}", "rows: {max_change: 25%}"])
def test_bounds_that_are_just_kept(project: Project, audit: str) -> None:
    project.track(f"audits: [{{{audit}}}]\n")
    assert project.refused(films(1, 2, 3)) == []


def test_a_change_of_rows_says_nothing_about_a_new_tracker(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.track("audits: [{rows: {max_change: 1%}}]\n")
    assert project.refused(films(1, 2)) == []


def test_nulls_and_doubles_in_audited_columns(project: Project) -> None:
    project.track("audits: [{not_null: [title, amount]}, {unique: [due]}]\n")
    rows = [
        film(1, title=""),
        film(2, due="2024-01-01", amount=""),
        film(3, due="2024-01-01"),
        film(4, due=""),
        film(5, due=""),
    ]
    with pytest.raises(GenesisError) as caught:
        project.refresh(rows)
    found = [(d.code, d.message, str(d.span)) for d in caught.value.diagnostics]
    assert found == [
        ("G824", "`title` is null in 1 row", "trackers/films.yaml:4:22"),
        ("G824", "`amount` is null in 1 row", "trackers/films.yaml:4:29"),
        ("G825", "`due` is not unique: 2024-01-01", "trackers/films.yaml:4:49"),
    ]


def test_doubled_and_missing_keys(project: Project) -> None:
    assert project.refused([film(1), film(1, title="Twice")]) == ["G820"]
    assert project.refused([film(1), film(2) | {"id": None}]) == ["G826"]


def test_a_null_is_a_group_of_its_own(project: Project) -> None:
    project.write("inputs/films.yaml", "input: films\nsource: film\ngroup_by: [title]\nfields: [count]\n")
    project.track("", "{type: csv, path: out/films.csv}")
    assert project.refresh([film(1, title=""), film(2)]).rows == 2


@pytest.mark.parametrize(
    "audits", ["[{rows: {min: -1}}]", "[{rows: 5}]", "[{rows: {least: 1}}]", "[{nulls: [id]}]", "[{unique: [nope]}]"]
)
def test_audits_that_say_nothing(project: Project, audits: str) -> None:
    project.track(f"audits: {audits}\n")
    assert project.refused() == ["G812"]


def test_a_stopped_refresh_leaves_word_until_the_next_one(project: Project) -> None:
    with pytest.raises(GenesisError):
        project.refresh([])
    comment = project.sheet()["A1"].comment
    assert comment is not None
    first, _, rest = comment.text.partition("\n\n")
    assert first.startswith(f"Stale since {datetime.now(UTC):%Y-%m-%d}")
    assert first.endswith("the result is empty, and the tracker has 4 rows")
    assert rest.startswith("From the input `films`, column `id`")
    before = project.path.read_bytes()
    with pytest.raises(GenesisError):
        project.refresh([])
    assert project.path.read_bytes() == before, "it says since when"
    done = project.refresh(films(1, 2, 3, 4))
    assert "the note that the rows are stale goes" in done.notes
    comment = project.sheet()["A1"].comment
    assert comment is not None
    assert comment.text == rest
    assert not project.refresh().written


def test_a_stopped_refresh_leaves_a_receipt(project: Project) -> None:
    project.refused([])
    stopped = list(receipts(project.root))[-1]
    assert (stopped.tracker, stopped.status) == ("films", "stopped")
    assert stopped.messages == ("trackers/films.yaml:2:8: error G821: the result is empty, and the tracker has 4 rows",)


def result(kind: str, value: Value) -> list[str]:
    """The codes for one value in a column of one type."""
    span = Span(SourceFile("trackers/t.yaml", ""), 1, 1, 1, 1)
    declared = parse_type(kind)
    assert isinstance(declared, Type)
    query = CompiledQuery("t", "duckdb", "SELECT 1", (ResultColumn("x", "X", declared),), (), (), ())
    tracker = TrackerSpec(Text("t", span), span, Text("t", span), DestinationSpec(Text("csv", span), span, ()))
    problems = Problems()
    check_result(tracker, Result(query, [(value,)], grouped=True), Snapshot(exists=False), problems)
    return [found.code for found in problems.found]


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("integer", 1, "1"),
        ("integer", -1, True),
        ("boolean", True, 1),
        ("string", "1", 1),
        ("date", date(2024, 1, 1), "2024-01-01"),
        ("date", date(2024, 1, 1), datetime(2024, 1, 1)),
        ("timestamp", datetime(2024, 1, 1), date(2024, 1, 1)),
        ("decimal(9,2)", Decimal("1.00"), "1.00"),
        ("float", 0.5, "0.5"),
    ],
)
def test_values_of_another_type_than_declared(kind: str, right: Value, wrong: Value) -> None:
    assert result(kind, right) == []
    assert result(kind, None) == []
    assert result(kind, wrong) == ["G827"]


def test_a_tracker_gives_its_inputs_parameters(project: Project) -> None:
    project.write(
        "inputs/films.yaml",
        "input: films\nsource: film\nparameters:\n  name: {type: string}\n  least: {type: integer, default: 1}\n"
        "fields: [id, title]\nfilters: [{title: $name}, {id: {gte: $least}}]\n",
    )
    project.track('parameters: {name: "Film 2"}\n', "{type: csv, path: out/films.csv}")
    assert project.refresh().rows == 1
    project.track("parameters: {name: Film 2, least: 3}\n", "{type: csv, path: out/films.csv}")
    assert project.refused() == ["G821"]
    project.track("parameters: {name: Film 2, most: 3}\n", "{type: csv, path: out/films.csv}")
    with pytest.raises(GenesisError, match="most"):
        project.refresh()


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("id", "string", "`Id` holds numbers in the tracker, and would now hold text"),
        ("title", "integer", "`Title` holds text in the tracker, and would now hold numbers"),
        ("amount", "string", "`Amount` holds numbers in the tracker, and would now hold text"),
        ("done", "string", "`Done` holds true and false in the tracker, and would now hold text"),
        ("due", "string", "`Due` holds dates in the tracker, and would now hold text"),
        ("due", "timestamp", ""),
        ("id", "decimal(9,2)", ""),
    ],
)
def test_a_column_that_changes_its_type(project: Project, name: str, kind: str, said: str) -> None:
    rows = [film(number, title=number) for number in (1, 2, 3, 4)]
    project.refresh(rows)
    retyped = Project(project.root, {**project.types, name: f'"{kind}"'})
    retyped.rows(rows)
    if not said:
        assert retyped.refresh().gone == 0
        return
    with pytest.raises(GenesisError, match=f"G828: {said}"):
        retyped.refresh()
    assert [row["Id"] for row in project.table()] == [1, 2, 3, 4]
    with project.person() as sheet:
        delete_column(sheet, column(sheet, name.capitalize()))
    assert retyped.refresh().written


def test_what_a_person_typed_is_no_change_of_type(project: Project) -> None:
    with project.person() as sheet:
        for row in range(2, 6):
            sheet.cell(row, 2).value = row
    assert len(project.refresh().plan.edited) == 4


@pytest.mark.parametrize("fields", [["title", "amount"], ["id", "title"]])
def test_rows_that_nobody_can_tell_apart_are_not_written_twice(tmp_path: Path, fields: list[str]) -> None:
    project = Project(tmp_path)
    project.ask(fields, sort="title")
    project.refresh(films(1, 2, 3))
    with project.person() as sheet:
        sheet.cell(2, column(sheet, "Notes")).value = "of 1"
        mark = column(sheet, "_genesis")
        for row in range(2, 5):
            sheet.cell(row, mark).value = None
            if "id" in fields:
                sheet.cell(row, 1).value = None
    assert project.refused() == ["G829"]
    with project.person() as sheet:
        sheet.delete_rows(2, 3)
    assert project.refresh().added == 3


def test_rows_of_people_alone_stop_nothing(tmp_path: Path) -> None:
    """All rows of ours were deleted, and as many of people's own typed in."""
    project = Project(tmp_path)
    project.refresh(films(1, 2, 3))
    with project.person() as sheet:
        sheet.delete_rows(2, 3)
        for row in (2, 3, 4):
            sheet.cell(row, column(sheet, "Title")).value = f"ours {row}"
    assert project.refresh().added == 3


def test_a_lost_mark_matters_little_where_the_key_is_there(project: Project) -> None:
    with project.person() as sheet:
        sheet.cell(2, column(sheet, "Notes")).value = "of 1"
        for row in range(2, 6):
            sheet.cell(row, column(sheet, "_genesis")).value = None
    assert project.refresh().added == 0
    assert project.table()[0]["Notes"] == "of 1"
