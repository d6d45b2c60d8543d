"""The files of a project: which there are, and their text."""

import os
import stat
from pathlib import Path
from typing import Final

from genesis.diagnostics import GenesisError, SourceFile, Span, fail, line_starts
from genesis.spec.facts import MARK, MAX_BYTES, walk

GENERATED: Final = "generated"
"""The folder below that of trackers which is Genesis's own: no document stands there."""
_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


def shown_path(path: Path | str, root: Path) -> str:
    """The path relative to the root, with forward slashes."""
    written, home = str(path), f"{root}{os.sep}"
    inside = written.startswith(home) and ".." not in written
    shown = written[len(home) :] if inside else os.path.relpath(written, root)
    return shown.replace(os.sep, "/")


def list_documents(folder: Path, without: frozenset[Path]) -> dict[str, list[str]]:
    """The YAML files of a folder and its sub-folders by their stem, sorted; hidden ones and linked folders are left out.

    Raises:
        GenesisError: G103, a folder cannot be listed.
    """
    found: dict[str, list[str]] = {}
    try:
        listed = sorted(walk(str(folder), frozenset(map(str, without))))
    except OSError as error:
        raise _unlisted(str(error.filename), error.strerror) from error
    for path, name in listed:
        found.setdefault(name.rpartition(".")[0], []).append(path)
    return found


def _unlisted(folder: str, reason: str | None) -> GenesisError:
    name = folder.rpartition(os.sep)[2]
    return fail("G103", None, f"the folder {name} cannot be listed: {reason}", "check its permissions")


def read_text(path: Path | str, root: Path, inside: Path) -> SourceFile:
    """A file's text; a byte-order mark is no part of it.

    Raises:
        GenesisError: G103 when it cannot be read or is a link that leads out of ``inside`` and ``root``, G003 when it is too
            large, G002 when it is not UTF-8.
    """
    shown = shown_path(path, root)
    return decoded(_read_bytes(str(path), shown, (root, inside)), shown)


def decoded(raw: bytes, shown: str) -> SourceFile:
    """The text of a file's bytes.

    Raises:
        GenesisError: G003 when they are too many, G002 when they are not UTF-8.
    """
    if len(raw) > MAX_BYTES:
        raise unread(
            "G003", shown, "the file is larger than 1 MiB", "split it, or keep what is not YAML for Genesis elsewhere"
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(raw, error, shown) from error
    return SourceFile(shown, text)


def _read_bytes(path: str, shown: str, homes: tuple[Path, ...]) -> bytes:
    """At most one byte more than a file may have."""
    try:
        found = os.lstat(path)
        if stat.S_ISLNK(found.st_mode):
            real = Path(path).resolve(strict=True)
            if not any(real.is_relative_to(home.resolve()) for home in homes):
                hint = "copy what it leads to into the project"
                raise unread("G103", shown, "the file is a link that leads out of the project", hint)
            path, found = str(real), real.stat()
        if not stat.S_ISREG(found.st_mode):
            raise unread("G103", shown, "this is not a file", "delete it, or rename it")
        with open(path, "rb") as stream:  # noqa: PTH123 - a Path costs as much as reading the file
            return stream.read(min(found.st_size, MAX_BYTES) + 1)
    except OSError as error:
        hint = "check that it exists, and its permissions"
        raise unread("G103", shown, f"the file cannot be read: {error.strerror}", hint) from error
    except RuntimeError as error:
        raise unread("G103", shown, "the file is a link that leads to itself", "delete it") from error


def unread(code: str, shown: str, message: str, hint: str) -> GenesisError:
    """A file that cannot be read, at its first character."""
    return fail(code, Span(SourceFile(shown, ""), 1, 1, 1, 1), message, hint)


def _not_utf8(raw: bytes, error: UnicodeDecodeError, shown: str) -> GenesisError:
    wide = raw.startswith(_WIDE_MARKS)
    # decode("utf-8-sig") counts from behind the mark
    good = raw.removeprefix(MARK)[: error.start].decode("utf-8", "replace")
    starts = line_starts(good)
    line, column = (1, 1) if wide else (len(starts), len(good) - starts[-1] + 1)
    span = Span(SourceFile(shown, raw.decode("utf-8", "replace")), line, column, line, column + 1)
    what = "the file is UTF-16, not UTF-8" if wide else f"the byte 0x{error.object[error.start]:02X} is not UTF-8"
    return fail("G002", span, what, "save the file as UTF-8")
