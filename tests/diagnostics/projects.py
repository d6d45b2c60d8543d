"""Small projects to make mistakes in: documents written over the one in ``base/``."""

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import genesis
from genesis.api import Project
from genesis.diagnostics import Diagnostic, GenesisError
from genesis.output.diagnostics.text import render

HERE: Final = Path(__file__).parent
BASE: Final = HERE / "base"
_PATH: Final = re.compile(r"^# ([\w./]+\.yaml)\n", re.MULTILINE)


def documents(block: str) -> dict[str, str]:
    """The documents of a fenced example: each begins with a comment that is its path. None without such a comment."""
    before, *parts = _PATH.split(block)
    if before.strip():
        return {}
    return dict(zip(parts[::2], parts[1::2], strict=True))


def write(root: Path, written: Mapping[str, str]) -> Project:
    """The base project with ``written`` over it, below ``root``."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    for path, text in written.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return genesis.load(root, environment={})


def check(project: Project) -> tuple[Diagnostic, ...]:
    """What ``genesis check`` finds."""
    return project.check()


def run(project: Project) -> tuple[Diagnostic, ...]:
    """What goes wrong when the input `films` is run."""
    return mistakes(lambda: [*project.run("films")])


def mistakes(work: Callable[[], object]) -> tuple[Diagnostic, ...]:
    """The diagnostics that ``work`` raises."""
    try:
        work()
    except GenesisError as error:
        return error.diagnostics
    return ()


def compare(found: tuple[Diagnostic, ...], expected: Path, *, update: bool) -> None:
    """The diagnostics as people read them, against a file that was reviewed."""
    text = render(found)
    if update:
        expected.write_text(text, encoding="utf-8")
    assert text == (
        expected.read_text(encoding="utf-8") if expected.exists() else "not reviewed yet: run with --update"
    )
