"""Every file and command that README.md and docs/ show works as shown, in a copy of the repository."""

import re
import shutil
import subprocess
import sys
from difflib import unified_diff
from pathlib import Path

import pytest

from tests.readme.blocks import Command, FileBlock, Unnamed, matches, renewed, steps

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = ["README.md", *sorted(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]
NOT_COPIED = ("genesis", "tests", "out", "dist", ".*")
INTERNAL = 3


def not_copied(folder: str, names: list[str]) -> set[str]:
    """What is left out of a copy: at the top what is not the example project's, below it what runs leave."""
    left_out = NOT_COPIED if Path(folder) == ROOT else ("__pycache__",)
    return shutil.ignore_patterns(*left_out)(folder, names)


@pytest.fixture
def reader(tmp_path: Path) -> Path:
    """A copy of the repository, set up, whose ``genesis`` is the one under test."""
    there = tmp_path / "genesis"
    shutil.copytree(ROOT, there, ignore=not_copied)
    shutil.copytree(ROOT / ".ci", there / ".ci")
    (there / ".ci" / "setup").write_text("#!/bin/sh\n")
    program = there / ".venv" / "bin" / "genesis"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -c "from genesis.cli.main import main; main()" "$@"\n')
    program.chmod(0o755)
    return there


def run(line: str, reader: Path) -> tuple[int, str]:
    environment = {
        "PATH": f"{reader}/.venv/bin:/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "HOME": str(reader.parent),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "COLUMNS": "120",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=reader,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout


def followed(document: str, reader: Path) -> list[tuple[Command, int, str]]:
    """Do what the document says; the commands with the exit code and output that each had."""
    ran = []
    for step in steps(document):
        match step:
            case FileBlock():
                path = reader / step.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(step.text, encoding="utf-8")
            case Command():
                ran.append((step, *run(step.line, reader)))
            case Unnamed():
                pytest.fail(f"this block does not say which file it is:\n{step.text}")
    return ran


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_shown_is_true(name: str, reader: Path, *, update: bool) -> None:
    """... and what the reader has written is right in the end."""
    path = ROOT / name
    document = path.read_text(encoding="utf-8")
    ran = followed(document, reader)
    assert [c.line for c, code, _ in ran if code == INTERNAL] == []
    assert run("genesis check --quiet", reader) == (0, "")
    wrong = [(c, seen) for c, _, seen in ran if not matches(c.output, seen)]
    if update:
        for command, seen in reversed(wrong):
            document = document[: command.start] + renewed(command.output, seen) + document[command.end :]
        path.write_text(document, encoding="utf-8")
        return
    report = [
        line
        for command, seen in wrong
        for line in unified_diff(command.output.splitlines(), seen.splitlines(), f"{name}: {command.line}", "seen", n=9)
    ]
    assert not report, "\n".join(report)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_programs_run(name: str, reader: Path) -> None:
    for program in re.findall(
        r"^```python\n(.*?)^```$", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    ):
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=reader, capture_output=True, encoding="utf-8", check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout
