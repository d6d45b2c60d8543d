"""Workflows pass the linters, run on GitHub's clock when the tracker is due on its own, and evaluate no text."""

import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from genesis.diagnostics import GenesisError
from tests.linters import actionlint, zizmor
from tests.workflows.due import due, due_in
from tests.workflows.project import HOSTILE, TRACKER, generated, hash_in, hostile

PATH = ".github/workflows/tracker-films.yml"
ZONES = ["UTC", "America/Los_Angeles", "Asia/Kolkata", "Asia/Tokyo", "Europe/London", "Australia/Lord_Howe"]
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
END = datetime(2027, 1, 1, tzinfo=UTC)


def tracker(cron: str, zone: str) -> str:
    return TRACKER.replace("0 6 * * 1-5", cron).replace("America/Los_Angeles", zone)


def steps(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(text)["jobs"]["refresh"]["steps"]
    return found


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles"])
def test_the_linters_find_nothing(zone: str, tmp_path: Path) -> None:
    sheets = "destination: {type: google_sheets, spreadsheet: 1gEnEsIsExAmPlE-content-months, tab: Films}"
    texts = generated(
        tmp_path, tracker("0 6 * * *", zone).replace("destination: {type: csv, path: out/films.csv}", sheets)
    )
    file = tmp_path / PATH
    file.parent.mkdir(parents=True)
    file.write_text(texts[PATH], encoding="utf-8")
    assert "SHEETS_KEY: ${{ secrets.SHEETS_KEY }}" in texts[PATH]
    assert actionlint([file]) == []
    assert zizmor([file]) == []


def test_a_workflow_is_what_the_tracker_says(tmp_path: Path) -> None:
    texts = generated(tmp_path)
    told = yaml.safe_load(texts[PATH])
    assert told[True]["schedule"] == [{"cron": "0 14 * * 1-5"}, {"cron": "0 13 * * 1-5"}]
    assert told["concurrency"] == {"group": "genesis-films", "cancel-in-progress": False}
    assert told["jobs"]["refresh"]["timeout-minutes"] == 4 * 20 + 3 * 5 + 10
    assert f"timeout 1200 genesis refresh films --expect-lock {hash_in(texts)} ||" in steps(texts[PATH])[-1]["run"]


def begun(text: str) -> list[datetime]:
    """When GitHub would begin the workflow, and the step that looks at the clock says yes (its `case` is read here)."""
    told = yaml.safe_load(text)
    crons = [entry["cron"] for entry in told[True]["schedule"]]
    moment = next((step for step in steps(text) if step.get("id") == "moment"), None)
    found = [(at, cron) for cron in crons for at in due(cron, FIRST, END)]
    if moment is None:
        return sorted(at for at, _ in found)
    zone = ZoneInfo(moment["env"]["ZONE"])
    yes = set(re.findall(r"^ *'(.*)'\) due=yes ;;$", moment["run"], re.MULTILINE))
    return sorted(at for at, cron in found if f"{cron} {at.astimezone(zone):%z}" in yes)


def changed(at: datetime, zone: ZoneInfo) -> bool:
    """Whether clocks were changed in the hour before."""
    return at.astimezone(zone).utcoffset() != (at - timedelta(hours=1)).astimezone(zone).utcoffset()


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("cron", ["0 6 * * *", "30 22 * * 5", "15,45 1,13 * * 1-5", "0 12 1 * *", "0 * * * *"])
def test_it_begins_when_the_tracker_is_due(cron: str, zone: str, tmp_path: Path) -> None:
    text = generated(tmp_path, tracker(cron, zone))[PATH]
    place = ZoneInfo(zone)
    expected = due_in(cron, place, FIRST, END)
    # in the hours in which clocks are changed a local time may be missing, come twice, or be moved
    changes = [at for at in due("0 * * * *", FIRST, END) if changed(at, place)]
    hours = timedelta(hours=3)
    near = [at for at in {*expected, *begun(text)} if not any(abs(at - change) < hours for change in changes)]
    found = set(begun(text))
    assert sorted(set(expected) & set(near)) == sorted(found & set(near))
    assert len(near) >= 12


def test_the_step_that_looks_at_the_clock_runs(tmp_path: Path) -> None:
    (moment, *_) = steps(generated(tmp_path)[PATH])
    said = {}
    zone = moment["env"]["ZONE"]
    now = datetime.now(ZoneInfo(zone)).strftime("%z")
    for schedule in ("0 13 * * 1-5", "0 14 * * 1-5", ""):
        output = tmp_path / "output"
        output.write_text("", encoding="utf-8")
        environment = {"PATH": "/usr/bin:/bin", "ZONE": zone, "SCHEDULE": schedule, "GITHUB_OUTPUT": str(output)}
        subprocess.run(["bash", "-euo", "pipefail", "-c", moment["run"]], env=environment, check=True)
        said[schedule] = output.read_text(encoding="utf-8").strip()
    assert said == {
        "0 13 * * 1-5": f"due={'yes' if now == '-0700' else 'no'}",
        "0 14 * * 1-5": f"due={'yes' if now == '-0800' else 'no'}",
        "": "due=yes",
    }


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_out(text: str, tmp_path: Path) -> None:
    plain = generated(tmp_path / "plain")
    texts = generated(tmp_path / "hostile", hostile(text))
    found = yaml.safe_load(texts[PATH])
    assert str(found).replace(hash_in(texts), "") == str(yaml.safe_load(plain[PATH])).replace(hash_in(plain), "")


@pytest.mark.parametrize(
    ("cron", "zone", "said"),
    [
        ("0 6 1 * *", "Asia/Tokyo", "GitHub reads schedules in UTC"),
        ("* * * * *", "UTC", "nothing oftener than every 5"),
        ("0,3 * * * *", "UTC", "nothing oftener than every 5"),
    ],
)
def test_what_github_cannot_do(cron: str, zone: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(GenesisError, match=said) as caught:
        generated(tmp_path, tracker(cron, zone))
    assert {one.code for one in caught.value.diagnostics} == {"G937"}
    assert {(one.file, one.line) for one in caught.value.diagnostics} == {("trackers/films.yaml", 6)}


@pytest.mark.parametrize(("codes", "ended", "tries"), [("0", 0, 1), ("4 0", 0, 2), ("5", 5, 1), ("4 4 4 4", 4, 4)])
def test_the_step_that_refreshes_runs(codes: str, ended: int, tries: int, tmp_path: Path) -> None:
    """As GitHub runs it, in a bash that ends at the first failure; `genesis` stands for one that ends with these codes."""
    script = steps(generated(tmp_path / "project")[PATH])[-1]["run"]
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "codes").write_text("\n".join(codes.split()) + "\n", encoding="utf-8")
    genesis = "echo x >> ran\ncode=$(head -n 1 bin/codes)\nsed -i 1d bin/codes\nexit $code\n"
    for name, text in (("genesis", genesis), ("sleep", "exit 0\n")):
        (programs / name).write_text(f"#!/bin/sh\n{text}", encoding="utf-8")
        (programs / name).chmod(0o755)
    environment = {"PATH": f"{programs}:/usr/bin:/bin"}
    done = subprocess.run(["bash", "-e", "-c", script], env=environment, cwd=tmp_path, check=False)
    assert done.returncode == ended
    assert (tmp_path / "ran").read_text(encoding="utf-8").count("x") == tries


def test_tries_that_take_longer_than_a_job_may(tmp_path: Path) -> None:
    """Four tries of 85 minutes, three pauses of five and ten minutes more are 365 minutes; of 80 they are 345."""
    assert "timeout-minutes: 345\n" in generated(tmp_path / "a", TRACKER.replace("20 minutes", "80 minutes"))[PATH]
    with pytest.raises(GenesisError, match=r"G937.*365 minutes.*after 360"):
        generated(tmp_path / "b", TRACKER.replace("20 minutes", "85 minutes"))
