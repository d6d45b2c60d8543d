"""What two results have in common, row by row, however large they are.

Rows are dealt out by their key into :data:`SHARES` shares, which stand in temporary files as soon as they are large; one
share of both results is held at a time. So the memory needed is that of a sixty-fourth of both results.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from hashlib import blake2b
from heapq import heappush, heappushpop
from tempfile import SpooledTemporaryFile
from typing import IO, Final, cast

import msgspec
from msgspec import Struct

from genesis.destinations.state.contents import token
from genesis.model.expression import Value
from genesis.output.shown import plain
from genesis.review.report import ResultChange, Sample

SHARES: Final = 64
SAMPLES: Final = 5
"""How many rows of each kind are shown."""
_IN_MEMORY: Final = 1 << 20
_LONGEST: Final = 200
Cells = tuple[str | None, ...]


class Shape(Struct, frozen=True):
    """How rows of two results are matched: by the columns ``key``, with the columns ``common`` compared; each with its places in
    rows of both. ``whole``: rows are matched by all common columns. ``before`` and ``after`` are what is shown of one side."""

    key: tuple[tuple[str, int, int], ...]
    common: tuple[tuple[str, int, int], ...]
    whole: bool
    before: tuple[tuple[str, int], ...]
    after: tuple[tuple[str, int], ...]


class _Row(Struct, frozen=True, array_like=True):
    """A row by its number: what its key and its compared cells are to a tracker, and the text of what is shown."""

    number: int
    key: str
    same: tuple[str, ...]
    texts: Cells


class _Share:
    """Rows of one result with one remainder of their keys' hashes."""

    def __init__(self, stack: ExitStack) -> None:
        file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the stack closes it
        self._file = cast("IO[bytes]", stack.enter_context(file))
        self._encoder = msgspec.json.Encoder()

    def add(self, row: _Row) -> None:
        self._file.write(self._encoder.encode(row) + b"\n")

    def rows(self) -> Iterator[_Row]:
        self._file.seek(0)
        decoder = msgspec.json.Decoder(_Row)
        yield from map(decoder.decode, self._file)


class _Smallest:
    """The rows with the smallest numbers."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, Sample]] = []

    def add(self, number: int, sample: Sample) -> None:
        entry = (-number, sample)
        if len(self._heap) < SAMPLES:
            heappush(self._heap, entry)
        elif entry[0] > self._heap[0][0]:
            heappushpop(self._heap, entry)

    def samples(self) -> tuple[Sample, ...]:
        return tuple(sample for _, sample in sorted(self._heap, key=lambda entry: -entry[0]))


class Comparison:
    """Two results, told row by row; memory is bounded as the module says."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._counts = dict.fromkeys(("rows_before", "rows_after", "added", "gone", "changed", "cells", "doubled"), 0)
        self._columns: dict[str, int] = {}
        self._samples = {kind: _Smallest() for kind in ("added", "gone", "changed")}

    def of(self, connection: str, before: Iterable[Sequence[Value]], after: Iterable[Sequence[Value]]) -> ResultChange:
        """What changed from one result to the other."""
        with ExitStack() as stack:
            old = self._dealt(stack, before, 0)
            new = self._dealt(stack, after, 1)
            for one, two in zip(old, new, strict=True):
                self._compare(one, two)
        samples = {f"{kind}_samples": kept.samples() for kind, kept in self._samples.items()}
        key = () if self._shape.whole else tuple(name for name, *_ in self._shape.key)
        columns = dict(sorted(self._columns.items()))
        return msgspec.structs.replace(
            ResultChange(connection, key, columns=columns, **samples),  # type: ignore[arg-type]
            **self._counts,
        )

    def _dealt(self, stack: ExitStack, rows: Iterable[Sequence[Value]], side: int) -> list[_Share]:
        shares = [_Share(stack) for _ in range(SHARES)]
        shown = self._shape.after if side else self._shape.before
        for number, row in enumerate(rows):
            tokens = tuple(token(row[places[side]]) for _, *places in self._shape.common)
            key = "\0".join(token(row[places[side]]) for _, *places in self._shape.key)
            texts = tuple(None if row[place] is None else plain(row[place])[:_LONGEST] for _, place in shown)
            digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=4).digest()
            shares[int.from_bytes(digest) % SHARES].add(_Row(number, key, tokens, texts))
            self._counts["rows_after" if side else "rows_before"] += 1
        return shares

    def _compare(self, before: _Share, after: _Share) -> None:
        old = self._by_key(before)
        for place, row in self._by_key(after).items():
            was = old.pop(place, None)
            if was is None:
                self._counts["added"] += 1
                self._samples["added"].add(row.number, self._alone(row, after=True))
            elif was.same != row.same:
                self._changed(was, row)
        for row in old.values():
            self._counts["gone"] += 1
            self._samples["gone"].add(row.number, self._alone(row, after=False))

    def _by_key(self, share: _Share) -> dict[tuple[str, int], _Row]:
        """The rows of a share by key; of several with one key each has its number."""
        seen: dict[str, int] = {}
        found = {}
        for row in share.rows():
            times = seen[row.key] = seen.get(row.key, -1) + 1
            found[row.key, times] = row
            if times and not self._shape.whole:
                self._counts["doubled"] += 1
        return found

    def _changed(self, was: _Row, row: _Row) -> None:
        names = [name for name, *_ in self._shape.common]
        differing = [n for n, a, b in zip(names, was.same, row.same, strict=True) if a != b]
        self._counts["changed"] += 1
        self._counts["cells"] += len(differing)
        for name in differing:
            self._columns[name] = self._columns.get(name, 0) + 1
        old, new = self._texts(was, after=False), self._texts(row, after=True)
        cells = tuple((name, old[name], new[name]) for name in differing)
        self._samples["changed"].add(row.number, Sample(self._key(new), cells))

    def _alone(self, row: _Row, *, after: bool) -> Sample:
        texts = self._texts(row, after=after)
        key = {name for name, *_ in self._shape.key} if not self._shape.whole else set()
        cells = tuple((n, None if after else t, t if after else None) for n, t in texts.items() if n not in key)
        return Sample(self._key(texts), cells)

    def _texts(self, row: _Row, *, after: bool) -> dict[str, str | None]:
        shown = self._shape.after if after else self._shape.before
        return {name: text for (name, _), text in zip(shown, row.texts, strict=True)}

    def _key(self, texts: dict[str, str | None]) -> Cells:
        return () if self._shape.whole else tuple(texts[name] for name, *_ in self._shape.key)
