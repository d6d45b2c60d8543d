"""A query that fails: people see in the tracker that its rows are getting old, but not what the engine said."""

from pathlib import Path

import pytest

from genesis.diagnostics import GenesisError
from tests.destinations.workbook.project import Project, films


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path)
    made.refresh(films(1, 2))
    return made


def note(project: Project) -> str:
    comment = project.sheet()["A1"].comment
    return comment.text if comment else ""


def fails(project: Project, *, dry_run: bool = False) -> list[str]:
    with pytest.raises(GenesisError) as error:
        project.refresh([{"id": "secret", "title": "x"}], dry_run=dry_run)
    return [found.code for found in error.value.diagnostics]


def test_a_failed_query_leaves_word_until_the_next_refresh(project: Project) -> None:
    assert fails(project) == ["G705"]
    assert note(project).startswith("Stale since 20")
    assert note(project).splitlines()[0].endswith(": the query could not be run (G705)")
    assert "secret" not in note(project)
    assert [row["Title"] for row in project.table()] == ["Film 1", "Film 2"]
    done = project.refresh(films(1, 2))
    assert "the note that the rows are stale goes" in done.notes
    assert not note(project).startswith("Stale")


def test_a_dry_run_of_a_failed_query_leaves_nothing(project: Project) -> None:
    before = project.path.read_bytes()
    assert fails(project, dry_run=True) == ["G705"]
    assert project.path.read_bytes() == before


def test_a_tracker_that_is_not_there_is_not_made_by_a_failed_query(project: Project) -> None:
    project.path.unlink()
    assert fails(project) == ["G705"]
    assert not project.path.exists()


def test_a_workbook_that_cannot_be_read_does_not_hide_the_failure(project: Project) -> None:
    project.path.write_bytes(b"no workbook")
    assert fails(project) == ["G705"]
    assert project.path.read_bytes() == b"no workbook"


def test_a_mistake_in_the_definitions_leaves_no_word(project: Project) -> None:
    before = project.path.read_bytes()
    project.ask(["id", "nope"])
    with pytest.raises(GenesisError):
        project.refresh()
    assert project.path.read_bytes() == before
