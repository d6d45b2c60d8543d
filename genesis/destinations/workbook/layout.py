"""Where a tracker's columns stand on its sheet: by their names, else by what stands in their headers."""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from genesis.destinations.state.marks import HEADER
from genesis.destinations.workbook.cells import Reader, raw_cells
from genesis.destinations.workbook.names import Known, Registry, identity
from genesis.destinations.workbook.references import number
from genesis.destinations.workbook.sheet import Sheet
from genesis.sql.query import ResultColumn


class Layout(Struct, frozen=True):
    """Columns by number, 1-based; one that is not there is missing.

    ``columns`` by their names in the query, ``annotations`` by theirs in the tracker; ``made`` are all annotations that were ever
    made. ``dropped`` are managed columns that the query no longer has, by their names in the workbook. ``headers`` is what stands
    in the header's row, by column.
    """

    header: int
    columns: dict[str, int] = field(default_factory=dict)
    annotations: dict[str, int] = field(default_factory=dict)
    made: frozenset[str] = frozenset()
    mark: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    headers: dict[int, str] = field(default_factory=dict)


def find_layout(
    sheet: Sheet, registry: Registry, columns: Sequence[ResultColumn], annotations: Sequence[str], reader: Reader
) -> Layout | None:
    """The layout that the workbook's names tell; ``None`` when they tell nothing."""
    known = {**registry.columns, **registry.annotations}
    rows = Counter(one.row for one in known.values() if one.row and one.sheet == sheet.title)
    if registry.mark and registry.mark.row and registry.mark.sheet == sheet.title:
        rows[registry.mark.row] += len(known)
    if not rows:
        return None
    header = rows.most_common(1)[0][0]
    here = {name: one.column for name, one in known.items() if one.row == header and one.sheet == sheet.title}
    wanted = {identity(column.name): column.name for column in columns}
    asked = {identity(name): name for name in annotations}
    mark = registry.mark
    return Layout(
        header=header,
        columns={name: here[key] for key, name in wanted.items() if key in here and key in registry.columns},
        annotations={name: here[key] for key, name in asked.items() if key in here and key in registry.annotations},
        made=frozenset(name for key, name in asked.items() if key in registry.annotations),
        mark=mark.column if mark and mark.row == header and mark.sheet == sheet.title else 0,
        dropped={key: here[key] for key in registry.columns if key in here and key not in wanted},
        headers=header_texts(sheet, header, reader),
    )


def read_layout(
    sheet: Sheet, columns: Sequence[ResultColumn], annotations: Sequence[str], needed: Sequence[str], reader: Reader
) -> Layout | None:
    """The layout that headers tell: in the first row that has all ``needed`` headers. Columns go by label, else by name."""
    for row in sheet.rows[:100]:
        texts = header_texts(sheet, row.number, reader)
        places = {text: column for column, text in reversed(texts.items())}
        if not all(name in places for name in needed):
            continue
        found = {c.name: place for c in columns if (place := places.get(c.label) or places.get(c.name))}
        mine = {name: places[name] for name in annotations if name in places}
        return Layout(row.number, found, mine, frozenset(mine), places.get(HEADER, 0), {}, texts)
    return None


def header_texts(sheet: Sheet, header: int, reader: Reader) -> dict[int, str]:
    """The texts of a row, by column."""
    row = next((row for row in sheet.rows if row.number == header), None)
    cells = raw_cells(sheet.cells(row)) if row else []
    return {number(c.column): str(held) for c in cells if (held := reader.content(c, "string")) is not None}


def adopted_labels(columns: Sequence[ResultColumn], key: Sequence[str], texts: Mapping[str, int]) -> list[str]:
    """The headers by which the key's columns are found: labels where they stand there, else names."""
    return [column.label if column.label in texts else column.name for column in columns if column.name in key]


def placed(layout: Layout, columns: Sequence[ResultColumn], annotations: Sequence[str], widest: int) -> Layout:
    """The layout with a place for all that is missing: where a dropped column stood, else right of everything.

    An annotation that people deleted is not made again.
    """
    free = sorted(layout.dropped.values())
    taken = max([widest, *layout.headers, *layout.columns.values(), *layout.annotations.values(), layout.mark])

    def next_place() -> int:
        nonlocal taken
        if free:
            return free.pop(0)
        taken += 1
        return taken

    found = {c.name: layout.columns.get(c.name) or next_place() for c in columns}
    free.clear()
    own = {
        n: layout.annotations.get(n) or next_place()
        for n in annotations
        if n in layout.annotations or n not in layout.made
    }
    mark = layout.mark or next_place()
    left = {key: place for key, place in layout.dropped.items() if place not in found.values()}
    return Layout(layout.header, found, own, layout.made | set(own), mark, left, layout.headers)


def registry_of(
    layout: Layout, title: str, old: Registry, columns: Mapping[str, tuple[str, str]], record: str
) -> Registry:
    """The names that say a layout; ``columns`` has each managed column's label and format as published."""

    def known(place: int, name: str, label: str = "", code: str = "") -> Known:
        return Known(title, layout.header, place, name, label, code)

    return Registry(
        columns={identity(name): known(place, name, *columns[name]) for name, place in layout.columns.items()},
        annotations={
            **{key: one for key, one in old.annotations.items() if one.sheet in {"", title}},
            **{identity(name): known(place, name) for name, place in layout.annotations.items()},
        },
        mark=known(layout.mark, ""),
        record=record,
    )
