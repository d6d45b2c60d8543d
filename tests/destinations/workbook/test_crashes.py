"""Crashes, several refreshes at once, people who save at the same moment."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from genesis.destinations import excel
from genesis.destinations.workbook import writing
from tests.destinations.workbook.project import Project, film, films, row_of

REFRESH = """
import os, sys, time
from pathlib import Path
from genesis.publish.refreshing import refresh
from genesis.spec.project import open_project
{before}
refresh(open_project(Path(sys.argv[1])), "films", environment={{}})
"""
STOP = """
from genesis.destinations.files import replace
def stop(*_):
    print("{where}", flush=True)
    time.sleep(60)
{patch}
"""
BEFORE_RENAME = STOP.format(where="before", patch="replace._keep_mode = stop")
AFTER_RENAME = STOP.format(where="after", patch="replace._sync_folder = stop")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path)
    made.refresh(films(1, 2, 3))
    with made.person() as sheet:
        sheet.cell(row_of(sheet, 2), 6).value = "two"
    return made


def start(project: Project, before: str = "") -> subprocess.Popen[str]:
    code = REFRESH.format(before=before)
    return subprocess.Popen([sys.executable, "-c", code, str(project.root)], stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize(("before", "held"), [(BEFORE_RENAME, [1, 2, 3]), (AFTER_RENAME, [1, 2, 3, 4])])
def test_killed_in_the_middle_and_run_again(project: Project, before: str, held: list[int]) -> None:
    project.rows([film(4), *films(1, 2, 3)])
    running = start(project, before)
    assert running.stdout is not None
    assert running.stdout.readline().strip() in {"before", "after"}
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdout.close()
    assert [row["Id"] for row in project.table()] == held
    for _ in range(2):
        project.refresh()
        assert [(row["Id"], row["Notes"]) for row in project.table()] == [(1, None), (2, "two"), (3, None), (4, None)]
    assert not project.refresh().written


def test_what_a_crash_left_is_cleared(project: Project) -> None:
    project.rows(films(1, 2, 3, 4))
    running = start(project, BEFORE_RENAME)
    assert running.stdout is not None
    running.stdout.readline()
    running.kill()
    running.wait()
    running.stdout.close()
    assert len(list(project.path.parent.iterdir())) > 1
    old = time.time() - 90_000
    for left in project.path.parent.iterdir():
        os.utime(left, (old, old))
    project.refresh()
    assert [path.name for path in project.path.parent.iterdir()] == ["films.xlsx"]


def test_two_refreshes_of_one_file_wait_for_each_other(project: Project) -> None:
    project.write(
        "trackers/others.yaml",
        "tracker: others\ninput: films\ndestination: {type: excel, path: out/films.xlsx, sheet: Others}\n",
    )
    project.rows(films(*range(1, 20)))
    code = REFRESH.format(before="").replace('"films"', "sys.argv[2]")
    runs = [
        subprocess.Popen([sys.executable, "-c", code, str(project.root), name])
        for name in ("films", "others", "films", "others")
    ]
    assert [run.wait() for run in runs] == [0, 0, 0, 0]
    assert [row["Id"] for row in project.table()] == list(range(1, 20))
    assert [row["Id"] for row in project.table("Others")] == list(range(1, 20))
    assert project.table()[1]["Notes"] == "two"
    assert not project.refresh().written


def test_a_person_who_saves_in_between_loses_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    original, saves = writing.change_book, [0]

    def change_book(*arguments: object) -> None:
        original(*arguments)  # type: ignore[arg-type]
        if not saves[0]:
            with project.person() as sheet:
                sheet.cell(row_of(sheet, 3), 6).value = "typed just now"
            saves[0] = 1

    monkeypatch.setattr(excel, "change_book", change_book)
    project.refresh([film(4), *films(1, 2, 3)])
    assert [(row["Id"], row["Notes"]) for row in project.table()] == [
        (1, None),
        (2, "two"),
        (3, "typed just now"),
        (4, None),
    ]


def test_a_full_disk_leaves_the_file(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert project.refused(films(1, 2, 3, 4)) == ["G807"]
    assert [path.name for path in project.path.parent.iterdir()] == ["films.xlsx"]


def test_permissions_stay(project: Project) -> None:
    project.path.chmod(0o640)
    project.refresh(films(1, 2, 3, 4))
    assert project.path.stat().st_mode & 0o777 == 0o640
    assert load_workbook(project.path).sheetnames == ["Films"]
