"""Which definitions a tracker can depend on, found by the words that stand in them.

A definition is reached only by its name, so what no word leads to changes nothing. More is found than is used: what is found is
compiled and compared, what is not is left alone.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from genesis.diagnostics import GenesisError, Span
from genesis.spec.documents import FieldSpec, JoinSpec, MeasureSpec, SourceSpec
from genesis.spec.project import ProjectFiles

_WORD: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_REVERSE: Final = re.compile(r"\breverse['\"]?\s*:\s*['\"]?(\w+)")
Words = frozenset[str]


class Reach:
    """The definitions of one state of a project, and what leads to what."""

    def __init__(self, files: ProjectFiles) -> None:
        self.files = files
        self._sources = frozenset(files.names("source"))
        self._formatters = frozenset(files.names("formatter"))
        self._led: tuple[dict[str, set[str]], Words] | None = None
        self._members: dict[str, dict[str, Words]] = {}
        self._headers: dict[str, Words] = {}
        self._known: dict[Words, frozenset[str]] = {}

    def of_input(self, name: str) -> frozenset[str]:
        """The ids (as in :mod:`genesis.review.edits`) that an input can depend on, its own aside; a source alone stands for its head."""
        try:
            text = self.files.text("input", name).text
            spelled = frozenset(_words(self.files.input(name))) if "\\" in text else frozenset[str]()
        except GenesisError:
            return frozenset()
        words = (frozenset(_WORD.findall(text)) | spelled) & self._vocabulary()
        if words not in self._known:
            self._known[words] = frozenset(self._closed(words))
        return self._known[words]

    def _closed(self, words: Words) -> Iterator[str]:
        seen, sources, members, new = set(words), set[str](), set[tuple[str, str]](), set(words)
        while new:
            fresh = self._entered(new) - sources
            sources |= fresh
            found = {word for source in fresh for word in self._header(source)}
            for source in sources:
                known = self._of_source(source)
                wanted = seen if source in fresh else new
                for member in known.keys() & wanted:
                    members.add((source, member))
                    found |= known[member]
            new = found - seen
            seen |= new
        yield from (f"source:{source}" for source in sources)
        yield from (f"source:{source}.{member}" for source, member in members)
        yield from (f"formatter:{name}" for name in self._formatters & seen)

    def _entered(self, words: set[str]) -> set[str]:
        """The sources that words lead into: their names, and ways back that they declare."""
        backs = self._ways_back()
        return (words & self._sources) | {source for word in words & backs.keys() for source in backs[word]}

    def _ways_back(self) -> dict[str, set[str]]:
        return self._leading()[0]

    def _vocabulary(self) -> Words:
        """The words that can lead anywhere."""
        return self._leading()[1]

    def _leading(self) -> tuple[dict[str, set[str]], Words]:
        if self._led is None:
            backs: dict[str, set[str]] = {}
            words = set(self._formatters | self._sources)
            for source in self._sources:
                known, ways = self._spelled(source)
                words |= known
                for name in ways:
                    backs.setdefault(name, set()).add(source)
            self._led = backs, frozenset(words)
        return self._led

    def _spelled(self, source: str) -> tuple[Words, list[str]]:
        """The words of a source, and the ways back that its joins declare; read as YAML only where letters are escaped."""
        text = self._text(source)
        if "\\" in text:
            try:
                spec = self.files.source(source)
            except GenesisError:
                pass  # whatever uses it is broken, and found by the words of its text
            else:
                return frozenset(_words(spec)), [join.reverse.value for join in spec.joins if join.reverse]
        return words_of(text), _REVERSE.findall(text)

    def _text(self, source: str) -> str:
        try:
            return self.files.text("source", source).text
        except GenesisError:
            return ""

    def _header(self, source: str) -> Words:
        self._read(source)
        return self._headers[source]

    def _of_source(self, source: str) -> dict[str, Words]:
        self._read(source)
        return self._members[source]

    def _read(self, source: str) -> None:
        if source in self._members:
            return
        try:
            spec = self.files.source(source)
        except GenesisError:
            self._members[source], self._headers[source] = {}, frozenset(_WORD.findall(self._text(source)))
            return
        listed: tuple[FieldSpec | JoinSpec | MeasureSpec, ...] = (*spec.fields, *spec.joins, *spec.measures)
        self._members[source] = {one.name.value: frozenset(_words(one)) for one in listed}
        for join in spec.joins:
            if join.reverse:
                self._members[source].setdefault(join.reverse.value, frozenset((join.name.value,)))
        self._headers[source] = frozenset(_of_header(spec))


def words_of(text: str | None) -> frozenset[str]:
    """The words of a text."""
    return frozenset(_WORD.findall(text or ""))


def _of_header(spec: SourceSpec) -> Iterator[str]:
    for part in (spec.name, spec.sql, spec.key, spec.latest_by, spec.where):
        yield from _words(part)


def _words(part: object) -> Iterable[str]:
    """Every word in the texts of a part of a document."""
    if isinstance(part, str):
        yield from _WORD.findall(part)
    elif isinstance(part, tuple):
        for one in part:
            yield from _words(one)
    elif isinstance(part, msgspec.Struct) and not isinstance(part, Span):
        for name in part.__struct_fields__:
            yield from _words(getattr(part, name))
