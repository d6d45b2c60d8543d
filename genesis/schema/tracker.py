"""The schema of tracker documents."""

from genesis.destinations.destination import DestinationType, destination_type, names
from genesis.schema.pieces import SCALAR, Schema, either, flag, many, mapping, named, one_or_many, ref, said, text
from genesis.spec.tracker import MOST_RETRIES

_AGE = r"^[1-9][0-9]{0,5} (minutes?|hours?|days?|weeks?)$"
_CRON = r"^[0-9A-Za-z*/,\-]+( +[0-9A-Za-z*/,\-]+){4}$"
ZONE = r"^[A-Za-z][A-Za-z0-9_+\-]*(/[A-Za-z0-9_+\-]+)*$"


def schema() -> Schema:
    """A tracker: where the result of an input goes, when, for whom, and what people may write there."""
    keys = {
        "tracker": ref("name", "The tracker's name, and that of its file."),
        "description": text("What people use it for."),
        "input": ref("name", "The input that it shows."),
        "connection": text("Where the input runs; without it the project's default."),
        "parameters": named(either("", SCALAR, many(SCALAR)), "name", "Values of the input's parameters."),
        "owner": text("Who is told when something is wrong."),
        "destination": ref("destination"),
        "schedule": _schedule(),
        "freshness": text("How old it may be: `2 hours`.", pattern=_AGE),
        "annotations": many(ref("annotation"), "Columns that people own: made once, never written again."),
        "rows": _policy("gone", "archive", "What becomes of a row that left the result."),
        "columns": _policy("edited", "flag", "What becomes of a managed cell that somebody typed over."),
        "adopt": flag("Take over a table that holds rows already."),
        "audits": many(ref("audit"), "What must be true of every result before it is published."),
    }
    return mapping(keys, ("tracker", "input", "destination"))


def _schedule() -> Schema:
    cron = text("Minute, hour, day, month, weekday.", pattern=_CRON)
    retries = {"type": "integer", "minimum": 0, "maximum": MOST_RETRIES}
    keys = {
        "cron": cron,
        "timezone": text("Whose clock that is (`UTC`).", pattern=ZONE),
        "retries": said(retries, "How often a scheduler tries again (2)."),
        "timeout": text("How long one try may take (`1 hour`).", pattern=_AGE),
        "jitter": text("How much later it may begin than it says (`15 minutes`), or `none`.", pattern=f"{_AGE}|^none$"),
    }
    return said(mapping(keys, ("cron",)), "When it is refreshed.")


def _policy(key: str, usual: str, description: str) -> Schema:
    other = {"gone": "delete", "edited": "overwrite"}[key]
    return said(mapping({key: {"enum": [usual, other, "keep"]}}, (key,)), description)


def definitions() -> dict[str, Schema]:
    """What destinations, annotations and audits are."""
    return {"destination": _destination(), "annotation": _annotation(), "audit": _audit()}


def _destination() -> Schema:
    known = names()
    return {
        "description": "Where the rows go.",
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": list(known)}},
        "allOf": [_settings(name, destination_type(name)) for name in known],
    }


def _settings(name: str, kind: DestinationType) -> Schema:
    keys = {setting.name: text() for setting in kind.SETTINGS}
    required = tuple(setting.name for setting in kind.SETTINGS if setting.required)
    then = mapping({"type": {"const": name}, **keys}, ("type", *required))
    return {"if": {"properties": {"type": {"const": name}}, "required": ["type"]}, "then": then}


def _annotation() -> Schema:
    keys = {
        "name": text("The column's label."),
        "type": {
            "enum": ["text", "checkbox", "select", "date", "number"],
            "description": "What people enter; text without it.",
        },
        "options": one_or_many(text(), "What a `select` offers."),
    }
    select = {"required": ["type"], "properties": {"type": {"const": "select"}}}
    long = mapping(
        keys, ("name",), **{"if": select, "then": {"required": ["options"]}, "else": {"properties": {"options": False}}}
    )
    return either("A column's label, or a mapping that says more.", text(), long)


def _audit() -> Schema:
    whole = {"type": "integer", "minimum": 0}
    share = text("A share of the rows there now: `30%`.", pattern=r"^\s*[0-9.]+%?\s*$")
    rows = mapping({"min": whole, "max": whole, "max_change": share})
    keys = {
        "rows": said(rows, "How many rows there may be, and how many may come or go."),
        "not_null": one_or_many(text(), "Columns that must be filled in every row."),
        "unique": one_or_many(text(), "Columns whose values must all differ."),
    }
    return mapping(keys)
