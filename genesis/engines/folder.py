"""A folder of tables: each ``SCHEMA/TABLE.csv`` or ``.parquet`` is the table ``SCHEMA.TABLE``."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from genesis.diagnostics import Span, did_you_mean, fail

_SUFFIXES: Final = (".csv", ".parquet")
_DEPTH: Final = 3
"""A table's name has at most a catalog, a schema and the table."""
_OTHERS: Final = (";", "\t", "|")
"""What stands between the cells of files that are not CSV with commas."""
_SAVE: Final = "save it as CSV in UTF-8, with commas"

Name = tuple[str, ...]


class TableFolder(Struct, frozen=True):
    """Tables in a folder. ``root`` is the project's folder, only to shorten paths in messages."""

    path: Path
    root: Path

    def names(self) -> tuple[Name, ...]:
        """Every table's name, sorted."""
        return tuple(sorted({name for name, _ in self._files(self.path, ())}))

    def find(self, name: Name, span: Span | None) -> Path:
        """The file of a table; letter case counts only where two files differ by it alone.

        Raises:
            GenesisError: G703 when there is none, G708 when there is more than one.
        """
        files = list(self._files(self.path, ()))
        found = [p for n, p in files if n == name] or [p for n, p in files if _fold(n) == _fold(name)]
        dotted = ".".join(name)
        if not found:
            known = {".".join(n): p for n, p in files}
            message = f"there is no table `{dotted}` in {self.shown(self.path)}: no {'/'.join(name)}.csv or .parquet"
            misplaced = known.get(dotted)
            hint = f"{self.shown(misplaced)} has a dot in its name: a schema is a folder" if misplaced else ""
            raise fail("G703", span, message, hint or did_you_mean(dotted, known))
        if len(found) > 1:
            both = ", ".join(self.shown(p) for p in sorted(found))
            raise fail("G708", span, f"more than one file is the table `{dotted}`: {both}", "keep one of them")
        return found[0]

    def shown(self, path: Path) -> str:
        """The path as messages show it: from the project's root where it is inside."""
        root = self.root.resolve()
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()

    def _files(self, folder: Path, parts: Name) -> Iterator[tuple[Name, Path]]:
        for entry in self._entries(folder):
            if entry.suffix in _SUFFIXES and entry.is_file():
                yield (*parts, entry.stem), entry
            elif len(parts) + 1 < _DEPTH and entry.is_dir():
                yield from self._files(entry, (*parts, entry.name))

    def _entries(self, folder: Path) -> list[Path]:
        try:
            return sorted(folder.iterdir())
        except OSError as error:
            message = f"{self.shown(folder)} cannot be read: {error.strerror}"
            raise fail("G706", None, message, "check its permissions") from error


def _fold(name: Name) -> Name:
    return tuple(part.lower() for part in name)


def header(path: Path, shown: str, span: Span | None) -> tuple[str, ...]:
    """The column names of a CSV file.

    Raises:
        GenesisError: G706 when there are none, or two that differ at most in letter case.
    """
    try:
        names = next(_records(path), ())
    except UnicodeDecodeError as error:
        raise fail("G706", span, f"{shown}:{_undecoded(path)} cannot be read: it is not in UTF-8", _SAVE) from error
    except csv.Error as error:
        raise fail("G706", span, f"{shown} cannot be read: {error}", _SAVE) from error
    except OSError as error:
        raise fail("G706", span, f"{shown} cannot be read: {error.strerror}", "check its permissions") from error
    parted = next((sign for sign in _OTHERS if len(names) == 1 and sign in names[0]), None)
    if parted:
        name = "a tab" if parted == "\t" else f"`{parted}`"
        raise fail("G706", span, f"{shown} cannot be read: its first line has {name} between names, not `,`", _SAVE)
    counts = Counter(name.lower() for name in names)
    twice = next((name for name in names if counts[name.lower()] > 1), None)
    if not names or "" in names:
        problem = (
            "its first line must name every column" if names else "it is empty; the first line must name the columns"
        )
        raise fail("G706", span, f"{shown} cannot be read: {problem}")
    if twice is not None:
        raise fail(
            "G706",
            span,
            f"{shown} cannot be read: it has two columns `{twice}`",
            "letter case does not tell columns apart",
        )
    return tuple(names)


def _undecoded(path: Path) -> int:
    """The first line that is not UTF-8 (0 when all are)."""
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 0


def line_of(path: Path, column: int, cell: str) -> int:
    """The line on which the first record begins that has ``cell`` in the column with that index (0 when there is none)."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader, begins = csv.reader(stream), 1
        for record in reader:
            if begins > 1 and len(record) > column and record[column] == cell:
                return begins
            begins = reader.line_num + 1
    return 0


def _records(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.reader(stream, strict=True)
