"""JSON Schemas (draft 2020-12) of Genesis's documents, for editors and other validators.

They say what the reader says: which keys there are, what kinds of values, what goes together. Names in other documents,
types that fit and values that are allowed are looked up by ``genesis check`` alone.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from genesis.diagnostics import did_you_mean, fail
from genesis.schema import input as inputs
from genesis.schema import project, source, tracker
from genesis.schema.pieces import Schema, shared

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_WHOLE: Final[dict[str, Callable[[], Schema]]] = {
    "source": source.schema,
    "input": inputs.schema,
    "tracker": tracker.schema,
    "project": project.project,
    "formatter": project.formatter,
}


def names() -> tuple[str, ...]:
    """The kinds of documents that have a schema."""
    return tuple(_WHOLE)


def schema(kind: str) -> Schema:
    """The schema of one kind of document.

    Raises:
        GenesisError: G923 when there is no such kind.
    """
    if kind not in _WHOLE:
        raise fail("G923", None, f"there is no kind of document `{kind}`", did_you_mean(kind, _WHOLE))
    made = _WHOLE[kind]
    known = {**shared(), **source.definitions(), **inputs.definitions(), **tracker.definitions()}
    body = made()
    used = _used(body, known)
    described = (made.__doc__ or "").partition("\n")[0].replace("``", "`")
    title = "genesis.yaml" if kind == "project" else f"Genesis {kind}"
    head: Schema = {"$schema": _DIALECT, "title": title, "description": described}
    return {**head, **body, "$defs": {name: known[name] for name in sorted(used)}}


def rendered(kind: str) -> str:
    """The schema as the text of its file.

    Raises:
        GenesisError: as :func:`schema`.
    """
    return json.dumps(schema(kind), ensure_ascii=False, indent=2) + "\n"


def _used(body: Schema, known: dict[str, Schema]) -> set[str]:
    found: set[str] = set()
    waiting = list(_references(body))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(_references(known[name]))
    return found


def _references(node: Any) -> Iterator[str]:
    match node:
        case {"$ref": str(place)}:
            yield place.rpartition("/")[2]
        case dict():
            for value in node.values():
                yield from _references(value)
        case list():
            for value in node:
                yield from _references(value)
        case _:
            pass
