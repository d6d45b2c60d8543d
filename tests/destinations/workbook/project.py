"""A project with one table and one tracker, and what people do to its workbook."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from genesis.diagnostics import GenesisError
from genesis.publish.refreshing import Refreshed, refresh
from genesis.spec.project import open_project

TYPES = {"id": "integer", "title": "string", "amount": '"decimal(12,2)"', "due": "date", "done": "boolean"}
Rows = Sequence[Mapping[str, object]]


class Project:
    """Its rows are a CSV file; its tracker is published to `out/films.xlsx`, sheet `Films`."""

    def __init__(self, root: Path, types: Mapping[str, str] = TYPES, fields: Sequence[str] = ()) -> None:
        self.root = root
        self.types = dict(types)
        self.path = root / "out/films.xlsx"
        self.write("genesis.yaml", "connections:\n  demo: {engine: duckdb, files: definitions/data}\n")
        declared = "".join(f"  {name}: {kind}\n" for name, kind in self.types.items())
        self.write("definitions/film.yaml", f"source: film\ntable: studio.film\nkey: id\nfields:\n{declared}")
        self.ask(fields or tuple(self.types))
        self.track("annotations: [Notes]\n")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def ask(self, fields: Sequence[str], sort: str = "id") -> None:
        listed = "".join(f"  - {field}\n" for field in fields)
        self.write("inputs/films.yaml", f"input: films\nsource: film\nfields:\n{listed}sort: [{sort}]\n")

    def track(self, more: str = "", destination: str = "{type: excel, path: out/films.xlsx, sheet: Films}") -> None:
        self.write("trackers/films.yaml", f"tracker: films\ninput: films\ndestination: {destination}\n{more}")

    def rows(self, rows: Rows) -> None:
        path = self.root / "definitions/data/studio/film.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(self.types))
            writer.writeheader()
            writer.writerows({name: row.get(name) for name in self.types} for row in rows)

    def refresh(self, rows: Rows | None = None, *, name: str = "films", dry_run: bool = False) -> Refreshed:
        if rows is not None:
            self.rows(rows)
        return refresh(open_project(self.root), name, environment={}, dry_run=dry_run)

    def refused(self, rows: Rows | None = None, name: str = "films") -> list[str]:
        """The codes that a refresh stops with; nothing is written."""
        before = self.path.read_bytes() if self.path.exists() else None
        try:
            self.refresh(rows, name=name)
        except GenesisError as error:
            codes = [found.code for found in error.diagnostics]
            if not codes[0].startswith(("G82", "G83")):
                assert (self.path.read_bytes() if self.path.exists() else None) == before
            return codes
        return []

    @contextmanager
    def person(self, sheet: str = "Films") -> Iterator[Worksheet]:
        """A person opens the workbook in another program, and saves it."""
        book = load_workbook(self.path, rich_text=True)
        yield book[sheet]
        book.save(self.path)

    def sheet(self, sheet: str = "Films") -> Worksheet:
        return load_workbook(self.path)[sheet]

    def table(self, sheet: str = "Films") -> list[dict[str, Any]]:
        """The rows below the header by header, without marks and without rows in which nothing stands."""
        header, *rows = self.sheet(sheet).iter_rows(values_only=True)
        shown = [{str(h): v for h, v in zip(header, row, strict=True) if h not in {None, "_genesis"}} for row in rows]
        return [row for row in shown if any(value is not None for value in row.values())]

    def parts(self) -> dict[str, bytes]:
        with ZipFile(self.path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def film(number: int, **more: object) -> dict[str, object]:
    return {
        "id": number,
        "title": f"Film {number}",
        "amount": f"{number}.50",
        "due": f"2024-01-{number:02d}",
        "done": "true",
    } | more


def films(*numbers: int) -> list[dict[str, object]]:
    return [film(number) for number in numbers]


def column(sheet: Worksheet, header: str) -> int:
    """The number of the column with that header."""
    return next(cell.column for cell in sheet[1] if cell.value == header)


def row_of(sheet: Worksheet, number: int) -> int:
    """The row of a film."""
    at = column(sheet, "Id")
    return next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, at).value == number)


def reorder(
    sheet: Worksheet, order: Callable[[list[tuple[Any, ...]]], list[tuple[Any, ...]]], columns: Sequence[int] = ()
) -> None:
    """Put the values of the rows (of some columns only) in another order, as sorting does."""
    places = columns or range(1, sheet.max_column + 1)
    rows = [tuple(sheet.cell(row, place).value for place in places) for row in range(2, sheet.max_row + 1)]
    for row, values in enumerate(order(rows), 2):
        for place, value in zip(places, values, strict=True):
            sheet.cell(row, place).value = value


def new_workbook(path: Path) -> Workbook:
    path.parent.mkdir(parents=True, exist_ok=True)
    return Workbook()


def delete_column(sheet: Worksheet, place: int) -> None:
    """Delete a column as a spreadsheet program does: the names of those to its right go along, its own break."""
    sheet.delete_cols(place)
    for name in sheet.parent.defined_names.values() if sheet.parent else ():
        title, _, spot = name.attr_text.rpartition("!")
        if name.name.startswith("_genesis.") and title:
            _, letters, row = spot.split("$")
            at = column_index_from_string(letters)
            moved = f"{title}!${get_column_letter(max(at - 1, 1))}${row}" if at > place else name.attr_text
            name.attr_text = "#REF!" if at == place else moved
