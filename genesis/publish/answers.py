"""The rows that a tracker is to show."""

from collections.abc import Mapping
from time import perf_counter

from msgspec import Struct

from genesis.compiler import compile_input
from genesis.engines import connections
from genesis.engines.connections import open_connection
from genesis.engines.opening import dialect_of
from genesis.publish.commits import definition_commit
from genesis.publish.guards import Result
from genesis.spec.documents import InputSpec
from genesis.spec.project import ProjectFiles
from genesis.spec.settings import ConnectionSpec, TrackerSpec
from genesis.sql.query import CompiledQuery


class Answer(Struct, frozen=True):
    """A result, the seconds that finding it took, and what the engine calls the query (empty where it has no names)."""

    result: Result
    seconds: dict[str, float]
    engine_query: str = ""


def answer(
    files: ProjectFiles, tracker: TrackerSpec, environment: Mapping[str, str], connection: str | None = None
) -> Answer:
    """Compile the tracker's input for its connection (or the one given), and run it.

    Raises:
        GenesisError: for mistakes in the definitions, and when the engine cannot run the query.
    """
    began = perf_counter()
    chosen = connection_of(files, tracker, connection).name
    query = query_of(files, tracker, connection)
    compiled = perf_counter()

    def labels() -> tuple[str, ...]:
        return (f"tracker={tracker.name}", f"commit={definition_commit(files.root)}")

    with open_connection(files, chosen, environment=environment, labels=labels) as engine:
        batches = engine.run(query)
        rows = [row for batch in batches for row in batch]
        name = str(getattr(getattr(batches, "cursor", None), "query_id", None) or "")
    ran = perf_counter()
    grouped = is_grouped(files.input(tracker.input))
    return Answer(Result(query, rows, grouped), {"compile": compiled - began, "run": ran - compiled}, name)


def query_of(files: ProjectFiles, tracker: TrackerSpec, connection: str | None = None) -> CompiledQuery:
    """The query of a tracker, for the connection it is refreshed over.

    Raises:
        GenesisError: for mistakes in the definitions.
    """
    dialect = dialect_of(connection_of(files, tracker, connection))
    given = {name.value: node for name, node in tracker.parameters}
    return compile_input(files, tracker.input, dialect, parameters=given or None)


def connection_of(files: ProjectFiles, tracker: TrackerSpec, name: str | None = None) -> ConnectionSpec:
    """The connection a tracker is refreshed over: the one named, its own, the project's default, or the only one.

    Raises:
        GenesisError: G111.
    """
    return connections.connection_of(files, name or tracker.connection)


def is_grouped(spec: InputSpec) -> bool:
    """Whether a null in the result's key is a group of its own."""
    return spec.group_by is not None or bool(spec.combine)
