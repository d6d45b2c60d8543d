"""Queries put straight to an engine, over connections written as in ``genesis.yaml``."""

from collections.abc import Mapping
from pathlib import Path

from genesis.diagnostics import GenesisError, SourceFile, Span
from genesis.engines.opening import Surroundings, open_engine
from genesis.engines.rows import Engine, Row
from genesis.model.types import parse_type
from genesis.spec.project import open_project
from genesis.sql.query import CompiledQuery, ResultColumn, TableUse

NOWHERE = Span(SourceFile("asked", ""), 1, 1, 1, 1)


def opened(folder: Path, settings: str, environment: Mapping[str, str] | None = None, **around: object) -> Engine:
    """The engine of ``{engine: ..., ...}``, opened in an otherwise empty project."""
    (folder / "definitions").mkdir(exist_ok=True)
    (folder / "genesis.yaml").write_text(f"connections:\n  studio: {settings}\n", encoding="utf-8")
    (connection,) = open_project(folder).project.connections
    return open_engine(connection, environment or {}, Surroundings(folder, **around))  # type: ignore[arg-type]


def query(sql: str, *types: str, tables: tuple[TableUse, ...] = ()) -> CompiledQuery:
    """A query whose result has columns of these types."""
    kinds = [parse_type(type_) for type_ in types]
    columns = tuple(ResultColumn(f"c{n}", f"C{n}", kind) for n, kind in enumerate(kinds) if kind)
    assert len(columns) == len(types)
    return CompiledQuery("asked", "", sql, columns, (), (), tables)


def use(table: str, *columns: str) -> TableUse:
    """A table of which these columns are claimed to be text."""
    kind = parse_type("string")
    assert kind
    return TableUse(tuple(table.split(".")), tuple((column, kind) for column in columns), NOWHERE)


def rows(engine: Engine, asked: CompiledQuery) -> list[Row]:
    """All rows of a query."""
    return [row for batch in engine.run(asked) for row in batch]


def said(error: GenesisError) -> str:
    """The only mistake's code, message and hint in one line."""
    (one,) = error.diagnostics
    return f"{one.code} {one.message} | {one.hint}"
