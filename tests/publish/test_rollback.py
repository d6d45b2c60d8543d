"""Receipts, the record in the tracker, and going back."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from genesis.diagnostics import GenesisError
from genesis.publish.receipts import receipts
from genesis.publish.refreshing import Refreshed
from genesis.publish.rolling_back import roll_back
from genesis.publish.statuses import is_stale, statuses
from genesis.spec.project import open_project
from tests.destinations.workbook.project import Project, film, films, reorder, row_of

FRESH = "annotations: [Notes]\nrows: {gone: delete}\nfreshness: 2 hours\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path)
    made.track(FRESH)
    return made


def back(project: Project, run: str, *, dry_run: bool = False) -> Refreshed:
    return roll_back(open_project(project.root), "films", run, environment={}, dry_run=dry_run)


def test_a_receipt_says_what_a_run_did(project: Project) -> None:
    first = project.refresh(films(1, 2)).receipt
    second = project.refresh([film(1), film(2, title="New"), film(3)]).receipt
    third = project.refresh().receipt
    kept = list(receipts(project.root))
    assert [receipt.status for receipt in kept] == ["written", "written", "unchanged"]
    assert kept == [first, second, third]
    assert (second.changes.added, second.changes.changed, second.changes.cells, second.rows) == (1, 1, 6, 3)
    assert first.query == third.query
    assert second.checksums == third.checksums
    differing = {name for name in first.checksums if first.checksums[name] != second.checksums[name]}
    assert differing == {"", "id", "title", "amount", "due", "done"}
    lines = (project.root / ".genesis/runs.ndjson").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["run"] for line in lines] == [first.run, second.run, third.run]


def test_columns_have_checksums_of_their_own(project: Project) -> None:
    first = project.refresh(films(1, 2)).receipt
    second = project.refresh([film(1), film(2, title="New")]).receipt
    assert {name for name in first.checksums if first.checksums[name] != second.checksums[name]} == {"title"}


def test_a_line_that_a_crash_cut_off_is_left_out(project: Project) -> None:
    project.refresh(films(1))
    path = project.root / ".genesis/runs.ndjson"
    path.write_bytes(path.read_bytes() + b'{"run": "2026')
    assert len(list(receipts(project.root))) == 1
    project.refresh(films(1, 2))
    assert [receipt.rows for receipt in receipts(project.root)] == [1, 2]


def test_a_mistake_of_ours_leaves_a_receipt_without_its_words(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.refresh(films(1))

    def broken(*_: object) -> None:
        raise KeyError("p4ssw0rd")

    with monkeypatch.context() as during:
        during.setattr("genesis.publish.refreshing.compute_plan", broken)
        with pytest.raises(KeyError):
            project.refresh(films(1, 2))
    (status,) = statuses(open_project(project.root), ("films",), datetime.now(UTC))
    assert (status.state, status.messages) == ("failed", ("a mistake in Genesis: KeyError",))


def test_the_tracker_keeps_a_record_of_its_last_write(project: Project) -> None:
    done = project.refresh(films(1, 2))
    project.refresh()
    names = load_workbook(project.path).defined_names
    record = json.loads(names["_genesis.films.record"].attr_text.strip('"').replace('""', '"'))
    assert record == {"run": done.receipt.run, "at": done.receipt.started, "rows": 2, "query": done.receipt.query}


def test_back_and_forth(project: Project) -> None:
    runs = [
        project.refresh(rows).receipt.run
        for rows in (films(1, 2, 3), [film(1, title="A"), film(3), film(4)], [film(1, title="B", due=""), film(4)])
    ]
    with project.person() as sheet:
        sheet.cell(row_of(sheet, 4), 6).value = "mine"
    plan = back(project, runs[1], dry_run=True)
    assert (plan.added, plan.changed, plan.gone, plan.written) == (1, 1, 0, False)
    back(project, runs[1])
    assert [(row["Id"], row["Title"], row["Notes"]) for row in project.table()] == [
        (1, "A", None),
        (4, "Film 4", "mine"),
        (3, "Film 3", None),
    ]
    assert project.table()[0]["Due"] == datetime(2024, 1, 1)
    back(project, runs[0])
    assert sorted((row["Id"], row["Title"]) for row in project.table()) == [(1, "Film 1"), (2, "Film 2"), (3, "Film 3")]
    back(project, runs[2])
    assert sorted((row["Id"], row["Title"]) for row in project.table()) == [(1, "B"), (4, "Film 4")]
    assert not back(project, runs[2]).written
    project.refresh()
    assert sorted((row["Id"], row["Title"]) for row in project.table()) == [(1, "B"), (4, "Film 4")]


def test_going_back_leaves_edits_edits(project: Project) -> None:
    first = project.refresh(films(1, 2)).receipt.run
    project.refresh([film(1, amount="9.00"), film(2)])
    with project.person() as sheet:
        sheet.cell(row_of(sheet, 1), 2).value = "Mine"
    back(project, first)
    assert [(row["Title"], row["Amount"]) for row in project.table()] == [("Mine", 1.5), ("Film 2", 2.5)]
    done = project.refresh()
    assert [edit.found for edit in done.plan.edited] == ["Mine"]
    assert [(row["Title"], row["Amount"]) for row in project.table()] == [("Mine", 9), ("Film 2", 2.5)]


def test_nothing_to_go_back_by(project: Project) -> None:
    first = project.refresh(films(1)).receipt.run
    with pytest.raises(GenesisError, match=r"G814.*`films` was not written by a run `nope`"):
        back(project, "nope")
    second = project.refresh(films(1, 2)).receipt.run
    (project.root / f".genesis/before/{second}.films.json").unlink()
    with pytest.raises(GenesisError, match=r"G814.*left no values to go back by"):
        back(project, first)


def test_what_is_gone_does_not_come_back_in_pieces(project: Project) -> None:
    first = project.refresh(films(1, 2)).receipt.run
    project.refresh(films(2))
    project.path.unlink()
    with pytest.raises(GenesisError, match=r"G814.*is not there"):
        back(project, first)
    assert not project.path.exists()


def test_a_csv_file_goes_back_too(project: Project) -> None:
    project.track("", "{type: csv, path: out/films.csv}")
    first = project.refresh(films(1, 2)).receipt.run
    before = (project.root / "out/films.csv").read_bytes()
    project.refresh([film(1, title="New"), film(3)])
    back(project, first)
    assert (project.root / "out/films.csv").read_bytes() == before


def test_how_trackers_stand(project: Project) -> None:
    files = open_project(project.root)
    now = datetime.now(UTC)
    assert [(one.state, one.age, one.allowed) for one in statuses(files, ("films",), now)] == [("never", None, 7200)]
    run = project.refresh(films(1, 2)).receipt.run
    (fresh,) = statuses(files, ("films",), datetime.now(UTC))
    assert (fresh.state, fresh.rows, fresh.run, is_stale(fresh)) == ("fresh", 2, run, False)
    (late,) = statuses(files, ("films",), datetime.now(UTC) + timedelta(hours=3))
    assert (late.state, is_stale(late)) == ("stale", True)
    project.refused([])
    (stopped,) = statuses(files, ("films",), datetime.now(UTC))
    assert (stopped.state, stopped.rows, stopped.good, is_stale(stopped)) == ("stopped", 2, fresh.good, True)
    assert "G821" in stopped.messages[0]


def test_a_copy_that_people_made_is_not_the_row(project: Project) -> None:
    first = project.refresh(films(1, 2)).receipt.run
    project.refresh([film(1, title="New"), film(2)])
    with project.person() as sheet:
        for at in range(1, sheet.max_column + 1):
            sheet.cell(4, at).value = sheet.cell(2, at).value
        sheet.cell(4, 1).value, sheet.cell(4, 3).value = 99, 77
    back(project, first)
    assert [(row["Id"], row["Title"], row["Amount"]) for row in project.table()] == [
        (1, "Film 1", 1.5),
        (2, "Film 2", 2.5),
        (99, "New", 77),
    ]


def test_a_run_that_broke_off_after_it_wrote_is_undone_too(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    first = project.refresh(films(1, 2)).receipt.run

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr("genesis.publish.refreshing.leave", killed)
        with pytest.raises(KeyboardInterrupt):
            project.refresh([film(1, title="Bad"), film(3)])
    assert not project.refresh().written
    last = project.refresh([film(1, title="Worse"), film(3, title="Third")]).receipt.run
    back(project, first)
    assert [(row["Id"], row["Title"]) for row in project.table()] == [(1, "Film 1"), (2, "Film 2")]
    back(project, last)
    assert [(row["Id"], row["Title"]) for row in project.table()] == [(1, "Worse"), (3, "Third")]


def test_what_people_sorted_apart_stays_together(project: Project) -> None:
    first = project.refresh(films(1, 2, 3)).receipt.run
    with project.person() as sheet:
        reorder(sheet, lambda rows: rows[::-1], columns=(2, 3))
    project.refresh([film(1, title="New"), film(2)])
    back(project, first)
    assert sorted((row["Id"], row["Title"], row["Amount"]) for row in project.table()) == [
        (1, "Film 1", 1.5),
        (2, "Film 2", 2.5),
        (3, "Film 3", 3.5),
    ]


def test_no_formula_is_written_back(project: Project) -> None:
    project.track(FRESH + "columns: {edited: overwrite}\n")
    first = project.refresh(films(1, 2, 3)).receipt.run
    with project.person() as sheet:
        for row in (2, 3, 4):
            sheet.cell(row, 2).value = "=1+1"
    project.refresh([film(1), film(2, title="New")])
    back(project, first)
    assert sorted((row["Id"], row["Title"]) for row in project.table()) == [(1, "Film 1"), (2, "New"), (3, None)]
