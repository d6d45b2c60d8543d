"""A workbook's file: a ZIP archive of parts that refer to each other (ECMA-376, part 2). What is not put anew is copied."""

import posixpath
import zlib
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from msgspec import Struct

from genesis.destinations.workbook.elements import UnreadableError, attributes, cut, elements, inner, quote

TYPES: Final = "[Content_Types].xml"
RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
LARGEST: Final = 1 << 30
"""A part of more bytes is not read: a small file can claim any size."""
_LEVEL: Final = 4
"""Compression: twice as fast as the usual 6, and a tenth larger."""
_STAMP: Final = (1980, 1, 1, 0, 0, 0)


class Relation(Struct, frozen=True):
    """One arrow from a part to another part, or (``external``) to an address."""

    name: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """The last word of the type: `worksheet`, `hyperlink`, `comments`."""
        return self.type.rpartition("/")[2]


class Package:
    """An open archive, and what will stand in its place."""

    def __init__(self, path: Path | None) -> None:
        """Read a file, which may be written by somebody from then on; without one, begin an empty archive.

        Raises:
            UnreadableError: when the file is no ZIP archive.
            OSError: when it cannot be read.
        """
        try:
            self._zip = ZipFile(BytesIO(path.read_bytes())) if path else None
        except BadZipFile as error:
            raise UnreadableError(str(error)) from error
        self._names = set(self._zip.namelist()) if self._zip else set()
        self._put: dict[str, str | Iterable[bytes]] = {}
        self._late: dict[str, Callable[[], str]] = {}
        self._gone: set[str] = set()

    def names(self) -> set[str]:
        """The parts that will be there."""
        return (self._names - self._gone) | set(self._put)

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name in self.names()

    def read(self, name: str) -> bytes:
        """A part's bytes.

        Raises:
            UnreadableError: when there is no such part, or it is damaged.
        """
        held = self._put.get(name)
        if isinstance(held, str):
            return held.encode()
        if self._zip is None or name not in self._names or name in self._gone:
            raise UnreadableError(f"it has no {name}")
        if self._zip.getinfo(name).file_size > LARGEST:
            raise UnreadableError(f"{name} is larger than {LARGEST >> 20} MiB")
        try:
            return self._zip.read(name)
        except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
            raise UnreadableError(f"{name}: {error}") from error

    def put(self, name: str, content: str | Iterable[bytes]) -> None:
        """Let a part have this content: text, or pieces that are written one after the other."""
        self._put[name] = content
        self._gone.discard(name)

    def put_last(self, name: str, content: Callable[[], str]) -> None:
        """Let a part have the content that is told when all others were written."""
        self._late[name] = content

    def drop(self, name: str) -> None:
        """Take a part out, with its declaration."""
        self._put.pop(name, None)
        self._gone.add(name)
        types = cut(self.read(TYPES))
        types.children = [(c, t) for c, t in types.children if attributes(t).get("PartName", "")[1:] != name]
        self.put(TYPES, types.text())

    def declare(self, name: str, content_type: str) -> None:
        """Say what a part holds."""
        types = cut(self.read(TYPES))
        override = f'<Override PartName="/{quote(name)}" ContentType="{content_type}"/>'
        types.children.append(("Override", override))
        self.put(TYPES, types.text())

    def declare_ending(self, ending: str, content_type: str) -> None:
        """Say what parts with a file ending hold, unless it is said."""
        types = cut(self.read(TYPES))
        endings = {
            attributes(text).get("Extension", "").lower() for child, text in types.children if child == "Default"
        }
        if ending not in endings:
            types.children.insert(0, ("Default", f'<Default Extension="{ending}" ContentType="{content_type}"/>'))
            self.put(TYPES, types.text())

    def relations(self, part: str) -> list[Relation]:
        """The arrows that start at a part (at the archive itself: ``""``), targets as names of parts."""
        name = _relations_of(part)
        if not self.has(name):
            return []
        found = (attributes(text) for child, text in cut(self.read(name)).children if child == "Relationship")
        return [
            Relation(
                one["Id"],
                one["Type"],
                one["Target"] if one.get("TargetMode") == "External" else _resolved(part, one["Target"]),
                one.get("TargetMode") == "External",
            )
            for one in found
            if {"Id", "Type", "Target"} <= set(one)
        ]

    def set_relations(self, part: str, relations: Iterable[Relation]) -> None:
        """Let exactly these arrows start at a part."""
        items = "".join(
            f'<Relationship Id="{quote(r.name)}" Type="{quote(r.type)}" '
            + (
                f'Target="{quote(r.target)}" TargetMode="External"/>'
                if r.external
                else f'Target="/{quote(r.target)}"/>'
            )
            for r in relations
        )
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        self.put(_relations_of(part), f'{HEADER}<Relationships xmlns="{space}">{items}</Relationships>')

    def relate(self, part: str, kind: str, target: str, *, external: bool = False) -> str:
        """A new arrow, by the last word of its type; gives its name."""
        relations = self.relations(part)
        name = fresh("rId", {relation.name for relation in relations})
        self.set_relations(part, [*relations, Relation(name, RELATION + kind, target, external)])
        return name

    def target(self, part: str, kind: str) -> str | None:
        """The part that the first arrow of a kind leads to."""
        return next((r.target for r in self.relations(part) if r.kind == kind and not r.external), None)

    def save(self, file: BinaryIO) -> None:
        """Write the archive: old parts in their order, new ones, those put last; the same content gives the same bytes."""
        with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as out:
            old = [name for name in (self._zip.namelist() if self._zip else []) if name not in self._gone]
            for name in dict.fromkeys((*old, *self._put)):
                if name not in self._late:
                    _write(out, name, self._pieces(name))
            for name, content in self._late.items():
                _write(out, name, [content().encode()])

    def _pieces(self, name: str) -> Iterable[bytes]:
        held = self._put.get(name)
        if held is None:
            return [self.read(name)]
        return [held.encode()] if isinstance(held, str) else held


def _write(archive: ZipFile, name: str, pieces: Iterable[bytes]) -> None:
    entry = ZipInfo(name, _STAMP)
    entry.compress_type = ZIP_DEFLATED
    with archive.open(entry, "w", force_zip64=True) as part:
        for piece in pieces:
            part.write(piece)


HEADER: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def fresh(prefix: str, taken: Iterable[str], suffix: str = "") -> str:
    """The first of ``prefix1``, ``prefix2``, ... that is not taken, whatever its case."""
    lowered = {name.lower() for name in taken}
    count = 1
    while f"{prefix}{count}{suffix}".lower() in lowered:
        count += 1
    return f"{prefix}{count}{suffix}"


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(part: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def shared_strings(package: Package, workbook: str) -> list[str]:
    """The texts that cells refer to by number, rich text without its formats."""
    name = package.target(workbook, "sharedStrings")
    if name is None or not package.has(name):
        return []
    return [plain_text(inner(item)) for item in elements(package.read(name).decode("utf-8", "replace"), "si")]


def plain_text(rich: str) -> str:
    """The text of runs, without how it is pronounced."""
    from re import DOTALL, sub

    from genesis.destinations.workbook.elements import unescape, unguarded

    spoken = sub(r"<rPh\b.*?</rPh>", "", rich, flags=DOTALL) if "<rPh" in rich else rich
    return "".join(unguarded(unescape(inner(text))) for text in elements(spoken, "t"))
