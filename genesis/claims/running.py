"""Test what definitions claim, on a connection."""

from collections.abc import Iterator, Mapping
from typing import Final, Protocol, cast, runtime_checkable

from genesis.claims.claim import Claim, Outcome, Untestable, Violations
from genesis.claims.native import fits
from genesis.claims.querying import EXAMPLES, examples, query, totals
from genesis.claims.violations import raw, violations
from genesis.diagnostics import GenesisError
from genesis.engines.csv_cells import UnreadableCells
from genesis.engines.rows import Engine
from genesis.model.expression import Column, Value
from genesis.model.model import Model
from genesis.model.parts import SourceField
from genesis.output.shown import plain
from genesis.relation.nodes import Limit, Project
from genesis.sql.query import CompiledQuery, TableUse

MISSING: Final = frozenset({"G703", "G704"})
"""The engine has no such table, or the table no such column."""
_UNTESTABLE: Final = frozenset({"G603", "G705"})
"""The dialect cannot say it, or cells on the way cannot be read."""


@runtime_checkable
class Describing(Protocol):
    """An engine that can name its types."""

    def describe_result(self, query: CompiledQuery) -> Mapping[str, str]:
        """The columns that a query gives, with the engine's names of their types."""
        ...


@runtime_checkable
class Reading(Protocol):
    """An engine over files of text, which has to read each cell."""

    def unreadable(self, use: TableUse) -> tuple[UnreadableCells, ...]:
        """What stands in a table and cannot be read as is claimed, by column."""
        ...


def outcomes(model: Model, source: str, engine: Engine) -> Iterator[Outcome]:
    """Every claim of a source tested, as each is done.

    Raises:
        GenesisError: for mistakes in the definitions, and when the engine fails otherwise than by what the table is.
    """
    claims = tuple(violations(model, source))
    try:
        yield from _types(model, source, engine)
    except GenesisError as error:
        if not MISSING & {d.code for d in error.diagnostics}:
            raise
        spec = model.source(source)
        whole = Claim("type", source, spec.table.value if spec.table else "sql", spec.name.span)
        yield Outcome(whole, "broken", error.diagnostics[0].message, 1)
        yield from (Outcome(one.claim, "untested", error.diagnostics[0].message) for one in claims)
        return
    for one in claims:
        yield _tested(model, one, engine)


def _tested(model: Model, one: Violations | Untestable, engine: Engine) -> Outcome:
    if isinstance(one, Untestable):
        return Outcome(one.claim, "untested", one.reason)
    try:
        found, rows = _rows(engine, totals(model, one, engine.dialect))[0]
        if not found:
            return Outcome(one.claim, "held", "")
        shown = _rows(engine, examples(model, one, engine.dialect))
    except GenesisError as error:
        if not _UNTESTABLE & {d.code for d in error.diagnostics}:
            raise
        return Outcome(one.claim, "untested", error.diagnostics[0].message)
    texts = tuple(tuple("null" if v is None else plain(v) for v in row) for row in shown)
    count, standing = cast("int", found), cast("int", rows)
    message = _said(one.claim, count, standing)
    return Outcome(one.claim, "broken", message, count, standing, tuple(n for n, _ in one.columns), texts)


def _rows(engine: Engine, compiled: CompiledQuery) -> list[tuple[Value, ...]]:
    return [row for batch in engine.run(compiled) for row in batch]


def _said(claim: Claim, found: int, rows: int) -> str:
    match claim.kind:
        case "not null":
            return f"{_counted(rows, 'row')} without `{claim.subject}`"
        case "key":
            return f"{_counted(found, 'key')} on more than one row"
        case "newest":
            return f"{_counted(found, 'key')} with several newest rows"
        case "values":
            return f"{_counted(found, 'unknown code')} on {_counted(rows, 'row')}"
        case _:
            return f"{_counted(found, 'row')} with more than one `{claim.subject}`"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _types(model: Model, source: str, engine: Engine) -> Iterator[Outcome]:
    """What the engine says of the columns, and what stands in cells of text."""
    fields = [f for f in (model.field(source, s.name.value) for s in model.source(source).fields) if f and f.column]
    unreadable = _unreadable(model, source, engine)
    described = _described(model, source, fields, engine) if isinstance(engine, Describing) else {}
    for field in fields:
        claim = Claim("type", source, field.name, field.span)
        cells = unreadable.get((field.column or "").lower())
        native = described.get(field.name, "")
        if cells:
            yield _cells(claim, cells)
        elif not native:
            yield Outcome(claim, "untested", "the engine does not describe its columns")
        elif fits(native, engine.dialect, field.type):
            yield Outcome(claim, "held", "")
        else:
            yield Outcome(claim, "broken", f"the column is {native}, the definition says {field.type}", 1)


def _cells(claim: Claim, cells: UnreadableCells) -> Outcome:
    rows = sum(number for _, number, _ in cells.cells)
    message = f"{_counted(rows, 'cell')} cannot be read as {cells.type}"
    texts = tuple((text, str(line), f"{number}") for text, number, line in cells.cells[:EXAMPLES])
    return Outcome(claim, "broken", message, len(cells.cells), rows, (claim.subject, "line", "rows"), texts)


def _unreadable(model: Model, source: str, engine: Engine) -> dict[str, UnreadableCells]:
    spec = model.source(source)
    if spec.table is None or not isinstance(engine, Reading):
        return {}
    use = TableUse(tuple(spec.table.value.split(".")), (), spec.table.span)
    return {found.column.lower(): found for found in engine.unreadable(use)}


def _described(model: Model, source: str, fields: list[SourceField], engine: Describing) -> Mapping[str, str]:
    """The engine's types by field, whose names are in lower case; one query that reads nothing."""
    scope = raw(model, source)
    columns = tuple((f.name, Column(source, f.column or f.name, f.type)) for f in fields)
    nothing = Limit(Project(scope.relation(), columns), 0)
    wanted = query(model, source, nothing, [(f.name, f.type) for f in fields], cast("Engine", engine).dialect)
    return {name.lower(): native for name, native in engine.describe_result(wanted).items()}
