"""Defined names of a workbook: how a column is known, wherever people move it.

Each column's name refers to its header's cell, and spreadsheet programs keep it right when columns and rows are moved, inserted or
renamed. A name's comment holds what was last published there: the header and the number format.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from msgspec import Struct, field

from genesis.destinations.state.contents import digest
from genesis.destinations.workbook.elements import attributes, elements, escape, inner, quote, unescape
from genesis.destinations.workbook.references import on_sheet, place

PREFIX: Final = "_genesis."
_LONGEST: Final = 255


class Known(Struct, frozen=True):
    """A column as it was left: where its header is now (row 0 when it was deleted), and what was last published there.

    Programs that drop the comments of names take ``name``, ``label`` and ``format`` with them.
    """

    sheet: str
    row: int
    column: int
    name: str = ""
    label: str = ""
    format: str = ""


class Registry(Struct):
    """A tracker's names; ``columns`` and ``annotations`` by :func:`identity` of their names in the definitions."""

    columns: dict[str, Known] = field(default_factory=dict)
    annotations: dict[str, Known] = field(default_factory=dict)
    mark: Known | None = None
    record: str = ""


def read_names(defined: str, tracker: str) -> Registry:
    """A tracker's names among those of a workbook (the element `definedNames`)."""
    found = Registry()
    for element in elements(defined, "definedName"):
        given = attributes(element)
        name = given.get("name", "")
        start = f"{PREFIX}{tracker}."
        if not name.lower().startswith(start) or "localSheetId" in given:
            continue
        _, _, rest = name.lower()[len(PREFIX) :].partition(".")
        text = unescape(inner(element))
        if rest == "record":
            found.record = text.strip('"').replace('""', '"')
        else:
            _note(found, rest, _known(text, given.get("comment", "")))
    return found


def _note(found: Registry, rest: str, known: Known) -> None:
    kind, _, column = rest.partition(".")
    match kind:
        case "mark":
            found.mark = known
        case "c":
            found.columns[column] = known
        case "a":
            found.annotations[column] = known


def _known(text: str, comment: str) -> Known:
    held: object = None
    with suppress(ValueError):
        held = json.loads(comment)
    said = tuple(map(str, held)) if isinstance(held, list) and len(held) == 3 else ("", "", "")  # noqa: PLR2004 - as written below
    return Known(*(place(text) or ("", 0, 0)), *said)


def owners(defined: str) -> Mapping[str, set[str]]:
    """Which trackers have columns on which sheets."""
    found: dict[str, set[str]] = {}
    for element in elements(defined, "definedName"):
        given = attributes(element)
        name, spot = given.get("name", "").lower(), place(unescape(inner(element)))
        if name.startswith(PREFIX) and spot and "localSheetId" not in given:
            found.setdefault(spot[0], set()).add(name[len(PREFIX) :].partition(".")[0])
    return found


def write_names(defined: str, tracker: str, registry: Registry) -> str | None:
    """The element `definedNames` with a tracker's names as in ``registry``; all others stay as they are."""
    start = f"{PREFIX}{tracker}."
    others = [e for e in elements(defined, "definedName") if not _is_own(attributes(e), start)]
    own = [
        *(_element(f"{start}c.{column}", known) for column, known in registry.columns.items()),
        *(_element(f"{start}a.{column}", known) for column, known in registry.annotations.items()),
    ]
    if registry.mark:
        own.append(_element(f"{start}mark", registry.mark))
    if registry.record:
        text = '"' + registry.record[: _LONGEST - 5].replace('"', '""') + '"'
        own.append(f'<definedName name="{start}record" hidden="1">{escape(text)}</definedName>')
    items = "".join(sorted((*others, *own), key=lambda element: attributes(element).get("name", "").lower()))
    return f"<definedNames>{items}</definedNames>" if items else None


def _is_own(given: Mapping[str, str], start: str) -> bool:
    return given.get("name", "").lower().startswith(start) and "localSheetId" not in given


def _element(name: str, known: Known) -> str:
    said = [known.name, known.label, known.format]
    comment = json.dumps(said, ensure_ascii=False, separators=(",", ":")) if known.name else ""
    if len(comment) > _LONGEST:
        comment = json.dumps([known.name, "", known.format], separators=(",", ":"))
    noted = f' comment="{quote(comment)}"' if 0 < len(comment) <= _LONGEST else ""
    spot = on_sheet(known.sheet, known.row, known.column) if known.row else "#REF!"
    return f'<definedName name="{name}"{noted} hidden="1">{escape(spot)}</definedName>'


def identity(name: str) -> str:
    """A column's name as part of a defined name: those know no case, and few characters."""
    return digest(name, 16).encode().hex()
