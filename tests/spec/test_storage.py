"""A project that is held in memory is the same project."""

from pathlib import Path

import pytest

from genesis.api import Project
from genesis.diagnostics import GenesisError
from genesis.generated.compiled import compiled_tracker
from genesis.spec.project import open_project
from genesis.spec.storage import Held

ROOT = Path(__file__).parent.parent.parent


def held(root: Path) -> dict[str, bytes | str]:
    """Every file of a project by its path, as another reader than the project's finds them."""
    paths = [root / "genesis.yaml", *(p for f in ("definitions", "inputs", "trackers") for p in (root / f).rglob("*"))]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def test_the_same_documents_and_the_same_sql() -> None:
    disk = open_project(ROOT)
    memory = disk.in_place(Held(ROOT, held(ROOT)))
    for kind in ("source", "input", "tracker", "formatter"):
        assert memory.names(kind) == disk.names(kind)
    for name in disk.names("tracker"):
        assert compiled_tracker(memory, name).hash == compiled_tracker(disk, name).hash


def test_mistakes_are_at_the_same_places(tmp_path: Path) -> None:
    files = {
        "definitions/a.yaml": b"source: [\n",
        "definitions/b.yaml": b"source: b\xff\n",
        "inputs/a.yaml": b"input: b",
    }
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    disk = open_project(tmp_path)
    found = [Project(p, {}).check() for p in (disk, disk.in_place(Held(tmp_path, dict(files))))]
    assert found[0] == found[1]
    assert {"G001", "G002"} <= {one.code for one in found[1]}


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    files = open_project(tmp_path).in_place(Held(tmp_path, {"definitions/a.yaml": "the file is a link that leads out"}))
    with pytest.raises(GenesisError) as caught:
        files.source("a")
    assert [(one.code, one.message) for one in caught.value.diagnostics] == [
        ("G103", "the file is a link that leads out")
    ]
