"""A project of three trackers in a folder of its own, and the command line on it."""

from pathlib import Path

import pytest

from tests.cli.cinema import write
from tests.cli.conftest import Genesis, genesis

__all__ = ["Genesis", "genesis"]

TRACKERS = {
    "films": "tracker: films\ninput: films\nowner: films@example.com\ndestination: {type: csv, path: out/films.csv}\n",
    "studios": "tracker: studios\ninput: studios\ndestination: {type: csv, path: out/studios.csv}\n",
    "late": 'tracker: late\ninput: films\ndestination: {type: csv, path: out/late.csv}\nschedule: {cron: "0 6 * * *"}\n',
}


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a project, but for what runs leave."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".genesis" not in path.parts
    }


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's folder, which is the current one."""
    folder = tmp_path / "studio"
    write(folder)
    for name, text in TRACKERS.items():
        (folder / "trackers" / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder
