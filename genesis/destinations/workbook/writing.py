"""What a write changes in a workbook: one sheet, what belongs to it, the workbook's names and styles; nothing else."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from genesis.destinations.state.contents import Content, Link
from genesis.destinations.state.plan import Plan
from genesis.destinations.workbook.cells import raw_cells
from genesis.destinations.workbook.comments import legacy_drawing
from genesis.destinations.workbook.creation import begin_sheet, set_annotations, set_widths
from genesis.destinations.workbook.following import Ends, Moves, follow
from genesis.destinations.workbook.formats import GENERAL, native_format
from genesis.destinations.workbook.formulas import masters
from genesis.destinations.workbook.headers import header_row, note_headers, published_label
from genesis.destinations.workbook.layout import Layout, placed, registry_of
from genesis.destinations.workbook.links import Place
from genesis.destinations.workbook.names import identity
from genesis.destinations.workbook.opened import Opened, Tracked
from genesis.destinations.workbook.references import letters
from genesis.destinations.workbook.rendering import Canvas, Drawn, draw
from genesis.destinations.workbook.sheet import ORDER, Sheet, column_settings, row_text, widest
from genesis.destinations.workbook.styles import CELL_ALIGNMENT, DATE_ALIGNMENT, LINK_FONT, WRAPPED_ALIGNMENT, Styles
from genesis.sql.query import ResultColumn

_SAMPLE: Final = 200


def change_book(opened: Opened, tracked: Tracked, plan: Plan) -> None:
    """Put everything that a plan changes into the opened package, ready to be saved.

    Raises:
        UnreadableError: when something that people made cannot follow its row.
    """
    book, columns = opened.book, tracked.query.visible
    sheet = opened.sheet or book.add_sheet(tracked.title)
    layout = placed(opened.layout or Layout(1), columns, tracked.annotations, widest(sheet))
    styles = Styles(book.package.read(book.styles))
    first, end = layout.header + 1, layout.header + len(plan.rows)
    moves = Moves(layout.header, {row.place: n for n, row in enumerate(plan.rows, first) if row.place is not None})
    if opened.layout is None:
        begin_sheet(sheet, layout, end, alone=len(book.tabs) == 1)
    drawn = tuple(_drawn(opened, sheet, layout, styles, plan, place) for place in range(len(columns)))
    was = opened.layout.columns if opened.layout else {}
    set_widths(sheet, layout, [(place, column) for place, column in enumerate(columns) if column.name not in was], plan)
    set_annotations(sheet, layout, tracked.tracker.annotations, styles, opened.layout)
    marked = (place for place, mark in opened.marks.items() if mark)
    before = Ends(opened.last, max(marked, default=layout.header))
    follow(book, sheet, layout, moves, before, Ends(end, _last_managed(opened, plan, layout.header)))
    header = header_row(opened, sheet, layout, tracked, styles)
    rows = _rows(opened, sheet, layout, plan, drawn, header)
    _set_beside(opened, sheet, layout, tracked, plan, moves)
    published = {column.name: (published_label(opened, layout, column), native_format(column)) for column in columns}
    book.finish(tracked.tracker.name.value, registry_of(layout, sheet.title, opened.registry, published, plan.record))
    book.package.put(sheet.name, sheet.pieces(rows))
    book.package.put_last(book.styles, styles.text)


def _set_beside(opened: Opened, sheet: Sheet, layout: Layout, tracked: Tracked, plan: Plan, moves: Moves) -> None:
    """Notes and links: people's go with their rows, ours stand where the plan has them."""
    columns = tracked.query.visible
    opened.comments.move(moves)
    note_headers(opened.comments, opened.layout, layout, tracked)
    links = _links(layout, columns, plan)
    ours = frozenset(layout.columns[column.name] for column in columns if _is_link(column))
    sheet.part.put("hyperlinks", opened.links.written(opened.book.package, sheet.name, moves, ours, links), ORDER)
    drawing = opened.comments.store(sheet.name)
    if drawing:
        sheet.part.put("legacyDrawing", legacy_drawing(drawing), ORDER)


def _last_managed(opened: Opened, plan: Plan, header: int) -> int:
    """The last row that is Genesis's, once the plan is carried out."""
    own = (n for n, row in enumerate(plan.rows, header + 1) if row.mark or opened.marks.get(row.place or 0))
    return max(own, default=header)


def _links(layout: Layout, columns: tuple[ResultColumn, ...], plan: Plan) -> dict[Place, str]:
    """The addresses of all managed links, where they will stand."""
    found: dict[Place, str] = {}
    places = [(index, layout.columns[column.name]) for index, column in enumerate(columns) if _is_link(column)]
    for number, row in enumerate(plan.rows if places else (), layout.header + 1):
        for index, place in places:
            content = row.cells[index]
            if isinstance(content, Link):
                found[number, place] = content.url
    return found


def _is_link(column: ResultColumn) -> bool:
    return column.shown is not None and column.shown.kind == "link"


def _drawn(opened: Opened, sheet: Sheet, layout: Layout, styles: Styles, plan: Plan, index: int) -> Drawn:
    column = plan.columns[index]
    place, code = layout.columns[column.name], native_format(column)
    known = opened.registry.columns.get(identity(column.name))
    there = opened.layout is not None and column.name in opened.layout.columns
    style = _usual_style(opened, sheet, layout.header, place, styles) if there else None
    if style is None:
        given = int(column_settings(sheet.part, place).get("style", "0"))
        style = styles.with_code(given, code) if given else _fresh_style(styles, plan, index)
    anew = there and known is not None and known.format not in {"", code}
    replaced = {GENERAL, known.format} if known and anew else {GENERAL}

    def restyle(old: int) -> int:
        if not there:
            return style
        return styles.with_code(old, code) if styles.code(old) in replaced else old

    return Drawn(index, place, restyle(style), restyle, anew, styles.struck)


def _usual_style(opened: Opened, sheet: Sheet, header: int, place: int, styles: Styles) -> int | None:
    """The style that most of a column's first cells have, or had before they were archived."""
    column, counted = letters(place), Counter[int]()
    for row in [row for row in sheet.rows if row.number > header and opened.marks.get(row.number)][:_SAMPLE]:
        mark = opened.marks[row.number]
        found = [one.style for one in raw_cells(sheet.cells(row)) if one.column == column]
        archived = mark is not None and mark.state == "archived"
        counted.update(styles.struck(style, through=False) if archived else style for style in found)
    return counted.most_common(1)[0][0] if counted else None


def _fresh_style(styles: Styles, plan: Plan, index: int) -> int:
    column = plan.columns[index]
    breaks = any(_breaks(row.cells[index]) for row in plan.rows)
    dated = column.type.kind in {"date", "timestamp", "timestamptz", "time"}
    alignment = WRAPPED_ALIGNMENT if breaks else DATE_ALIGNMENT if dated else CELL_ALIGNMENT
    return styles.made(native_format(column), font=LINK_FONT if _is_link(column) else "", alignment=alignment)


def _breaks(content: Content) -> bool:
    text = content.text if isinstance(content, Link) else content
    return isinstance(text, str) and "\n" in text


def _rows(
    opened: Opened, sheet: Sheet, layout: Layout, plan: Plan, drawn: tuple[Drawn, ...], header: str
) -> Iterator[str]:
    """All rows: those above the header as they are, the header, then the plan's."""
    moved = any(row.place != place for place, row in enumerate(plan.rows, layout.header + 1) if row.place is not None)
    shared = masters(sheet)
    canvas = Canvas(
        sheet=sheet,
        rows={row.number: row for row in sheet.rows},
        marks=opened.marks,
        drawn=drawn,
        mark=layout.mark,
        cleared=frozenset(layout.dropped.values()),
        offset=opened.book.offset,
        shared=shared if moved else {},
        anew=any(one.anew for one in drawn) or bool(layout.dropped) or bool(shared and moved),
    )
    yield from (row_text(r.number, r.given, sheet.cells(r)) for r in sheet.rows if r.number < layout.header)
    yield header
    yield from draw(canvas, plan.rows, layout.header + 1)
