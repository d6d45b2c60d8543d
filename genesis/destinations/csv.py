"""CSV (RFC 4180, UTF-8): plain text, replaced as a whole. People write nothing there.

A text that a spreadsheet program would run as a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return) gets a `'`
in front. Numbers and dates are left alone: a typed negative number is no text.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from csv import Error, reader, writer
from io import StringIO
from pathlib import Path
from types import TracebackType
from typing import Self

from genesis.destinations.destination import Cost, Row, Setting, Site, setting
from genesis.destinations.files.locks import one_at_a_time
from genesis.destinations.files.paths import check_path, inside
from genesis.destinations.files.replace import read_file, replace_file
from genesis.destinations.state.contents import checksum, readable, token
from genesis.destinations.state.marks import Mark, cell_hash, column_tag, pack
from genesis.destinations.state.plan import Plan, PresentRow, Snapshot, Wanted, WantedRow
from genesis.diagnostics import Problems, Span, fail
from genesis.model.expression import Value
from genesis.spec.settings import TrackerSpec
from genesis.sql.query import CompiledQuery, ResultColumn

SETTINGS = (Setting("path", required=True),)
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_TEXTUAL = frozenset({"string", "json", "list"})


def check(tracker: TrackerSpec, problems: Problems) -> None:
    """Note annotations and policies: a CSV file keeps nothing that people write (G811)."""
    hint = "publish to `excel` where people write beside the rows"
    for annotation in tracker.annotations[:1]:
        problems.add("G811", annotation.name.span, "a `csv` destination has no annotations", hint)
    for policy, only in ((tracker.rows_gone, "delete"), (tracker.cells_edited, "overwrite")):
        if policy and policy.value != only:
            problems.add(
                "G811", policy.span, f"a `csv` destination is written as a whole: `{policy.value}` cannot be kept", hint
            )
    path = setting(tracker, "path")
    if path:
        check_path(path, ".csv", problems)


def connect(site: Site) -> "CsvFile":
    """Open the file that the tracker names.

    Raises:
        GenesisError: G801, G802.
    """
    path = setting(site.tracker, "path")
    if path is None:
        raise fail(
            "G801", site.tracker.destination.span, "a `csv` destination needs `path`", "write `path: ...` beside `type`"
        )
    return CsvFile(inside(site.root, path, ".csv"), path.span, site)


class CsvFile:
    """One CSV file: the visible columns, with their labels in the first line."""

    def __init__(self, path: Path, span: Span, site: Site) -> None:
        query = site.query
        self._path = path
        self._root = site.root
        self._span = span
        self._adopt = site.tracker.adopt
        self._columns = query.visible
        self._key = _key_places(query)
        self._every = {column.name: place for place, column in enumerate(query.columns)}
        self._tags = tuple(column_tag(column.name) for column in query.visible)
        self._held = ExitStack()

    def __enter__(self) -> Self:
        self._held.enter_context(one_at_a_time(self._root, self._path, self._span))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()

    def wanted(self, rows: Sequence[Row], problems: Problems) -> Wanted:  # noqa: ARG002 - text can hold every value
        """Every value as readers see it; ``problems`` stays as it is."""
        places = [self._every[column.name] for column in self._columns]
        lines = [[_text(row[place], c) for place, c in zip(places, self._columns, strict=True)] for row in rows]
        keys = self._identities(lines)
        return Wanted(
            self._columns,
            tuple(WantedRow(key, self._label(line), tuple(line)) for key, line in zip(keys, lines, strict=True)),
        )

    def snapshot(self) -> Snapshot:
        """What the file holds in columns of the tracker's labels.

        Raises:
            GenesisError: G804 when it is no CSV file in UTF-8, G807 when it cannot be read, G833 when it has no such column.
        """
        content = read_file(self._path, self._span)
        if content is None:
            return Snapshot(exists=False)
        return self._read(content)

    def write(self, plan: Plan) -> Snapshot:
        """Replace the file.

        Raises:
            GenesisError: G807.
        """
        content = _lines(
            [self._header, *(["" if cell is None else str(cell) for cell in row.cells] for row in plan.rows)]
        )
        replace_file(self._path, content, self._span)
        return self.snapshot()

    def cost(self, plan: Plan) -> Cost:  # noqa: ARG002 - a file costs no calls
        """Nothing: a file is no service."""
        return Cost()

    def stale(self, note: str) -> None:
        """Do nothing: a CSV file has no place outside its rows."""

    @property
    def calls(self) -> int:
        """None: a file is no service."""
        return 0

    @property
    def _header(self) -> list[str]:
        return [_harmless(column.label) for column in self._columns]

    def _read(self, content: bytes) -> Snapshot:
        try:
            lines = list(reader(StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
        except (UnicodeDecodeError, Error) as error:
            hint = "move it away, or give the tracker another path"
            raise fail("G804", self._span, f"`{self._path.name}` is no CSV file in UTF-8: {error}", hint) from error
        header = lines[0] if lines else []
        standing = self._standing(header)
        if any(header) and not self._adopt and all(place is None for place in standing):
            hint = "give the tracker another path, or write `adopt: true` to have the file replaced"
            raise fail("G833", self._span, f"`{self._path.name}` has no column of this tracker's", hint)
        anew = header != self._header or any(len(line) != len(header) for line in lines)
        return Snapshot(
            exists=True,
            columns=tuple(c.name for c, place in zip(self._columns, standing, strict=True) if place is not None),
            rows=tuple(self._rows(lines[1:], standing)),
            drift=("the columns are written anew",) if anew else (),
        )

    def _standing(self, header: Sequence[str]) -> list[int | None]:
        """Where each column stands in a file with this header; of columns with one label, each has a place of its own."""
        free: dict[str, list[int]] = {}
        for place, label in enumerate(header):
            free.setdefault(label, []).append(place)
        return [free[label].pop(0) if free.get(label) else None for label in self._header]

    def _rows(self, lines: Sequence[Sequence[str]], standing: Sequence[int | None]) -> Iterator[PresentRow]:
        shown = [["" if at is None else "".join(line[at : at + 1]) for at in standing] for line in lines]
        for place, (key, cells) in enumerate(zip(self._identities(shown), shown, strict=True), 1):
            hashes = pack(self._tags, (cell_hash(token(cell)) for cell in cells))
            yield PresentRow(place, Mark(key, place - 1, "live", hashes), key, tuple(cells), annotated=False)

    def _identities(self, lines: Iterable[Sequence[str]]) -> list[str]:
        """Each line's key, or the whole line where the key is hidden; a second one of a kind is another row."""
        seen: Counter[tuple[str, ...]] = Counter()
        identities = []
        for line in lines:
            shown = tuple(line[place] for place in self._key) if self._key else tuple(line)
            seen[shown] += 1
            identities.append(checksum((str(seen[shown]), *shown)))
        return identities

    def _label(self, line: Sequence[str]) -> str:
        return ", ".join(readable(line[place]) for place in self._key or range(len(line)))


def _key_places(query: CompiledQuery) -> tuple[int, ...]:
    """Where the key's columns stand among the visible ones; empty unless all of them are visible."""
    visible = [column.name for column in query.visible]
    return tuple(visible.index(name) for name in query.key) if set(query.key) <= set(visible) else ()


def _text(value: Value, column: ResultColumn) -> str:
    from genesis.output.shown import show

    text = show(value, column)
    return _harmless(text) if column.type.kind in _TEXTUAL else text


def _harmless(text: str) -> str:
    return "'" + text if text.startswith(_DANGEROUS) else text


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    text = StringIO(newline="")
    writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8", "replace")
