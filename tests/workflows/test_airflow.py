"""DAGs are loaded by Airflow itself, in its own environment, and say there what the tracker says."""

import ast
import io
import json
import subprocess
import time
import tokenize
from pathlib import Path
from typing import Any

import pytest

from tests.workflows.project import HOSTILE, generated, hash_in, hostile, one_line

PYTHON = Path(__file__).parents[2] / ".venv" / "airflow" / "bin" / "python"
LOAD = """
import json, sys
from airflow.dag_processing.dagbag import DagBag

bag = DagBag(dag_folder=sys.argv[1])
def told(dag):
    task = dag.get_task("refresh")
    made = type(task).on_kill.__globals__
    return {
        "cron": dag.timetable.serialize()["expression"],
        "zone": dag.timetable.serialize()["timezone"],
        "catchup": dag.catchup,
        "runs": dag.max_active_runs,
        "description": dag.description,
        "tags": sorted(dag.tags),
        "tasks": dag.task_ids,
        "owner": task.owner,
        "pool": task.pool,
        "retries": task.retries,
        "pause": task.retry_delay.total_seconds(),
        "timeout": task.execution_timeout.total_seconds(),
        "command": made["COMMAND"],
        "project": str(made["PROJECT"]),
    }
print("LOADED" + json.dumps({"errors": bag.import_errors, "dags": {name: told(dag) for name, dag in bag.dags.items()}}))
"""
RUN = """
import runpy, sys
from airflow.sdk.exceptions import AirflowException, AirflowFailException

refresh = runpy.run_path(sys.argv[1])["refresh"]
try:
    refresh()
    print("ENDED", "well")
except AirflowFailException:
    print("ENDED", "for good")
except AirflowException:
    print("ENDED", "to be tried again")
"""

STOPPED = """
import os, runpy, signal, sys, threading, time
from pathlib import Path
from airflow.sdk.exceptions import AirflowTaskTimeout

made = runpy.run_path(sys.argv[1])
started = Path("started")
def late(*_):
    raise AirflowTaskTimeout("too long")
def watch():
    while not started.exists():
        time.sleep(0.05)
    if sys.argv[2] == "timeout":
        os.kill(os.getpid(), signal.SIGALRM)
    else:
        made["dag"].get_task("refresh").on_kill()
signal.signal(signal.SIGALRM, late)
threading.Thread(target=watch, daemon=True).start()
try:
    made["refresh"]()
except BaseException as error:
    print("ENDED", type(error).__name__)
print("CODE", made["HOOK"].sub_process.returncode)
"""

pytestmark = pytest.mark.skipif(not PYTHON.exists(), reason="Airflow is not installed: .ci/setup test installs it")


def airflow(program: str, folder: Path, *arguments: str, path: str = "/usr/bin:/bin") -> str:
    environment = {"AIRFLOW_HOME": str(folder / "airflow_home"), "PATH": path, "LANG": "C.UTF-8", "HOME": str(folder)}
    done = subprocess.run(
        [str(PYTHON), "-c", program, *arguments],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def put(folder: Path, texts: dict[str, str]) -> Path:
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder / "trackers/generated/airflow"


def loaded(folder: Path) -> dict[str, Any]:
    told = json.loads(airflow(LOAD, folder.parents[2], str(folder)).partition("LOADED")[2])
    assert told["errors"] == {}
    dags: dict[str, Any] = told["dags"]
    return dags


def test_a_dag_is_what_the_tracker_says(tmp_path: Path) -> None:
    texts = generated(tmp_path)
    assert loaded(put(tmp_path, texts)) == {
        "genesis_films": {
            "cron": "0 6 * * 1-5",
            "zone": "America/Los_Angeles",
            "catchup": False,
            "runs": 1,
            "description": "What came last.",
            "tags": ["csv", "genesis"],
            "tasks": ["refresh"],
            "owner": "films@example.com",
            "pool": "genesis_csv",
            "retries": 3,
            "pause": 300.0,
            "timeout": 1200.0,
            "command": ["genesis", "refresh", "films", "--expect-lock", hash_in(texts)],
            "project": str(tmp_path.resolve()),
        }
    }
    assert json.loads(texts["trackers/generated/airflow/pools.json"]) == {
        "genesis_csv": {
            "slots": 4,
            "description": "Refreshes of one destination at a time",
            "include_deferred": False,
        }
    }


def test_no_text_breaks_out(tmp_path: Path) -> None:
    folder = tmp_path / "dags"
    for number, text in enumerate(HOSTILE):
        made = generated(tmp_path / str(number), hostile(text))["trackers/generated/airflow/films.py"]
        ast.parse(made)
        made = made.replace("'genesis_films'", f"'dag_{number:02}'")
        folder.mkdir(exist_ok=True)
        (folder / f"dag_{number:02}.py").write_text(made, encoding="utf-8")
    inner = tmp_path / "trackers/generated"
    inner.mkdir(parents=True)
    folder.rename(inner / "airflow")
    found = loaded(inner / "airflow")
    assert [found[f"dag_{number:02}"]["description"] for number in range(len(HOSTILE))] == [*map(one_line, HOSTILE)]
    assert [found[f"dag_{number:02}"]["owner"] for number in range(len(HOSTILE))] == [*HOSTILE]
    assert {one["cron"] for one in found.values()} == {"0 6 * * 1-5"}


@pytest.mark.parametrize(
    ("code", "ended"),
    [
        (0, "well"),
        (1, "for good"),
        (2, "for good"),
        (3, "to be tried again"),
        (4, "to be tried again"),
        (5, "for good"),
    ],
)
def test_what_is_tried_again(code: int, ended: str, tmp_path: Path) -> None:
    folder = put(tmp_path, generated(tmp_path))
    program = tmp_path / "bin" / "genesis"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$PWD $*" > ran\nexit {code}\n', encoding="utf-8")
    program.chmod(0o755)
    told = airflow(RUN, tmp_path, str(folder / "films.py"), path=f"{program.parent}:/usr/bin:/bin")
    assert f"ENDED {ended}\n" in told
    ran = (tmp_path / "ran").read_text(encoding="utf-8")
    assert ran.startswith(f"{tmp_path.resolve()} refresh films --expect-lock ")


@pytest.mark.parametrize(
    ("by", "ended", "script", "code"),
    [
        ("timeout", "AirflowTaskTimeout", "touch started; exec sleep 600", -15),
        ("hand", "AirflowException", "touch started; exec sleep 600", -15),
        ("timeout", "AirflowTaskTimeout", "sleep 600 & echo $! >child; touch started; wait", -15),
    ],
)
def test_what_is_stopped_runs_no_longer(by: str, ended: str, script: str, code: int, tmp_path: Path) -> None:
    """A try that took too long, or that somebody ended, writes nothing beside the next one."""
    folder = put(tmp_path, generated(tmp_path))
    program = tmp_path / "bin" / "genesis"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\ncd "{tmp_path}"\n{script}\n', encoding="utf-8")
    program.chmod(0o755)
    started = STOPPED.replace('Path("started")', f"Path({str(tmp_path / 'started')!r})")
    told = airflow(started, tmp_path, str(folder / "films.py"), by, path=f"{program.parent}:/usr/bin:/bin")
    assert told.rsplit("ENDED", 1)[1].split() == [ended, "CODE", str(code)]
    if "child" in script:
        assert ended_too(int((tmp_path / "child").read_text(encoding="utf-8")))


def ended_too(process: int) -> bool:
    """Whether a process that was told to end is gone, or about to be: what init still has to fetch counts as gone."""
    for _ in range(600):
        try:
            state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state in "ZX":
            return True
        time.sleep(0.1)
    return False


def test_no_folder_chooses_the_coding_of_a_file(tmp_path: Path) -> None:
    """Python reads it in the first two lines alone, and the first that says one is right."""
    made = generated(tmp_path)["trackers/generated/airflow/films.py"]
    assert made.splitlines()[0] == "# -*- coding: utf-8 -*-"
    other = made.replace("trackers/films.yaml", "coding: utf-7/films.yaml", 1)
    assert tokenize.detect_encoding(io.BytesIO(other.encode()).readline)[0] == "utf-8"
