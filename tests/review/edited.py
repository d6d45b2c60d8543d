"""The project that reviews are tried on, and edits of it as the cases write them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from genesis.review.report import Side
from genesis.review.states import Ends
from genesis.spec.project import ProjectFiles, open_project
from genesis.spec.storage import Held

HERE: Final = Path(__file__).parent
BASE: Final = HERE / "base"
Files = dict[str, bytes | str]


def base_files() -> Files:
    """The project's files by path."""
    return {path.relative_to(BASE).as_posix(): path.read_bytes() for path in sorted(BASE.rglob("*")) if path.is_file()}


def edited(files: Mapping[str, bytes | str], edits: Sequence[Mapping[str, Any]]) -> Files:
    """Files after some edits; what an edit replaces has to stand there once."""
    found = dict(files)
    for edit in edits:
        if "write" in edit:
            found[edit["write"]] = edit["text"].encode()
        elif "delete" in edit:
            del found[edit["delete"]]
        elif "move" in edit:
            found[edit["to"]] = found.pop(edit["move"])
        else:
            content = found[edit["file"]]
            assert isinstance(content, bytes)
            text = content.decode()
            assert text.count(edit["replace"]) == 1, f"{edit['replace']!r} stands {text.count(edit['replace'])} times"
            found[edit["file"]] = text.replace(edit["replace"], edit["by"]).encode()
    return found


def project(files: Mapping[str, bytes | str], root: Path = BASE) -> ProjectFiles:
    """A project in memory."""
    return open_project(root).in_place(Held(root, files))


def ends(base: Mapping[str, bytes | str], head: Mapping[str, bytes | str]) -> Ends:
    """Both as the two states of a review."""
    return Ends(project(base), project(head), Side("the base"), Side("the head"))


def written(files: Mapping[str, bytes | str], root: Path) -> ProjectFiles:
    """A project on disk, so that it can run."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        assert isinstance(content, bytes)
        path.write_bytes(content)
    return open_project(root)
