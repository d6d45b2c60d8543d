"""Many inputs are shared among processes; what is said, and kept, is the same as that of one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.code import ROOT
from tests.benchmarks.projects import make

COUNT = 60
CALL = """
import sys
from genesis import parallel
from genesis.cli.main import call
parallel.processes_for = lambda items, least: int(sys.argv[1]) if items >= 2 else 1
sys.exit(call(sys.argv[2:]))
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "many"
    make(made, COUNT)
    return made


def run(root: Path, processes: int, *words: str, **environment: str) -> tuple[int, str, str]:
    """Exit code, output and messages of a call whose inputs that many processes share."""
    done = subprocess.run(
        [sys.executable, "-c", CALL, str(processes), *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT), "GENESIS_CACHE": "off", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("words", [(), ("--format", "json"), ("--dialect", "trino", "--text")])
def test_the_output_is_that_of_one(root: Path, words: tuple[str, ...]) -> None:
    alone = run(root, 1, "compile", "--all", *words)
    assert run(root, 3, "compile", "--all", *words) == alone
    assert alone[0] == 0
    assert alone[1].count("input_00") >= COUNT


def test_mistakes_are_told_in_the_same_order(root: Path) -> None:
    for number in (7, 31, 59):
        path = root / "inputs" / f"input_{number:04}.yaml"
        path.write_text(path.read_text().replace("- field_0", "- feild_0"))
    broken = root / "definitions" / "source_0012.yaml"
    broken.write_text(broken.read_text().replace("key: row_id", "key: id_row"))
    alone = run(root, 1, "compile", "--all")
    assert alone[0] == 1
    assert "feild_0" in alone[2]
    assert "id_row" in alone[2]
    assert run(root, 3, "compile", "--all") == alone


def test_each_file_is_written(root: Path) -> None:
    assert run(root, 3, "compile", "--all", "--out", "made")[0] == 0
    written = "\n".join((root / "made" / f"input_{n:04}.sql").read_text() for n in range(COUNT))
    assert written == run(root, 1, "compile", "--all")[1]


def test_what_every_process_has_read_is_noted(root: Path, tmp_path: Path) -> None:
    kept = {"GENESIS_CACHE": str(tmp_path / "kept")}
    before = run(root, 3, "compile", "--all", **kept)
    assert run(root, 3, "compile", "--all", **kept) == before
    for number in range(0, COUNT, 7):
        path = root / "definitions" / f"source_{number:04}.yaml"
        path.write_text(path.read_text().replace("studio.", "atelier."))
        after = run(root, 3, "compile", "--all", **kept)
        assert after != before
        before = after
    assert before == run(root, 1, "compile", "--all")
