"""Derived files against those on the disk: what differs, and making them the same."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from genesis.diagnostics import Diagnostic, GenesisError, Problems, SourceFile, Span, fail
from genesis.generated.derived import MANIFEST, Derived, generated_folder, places_of
from genesis.generated.lock import LOCK_FILE, lock_of
from genesis.generated.manifest import Manifest, digest, manifest_text, of_contents, read_manifest, union
from genesis.spec.project import ProjectFiles

State = Literal["missing", "stale", "edited", "left over", "in the way"]
_HINT: Final = "run `genesis generate`, and commit what it writes"


class Difference(Struct, frozen=True):
    """A file that is not as it is derived. ``content`` is what stands there now, empty where that is no file."""

    path: str
    state: State
    content: bytes = b""


class Comparison(Struct, frozen=True):
    """How the files on the disk differ from the derived ones.

    ``owned`` is what the manifest there says, ``wanted`` what it should say, and ``listed`` whether its text is that.
    """

    differences: tuple[Difference, ...]
    owned: Manifest
    wanted: Manifest
    manifest: str
    listed: bool


def compare(files: ProjectFiles, derived: Derived) -> Comparison:
    """Find what differs. Line breaks of a checkout do not count.

    Raises:
        GenesisError: G939 when a file cannot be read, or a folder is a link that leads out of the project.
    """
    folder = generated_folder(files)
    place = f"{folder}/{MANIFEST}"
    _check_folders(files.root, {str(Path(path).parent) for path in (*derived.contents, place)})
    text = (_read(files.root, place) or b"").decode("utf-8", "replace")
    owned = read_manifest(text, folder)
    listed = of_contents((path, content) for path, content in derived.contents.items() if path != LOCK_FILE)
    gone = _left_over(owned, listed, derived, folder)
    kept = {path: digests for path, digests in owned.items() if path not in gone}
    found = [*_unlike(files.root, derived, owned), *_there(files.root, gone)]
    wanted = {**(kept if derived.named is not None else {}), **listed}
    differences = tuple(sorted(found, key=lambda one: one.path))
    return Comparison(differences, owned, wanted, place, text == manifest_text(wanted))


def _left_over(owned: Manifest, listed: Manifest, derived: Derived, folder: str) -> frozenset[str]:
    if derived.named is None:
        return frozenset(owned) - frozenset(listed)
    theirs = {path for name in derived.named for path in places_of(folder, name)}
    return frozenset(owned) & frozenset(theirs) - frozenset(listed)


def _unlike(root: Path, derived: Derived, owned: Manifest) -> Iterator[Difference]:
    for path, content in derived.contents.items():
        there = _read(root, path)
        if there is None:
            yield Difference(path, "missing")
        elif there != content:
            yield Difference(path, _state(path, there, owned), there)


def _state(path: str, there: bytes, owned: Manifest) -> State:
    if path == LOCK_FILE:
        return "stale"
    if path not in owned:
        return "in the way"
    return "stale" if digest(there) in owned[path] else "edited"


def _there(root: Path, gone: frozenset[str]) -> Iterator[Difference]:
    _check_folders(root, {str(Path(path).parent) for path in gone})
    for path in gone:
        there = _read(root, path)
        if there is not None:
            yield Difference(path, "left over", there)


def _read(root: Path, path: str) -> bytes | None:
    """A file's content with line feeds; empty for what is no file (a link, a folder), ``None`` where there is nothing."""
    place = root / path
    try:
        if place.is_symlink() or place.is_dir():
            return b""
        return place.read_bytes().replace(b"\r\n", b"\n")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _unusable(f"{path} cannot be read: {error.strerror or error}") from error


def _check_folders(root: Path, folders: set[str]) -> None:
    home = root.resolve()
    for folder in sorted(folders):
        if folder.startswith("../"):
            hint = "leave out `--trackers`, or let it name a folder of the project, as `trackers:` in genesis.yaml does"
            raise _unusable(f"generated files stand in the project, and the folder {folder} is outside of it", hint)
        try:
            inside = (root / folder).resolve().is_relative_to(home)
        except (OSError, RuntimeError):
            inside = False
        if not inside:
            raise _unusable(f"the folder {folder} is a link that leads out of the project")


def _unusable(message: str, hint: str = "check the folder's permissions, and what stands there") -> GenesisError:
    return fail("G939", None, message, hint)


def refusals(comparison: Comparison) -> tuple[Diagnostic, ...]:
    """G934 for every file that stands where a derived one belongs and is not Genesis's."""
    problems = Problems()
    for one in comparison.differences:
        if one.state == "in the way":
            message = f"{one.path} is in the way: Genesis did not write it"
            problems.add("G934", _span(one), message, "move it elsewhere, or delete it")
    return tuple(problems.found)


def write(files: ProjectFiles, derived: Derived, comparison: Comparison) -> None:
    """Make the files what is derived. Each is replaced as a whole; cut short at any point, the next run ends it.

    Raises:
        GenesisError: G934 when a file is in the way, G939 when one cannot be written. Before G934 nothing was written.
    """
    if found := refusals(comparison):
        raise GenesisError(found)
    if not comparison.differences and comparison.listed:
        return
    root = files.root
    _replace(root, comparison.manifest, manifest_text(union(comparison.owned, comparison.wanted)).encode())
    for one in comparison.differences:
        if one.state == "left over":
            _remove(root, one.path)
        else:
            _replace(root, one.path, derived.contents[one.path])
    _replace(root, comparison.manifest, manifest_text(comparison.wanted).encode())


def _replace(root: Path, path: str, content: bytes) -> None:
    place = root / path
    beside = place.with_name(f".{place.name}-{os.getpid()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_bytes(content)
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise _unusable(f"{path} cannot be written: {error.strerror or error}") from error


def _remove(root: Path, path: str) -> None:
    """Remove a file, and its folder when that is empty then."""
    place = root / path
    try:
        place.unlink(missing_ok=True)
        if not any(place.parent.iterdir()):
            place.parent.rmdir()
    except OSError as error:
        raise _unusable(f"{path} cannot be removed: {error.strerror or error}") from error


_CODES: Final[dict[State, tuple[str, str]]] = {
    "missing": ("G930", "{} is missing"),
    "stale": ("G930", "{} is not what the definitions say now"),
    "left over": ("G931", "{} is left over: nothing is derived into it any more"),
    "edited": ("G932", "{} was changed by hand"),
    "in the way": ("G934", "{} is in the way: Genesis did not write it"),
}
_MENDED: Final[dict[State, str]] = {
    "edited": "change the definitions instead; `genesis generate` writes it anew",
    "in the way": "move it elsewhere, or delete it",
}


def findings(files: ProjectFiles, derived: Derived, comparison: Comparison) -> tuple[Diagnostic, ...]:
    """What ``--check`` says: one diagnostic a file, and G935, a warning, where only the compiler's version differs."""
    other = _other_compiler(files.root, derived)
    found = [_told(one) for one in comparison.differences if not (other and one.path == LOCK_FILE)]
    if not found and not comparison.listed:
        found = [_told(Difference(comparison.manifest, "stale"))]
    return tuple(found) + ((other,) if other else ())


def _told(one: Difference) -> Diagnostic:
    code, message = _CODES[one.state]
    return Diagnostic(code, message.format(one.path), _span(one), _MENDED.get(one.state, _HINT))


def _span(one: Difference) -> Span:
    return Span(SourceFile(one.path, one.content.decode("utf-8", "replace")), 1, 1, 1, 1)


def _other_compiler(root: Path, derived: Derived) -> Diagnostic | None:
    """A lock that says of every tracker what it should, and was written by another version."""
    there, now = lock_of(root), derived.lock
    if there is None or not there.whole or there.lines != now.lines:
        return None
    before, after = (there.genesis, there.sqlglot), (now.genesis, now.sqlglot)
    if before == after or not all(before):
        return None
    message = "{} was written by genesis {} with sqlglot {}; this is genesis {} with sqlglot {}"
    told = message.format(LOCK_FILE, *before, *after)
    span = Span(SourceFile(LOCK_FILE, ""), 1, 1, 1, 1)
    return Diagnostic("G935", told, span, "nothing else differs: `genesis generate` notes the version", "warning")
