"""What a small project answers on DuckDB, its CSV files under ``definitions/data``."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from genesis.compiler import compile_input
from genesis.diagnostics import SourceFile, Span
from genesis.engines.opening import Surroundings, open_engine
from genesis.engines.rows import Engine, Row
from genesis.spec.documents import Scalar, Text
from genesis.spec.project import ProjectFiles, open_project
from genesis.spec.settings import ConnectionSpec
from genesis.sql.query import CompiledQuery

_SPAN = Span(SourceFile("connection", ""), 1, 1, 1, 1)


class Asked(Struct, frozen=True):
    """How an input is asked: the values of its parameters, the day that counts as today, formats as text."""

    parameters: Mapping[str, object] = {}
    today: date | None = None
    text: bool = False

    def options(self) -> dict[str, Any]:
        """The compiler's arguments that are not the default ones."""
        given = {"parameters": dict(self.parameters), "today": self.today, "text": self.text}
        return {name: value for name, value in given.items() if value}


def compiled(files: ProjectFiles, name: str, asked: Asked | None = None) -> CompiledQuery:
    """The query of an input, without comments."""
    return compile_input(files, name, "duckdb", comments=False, **(asked or Asked()).options())


@contextmanager
def engine_over(files: ProjectFiles) -> Iterator[Engine]:
    """DuckDB over the project's own CSV files."""
    folder = Scalar("definitions/data", "definitions/data", True, _SPAN)
    settings = ((Text("files", _SPAN), folder),)
    connection = ConnectionSpec(Text("data", _SPAN), _SPAN, Text("duckdb", _SPAN), settings)
    with open_engine(connection, {}, Surroundings(files.root, files.project.timezone)) as engine:
        yield engine


def rows_of(engine: Engine, query: CompiledQuery) -> list[Row]:
    """All rows of a query."""
    return [row for batch in engine.run(query) for row in batch]


def answer(root: Path, name: str, asked: Asked | None = None) -> tuple[CompiledQuery, list[Row]]:
    """An input's query and its rows."""
    files = open_project(root)
    query = compiled(files, name, asked)
    with engine_over(files) as engine:
        return query, rows_of(engine, query)
