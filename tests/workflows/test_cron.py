"""Lines of a crontab: read by another reader of cron, and run by a shell."""

import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from cronsim import CronSim

from genesis.diagnostics import GenesisError
from genesis.spec.project import open_project
from genesis.workflows.scheduling.task import pool_of
from tests.workflows.project import HOSTILE, PROJECT, generated, hash_in, hostile, named

ROOT = Path(__file__).parents[2]
PATH = "trackers/generated/cron/films.cron"


def command(text: str) -> str:
    """The line's command as cron gives it to the shell."""
    line = text.splitlines()[-1]
    fields = line.split(" ", 5)
    assert not re.search(r"(?<!\\)%", fields[5])
    return fields[5].replace("\\%", "%")


def test_lines_are_what_the_tracker_says(tmp_path: Path) -> None:
    texts = generated(tmp_path)
    *comments, zone, line = texts[PATH].splitlines()
    assert all(comment.startswith("# ") for comment in comments)
    assert zone == "CRON_TZ=America/Los_Angeles"
    fields = line.split(" ", 5)
    assert fields[:5] == ["0", "6", "*", "*", "1-5"]
    assert next(CronSim(" ".join(fields[:5]), datetime(2026, 1, 1))) == datetime(2026, 1, 1, 6)
    assert f"genesis refresh films --expect-lock {hash_in(texts)} " in line


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_out(text: str, tmp_path: Path) -> None:
    texts = generated(tmp_path, hostile(text))
    lines = texts[PATH].splitlines()
    assert [line[0] for line in lines] == ["#", "#", "C", "0"]
    assert command(texts[PATH]) == command(generated(tmp_path / "plain")[PATH]).replace(
        hash_in(generated(tmp_path / "plain")), hash_in(texts)
    )


@pytest.mark.parametrize(("codes", "tries"), [("0", 1), ("5", 1), ("1", 1), ("4 4 0", 3), ("124 0", 2), ("4 4 4 4", 4)])
def test_what_is_tried_again(codes: str, tries: int, tmp_path: Path) -> None:
    """A stand-in for `genesis` ends with one code after another; the pauses are noted, not waited for."""
    folder = tmp_path / "the trackers"
    folder.mkdir()
    line = command(generated(tmp_path / "project")[PATH]).replace("/srv/the trackers", str(folder))
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "codes").write_text("\n".join(codes.split()) + "\n", encoding="utf-8")
    scripts = {
        "genesis": 'echo "$PWD $*" >> "$0.ran"\ncode=$(head -n 1 "${0%/*}/codes")\n'
        'sed -i 1d "${0%/*}/codes"\nexit "$code"\n',
        "sleep": 'echo "$1" >> "$0.ran"\n',
    }
    for name, script in scripts.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}", encoding="utf-8")
        (programs / name).chmod(0o755)
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(tmp_path)}
    done = subprocess.run(["/bin/sh", "-c", line], env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (int(codes.rsplit(maxsplit=1)[-1]), "")
    ran = (programs / "genesis.ran").read_text(encoding="utf-8").splitlines()
    assert len(ran) == tries
    assert all(one.startswith(f"{folder} refresh films --expect-lock ") for one in ran)
    paused = programs / "sleep.ran"
    assert (paused.read_text(encoding="utf-8").split() if paused.exists() else []) == ["300"] * (tries - 1)


def test_trackers_of_a_destination_share_its_slots(tmp_path: Path) -> None:
    others = {
        f"trackers/t{number}.yaml": f"tracker: t{number}\ninput: films\n"
        f"destination: {{type: csv, path: out/{number}.csv}}\nschedule: {{cron: '0 6 * * *'}}\n"
        for number in range(40)
    }
    texts = generated(tmp_path, others=others)
    crons = [text for path, text in texts.items() if path.endswith(".cron")]
    locks = {lock for text in crons for lock in re.findall(r'flock ("\$HOME"/\S+) timeout', text)}
    assert locks == {f'"$HOME"/.genesis-csv-{slot}.lock' for slot in range(4)}


@pytest.mark.parametrize("text", [text for text in HOSTILE if "${S" not in text])
def test_no_name_of_a_destination_breaks_out(text: str, tmp_path: Path) -> None:
    """Nothing is generated for a name that `genesis.yaml` has not; and what a shell is given is letters, digits and `_`."""
    name = f"x$(touch /tmp/pwned); y{text}"
    with pytest.raises(GenesisError, match="G801"):
        generated(tmp_path, named(name))
    pool = pool_of(open_project(tmp_path).tracker("films"))
    assert re.fullmatch(r"x_touch_tmp_pwned_y\w*_[0-9a-f]{8}", pool, re.ASCII)
    assert len(pool) <= 40


def test_a_destination_of_the_settings_is_its_own_pool(tmp_path: Path) -> None:
    texts = generated(tmp_path, named("google_sheets"))
    assert re.search(r"/\.genesis-google_sheets-[0-3]\.lock timeout 1200 genesis refresh films ", texts[PATH])


def test_a_run_that_is_due_while_the_last_one_still_tries_ends_at_once(tmp_path: Path) -> None:
    project = tmp_path / "the trackers"
    here = {"genesis.yaml": PROJECT.replace("/srv/the trackers", str(project))}
    line = command(generated(project, others=here)[PATH])
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    held = ["flock", str(tmp_path / ".genesis-films.lock"), "/bin/sh", "-c", line]
    done = subprocess.run(held, env=environment, capture_output=True, check=False, timeout=20)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


def test_a_pause_leaves_the_slot_to_others(tmp_path: Path) -> None:
    """While one waits for its next try, the lock of the destination is free, and its own is not."""
    project = tmp_path / "the trackers"
    here = {"genesis.yaml": PROJECT.replace("/srv/the trackers", str(project))}
    line = command(generated(project, others=here)[PATH])
    programs = tmp_path / "bin"
    programs.mkdir()
    slot = re.search(r"\.genesis-csv-[0-3]\.lock", line)
    assert slot
    probe = (
        f'flock -n "$HOME"/{slot[0]} echo slot >> "$0.free"; flock -n "$HOME"/.genesis-films.lock echo own >> "$0.free"'
    )
    for name, script in {"genesis": "exit 3", "sleep": probe}.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(tmp_path)}
    done = subprocess.run(["/bin/sh", "-c", line], env=environment, capture_output=True, check=False, timeout=20)
    assert done.returncode == 3
    assert (programs / "sleep.free").read_text(encoding="utf-8").split() == ["slot"] * 3


def test_a_line_that_is_too_long(tmp_path: Path) -> None:
    long = {"genesis.yaml": PROJECT.replace("/srv/the trackers", "/srv/" + "x" * 900)}
    with pytest.raises(GenesisError, match=r"G937.*cron takes 990"):
        generated(tmp_path, others=long)


def test_the_command_refreshes_the_tracker(tmp_path: Path) -> None:
    """With the real `genesis`, in a real project; then the definitions are changed, and it is stopped."""
    project = tmp_path / "the trackers"
    here = {"genesis.yaml": PROJECT.replace("/srv/the trackers", str(project))}
    line = command(generated(project, others=here)[PATH])
    programs = Path(sys.executable).parent
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}

    def run() -> int:
        return subprocess.run(["/bin/sh", "-c", line], env=environment, capture_output=True, check=False).returncode

    assert run() == 0
    published = (project / "out/films.csv").read_bytes()
    assert published.count(b"\n") == 5
    asked = project / "inputs/films.yaml"
    asked.write_text(asked.read_text(encoding="utf-8") + "limit: 1\n", encoding="utf-8")
    assert run() == 5
    assert (project / "out/films.csv").read_bytes() == published
