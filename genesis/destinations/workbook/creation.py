"""How a new sheet looks: frozen header, filter, widths that fit, hidden marks, and what annotations offer."""

from collections.abc import Sequence
from typing import Final

from genesis.destinations.state.contents import Content, Link
from genesis.destinations.state.plan import Plan
from genesis.destinations.workbook.elements import elements, escape, inner, quote, wrapped
from genesis.destinations.workbook.layout import Layout
from genesis.destinations.workbook.references import LAST_ROW, spanned
from genesis.destinations.workbook.sheet import ORDER, Sheet, set_column
from genesis.destinations.workbook.styles import CELL_ALIGNMENT, WRAPPED_ALIGNMENT, Styles
from genesis.spec.settings import AnnotationSpec
from genesis.sql.query import ResultColumn

_NARROWEST: Final = 8.0
_WIDEST: Final = 60.0
_SAMPLE: Final = 2000
_BUTTON: Final = 3
"""The filter's button covers so many characters of a header."""
_OWN_WIDTHS: Final = {"checkbox": 12.0, "date": 14.0, "number": 14.0, "select": 18.0}
_OWN_FORMATS: Final = {"date": "yyyy-mm-dd", "number": "General"}
LONGEST_LIST: Final = 255


def begin_sheet(sheet: Sheet, layout: Layout, end: int, *, alone: bool) -> None:
    """Set what is set once: afterwards it is people's."""
    header = layout.header
    pane = f'<pane ySplit="{header}" topLeftCell="A{header + 1}" activePane="bottomLeft" state="frozen"/>'
    selected = f'<selection pane="bottomLeft" activeCell="A{header + 1}" sqref="A{header + 1}"/>'
    shown = ' tabSelected="1"' if alone else ""
    if sheet.part.get("sheetViews") is None or not sheet.rows:
        view = f'<sheetViews><sheetView{shown} workbookViewId="0">{pane}{selected}</sheetView></sheetViews>'
        sheet.part.put("sheetViews", view, ORDER)
    if sheet.part.get("autoFilter") is None and sheet.part.get("tableParts") is None:
        last = max(layout.mark, *layout.columns.values(), *layout.annotations.values())
        first = min(layout.mark, *layout.columns.values(), *layout.annotations.values())
        reference = spanned(header, first, max(end, header), last)
        sheet.part.put("autoFilter", f'<autoFilter ref="{reference}"/>', ORDER)


def set_widths(sheet: Sheet, layout: Layout, columns: Sequence[tuple[int, ResultColumn]], plan: Plan) -> None:
    """Give new columns (by their places in the query) a width that fits, and show them."""
    for index, column in columns:
        width = _width(column, [row.cells[index] for row in plan.rows[:_SAMPLE]])
        set_column(sheet.part, layout.columns[column.name], {"width": f"{width:.2f}", "customWidth": "1"})


def set_annotations(
    sheet: Sheet, layout: Layout, annotations: Sequence[AnnotationSpec], styles: Styles, before: Layout | None
) -> None:
    """What is new among the columns that people own, and the hidden column of marks."""
    rules = list(elements(inner(sheet.part.get("dataValidations") or "<x/>"), "dataValidation"))
    made = before.made if before else frozenset()
    for annotation in annotations:
        name, kind = annotation.name.value, annotation.type.value if annotation.type else "text"
        if name in made or name not in layout.annotations:
            continue
        place = layout.annotations[name]
        alignment = WRAPPED_ALIGNMENT if kind == "text" else CELL_ALIGNMENT
        style = styles.made(_OWN_FORMATS.get(kind, "General"), alignment=alignment)
        width = max(_OWN_WIDTHS.get(kind, 28.0), len(name) + _BUTTON)
        set_column(sheet.part, place, {"width": f"{width:.2f}", "customWidth": "1", "style": str(style)})
        if rule := _rule(annotation, spanned(layout.header + 1, place, LAST_ROW, place)):
            rules.append(rule)
    if not before or before.mark != layout.mark:
        set_column(sheet.part, layout.mark, {"width": "9.14", "hidden": "1"})
    given = sheet.part.get("dataValidations") or ""
    sheet.part.put("dataValidations", wrapped("dataValidations", rules, given=given), ORDER)


def choices(annotation: AnnotationSpec) -> str:
    """A select's options as a rule's list."""
    return ",".join(option.value for option in annotation.options)


def _rule(annotation: AnnotationSpec, range_text: str) -> str:
    """What may be typed; programs offer a list of it."""
    match annotation.type.value if annotation.type else "text":
        case "checkbox":
            return _validation("list", range_text, '"TRUE,FALSE"', "Choose TRUE or FALSE.")
        case "select":
            listed = choices(annotation)
            return _validation(
                "list", range_text, f'"{listed.replace(chr(34), chr(34) * 2)}"', f"Choose one of: {listed}"[:225]
            )
        case "date":
            return _validation("date", range_text, "1", "Write a date.", ' operator="greaterThan"')
        case "number":
            limits = "<formula2>1E+300</formula2>"
            return _validation("decimal", range_text, "-1E+300", "Write a number.", then=limits)
        case _:
            return ""


def _validation(kind: str, range_text: str, formula: str, error: str, given: str = "", then: str = "") -> str:
    start = f'<dataValidation type="{kind}"{given} allowBlank="1" showErrorMessage="1" errorTitle="Not possible here"'
    written = escape(formula)
    return f'{start} error="{quote(error)}" sqref="{range_text}"><formula1>{written}</formula1>{then}</dataValidation>'


def _width(column: ResultColumn, contents: Sequence[Content]) -> float:
    """The width that nineteen of twenty cells fit in, in characters."""
    lengths = sorted(_length(content, column) for content in contents)
    usual = lengths[int((len(lengths) - 1) * 0.95)] if lengths else 0
    header = max((len(word) for word in column.label.split()), default=0) + _BUTTON
    return min(max(usual * 1.1 + 2, header, min(len(column.label) + _BUTTON, 24), _NARROWEST), _WIDEST)


def _length(content: Content, column: ResultColumn) -> int:
    from genesis.output.shown import show

    text = content.text if isinstance(content, Link) else content
    shown = text if isinstance(text, str) else show(text, column)  # type: ignore[arg-type]
    return max(map(len, shown.splitlines()), default=0)
