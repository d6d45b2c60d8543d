"""Tracker documents."""

import re
from typing import Final

from msgspec import Struct

from genesis.diagnostics import Problems, SourceFile
from genesis.spec.documents import Mapping, Node, Scalar, Sequence, Text
from genesis.spec.kinds import open_document
from genesis.spec.secrets import refuse_references
from genesis.spec.settings import AnnotationSpec, DestinationSpec, TrackerSpec
from genesis.spec.shape import Entries, open_entries, start_of, text_of, wrong_kind

_KEYS: Final = (
    *("tracker", "description", "input", "connection", "parameters", "owner", "destination", "schedule", "freshness"),
    *("annotations", "rows", "columns", "adopt", "audits"),
)
_SCHEDULE: Final = ("cron", "timezone", "retries", "timeout", "jitter")
MOST_RETRIES: Final = 10
_ANNOTATION_TYPES: Final = ("text", "checkbox", "select", "date", "number")
_CRON: Final = re.compile(r"[0-9A-Za-z*/,\-]+( +[0-9A-Za-z*/,\-]+){4}")
_ZONE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]*(/[A-Za-z0-9_+\-]+)*")
_AGE: Final = re.compile(r"[1-9][0-9]{0,5} (minutes?|hours?|days?|weeks?)")


def read_tracker(file: SourceFile) -> TrackerSpec:
    """The tracker that a file holds.

    Raises:
        GenesisError: every mistake of shape in the file.
    """
    problems = Problems()
    entries, name = open_document(file, "tracker", _KEYS, problems)
    entries.require("input", "name what it shows: `input: production_overview`")
    schedule = _schedule(entries)
    spec = TrackerSpec(
        name,
        entries.span,
        entries.text("input") or Text("", entries.span),
        _destination(entries),
        entries.text("description"),
        entries.text("connection"),
        entries.pairs("parameters", "write `parameters: {region: EMEA}`"),
        entries.text("owner"),
        schedule.cron,
        schedule.timezone,
        _age(entries, "freshness", "2 hours"),
        _annotations(entries),
        _policy(entries, "rows", "gone", ("archive", "delete", "keep")),
        _policy(entries, "columns", "edited", ("flag", "overwrite", "keep")),
        bool(entries.flag("adopt")),
        _audits(entries),
        schedule.retries,
        schedule.timeout,
        schedule.jitter,
    )
    problems.raise_if_any()
    return spec


def check_timezone(zone: Text | None, problems: Problems) -> Text | None:
    """Note text that cannot be a time zone's name (G109); whether the zone exists is not looked up."""
    if zone and not _ZONE.fullmatch(zone.value):
        problems.add(
            "G109",
            zone.span,
            f"`{zone.value}` is not a time zone's name",
            "write one like `UTC` or `America/Los_Angeles`",
        )
    return zone


def _destination(entries: Entries) -> DestinationSpec:
    hint = "for example `destination: {type: csv, path: out/films.csv}`"
    entries.require("destination", hint)
    node = entries.node("destination")
    if isinstance(node, Mapping):
        destination = Entries(node, "a destination", entries.problems)
        destination.require("type", hint)
        refuse_references(node, entries.problems)
        kind = destination.text("type") or Text("", node.span)
        return DestinationSpec(kind, node.span, tuple(pair for pair in node.entries if pair[0].value != "type"))
    if node is not None:
        wrong_kind(entries.problems, node, "`destination`", "a mapping", hint)
    return DestinationSpec(Text("", entries.span), start_of(entries.span), ())


class _Schedule(Struct, frozen=True):
    cron: Text | None = None
    timezone: Text | None = None
    retries: int | None = None
    timeout: Text | None = None
    jitter: Text | None = None


def _schedule(entries: Entries) -> _Schedule:
    node = entries.node("schedule")
    if node is None:
        return _Schedule()
    hint = 'write `schedule: {cron: "0 6 * * *", timezone: UTC}`'
    schedule = open_entries(node, "`schedule`", _SCHEDULE, entries.problems, hint)
    if schedule is None:
        return _Schedule()
    schedule.require("cron", hint)
    cron = schedule.text("cron")
    if cron and not _CRON.fullmatch(cron.value):
        example = 'minute, hour, day, month, weekday: "*/30 * * * *"'
        entries.problems.add("G108", cron.span, f"`{cron.value}` is not a cron expression of five fields", example)
    return _Schedule(
        cron,
        check_timezone(schedule.text("timezone"), entries.problems),
        _retries(schedule),
        _age(schedule, "timeout", "1 hour"),
        _age(schedule, "jitter", "15 minutes", none=True),
    )


def _retries(schedule: Entries) -> int | None:
    node = schedule.node("retries")
    if node is None:
        return None
    if isinstance(node, Scalar) and type(node.value) is int and 0 <= node.value <= MOST_RETRIES:
        return node.value
    message = f"`retries` is a whole number from 0 to {MOST_RETRIES}"
    schedule.problems.add("G035", node.span, message, "for example `retries: 2`")
    return None


def _age(entries: Entries, key: str, example: str, *, none: bool = False) -> Text | None:
    age = entries.text(key)
    if age and not (_AGE.fullmatch(age.value) or (none and age.value == "none")):
        hint = f"write a number and minutes, hours, days or weeks: `{example}`{', or `none`' if none else ''}"
        entries.problems.add("G110", age.span, f"`{age.value}` is not an age", hint)
    return age


def _policy(entries: Entries, key: str, inner: str, choices: tuple[str, ...]) -> Text | None:
    node = entries.node(key)
    if node is None:
        return None
    hint = f"write `{key}: {{{inner}: {choices[0]}}}`"
    policy = open_entries(node, f"`{key}`", (inner,), entries.problems, hint)
    if policy is None:
        return None
    policy.require(inner, hint)
    return policy.choice(inner, choices)


def _annotations(entries: Entries) -> tuple[AnnotationSpec, ...]:
    seen: dict[str, AnnotationSpec] = {}
    for node in entries.items("annotations", "write `annotations: [Notes]`"):
        annotation = _annotation(node, entries.problems)
        if annotation and (first := seen.get(annotation.name.value)):
            hint = f"it is given before on line {first.name.span.line}; keep one of them"
            entries.problems.add("G005", annotation.name.span, f"`{annotation.name.value}` is given twice", hint)
        elif annotation:
            seen[annotation.name.value] = annotation
    return tuple(seen.values())


def _annotation(node: Node, problems: Problems) -> AnnotationSpec | None:
    if isinstance(node, Scalar):
        name = text_of(node, "an annotation", problems)
        return AnnotationSpec(name) if name else None
    entries = open_entries(
        node,
        "an annotation",
        ("name", "type", "options"),
        problems,
        "write a name, or `{name: Reviewed, type: checkbox}`",
    )
    if entries is None:
        return None
    entries.require("name", "write `{name: Reviewed, type: checkbox}`")
    name, kind = entries.text("name"), entries.choice("type", _ANNOTATION_TYPES)
    if kind and kind.value == "select":
        entries.require("options", "list what people may choose: `options: [Yes, No]`")
    elif entries.has("options"):
        problems.add(
            "G021", entries.key("options").span, "`options` needs `type: select`", "write `type: select` beside it"
        )
    return AnnotationSpec(name, kind, entries.texts("options")) if name else None


def _audits(entries: Entries) -> tuple[Mapping, ...]:
    nodes = entries.items("audits", "begin each audit with `- `")
    for node in nodes:
        if not isinstance(node, Mapping):
            kind = "a list of audits" if isinstance(node, Sequence) else "text"
            hint = f"write `- not_null: [title]`, not {kind}"
            wrong_kind(entries.problems, node, "an audit", "a mapping", hint)
    return tuple(node for node in nodes if isinstance(node, Mapping))
