import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from genesis.cli.terminal.completing import completions
from tests.cli.conftest import Genesis

ROOT = Path(__file__).parents[2]


@pytest.mark.usefixtures("cinema")
@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("genesis pre", ["preview"]),
        ("genesis preview ", ["films", "studios"]),
        ("genesis preview s", ["studios"]),
        ("genesis --quiet preview s", ["studios"]),
        ("genesis preview films --form", ["--format"]),
        ("genesis preview films --format m", ["markdown"]),
        ("genesis preview films --connection ", ["elsewhere", "files"]),
        ("genesis compile films --dialect d", ["databricks", "duckdb"]),
        ("genesis fields st", ["studio"]),
        ("genesis fields studio.", ["studio.films"]),
        ("genesis fields studio.films.", []),
        ("genesis refresh f", ["films"]),
        ("genesis generate f", ["films"]),
        ("genesis generate --workflows a", ["airflow", "argo"]),
        ("genesis check st", ["studio", "studios"]),
        ("genesis explain films.s", ["films.studio_name"]),
        ("genesis explain G90", [f"G90{n}" for n in range(10)]),
        ("genesis schema t", ["tracker"]),
        ("genesis completion ", ["bash", "fish", "zsh"]),
        ("genesis --ver", ["--verbose", "--version"]),
        ("genesis --project nowhere pre", ["preview"]),
        ("genesis preview films --no", ["--no-color"]),
        ("genesis preview films --ver", ["--verbose"]),
        ("genesis nonsense ", []),
        ("genesis preview 'fi", []),
        ("genesis fields nowhere.", []),
        ("genesis preview films --limit ", []),
    ],
)
def test_what_may_come_next(line: str, found: list[str]) -> None:
    assert sorted(completions(line)) == found


def test_another_project(cinema: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert completions("genesis preview ") == ()
    assert completions(f"genesis preview --project {cinema} f") == ("films",)


def test_a_project_with_mistakes_completes_what_it_can(cinema: Path) -> None:
    (cinema / "inputs" / "films.yaml").write_text("input: films\nnonsense\n", encoding="utf-8")
    assert completions("genesis preview f") == ("films",)
    assert completions("genesis explain films.") == ()


def test_an_unknown_shell(genesis: Genesis) -> None:
    done = genesis("completion", "tcsh")
    assert (done.code, done.out) == (2, "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts_are_right_for_their_shell(shell: str, genesis: Genesis) -> None:
    script = genesis("completion", shell).out
    if shutil.which(shell) is None:
        assert f"genesis completion {shell} --line=" in script
        return
    subprocess.run([shell, "-n"], input=script, encoding="utf-8", check=True)


def test_bash_completes(cinema: Path, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "genesis"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\nexec {sys.executable} -c "from genesis.cli.main import main; main()" "$@"\n', "utf-8"
    )
    program.chmod(0o755)
    script = """
        source <(genesis completion bash)
        COMP_LINE='genesis explain films.ti and more' COMP_POINT=24
        _genesis
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=cinema,
        env={"PATH": f"{program.parent}:/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert (done.stdout, done.stderr) == ("films.title\n", "")
