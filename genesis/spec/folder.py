"""The files of a project: which there are, and their text."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from genesis.diagnostics import GenesisError, SourceFile, Span, fail

MAX_BYTES: Final = 1 << 20
_ENDINGS: Final = (".yaml", ".yml")
_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


def shown_path(path: Path, root: Path) -> str:
    """The path relative to the root, with forward slashes."""
    return Path(os.path.relpath(path, root)).as_posix()


def list_documents(folder: Path, without: frozenset[Path]) -> dict[str, list[Path]]:
    """The YAML files of a folder and its sub-folders by their stem, sorted; hidden ones and linked folders are left out.

    Raises:
        GenesisError: G103, a folder cannot be listed.
    """
    found: dict[str, list[Path]] = {}
    for path in sorted(_walk(folder, without)):
        found.setdefault(path.stem, []).append(path)
    return found


def _walk(folder: Path, without: frozenset[Path]) -> Iterator[Path]:
    pending = [folder] if folder.is_dir() else []
    while pending:
        at = pending.pop()
        try:
            with os.scandir(at) as entries:
                listed = [entry for entry in entries if not entry.name.startswith(".")]
        except OSError as error:
            raise fail(
                "G103", None, f"the folder {at.name} cannot be listed: {error.strerror}", "check its permissions"
            ) from error
        for entry in listed:
            if entry.is_dir(follow_symlinks=False):
                pending += [Path(entry.path)] if Path(entry.path) not in without else []
            elif entry.name.endswith(_ENDINGS) and not entry.is_dir():
                yield Path(entry.path)


def read_text(path: Path, root: Path, inside: Path) -> SourceFile:
    """A file's text; a byte-order mark is no part of it.

    Raises:
        GenesisError: G103 when it cannot be read or is a link that leads out of ``inside`` and ``root``, G003 when it is too
            large, G002 when it is not UTF-8.
    """
    shown = shown_path(path, root)
    top = Span(SourceFile(shown, ""), 1, 1, 1, 1)
    raw = _read_bytes(path, root, inside, top)
    if len(raw) > MAX_BYTES:
        raise fail(
            "G003", top, "the file is larger than 1 MiB", "split it, or keep what is not YAML for Genesis elsewhere"
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(raw, error, shown) from error
    return SourceFile(shown, text)


def _read_bytes(path: Path, root: Path, inside: Path, top: Span) -> bytes:
    try:
        real = path.resolve(strict=True)
        if path.is_symlink() and not any(real.is_relative_to(home.resolve()) for home in (root, inside)):
            raise fail(
                "G103",
                top,
                "the file is a link that leads out of the project",
                "copy what it leads to into the project",
            )
        if not real.is_file():
            raise fail("G103", top, "this is not a file", "delete it, or rename it")
        with real.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise fail(
            "G103", top, f"the file cannot be read: {error.strerror}", "check that it exists, and its permissions"
        ) from error


def _not_utf8(raw: bytes, error: UnicodeDecodeError, shown: str) -> GenesisError:
    wide = raw.startswith(_WIDE_MARKS)
    # decode("utf-8-sig") counts from behind the mark
    good = raw.removeprefix(b"\xef\xbb\xbf")[: error.start].decode("utf-8", "replace")
    lines = (good + "?").splitlines()
    column = 1 if wide else len(lines[-1])
    line = 1 if wide else len(lines)
    span = Span(SourceFile(shown, raw.decode("utf-8", "replace")), line, column, line, column + 1)
    what = "the file is UTF-16, not UTF-8" if wide else f"the byte 0x{error.object[error.start]:02X} is not UTF-8"
    return fail("G002", span, what, "save the file as UTF-8")
