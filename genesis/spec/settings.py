"""Trackers, project formatters and ``genesis.yaml`` as they were written: settings, not queries."""

from msgspec import Struct

from genesis.diagnostics import Span
from genesis.spec.documents import Mapping, Node, SqlSpec, Text


class AnnotationSpec(Struct, frozen=True, gc=False):
    """A column people own. ``type`` is ``text`` (default), ``checkbox``, ``select``, ``date`` or ``number``."""

    name: Text
    type: Text | None = None
    options: tuple[Text, ...] = ()


class DestinationSpec(Struct, frozen=True, gc=False):
    """Where a tracker goes: its ``type`` and that type's own settings as written."""

    type: Text
    span: Span
    settings: tuple[tuple[Text, Node], ...]


class TrackerSpec(Struct, frozen=True, gc=False):
    """A tracker. ``rows_gone`` and ``cells_edited`` are the policies, ``None`` when not written."""

    name: Text
    span: Span
    input: Text
    destination: DestinationSpec
    description: Text | None = None
    connection: Text | None = None
    parameters: tuple[tuple[Text, Node], ...] = ()
    owner: Text | None = None
    cron: Text | None = None
    timezone: Text | None = None
    freshness: Text | None = None
    annotations: tuple[AnnotationSpec, ...] = ()
    rows_gone: Text | None = None
    cells_edited: Text | None = None
    adopt: bool = False
    audits: tuple[Mapping, ...] = ()
    retries: int | None = None
    """How often a failed refresh is tried again by what runs the schedule; ``None`` when not written, like the next two."""
    timeout: Text | None = None
    """How long one try may take: an age."""
    jitter: Text | None = None
    """How much later than its schedule it may begin, so that many trackers do not begin at once: an age, or ``none``."""


class FormatterDefinitionSpec(Struct, frozen=True, gc=False):
    """A project's own value formatter (``definitions/formatters/NAME.yaml``)."""

    name: Text
    span: Span
    takes: Text
    gives: Text
    sql: SqlSpec
    arguments: tuple[tuple[Text, Text], ...] = ()
    """(name, type)"""
    description: Text | None = None


class ConnectionSpec(Struct, frozen=True, gc=False):
    """A connection: its engine and that engine's own settings as written (``${NAME}`` not yet replaced)."""

    name: Text
    span: Span
    engine: Text
    settings: tuple[tuple[Text, Node], ...]


class DestinationSettingsSpec(Struct, frozen=True, gc=False):
    """Project-wide settings of a destination (credentials, limits, endpoint), as written."""

    name: Text
    span: Span
    settings: tuple[tuple[Text, Node], ...]


class WorkflowSpec(Struct, frozen=True, gc=False):
    """A scheduler for which tasks are generated (``workflows:``), with that scheduler's own settings as written."""

    kind: Text
    settings: tuple[tuple[Text, Text], ...] = ()


class ProjectSpec(Struct, frozen=True, gc=False):
    """``genesis.yaml``; every value has a default when the file or key is missing."""

    definitions: str = "definitions"
    inputs: str = "inputs"
    trackers: str = "trackers"
    expressions: str = "trino"
    timezone: str = "UTC"
    timezone_span: Span | None = None
    connections: tuple[ConnectionSpec, ...] = ()
    default_connection: Text | None = None
    destinations: tuple[DestinationSettingsSpec, ...] = ()
    workflows: tuple[WorkflowSpec, ...] = ()
