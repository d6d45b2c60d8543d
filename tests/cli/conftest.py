"""A small project, and the command line on it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from genesis.cli.main import call
from tests.cli.cinema import Answer, write

Genesis = Callable[..., Answer]


@pytest.fixture
def cinema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the project, which is the current one."""
    folder = tmp_path / "cinema"
    write(folder)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("CINEMA_TOKEN", raising=False)
    return folder


@pytest.fixture
def genesis(capsys: pytest.CaptureFixture[str]) -> Genesis:
    """Runs ``genesis WORD...`` in this process."""

    def run(*words: str) -> Answer:
        code = call(list(words))
        seen = capsys.readouterr()
        assert "Traceback" not in seen.err + seen.out
        return Answer(code, seen.out, seen.err)

    return run
