"""The schemas of ``genesis.yaml`` and of a project's own formatters."""

from collections.abc import Iterable

from genesis.engines.opening import names as engine_names
from genesis.schema.pieces import Schema, either, many, mapping, named, ref, said, text
from genesis.schema.tracker import ZONE
from genesis.spec.dialects import COMPILED
from genesis.spec.secrets import SECRET_KEYS
from genesis.workflows.scheduling.kinds import Setting, kind_of
from genesis.workflows.scheduling.kinds import names as schedulers

_VARIABLE = r"^\$\{[A-Za-z_][A-Za-z0-9_]*\}$"


def project() -> Schema:
    """``genesis.yaml``: folders, connections, destinations."""
    keys = {
        "definitions": text("The folder of sources (`definitions`)."),
        "inputs": text("The folder of inputs (`inputs`)."),
        "trackers": text("The folder of trackers (`trackers`)."),
        "expressions": said({"enum": sorted(COMPILED)}, "The dialect in which expressions are written (`trino`)."),
        "timezone": text("Whose days relative dates mean (`UTC`).", pattern=ZONE),
        "connections": named(_connection(), "name", "Where queries run, by name."),
        "default_connection": text("The connection of trackers and commands that name none."),
        "destinations": named(_settings({}), "name", "Credentials and limits, by a destination's type or name."),
        "workflows": _workflows(),
    }
    return mapping(keys)


def _connection() -> Schema:
    engine = {"enum": list(engine_names()), "description": "What runs there."}
    return {**_settings({"engine": engine}), "required": ["engine"]}


def _workflows() -> Schema:
    settings = {name: _scheduler(kind_of(name).SETTINGS) for name in schedulers()}
    listed = {**many({"enum": list(schedulers())}), "uniqueItems": True}
    one = {"enum": list(schedulers())}
    return either("The schedulers for which tasks are generated, with their settings.", one, listed, mapping(settings))


def _scheduler(settings: Iterable[Setting]) -> Schema:
    keys = {one.name: text(f"{one.meaning[0].upper()}{one.meaning[1:]}.") for one in settings}
    return mapping(keys, tuple(one.name for one in settings if one.default is None))


def _settings(known: Schema) -> Schema:
    """Settings of an engine or destination; secrets name a variable of the environment."""
    secret = said({"type": ["string", "null"], "pattern": _VARIABLE}, "A variable of the environment: `${NAME}`.")
    return {"type": "object", "properties": {**known, **dict.fromkeys(sorted(SECRET_KEYS), secret)}}


def formatter() -> Schema:
    """A project's own value formatter."""
    keys = {
        "formatter": ref("name", "The formatter's name, and that of its file."),
        "description": text("What it does."),
        "takes": ref("type", "The type that it formats."),
        "gives": ref("type", "The type that comes out."),
        "arguments": said(
            {
                "type": "object",
                "propertyNames": {"allOf": [ref("member_name"), {"not": {"const": "value"}}]},
                "additionalProperties": ref("type"),
            },
            "Its arguments with their types.",
        ),
        "sql": ref("sql", "An expression over `value` and the arguments."),
    }
    return mapping(keys, ("formatter", "takes", "gives", "sql"))
