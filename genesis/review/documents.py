"""Which documents of two states differ, and in what."""

from collections.abc import Iterator
from typing import Final

from genesis.compiler import open_model
from genesis.diagnostics import GenesisError, SourceFile, Span, line_starts
from genesis.review.edits import Change, Element, changes, elements, whole_change
from genesis.review.reach import words_of
from genesis.spec.documents import Scalar
from genesis.spec.kinds import DocumentKind
from genesis.spec.project import PROJECT_FILE, ProjectFiles

KINDS: Final[tuple[DocumentKind, ...]] = ("source", "formatter", "input", "tracker")


class Changes:
    """Every definition that differs between two states."""

    def __init__(self, base: ProjectFiles, head: ProjectFiles) -> None:
        self._base = base
        self._head = head
        self._broken: dict[tuple[bool, str], bool] = {}
        self.all = (*self._of_project(), *(one for kind in KINDS for one in self._of_kind(kind)))

    def triggers(self, change: Change) -> frozenset[str]:
        """By which of what a tracker reaches (``genesis.review.reach``) a change concerns it."""
        found = set()
        for element in (change.base, change.head):
            if element is None:
                continue
            kind, name = element.document
            if kind == "source":
                found.add(element.id if element.is_member else f"source:{name}")
                if self._is_broken(name, False) or self._is_broken(name, True):
                    found |= self._spoilt(name)
            else:
                found.add("project" if kind is None else f"{kind}:{name}")
        return frozenset(found)

    def _spoilt(self, source: str) -> set[str]:
        """A source that cannot be used, and those that it names: who looks for ways back to them opens it."""
        words = {word for files in (self._base, self._head) for word in words_of(_text(_file(files, "source", source)))}
        known = {*self._base.names("source"), *self._head.names("source")}
        return {f"source:{name}" for name in {source, *(words & known)}}

    def _is_broken(self, source: str, onto_head: bool) -> bool:
        """Whether nothing of a source can be used for a mistake in some part of it."""
        key = (onto_head, source)
        if key not in self._broken:
            files = self._head if onto_head else self._base
            try:
                open_model(files).source(source)
                self._broken[key] = False
            except GenesisError:
                self._broken[key] = files.has("source", source)
        return self._broken[key]

    def _of_project(self) -> Iterator[Change]:
        one, two = _project_file(self._base), _project_file(self._head)
        if _text(one) != _text(two):
            yield from _between(None, "", one, two)

    def _of_kind(self, kind: DocumentKind) -> Iterator[Change]:
        old, new = self._base.names(kind), self._head.names(kind)
        moved = self._renamed(kind, [n for n in old if n not in new], [n for n in new if n not in old])
        for name in sorted({*old, *new}):
            one = _file(self._base, kind, name) if name in old else None
            two = _file(self._head, kind, name) if name in new else None
            if name in moved.values() or _text(one) == _text(two):
                continue
            if name in moved:
                one = _file(self._base, kind, moved[name])
                yield whole_change("renamed", _whole(kind, moved[name], one), _whole(kind, name, two))
            elif one is None or two is None:
                yield whole_change(
                    "removed" if two is None else "added", _whole(kind, name, one), _whole(kind, name, two)
                )
            else:
                yield from _between(kind, name, one, two)

    def _renamed(self, kind: DocumentKind, gone: list[str], come: list[str]) -> dict[str, str]:
        """New names of documents that say the same under the name they had."""
        if not gone or not come:
            return {}
        old = {name: _says(kind, name, _file(self._base, kind, name)) for name in gone}
        new = {name: _says(kind, name, _file(self._head, kind, name)) for name in come}
        pairs = {name: [n for n in gone if old[n] == says] for name, says in new.items()}
        return {
            name: twins[0]
            for name, twins in pairs.items()
            if len(twins) == 1 and sum(says == new[name] for says in new.values()) == 1
        }


def _says(kind: DocumentKind, name: str, file: SourceFile | None) -> object:
    found = elements(kind, name, file) if file else {}
    return sorted(
        (one.key, one.member if one.is_member else "", repr(one.says)) for one in found.values() if one.key != kind
    )


def _between(kind: DocumentKind | None, name: str, one: SourceFile | None, two: SourceFile | None) -> list[Change]:
    old = elements(kind, name, one) if one else {}
    new = elements(kind, name, two) if two else {}
    unread = [side for side in (old, new) if any(not element.key for element in side.values())]
    if unread:
        return [whole_change("changed", _whole(kind, name, one), _whole(kind, name, two))]
    return changes(old, new)


def _whole(kind: DocumentKind | None, name: str, file: SourceFile | None) -> Element | None:
    if file is None:
        return None
    span, id_ = Span(file, 1, 1, 1, 1), "project" if kind is None else f"{kind}:{name}"
    found = next((one for one in elements(kind, name, file).values() if not one.key), None)
    if found is not None:
        return found
    starts = line_starts(file.text)
    everything = Span(file, 1, 1, len(starts), len(file.text) - starts[-1] + 1)
    keys = {"": Scalar(file.text, file.text, False, everything)}
    return Element(id_, kind or "project", name or PROJECT_FILE, (kind, name), "", (), keys, span)


def _file(files: ProjectFiles, kind: DocumentKind, name: str) -> SourceFile | None:
    """A document's file; what cannot be read is empty: why is told where it is compiled."""
    try:
        return files.text(kind, name)
    except GenesisError as error:
        span = error.diagnostics[0].span
        return SourceFile(span.file.path if span else "", str(error))


def _project_file(files: ProjectFiles) -> SourceFile | None:
    path = files.root / PROJECT_FILE
    if not files.storage.has(path):
        return None
    try:
        return files.storage.text(path, files.root, files.root)
    except GenesisError as error:
        return SourceFile(PROJECT_FILE, str(error))


def _text(file: SourceFile | None) -> str | None:
    return None if file is None else file.text.replace("\r\n", "\n")
