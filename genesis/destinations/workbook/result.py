"""A result as cells."""

from collections.abc import Iterator, Sequence

from genesis.destinations.state.contents import Content, Link, key_identity, readable
from genesis.destinations.state.plan import Wanted, WantedRow
from genesis.destinations.workbook.contents import Converter, Label
from genesis.destinations.workbook.links import MOST
from genesis.destinations.workbook.references import LAST_COLUMN, LAST_ROW
from genesis.diagnostics import Problems, Span
from genesis.model.expression import Value
from genesis.sql.query import CompiledQuery


def to_wanted(query: CompiledQuery, rows: Sequence[tuple[Value, ...]], problems: Problems, place: Span) -> Wanted:
    """The result as a sheet can hold it; what it cannot hold is noted in ``problems`` (G830 to G832)."""
    from genesis.output.shown import show

    if len(rows) >= LAST_ROW or len(query.visible) >= LAST_COLUMN:
        message = f"a sheet holds at most {LAST_ROW - 1:,} rows and {LAST_COLUMN - 1:,} columns"
        problems.add("G830", place, message, "filter the input, or publish to `csv`")
    converter = Converter(show, problems, place)
    draft = _Draft(query, converter)
    wanted = tuple(draft.row(row) for row in rows)
    if converter.rounded:
        _check_keys(query, rows, wanted, problems, place)
    if draft.links > MOST:
        message = f"a sheet holds at most {MOST:,} links, and the result has {draft.links:,}"
        problems.add("G830", place, message, "filter the input, or show the address as text")
    return Wanted(query.visible, wanted, tuple(_notes(converter)))


def _notes(converter: Converter) -> Iterator[str]:
    if converter.cleaned:
        yield f"{converter.cleaned:,} texts had control characters, which are left out"
    if converter.rounded:
        yield f"times rounded to milliseconds, which is what a workbook keeps: {converter.rounded:,}"


def _check_keys(
    query: CompiledQuery,
    rows: Sequence[tuple[Value, ...]],
    wanted: Sequence[WantedRow],
    problems: Problems,
    place: Span,
) -> None:
    """Note two keys that are one when their times are rounded (G831); keys that are equal before are no matter of ours."""
    names = [column.name for column in query.columns]
    key = [names.index(name) for name in query.key]
    first: dict[str, tuple[Value, ...]] = {}
    for row, held in zip(rows, wanted, strict=True):
        values = tuple(row[at] for at in key)
        if first.setdefault(held.key, values) != values:
            spans = [query.columns[at].span for at in key]
            message = f"two keys are one to a workbook, which keeps milliseconds (row with {_named(query, key, row)})"
            problems.add("G831", spans[0] or place, message, "make it text with `sql: cast(... as varchar)`")
            return


def _named(query: CompiledQuery, key: Sequence[int], row: tuple[Value, ...]) -> str:
    """A row by its key, as a message says it."""
    return ", ".join(f"`{query.columns[at].name}` {row[at]}" for at in key)


class _Draft:
    """Turns the rows of one query into cells."""

    def __init__(self, query: CompiledQuery, converter: Converter) -> None:
        names = [column.name for column in query.columns]
        self._query = query
        self._columns = query.columns
        self._convert = converter
        self._places = [names.index(column.name) for column in query.visible]
        self._key = [names.index(name) for name in query.key]
        self._linked = [place for place in self._places if _is_link(query, place)]
        self.links = 0

    def row(self, row: tuple[Value, ...]) -> WantedRow:
        """One row. Its key is the values themselves, not what a link makes of them: that may take other columns."""
        content, columns = self._convert.content, self._columns

        def which() -> str:
            return f"with {_named(self._query, self._key, row)}" if self._key else "1, the only one"

        contents: list[Content] = [
            value if value is None else content(value, column, which)
            for value, column in zip(row, columns, strict=True)
        ]
        label = ", ".join(readable(contents[place]) for place in self._key)
        key = key_identity(contents[place] for place in self._key)
        if self._linked:
            self._link(row, contents, which)
        return WantedRow(key, label, tuple(contents[place] for place in self._places))

    def _link(self, row: tuple[Value, ...], contents: list[Content], label: Label) -> None:
        named = {column.name: (value, column) for column, value in zip(self._columns, row, strict=True)}
        for place in self._linked:
            contents[place] = self._convert.link(contents[place], self._columns[place], named, label)
            self.links += isinstance(contents[place], Link)


def _is_link(query: CompiledQuery, place: int) -> bool:
    shown = query.columns[place].shown
    return shown is not None and shown.kind == "link"
