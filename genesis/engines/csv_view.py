"""A CSV file as SELECT text for DuckDB: every claimed column read with its type, or a marked error that says which cell is wrong."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from genesis.model.types import Type

_NATIVE: Final = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "float": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "timestamptz": "TIMESTAMPTZ",
    "time": "TIME",
    "json": "JSON",
}
_MARKED: Final = re.compile(r"genesis-cell (\d+) (\d+) (.*)\Z", re.DOTALL)


class CsvView(Struct, frozen=True):
    """A CSV file registered as a table. ``number`` tells the views of one connection apart in errors."""

    number: int
    path: Path
    columns: tuple[tuple[str, Type], ...]

    def select(self) -> str:
        """The SELECT to make a view of. An empty cell is null; undeclared columns are text."""
        cells = ", ".join(self._cell(index) for index in range(len(self.columns)))
        return f"SELECT {cells} FROM {self._file()}"  # noqa: S608 - all quoted

    def unreadable(self, index: int) -> str:
        """A SELECT of the texts in one column that its type cannot read, with their number, most frequent first."""
        name, kind = self.columns[index]
        column = quoted(name)
        bad = f"{column} IS NOT NULL AND ({_cast(column, kind)}) IS NULL"
        return f"SELECT {column}, count(*) FROM {self._file()} WHERE {bad} GROUP BY 1 ORDER BY 2 DESC, 1"  # noqa: S608 - all quoted

    def _file(self) -> str:
        columns = ", ".join(f"{text(name)}: 'VARCHAR'" for name, _ in self.columns)
        options = """header = true, delim = ',', quote = '"', escape = '"', auto_detect = false, nullstr = '', strict_mode = true"""
        return f"read_csv({text(str(self.path))}, {options}, columns = {{{columns}}})"

    def _cell(self, index: int) -> str:
        name, kind = self.columns[index]
        column = quoted(name)
        if kind.kind == "string":
            return column
        error = f"error('genesis-cell {self.number} {index} ' || {column})"
        return f"coalesce({_cast(column, kind)}, CASE WHEN {column} IS NOT NULL THEN {error} END) AS {column}"


class BadCell(Struct, frozen=True):
    """A cell that could not be read: of which view, of which of its columns, and what it holds."""

    view: int
    column: int
    cell: str


def bad_cell(message: str) -> BadCell | None:
    """What a marked error says; ``None`` for any other error."""
    match = _MARKED.search(message)
    return BadCell(int(match[1]), int(match[2]), match[3]) if match else None


def quoted(name: str) -> str:
    """An SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """An SQL text literal."""
    return "'" + value.replace("'", "''") + "'"


def _cast(column: str, kind: Type) -> str:
    """Null where the text cannot be read. DuckDB's own cast would round ``1.5`` to a whole number."""
    cast = f"try_cast({column} AS {_native(kind)})"
    if kind.kind == "integer":
        return rf"CASE WHEN regexp_full_match({column}, '\s*[+-]?[0-9]+(\.0*)?\s*') THEN {cast} END"
    if kind.kind == "decimal":
        return (
            rf"CASE WHEN regexp_full_match({column}, '\s*[+-]?[0-9]*(\.[0-9]{{0,{kind.scale}}}0*)?\s*') THEN {cast} END"
        )
    return cast


def _native(kind: Type) -> str:
    if kind.kind == "decimal":
        return f"DECIMAL({kind.precision},{kind.scale})"
    return f"{_native(kind.element)}[]" if kind.element else _NATIVE[kind.kind]


def claimed(names: tuple[str, ...], claims: Mapping[str, Type], otherwise: Type) -> tuple[tuple[str, Type], ...]:
    """A file's columns, each with the type claimed for it; letter case does not matter, as in SQL."""
    folded = {name.lower(): kind for name, kind in claims.items()}
    return tuple((name, claims.get(name) or folded.get(name.lower(), otherwise)) for name in names)
