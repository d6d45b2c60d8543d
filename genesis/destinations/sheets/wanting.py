"""A result as Google Sheets can hold it."""

from collections.abc import Mapping, Sequence

from genesis.destinations.destination import Row
from genesis.destinations.sheets.contents import LONGEST_TEXT
from genesis.destinations.sheets.design import Design
from genesis.destinations.state.contents import Content, key_identity, readable
from genesis.destinations.state.plan import Wanted, WantedRow
from genesis.destinations.workbook.contents import Converter
from genesis.diagnostics import Problems
from genesis.model.expression import Value
from genesis.sql.query import ResultColumn


def wanted(rows: Sequence[Row], design: Design, problems: Problems) -> Wanted:
    """The visible columns' contents, rows with the identities of their keys. What cannot be held is noted in ``problems``."""
    from genesis.output.shown import show

    converter = Converter(show, problems, design.place, longest=LONGEST_TEXT)
    found = tuple(_row(values, design, converter) for values in rows)
    cleaned = f"control characters were left out of {converter.cleaned:,} texts"
    return Wanted(design.query.visible, found, (cleaned,) if converter.cleaned else ())


def _row(values: Row, design: Design, converter: Converter) -> WantedRow:
    columns = design.query.columns
    named = {column.name: (value, column) for column, value in zip(columns, values, strict=True)}
    key = [named[name][0] for name in design.query.key]
    label = ", ".join(readable(value) for value in key)
    cells = tuple(
        _content(converter, value, column, named, label)
        for column, value in zip(columns, values, strict=True)
        if not column.hidden
    )
    contents = dict(zip((c.name for c in design.query.visible), cells, strict=True))
    identity = key_identity(
        contents[name] if name in contents else converter.content(*named[name], label) for name in design.query.key
    )
    return WantedRow(identity, label, cells)


def _content(
    converter: Converter, value: Value, column: ResultColumn, named: Mapping[str, tuple[Value, ResultColumn]], row: str
) -> Content:
    content = converter.content(value, column, row)
    return converter.link(content, column, named, row) if column.shown and column.shown.kind == "link" else content
