"""The workbook's own part: its sheets, its names, its calendar."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from genesis.destinations.workbook.elements import (
    Part,
    UnreadableError,
    attributes,
    cut,
    elements,
    escape,
    inner,
    quote,
    with_attribute,
)
from genesis.destinations.workbook.names import Registry, owners, read_names, write_names
from genesis.destinations.workbook.package import HEADER, RELATION, TYPES, Package, Relation, fresh
from genesis.destinations.workbook.references import quoted
from genesis.destinations.workbook.sheet import EMPTY as EMPTY_SHEET
from genesis.destinations.workbook.sheet import Sheet, read_sheet
from genesis.destinations.workbook.styles import EMPTY as EMPTY_STYLES

ORDER: Final = (
    *("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups"),
    *("externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr"),
    *("smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst"),
)
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_DAYS_1904: Final = 1462
_FILTER: Final = "_xlnm._FilterDatabase"


class Tab(Struct, frozen=True):
    """A sheet in the workbook's list. ``sheet_id`` is the program's own number of it; ``part`` is where it stands."""

    title: str
    sheet_id: int
    part: str


class Book:
    """A workbook, opened or begun."""

    def __init__(self, path: Path | None) -> None:
        """Open a file.

        Raises:
            UnreadableError: when it is no workbook that can be changed without loss.
            OSError: when it cannot be read.
        """
        self.package = Package(path)
        if path is None:
            _begin(self.package)
        self.name = self.package.target("", "officeDocument") or ""
        if not self.package.has(self.name):
            raise UnreadableError("it is no workbook")
        _refuse(self.package)
        self.part: Part = cut(self.package.read(self.name))
        self.tabs = self._tabs()

    @property
    def offset(self) -> int:
        """The days between 1899-12-30 and the day that the workbook counts from."""
        given = attributes(self.part.get("workbookPr") or "<x/>")
        return _DAYS_1904 if given.get("date1904") in {"1", "true"} else 0

    @property
    def styles(self) -> str:
        """The part with the styles."""
        return self.package.target(self.name, "styles") or ""

    def registry(self, tracker: str) -> Registry:
        """A tracker's names."""
        return read_names(self._defined(), tracker)

    def owners(self, title: str) -> set[str]:
        """The trackers that have columns on a sheet."""
        return owners(self._defined()).get(title, set())

    def sheet(self, title: str) -> Sheet | None:
        """A sheet by its title, whatever its case; ``None`` when there is none.

        Raises:
            UnreadableError: when it cannot be read.
        """
        tab = next((tab for tab in self.tabs if tab.title.lower() == title.lower()), None)
        return read_sheet(self.package, tab.part, tab.title) if tab else None

    def add_sheet(self, title: str) -> Sheet:
        """A new sheet after the others."""
        package = self.package
        part = fresh("xl/worksheets/sheet", package.names(), ".xml")
        package.put(part, EMPTY_SHEET)
        package.declare(part, f"{_TYPE}.worksheet+xml")
        name = package.relate(self.name, "worksheet", part)
        number = max([0, *(tab.sheet_id for tab in self.tabs)]) + 1
        element = f'<sheet xmlns:r="{_R}" name="{quote(title)}" sheetId="{number}" r:id="{name}"/>'
        held = self.part.get("sheets") or "<sheets></sheets>"
        self.part.put("sheets", f"<sheets>{inner(held)}{element}</sheets>", ORDER)
        self.tabs = self._tabs()
        return read_sheet(package, part, title)

    def local(self, title: str) -> int:
        """The place of a sheet among all sheets, as names of one sheet count it."""
        return [tab.title for tab in self.tabs].index(title)

    def set_filter_range(self, title: str, reference: str) -> None:
        """Let the hidden name of a sheet's filter agree with the filter: programs look for it there."""
        local = str(self.local(title))
        first, _, last = reference.partition(":")
        spot = escape(f"{quoted(title)}!{_fixed(first)}" + (f":{_fixed(last)}" if last else ""))
        own = f'<definedName name="{_FILTER}" localSheetId="{local}" hidden="1">{spot}</definedName>'
        others = [e for e in elements(self._defined(), "definedName") if not _is_filter_of(attributes(e), local)]
        self.part.put("definedNames", f"<definedNames>{''.join((own, *others))}</definedNames>", ORDER)

    def finish(self, tracker: str, registry: Registry) -> None:
        """Put the workbook's part, with a tracker's names; all formulas are computed anew when a program opens it."""
        self.part.put("definedNames", write_names(self._defined(), tracker, registry), ORDER)
        calculation = self.part.get("calcPr") or '<calcPr calcId="0"/>'
        self.part.put("calcPr", with_attribute(calculation, "fullCalcOnLoad", "1"), ORDER)
        chain = self.package.target(self.name, "calcChain")
        if chain:
            kept = [r for r in self.package.relations(self.name) if r.kind != "calcChain"]
            self.package.set_relations(self.name, kept)
            self.package.drop(chain)
        self.package.put(self.name, self.part.text())

    def _defined(self) -> str:
        return inner(self.part.get("definedNames") or "<x/>")

    def _tabs(self) -> list[Tab]:
        relations = {relation.name: relation for relation in self.package.relations(self.name)}
        found = []
        for element in elements(inner(self.part.get("sheets") or "<x/>"), "sheet"):
            given = attributes(element)
            name = next((value for key, value in given.items() if key.rpartition(":")[2] == "id"), "")
            target = relations[name].target if name in relations else ""
            found.append(Tab(given.get("name", ""), int(given.get("sheetId", "0")), target))
        return found


def _is_filter_of(given: Mapping[str, str], local: str) -> bool:
    return given.get("name") == _FILTER and given.get("localSheetId") == local


def _fixed(reference: str) -> str:
    column = reference.rstrip("0123456789")
    return f"${column}${reference[len(column) :]}"


def _refuse(package: Package) -> None:
    if any(name.startswith("_xmlsignatures/") for name in package.names()):
        raise UnreadableError("it is signed, and writing to it would break the signature")


def _begin(package: Package) -> None:
    """The parts that every workbook has."""
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in (("workbook", "sheet.main"), ("styles", "styles"))
    )
    package.put(
        TYPES,
        f'{HEADER}<Types xmlns="{_PACKAGE_TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
    )
    package.set_relations("", [Relation("rId1", RELATION + "officeDocument", "xl/workbook.xml")])
    package.put(
        "xl/workbook.xml",
        f'{HEADER}<workbook xmlns="{_MAIN}" xmlns:r="{_R}"><bookViews><workbookView/></bookViews><sheets></sheets></workbook>',
    )
    package.set_relations("xl/workbook.xml", [Relation("rId1", RELATION + "styles", "xl/styles.xml")])
    package.put("xl/styles.xml", EMPTY_STYLES)
