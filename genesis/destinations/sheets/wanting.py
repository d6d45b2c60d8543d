"""A result as Google Sheets can hold it."""

from collections.abc import Sequence

from genesis.destinations.destination import Row
from genesis.destinations.sheets.contents import LONGEST_TEXT
from genesis.destinations.sheets.design import Design
from genesis.destinations.state.contents import key_identity, readable
from genesis.destinations.state.plan import Wanted, WantedRow
from genesis.destinations.workbook.contents import Converter
from genesis.diagnostics import Problems


def wanted(rows: Sequence[Row], design: Design, problems: Problems) -> Wanted:
    """The visible columns' contents, rows with the identities of their keys. What cannot be held is noted in ``problems``.

    A key is the values themselves, not what a link makes of them: that may take other columns.
    """
    from genesis.output.shown import show

    converter = Converter(show, problems, design.place, longest=LONGEST_TEXT)
    columns = design.query.columns
    names = [column.name for column in columns]
    key_places = [names.index(name) for name in design.query.key]
    shown = len(design.query.visible)
    linked = [at for at, c in enumerate(columns[:shown]) if c.shown is not None and c.shown.kind == "link"]
    found = []
    for values in rows:
        label = ", ".join(readable(values[at]) for at in key_places)
        cells = [converter.content(value, column, label) for value, column in zip(values, columns, strict=True)]
        key = key_identity(cells[at] for at in key_places)
        if linked:
            named = {column.name: (value, column) for value, column in zip(values, columns, strict=True)}
            for at in linked:
                cells[at] = converter.link(cells[at], columns[at], named, label)
        found.append(WantedRow(key, label, tuple(cells[:shown])))
    cleaned = f"control characters were left out of {converter.cleaned:,} texts"
    return Wanted(design.query.visible, tuple(found), (cleaned,) if converter.cleaned else ())
