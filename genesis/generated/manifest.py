"""Which files are Genesis's: a list that ``sha256sum --check`` reads too, in the project's folder.

What is not listed is somebody else's, and is neither written nor removed. A file is listed twice where two branches were
merged, or a run was cut short: it is then as it was generated when it is as either line says.
"""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Final

_LINE: Final = re.compile(r"([0-9a-f]{64})  (\S.*)")
_WORKFLOWS: Final = ".github/workflows/"

Manifest = Mapping[str, frozenset[str]]
"""Paths from the project's folder, with the digests of what was written there."""


def digest(text: bytes) -> str:
    """What tells one content from another; line breaks count as line feeds."""
    return sha256(text).hexdigest()


def manifest_text(manifest: Manifest) -> str:
    """The file's text, sorted by path."""
    return "".join(f"{one}  {path}\n" for path in sorted(manifest) for one in sorted(manifest[path]))


def read_manifest(text: str, folder: str) -> Manifest:
    """The files that are listed, and can be Genesis's: below ``folder``, or a tracker's workflow.

    Other lines are passed over, those of an unresolved merge among them.
    """
    found: dict[str, frozenset[str]] = {}
    for line in text.splitlines():
        if (match := _LINE.fullmatch(line.rstrip())) and _can_be_ours(match[2], folder):
            found[match[2]] = found.get(match[2], frozenset()) | {match[1]}
    return found


def union(*manifests: Manifest) -> Manifest:
    """All files of all of them, each with every digest."""
    return {
        path: frozenset().union(*(one.get(path, frozenset()) for one in manifests)) for path in set().union(*manifests)
    }


def of_contents(contents: Iterable[tuple[str, bytes]]) -> Manifest:
    """The list of files with these contents."""
    return {path: frozenset({digest(content)}) for path, content in contents}


def _can_be_ours(path: str, folder: str) -> bool:
    parts = PurePosixPath(path)
    if ".." in parts.parts or parts.is_absolute() or "\\" in path or "\0" in path or str(parts) != path:
        return False
    workflow = path.startswith(f"{_WORKFLOWS}tracker-") and parts.parent == PurePosixPath(_WORKFLOWS)
    return workflow or path.startswith(f"{folder}/")
