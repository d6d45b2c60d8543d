"""The rows that a tracker is to show."""

from collections.abc import Mapping
from time import perf_counter
from typing import Any

from msgspec import Struct

from genesis.compiler import compile_input
from genesis.diagnostics import did_you_mean, fail
from genesis.engines.connections import claims_of
from genesis.engines.opening import open_engine
from genesis.publish.guards import Result
from genesis.spec.documents import InputSpec, Node, Scalar
from genesis.spec.documents import Mapping as Pairs
from genesis.spec.project import ProjectFiles
from genesis.spec.settings import ConnectionSpec, TrackerSpec


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
    spec = files.input(tracker.input)
    chosen = connection_of(files, tracker, connection)
    began = perf_counter()
    zone, claims = files.project.timezone, claims_of(files)
    with open_engine(chosen, root=files.root, environment=environment, timezone=zone, claims=claims) as engine:
        given: dict[str, Any] = {"parameters": _parameters(tracker)} if tracker.parameters else {}
        query = compile_input(files, tracker.input, engine.dialect, **given)
        compiled = perf_counter()
        batches = engine.run(query)
        rows = [row for batch in batches for row in batch]
        name = str(getattr(batches, "query_id", ""))
    ran = perf_counter()
    return Answer(Result(query, rows, is_grouped(spec)), {"compile": compiled - began, "run": ran - compiled}, name)


def connection_of(files: ProjectFiles, tracker: TrackerSpec, name: str | None = None) -> ConnectionSpec:
    """The connection a tracker is refreshed over: the one named, its own, the project's default, or the only one.

    Raises:
        GenesisError: G111.
    """
    project = files.project
    known = {spec.name.value: spec for spec in project.connections}
    own = tracker.connection or project.default_connection
    wanted = name or (own.value if own else "")
    if not wanted and len(known) == 1:
        return next(iter(known.values()))
    if wanted not in known:
        span = own.span if own and not name else None if name else tracker.span
        message = (
            f"there is no connection `{wanted}`"
            if wanted
            else "the tracker names no connection, and the project has no default"
        )
        hint = did_you_mean(wanted, known) or "list one under `connections` in genesis.yaml"
        raise fail("G111", span, message, hint)
    return known[wanted]


def is_grouped(spec: InputSpec) -> bool:
    """Whether a null in the result's key is a group of its own."""
    return spec.group_by is not None or bool(spec.combine)


def _parameters(tracker: TrackerSpec) -> dict[str, object]:
    return {name.value: _plain(node) for name, node in tracker.parameters}


def _plain(node: Node) -> object:
    match node:
        case Scalar():
            return node.value
        case Pairs():
            return {key.value: _plain(value) for key, value in node.entries}
        case _:
            return [_plain(item) for item in node.items]
