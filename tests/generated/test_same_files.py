"""Same definitions in, same files out: on every machine, from every folder, in every order, on every day."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from genesis import __version__
from tests.architecture.code import ROOT
from tests.generated.conftest import Genesis, files_of

FOLDERS = ("definitions", "inputs", "trackers")
RUN = "import os, sys; os.umask(int(sys.argv.pop(), 8)); from genesis.cli.main import main; main()"


def copied(folder: Path, *, backwards: bool = False) -> Path:
    """The example project without what is generated, its files made in another order."""
    paths = [path for name in FOLDERS for path in (ROOT / name).rglob("*") if path.is_file()]
    wanted = [path for path in paths if "generated" not in path.parts]
    for path in sorted([*wanted, ROOT / "genesis.yaml"], reverse=backwards):
        place = folder / path.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    return folder


def generate(project: Path, start: Path, umask: str = "022", **environment: str) -> dict[str, bytes]:
    done = subprocess.run(
        [sys.executable, "-c", RUN, "generate", "--project", os.path.relpath(project, start), umask],
        cwd=start,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made = {path: text for path, text in files_of(project).items() if "generated" in path or path == "genesis.lock"}
    assert len(made) > 60
    return without_version(made)


def without_version(made: dict[str, bytes]) -> dict[str, bytes]:
    """The lock without the line of versions: the one at hand may be newer than the one that the committed lock names."""
    lines = made["genesis.lock"].splitlines(keepends=True)
    assert lines[1].startswith(b"# compiler: genesis ")
    return {**made, "genesis.lock": b"".join([lines[0], *lines[2:]])}


@pytest.fixture(scope="module")
def expected() -> dict[str, bytes]:
    """What is committed."""
    folder = ROOT / "trackers" / "generated"
    made = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return without_version({**made, "genesis.lock": (ROOT / "genesis.lock").read_bytes()})


@pytest.mark.parametrize(
    ("seed", "zone", "language", "umask"),
    [
        ("0", "UTC", "C.UTF-8", "022"),
        ("1", "Pacific/Kiritimati", "C", "077"),
        ("4242", "America/Los_Angeles", "de_DE.UTF-8", "000"),
    ],
)
def test_files_are_those_committed(
    seed: str, zone: str, language: str, umask: str, expected: dict[str, bytes], tmp_path: Path
) -> None:
    project = copied(tmp_path / "somewhere" / "else", backwards=seed != "0")
    start = tmp_path if seed == "1" else project
    made = generate(project, start, umask, PYTHONHASHSEED=seed, TZ=zone, LANG=language, LC_ALL=language)
    assert made == expected


def test_files_of_a_checkout_with_other_line_breaks(expected: dict[str, bytes], tmp_path: Path) -> None:
    project = copied(tmp_path / "project")
    for path in project.rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert generate(project, project) == expected


def test_files_name_no_day_machine_or_version(expected: dict[str, bytes]) -> None:
    foreign = re.compile(
        rf"{re.escape(__version__)}|sqlglot|20[2-9]\d-\d\d-\d\dT|{re.escape(str(ROOT))}|{os.uname().nodename}"
    )
    named = {path for path, text in expected.items() if foreign.search(text.decode())}
    assert named == set()


def test_the_day_does_not_count(studio: Path, genesis: Genesis) -> None:
    text = "input: films\nsource: film\nfields: [film_id, title]\nfilters: [{released: {last: 30 days}}]\n"
    (studio / "inputs/films.yaml").write_text(text, encoding="utf-8")
    assert genesis("generate").code == 0
    sql = (studio / "trackers/generated/sql/films.sql").read_text(encoding="utf-8").upper()
    assert re.search(r"CURRENT_(DATE|TIMESTAMP)", sql)
    assert not re.search(r"20\d\d-\d\d-\d\d", sql)
