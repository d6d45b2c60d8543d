"""What a tracker promises: the columns of its result, its key, its owners, and everything that steers its refresh."""

from collections.abc import Mapping as MappingType
from typing import Final

import msgspec
from msgspec import Struct

from genesis.spec.documents import Mapping, Node, Scalar, Sequence, Text
from genesis.spec.project import ProjectFiles
from genesis.spec.settings import TrackerSpec
from genesis.sql.query import CompiledQuery, ResultColumn

FORMAT: Final = 1
"""Raised when a program that reads contracts has to read them otherwise."""

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


class ContractColumn(Struct, frozen=True):
    """One column, in the order of the result; ``format`` is how it is shown, empty where nothing says it."""

    name: str
    label: str
    type: str
    format: MappingType[str, str] = msgspec.field(default_factory=dict)
    hidden: bool = False


class Contract(Struct, frozen=True):
    """One tracker's contract. ``owners`` are the tracker's and the input's, each once; ``settings`` are keys as written."""

    tracker: str
    input: str
    connection: str
    dialect: str
    owners: tuple[str, ...]
    destination: Plain
    schedule: MappingType[str, Plain]
    columns: tuple[ContractColumn, ...]
    key: tuple[str, ...]
    sources: tuple[str, ...]
    settings: MappingType[str, Plain] = msgspec.field(default_factory=dict)


def contract_of(files: ProjectFiles, tracker: TrackerSpec, query: CompiledQuery, connection: str) -> Contract:
    """The contract of a tracker whose query is compiled; ``connection`` is the name of the one it was compiled for."""
    owners = (tracker.owner, files.input(tracker.input).owner)
    destination: dict[str, Plain] = {"type": tracker.destination.type.value}
    return Contract(
        tracker=tracker.name.value,
        input=tracker.input.value,
        connection=connection,
        dialect=query.dialect,
        owners=tuple(dict.fromkeys(owner.value for owner in owners if owner)),
        destination=destination | _pairs(tracker.destination.settings),
        schedule=_schedule(tracker),
        columns=tuple(map(_column, query.columns)),
        key=query.key,
        sources=query.sources,
        settings=_settings(tracker),
    )


def contract_text(contract: Contract) -> str:
    """The contract as JSON that people can read line by line, ending with a line break."""
    import json

    told = {"format": FORMAT, **msgspec.to_builtins(contract)}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _column(column: ResultColumn) -> ContractColumn:
    shown = {key: value for key, value in msgspec.to_builtins(column.shown).items() if value} if column.shown else {}
    return ContractColumn(column.name, column.label, str(column.type), shown, column.hidden)


def _schedule(tracker: TrackerSpec) -> dict[str, Plain]:
    texts = {"cron": tracker.cron, "timezone": tracker.timezone, "timeout": tracker.timeout, "jitter": tracker.jitter}
    found: dict[str, Plain] = {**_written(texts)}
    return found if tracker.retries is None else {**found, "retries": tracker.retries}


def _settings(tracker: TrackerSpec) -> dict[str, Plain]:
    found: dict[str, Plain] = {}
    if tracker.parameters:
        found["parameters"] = _pairs(tracker.parameters)
    found |= _written({"freshness": tracker.freshness, "gone": tracker.rows_gone, "edited": tracker.cells_edited})
    if tracker.annotations:
        found["annotations"] = [
            {"name": one.name.value, **_written({"type": one.type}), "options": [text.value for text in one.options]}
            for one in tracker.annotations
        ]
    if tracker.adopt:
        found["adopt"] = True
    if tracker.audits:
        found["audits"] = [plain(audit) for audit in tracker.audits]
    return found


def _written(texts: MappingType[str, Text | None]) -> dict[str, str]:
    return {key: text.value for key, text in texts.items() if text}


def _pairs(pairs: tuple[tuple[Text, Node], ...]) -> dict[str, Plain]:
    return {key.value: plain(node) for key, node in sorted(pairs, key=lambda pair: pair[0].value)}


def plain(node: Node) -> Plain:
    """A YAML node as JSON has it, keys in order; numbers keep what was written where JSON could not."""
    match node:
        case Scalar(value=float()):
            return node.text
        case Scalar():
            return node.value
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return _pairs(node.entries)
