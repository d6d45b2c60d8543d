"""Values and cells of Google Sheets: what a cell can hold, how it is written, how it is read back."""

import re
from collections.abc import Callable, Iterator
from datetime import date, time
from typing import Any, Final

from genesis.destinations.state.contents import Content, Formula, Link
from genesis.destinations.state.serials import clock, day, serial, timestamp
from genesis.model.types import Type
from genesis.sql.query import ResultColumn

Json = dict[str, Any]

LONGEST_TEXT: Final = 50_000
_EXACT: Final = 1e15
_WHOLE: Final = re.compile("-?[0-9]+")


def entered(content: Content) -> Json:
    """A content as `userEnteredValue`: typed, never something that Sheets would parse. Nothing empties the cell."""
    match content:
        case None:
            return {}
        case bool():
            return {"boolValue": content}
        case str():
            return {"stringValue": content}
        case Link():
            return {"stringValue": content.text}
        case date() | time():
            return {"numberValue": serial(content)}
        case Formula():
            raise AssertionError("Genesis never writes a formula")
        case _:
            number = float(content)
            return {"numberValue": int(number) if number.is_integer() else number}


def raw(content: Content) -> str | float | bool:
    """A content as a RAW value of the `values` collection."""
    value = entered(content)
    found: str | float | bool = next(iter(value.values())) if value else ""
    return found


def reader(column: ResultColumn) -> Callable[[Json], Content]:
    """What reads the cells of a column. A cell that holds something else than the column's type is given as it is."""
    number = _NUMBERS.get(column.type.kind, _plain_number)
    linked = column.shown is not None and column.shown.kind == "link"

    def read(cell: Json) -> Content:
        value = cell.get("userEnteredValue")
        if not value:
            return None
        [(kind, held)] = value.items()
        match kind:
            case "stringValue":
                link = cell.get("hyperlink") if linked else None
                return Link(held, link) if link else held or None
            case "numberValue":
                return number(held)
            case "formulaValue":
                return Formula(held)
            case _:
                return held if isinstance(held, bool) else str(held)

    return read


def linked_value(content: Content, column: ResultColumn) -> Content:
    """The value behind a cell: behind a link it is the text, unless a template makes another one of it. Nothing where it cannot be told."""
    if column.shown is None or column.shown.kind != "link" or not isinstance(content, str | Link):
        return content
    text = content.text if isinstance(content, Link) else content
    if column.shown.text:
        return None
    if column.type.kind == "integer":
        return int(text) if _WHOLE.fullmatch(text) else None
    return text if column.type.kind == "string" else None


def is_text(of: Type) -> bool:
    """Whether values of a type are text in a cell."""
    return of.kind in {"string", "json", "list"}


def _plain_number(number: float) -> Content:
    return int(number) if float(number).is_integer() else number


def _inexact_number(number: float) -> Content:
    """A number of a column in which long ones are no more exact than a float, as the result's are then."""
    found = float(number)
    return int(found) if found.is_integer() and abs(found) < _EXACT else found


_NUMBERS: Final[dict[str, Callable[[float], Content]]] = {
    "float": _inexact_number,
    "decimal": _inexact_number,
    "date": day,
    "timestamp": timestamp,
    "timestamptz": timestamp,
    "time": clock,
}


def readings(cell: Json) -> Iterator[Content]:
    """All that a cell's value can be, when the type of its column is not known."""
    value = cell.get("userEnteredValue") or {}
    for kind, held in value.items():
        match kind:
            case "numberValue":
                yield from (_plain_number(held), float(held), day(held), timestamp(held), clock(held))
            case "stringValue":
                yield held
                yield Link(held, cell.get("hyperlink", ""))
            case "boolValue":
                yield held
            case _:
                yield Formula(str(held))
