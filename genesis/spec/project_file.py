"""``genesis.yaml``."""

from typing import Final

from genesis.diagnostics import Problems, SourceFile, did_you_mean
from genesis.spec.dialects import COMPILED
from genesis.spec.documents import Mapping, Node, Scalar, Text
from genesis.spec.secrets import refuse_literals
from genesis.spec.settings import ConnectionSpec, DestinationSettingsSpec, ProjectSpec, WorkflowSpec
from genesis.spec.shape import Entries, check_name, text_of, texts_of, wrong_kind
from genesis.spec.tracker import check_timezone
from genesis.spec.yaml_nodes import read_yaml

_KEYS: Final = (
    *(
        "definitions",
        "inputs",
        "trackers",
        "expressions",
        "timezone",
        "connections",
        "default_connection",
        "destinations",
        "workflows",
    ),
)
_DEFAULTS: Final = ProjectSpec()


def read_project_file(file: SourceFile) -> ProjectSpec:
    """The project's settings.

    Raises:
        GenesisError: every mistake of shape in the file, and secrets written out.
    """
    problems = Problems()
    entries = Entries(read_yaml(file), "genesis.yaml", problems)
    entries.known(_KEYS)
    connections = (
        _connection(*pair, problems) for pair in entries.pairs("connections", "write `name: {engine: duckdb}` lines")
    )
    destinations = (
        _destination(*pair, problems)
        for pair in entries.pairs("destinations", 'write `airtable: {token: "${NAME}"}` lines')
    )
    timezone = check_timezone(entries.text("timezone"), problems)
    folders = {key: _or_default(entries.text(key), key) for key in ("definitions", "inputs", "trackers")}
    spec = ProjectSpec(
        **folders,
        expressions=_or_default(entries.choice("expressions", COMPILED), "expressions"),
        timezone=_or_default(timezone, "timezone"),
        timezone_span=timezone.span if timezone else None,
        connections=tuple(one for one in connections if one),
        default_connection=_default_connection(entries),
        destinations=tuple(one for one in destinations if one),
        workflows=_workflows(entries),
    )
    problems.raise_if_any()
    return spec


def _or_default(text: Text | None, key: str) -> str:
    default: str = getattr(_DEFAULTS, key)
    return text.value if text else default


def _default_connection(entries: Entries) -> Text | None:
    name, connections = entries.text("default_connection"), entries.node("connections")
    known = [key.value for key, _ in connections.entries] if isinstance(connections, Mapping) else []
    if name and name.value not in known:
        hint = did_you_mean(name.value, known) or "list it under `connections`"
        entries.problems.add("G111", name.span, f"there is no connection `{name.value}`", hint)
    return name


def _connection(name: Text, node: Node, problems: Problems) -> ConnectionSpec | None:
    check_name(name, "a connection", problems)
    hint = f"write `{name.value}: {{engine: duckdb, ...}}`"
    if not isinstance(node, Mapping):
        wrong_kind(problems, node, f"the connection `{name.value}`", "a mapping", hint)
        return None
    entries = Entries(node, "a connection", problems)
    entries.require("engine", hint)
    refuse_literals(node, problems)
    engine = entries.text("engine")
    settings = tuple(pair for pair in node.entries if pair[0].value != "engine")
    return ConnectionSpec(name, node.span, engine, settings) if engine else None


def _destination(name: Text, node: Node, problems: Problems) -> DestinationSettingsSpec | None:
    check_name(name, "a destination", problems)
    if not isinstance(node, Mapping):
        hint = f'write `{name.value}: {{token: "${{NAME}}"}}`'
        wrong_kind(problems, node, f"the destination `{name.value}`", "a mapping", hint)
        return None
    refuse_literals(node, problems)
    return DestinationSettingsSpec(name, node.span, node.entries)


def _workflows(entries: Entries) -> tuple[WorkflowSpec, ...]:
    """``workflows: [airflow, cron]``, or a mapping of such names to settings."""
    node = entries.node("workflows")
    if node is None:
        return ()
    if not isinstance(node, Mapping):
        kinds = texts_of(node, "`workflows`", entries.problems)
        first: dict[str, Text] = {}
        for kind in kinds:
            if first.setdefault(kind.value, kind) is not kind:
                entries.problems.add("G005", kind.span, f"`{kind.value}` is given twice", "keep one of them")
        return tuple(WorkflowSpec(kind) for kind in first.values())
    return tuple(_workflow(kind, settings, entries.problems) for kind, settings in node.entries)


def _workflow(kind: Text, node: Node, problems: Problems) -> WorkflowSpec:
    if isinstance(node, Scalar) and node.value is None:
        return WorkflowSpec(kind)
    if not isinstance(node, Mapping):
        hint = f"write `{kind.value}: {{}}`, or its settings"
        wrong_kind(problems, node, f"the workflow `{kind.value}`", "a mapping", hint)
        return WorkflowSpec(kind)
    texts = ((key, text_of(value, f"`{key.value}`", problems)) for key, value in node.entries)
    return WorkflowSpec(kind, tuple((key, text) for key, text in texts if text))
