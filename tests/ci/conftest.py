"""A repository with the example project, as a runner of a pull request sees it."""

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ci.steps import ROOT

_AUTHOR = ("-c", "user.name=Author", "-c", "user.email=author@example.com", "-c", "commit.gpgsign=false")
_LEFT = shutil.ignore_patterns("__pycache__", "out", ".genesis")
_PARTS = ("genesis", "definitions", "inputs", "trackers", ".github", "docs")
_FILES = (
    "genesis.yaml",
    "genesis.lock",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "action.yml",
    ".gitignore",
)

Edit = Callable[[Path], None]


def git(folder: Path, *words: str) -> str:
    """Run git in a folder, with no settings but the test's own."""
    given = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder.parent), "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", *_AUTHOR, *words], cwd=folder, env=given, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def genesis(folder: Path, *words: str) -> None:
    """Run the command under test."""
    command = [sys.executable, "-c", "from genesis.cli.main import main; main()", *words]
    done = subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository as it was: this one's files, committed on ``main``."""
    folder = tmp_path_factory.mktemp("origin") / "lists"
    folder.mkdir()
    for part in _PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=_LEFT)
    for name in _FILES:
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, folder / name)
    genesis(folder, "generate", "--quiet")
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=Before")
    return folder


@pytest.fixture
def changed(origin: Path, tmp_path: Path) -> Callable[[Edit, bool], Path]:
    """A clone with an edit committed on a branch; with ``generated`` what is derived from it, too."""

    def clone(edit: Edit, generated: bool) -> Path:
        folder = tmp_path / "work"
        git(tmp_path, "clone", "--quiet", str(origin), str(folder))
        git(folder, "checkout", "--quiet", "-b", "topic")
        edit(folder)
        if generated:
            genesis(folder, "generate", "--quiet")
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--allow-empty", "--message=After")
        return folder

    return clone


@pytest.fixture
def runner(tmp_path: Path) -> dict[str, str]:
    """The variables of a machine on which pip fetches nothing: what Genesis needs is there, Genesis itself is not."""
    program = tmp_path / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(program)], check=True, timeout=120)
    (tmp_path / "temporary").mkdir()
    return {
        "PATH": f"{program / 'bin'}:/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads it as the value of --build-isolation
        "PIP_NO_INDEX": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "RUNNER_TEMP": str(tmp_path / "temporary"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }
