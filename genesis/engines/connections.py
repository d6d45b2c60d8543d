"""A project's connections: which one is meant, which SQL it speaks, and opening it with the types that all sources claim."""

from collections.abc import Callable, Mapping

from genesis.diagnostics import did_you_mean, fail
from genesis.engines.opening import Claims, Labels, Surroundings, dialect_of, open_engine
from genesis.engines.rows import Engine, Progress
from genesis.engines.tables import Name, folded
from genesis.model.types import Type, parse_type
from genesis.spec.documents import SourceSpec, Text
from genesis.spec.project import ProjectFiles
from genesis.spec.readable import readable_sources
from genesis.spec.settings import ConnectionSpec
from genesis.spec.timezones import timezone_of


def connection_of(files: ProjectFiles, name: Text | str | None = None) -> ConnectionSpec:
    """The connection of that name; without one the project's default, or the only one there is.

    Raises:
        GenesisError: G111 when there is none of that name, or none is named and there is no default.
    """
    known = {connection.name.value: connection for connection in files.project.connections}
    wanted = name or files.project.default_connection or (next(iter(known)) if len(known) == 1 else None)
    if wanted is None:
        hint = (
            f"name one of {', '.join(known)}: `--connection NAME`, or `default_connection: NAME`"
            if known
            else "list one under `connections`"
        )
        raise fail("G111", None, "genesis.yaml says no connection to run on", hint)
    found = known.get(str(wanted))
    if found is None:
        span = wanted.span if isinstance(wanted, Text) else None
        raise fail("G111", span, f"there is no connection `{wanted}`", did_you_mean(str(wanted), known))
    return found


def dialect_for(files: ProjectFiles, name: Text | str | None = None) -> str:
    """The dialect of a connection's engine; DuckDB's for a project without connections.

    Raises:
        GenesisError: as :func:`connection_of`, and G700 for an unknown engine.
    """
    if name is None and not files.project.connections:
        return "duckdb"
    return dialect_of(connection_of(files, name))


def open_connection(
    files: ProjectFiles,
    name: Text | str | None = None,
    *,
    environment: Mapping[str, str],
    labels: Labels = tuple,
    progress: Callable[[Progress], None] | None = None,
) -> Engine:
    """Open a connection; close it by leaving its ``with`` block. ``labels`` and ``progress`` are as in :class:`Surroundings`.

    Raises:
        GenesisError: as :func:`connection_of` and :func:`~genesis.engines.opening.open_engine`.
    """
    around = Surroundings(files.root, timezone_of(files.project), claims_of(files), labels, progress)
    return open_engine(connection_of(files, name), environment, around)


def claims_of(files: ProjectFiles) -> Claims:
    """The types that the project's sources claim for the columns of a table; sources are read when first asked.

    A source that cannot be read claims nothing: whoever uses it is told why. Asking for a table raises GenesisError
    (G709) when two sources claim different types for one of its columns.
    """
    found: dict[Name, list[SourceSpec]] | None = None

    def claims(table: Name) -> Mapping[str, Type]:
        nonlocal found
        if found is None:
            found = _by_table(files)
        return merged(found.get(folded(table), []))

    return claims


def _by_table(files: ProjectFiles) -> dict[Name, list[SourceSpec]]:
    found: dict[Name, list[SourceSpec]] = {}
    for spec in readable_sources(files):
        if spec.table:
            found.setdefault(folded(spec.table.value.split(".")), []).append(spec)
    return found


def merged(sources: list[SourceSpec]) -> dict[str, Type]:
    """The types that sources of one table claim for its columns.

    Raises:
        GenesisError: G709 for a column with two types.
    """
    claimed: dict[str, tuple[Type, str]] = {}
    for source in sources:
        for field in source.fields:
            kind = parse_type(field.type.value) if field.type and not (field.sql or field.rollup) else None
            column = (field.column or field.name).value
            if kind is None or claimed.setdefault(column, (kind, source.name.value))[0] == kind:
                continue
            other, by = claimed[column]
            message = (
                f"`{source.table}` column `{column}` is claimed as {other} by `{by}` and as {kind} by `{source.name}`"
            )
            raise fail("G709", field.name.span, message, "claim one type, and cast it where another is needed")
    return {column: kind for column, (kind, _) in claimed.items()}
