"""Google's own description of the API, against which every request and answer is checked."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from tests.emulators.sheets.errors import Json, invalid

SAMPLED = 400
"""Rows of a grid in an answer that are checked, evenly spread: an answer has at most 300,000 cells."""


@cache
def document() -> Json:
    path = files("googleapiclient") / "discovery_cache" / "documents" / "sheets.v4.json"
    found: Json = json.loads(path.read_text(encoding="utf-8"))
    return found


def without_nulls(value: Any) -> Any:
    """JSON without members that are null: Google's APIs read a null as "not given". A null in a list of values stays."""
    match value:
        case dict():
            return {k: without_nulls(v) for k, v in value.items() if v is not None}
        case list():
            return [without_nulls(v) for v in value]
        case _:
            return value


def check(schema: str, value: Any) -> None:
    """Refuse a message that is not of the schema (400, as Google words it)."""
    for wrong in problems(schema, value):
        raise invalid(f"Invalid JSON payload received. {wrong}")


def problems(schema: str, value: Any) -> Iterator[str]:
    yield from _object(document()["schemas"][schema], value, "")


def _object(schema: Json, value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"Invalid value at '{at}': an object is expected"
        return
    known = schema.get("properties", {})
    for key, item in value.items():
        where = f"{at}.{key}" if at else key
        if key not in known and "additionalProperties" not in schema:
            yield f"Unknown name \"{key}\" at '{at}': Cannot find field."
        else:
            yield from _value(known.get(key) or schema["additionalProperties"], item, where)


def _value(schema: Json, value: Any, at: str) -> Iterator[str]:
    if "$ref" in schema:
        yield from _object(document()["schemas"][schema["$ref"]], value, at)
        return
    match schema.get("type"):
        case "array":
            yield from _array(schema, value, at)
        case "object":
            yield from _object(schema, value, at)
        case "any":
            return
        case kind:
            if not _scalar(schema, kind, value):
                yield f"Invalid value at '{at}' ({schema.get('format', kind)}), {json.dumps(value)[:80]}"


def _array(schema: Json, value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"Invalid value at '{at}': a list is expected"
        return
    if schema["items"].get("type") == "array" and schema["items"]["items"].get("type") == "any":
        yield from (f"Invalid value at '{at}'" for row in value if not isinstance(row, list))
        return
    for place, item in _spread(value, at):
        yield from _value(schema["items"], item, f"{at}[{place}]")


def _spread(value: list[Any], at: str) -> Iterable[tuple[int, Any]]:
    if at.endswith("rowData") and len(value) > SAMPLED:
        step = len(value) // SAMPLED
        return ((place, value[place]) for place in range(0, len(value), step))
    return enumerate(value)


def _scalar(schema: Json, kind: str | None, value: Any) -> bool:
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool) and -(2**31) <= value < 2**31
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str) and ("enum" not in schema or value in schema["enum"])
