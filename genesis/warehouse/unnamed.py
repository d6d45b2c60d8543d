"""Columns of tables that no definition names: nobody has to do anything, and they may be what somebody looks for."""

from collections.abc import Iterator, Mapping

from sqlglot import exp

from genesis.diagnostics import Diagnostic, GenesisError
from genesis.engines.tables import Found, Name, Table, folded
from genesis.spec.documents import SourceSpec
from genesis.spec.project import ProjectFiles
from genesis.spec.readable import readable_sources
from genesis.sql.sources import parse_query, tables

_ALL = "*"


def unnamed(files: ProjectFiles, found: Mapping[Name, Found]) -> Iterator[Diagnostic]:
    """A note for each table with such columns, at the first source over it. Letter case does not count."""
    specs = list(readable_sources(files))
    named: dict[Name, set[str]] = {}
    for one in specs:
        for table, columns in _names(one, files.project.expressions):
            named.setdefault(folded(table), set()).update(columns)
    first = {folded(tuple(s.table.value.split("."))): s for s in reversed(specs) if s.table}
    for name, there in found.items():
        known = named.get(folded(name), set())
        spec = first.get(folded(name))
        if not isinstance(there, Table) or spec is None or spec.table is None or _ALL in known:
            continue
        others = [column for column, _ in there.columns if column.lower() not in known]
        if others:
            listed = ", ".join(f"`{column}`" for column in others)
            yield Diagnostic(
                "G716", f"no definition names {listed} of `{spec.table}`", spec.table.span, severity="note"
            )


def _names(spec: SourceSpec, expressions: str) -> Iterator[tuple[Name, set[str]]]:
    """The tables that a source reads, each with all the columns that it names anywhere."""
    if spec.table:
        plain = (f for f in spec.fields if f.sql is None and f.rollup is None)
        yield tuple(spec.table.value.split(".")), {(f.column or f.name).value.lower() for f in plain}
    for text in spec.sql.dialects if spec.sql else ():
        yield from _in_select(spec, text[0].value, expressions)
    if spec.sql and spec.sql.default:
        yield from _in_select(spec, "", expressions)


def _in_select(spec: SourceSpec, dialect: str, expressions: str) -> Iterator[tuple[Name, set[str]]]:
    assert spec.sql is not None  # noqa: S101 the caller has seen it
    try:
        query = parse_query(spec.sql, dialect, expressions)
    except GenesisError:
        return
    columns = {column.name.lower() for column in query.find_all(exp.Column)}
    if any(isinstance(one, exp.Star) for select in query.find_all(exp.Select) for one in select.expressions):
        columns.add(_ALL)
    yield from ((table, columns) for table in tables(query))
