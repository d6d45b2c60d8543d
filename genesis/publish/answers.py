"""The rows that a tracker is to show."""

from collections.abc import Mapping
from time import perf_counter

from msgspec import Struct

from genesis.compiler import compile_input
from genesis.engines.connections import dialect_for, open_connection
from genesis.publish.guards import Result
from genesis.spec.documents import InputSpec, Text
from genesis.spec.project import ProjectFiles
from genesis.spec.settings import TrackerSpec
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
    query = query_of(files, tracker, connection)
    compiled = perf_counter()
    with open_connection(files, connection or tracker.connection, environment=environment) as engine:
        batches = engine.run(query)
        rows = [row for batch in batches for row in batch]
        name = str(getattr(batches, "query_id", ""))
    ran = perf_counter()
    grouped = is_grouped(files.input(tracker.input))
    return Answer(Result(query, rows, grouped), {"compile": compiled - began, "run": ran - compiled}, name)


def query_of(files: ProjectFiles, tracker: TrackerSpec, connection: str | None = None) -> CompiledQuery:
    """The query of a tracker, for the connection it is refreshed over.

    Raises:
        GenesisError: for mistakes in the definitions.
    """
    wanted: Text | str | None = connection or tracker.connection
    given = {name.value: node for name, node in tracker.parameters}
    return compile_input(files, tracker.input, dialect_for(files, wanted), parameters=given or None)


def is_grouped(spec: InputSpec) -> bool:
    """Whether a null in the result's key is a group of its own."""
    return spec.group_by is not None or bool(spec.combine)
