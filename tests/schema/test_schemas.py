"""The JSON Schemas agree with the reader. ``jsonschema`` is the validator; it knows nothing of Genesis."""

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from genesis.diagnostics import GenesisError
from genesis.schema.schemas import names, rendered, schema
from tests.schema.documents import ROOT, complaints, examples, parsed

WHOLE = sorted((Path(__file__).parent / "whole").glob("*.yaml"))
"""Documents that use every key of the language."""
KEPT = ROOT / "docs" / "schema"


@cache
def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(schema(kind))


def refused(kind: str, document: Any) -> list[str]:
    return [f"{e.json_path}: {e.message}" for e in validator(kind).iter_errors(document)]


@pytest.mark.parametrize("kind", names())
def test_it_is_a_schema(kind: str) -> None:
    Draft202012Validator.check_schema(schema(kind))


@pytest.mark.parametrize("kind", names())
def test_the_committed_schema_is_current(kind: str, *, update: bool) -> None:
    path = KEPT / f"{kind}.json"
    if update:
        path.write_text(rendered(kind), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == rendered(kind), "write it anew with `genesis schema --out docs/schema`"


@pytest.mark.parametrize(("kind", "path"), examples(), ids=lambda v: v.stem if isinstance(v, Path) else v)
def test_every_example_is_valid_and_names_its_schema(kind: str, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert refused(kind, parsed(text)) == []
    named = text.partition("\n")[0].removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / named).resolve() == KEPT / f"{kind}.json"


@pytest.mark.parametrize("path", WHOLE, ids=lambda p: p.stem)
def test_documents_with_every_key_are_valid(path: Path) -> None:
    kind = path.stem.partition("_")[0]
    document = parsed(path.read_text(encoding="utf-8"))
    assert (complaints(kind, document), refused(kind, document)) == ([], [])


SOURCE = "source: document\ntable: a.b\nkey: k\n"
INPUT = "input: document\nsource: a\nfields: [t]\n"
TRACKER = "tracker: document\ninput: a\ndestination: {type: csv, path: out/a.csv}\n"

WRONG = {
    "source": [
        "source: document\nkey: k\n",
        "source: document\ntable: a.b\nsql: SELECT 1\nkey: k\n",
        "source: document\ntable: a.b\n",
        "source: document\ntable: one word.b\nkey: k\n",
        f"{SOURCE}feilds: {{}}\n",
        f"{SOURCE}fields: {{Title: string}}\n",
        f"{SOURCE}fields: {{every: string}}\n",
        f"{SOURCE}fields: {{a: {{label: A}}}}\n",
        f"{SOURCE}fields: {{a: {{type: string, column: a, sql: b}}}}\n",
        f"{SOURCE}fields: {{a: {{type: string, hidden: 'yes'}}}}\n",
        f"{SOURCE}fields: {{a: {{type: string, values: []}}}}\n",
        f"{SOURCE}fields: {{a: {{type: string, format: [none]}}}}\n",
        f"{SOURCE}fields: {{a: {{type: string, format: {{trim: true, upper: true}}}}}}\n",
        f"{SOURCE}joins: {{a: {{to: b}}}}\n",
        f"{SOURCE}joins: {{a: {{through: b.c, on: d}}}}\n",
        f"{SOURCE}joins: {{a: {{to: b, on: []}}}}\n",
        f"{SOURCE}joins: {{a: {{to: b, on: c, pick: {{}}}}}}\n",
        f"{SOURCE}measures: {{a: {{label: A}}}}\n",
        f"{SOURCE}measures: {{a: {{sum: b, avg: b}}}}\n",
        f"{SOURCE}measures: {{a: {{percentile: b}}}}\n",
        f"{SOURCE}measures: {{a: {{ratio: [b]}}}}\n",
        f"{SOURCE}measures: {{a: {{list: {{of: b, limit: 0}}}}}}\n",
        f"{SOURCE}where: {{a: 1}}\n",
    ],
    "input": [
        "input: document\nfields: [t]\n",
        "input: document\nsource: a\n",
        "input: document\nsource: a\nfields: []\n",
        "input: document\nsource: a\ngroup_by: []\n",
        "input: document\nsource: a\ncombine: []\n",
        "input: document\ncombine: [{source: a, fields: [b]}]\n",
        f"{INPUT}limit: 0\n",
        f"{INPUT}limit: {{per: a}}\n",
        f"{INPUT}limit: {{rows: 1, ties: true}}\n",
        f"{INPUT}filters: {{a: 1}}\n",
        f"{INPUT}filters: [a]\n",
        f"{INPUT}filters: [{{}}]\n",
        f"{INPUT}filters: [{{a: {{near: 1}}}}]\n",
        f"{INPUT}filters: [{{a: {{between: [1]}}}}]\n",
        f"{INPUT}filters: [{{a: []}}]\n",
        f"{INPUT}filters: [{{any: [{{a: 1}}], b: 2}}]\n",
        f"{INPUT}filters: [{{not: {{a: 1}}}}]\n",
        f"{INPUT}filters: [{{every: a}}]\n",
        "input: document\nsource: a\nfields: [{label: A}]\n",
        "input: document\nsource: a\nfields: [{sql: a + b}]\n",
        "input: document\nsource: a\nfields: [{sql: a + b, as: c, field: d}]\n",
        "input: document\nsource: a\nfields: [{field: d, sum: a}]\n",
        "input: document\nsource: a\nfields: [{field: d, sum: true, max: true}]\n",
        "input: document\nsource: a\nfields: [{field: d, values: [a]}]\n",
        "input: document\nsource: a\nfields: [{field: d, as: Name}]\n",
        "input: document\nsource: a\nfields: [t]\nparameters: {a: {default: 1}}\n",
        "input: document\nsource: a\nfields: [t]\nparameters: {a: {type: string, allowed: []}}\n",
    ],
    "tracker": [
        "tracker: document\ninput: a\n",
        "tracker: document\ninput: a\ndestination: {path: out/a.csv}\n",
        f"{TRACKER}schedule: {{timezone: UTC}}\n",
        f"{TRACKER}schedule: {{cron: daily}}\n",
        f"{TRACKER}freshness: soon\n",
        f"{TRACKER}annotations: Notes\n",
        f"{TRACKER}annotations: [{{type: checkbox}}]\n",
        f"{TRACKER}annotations: [{{name: a, type: select}}]\n",
        f"{TRACKER}annotations: [{{name: a, options: [b]}}]\n",
        f"{TRACKER}rows: {{gone: burn}}\n",
        f"{TRACKER}columns: {{}}\n",
        f"{TRACKER}audits: [nonsense]\n",
    ],
    "project": [
        "definition: definitions\n",
        "connections: {demo: {files: a}}\n",
        "connections: [demo]\n",
        "connections: {Demo: {engine: duckdb}}\n",
        "timezone: not a zone\n",
        "destinations: {airtable: {token: secret}}\n",
    ],
    "formatter": [
        "formatter: document\ntakes: string\ngives: string\n",
        "formatter: document\ntakes: string\ngives: string\nsql: a\narguments: {value: string}\n",
        "formatter: document\ntakes: string\ngives: string\nsql: a\nhidden: true\n",
    ],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in WRONG.items() for text in texts])
def test_wrong_documents_are_refused_by_both(kind: str, text: str) -> None:
    assert complaints(kind, parsed(text))
    assert refused(kind, parsed(text))


MUTANTS: list[Any] = [None, True, 5, "text", [], {}]
LATER = {
    *("type", "takes", "gives", "arguments", "fields", "parameters"),  # types' names
    *("to", "source", "input", "engine"),  # names of documents and engines
    *("format", "destination", "audits", "token", "credentials"),
    "workflows",  # names of schedulers and their settings
}
"""Keys below which the schema knows more than the reader: the model looks these up."""
LOOKED_UP = "G111"
"""The reader itself looks up the default connection, which no schema can."""


def places(document: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    inner = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for key, value in inner:
        yield from places(value, (*path, key))


def mutants(document: Any, path: tuple[str | int, ...]) -> Iterator[Any]:
    """The document with another value at a place, without it, and with it under an unknown key."""
    *before, last = path
    for mutant in (*MUTANTS, "dropped", "renamed"):
        whole = copy.deepcopy(document)
        at = whole
        for key in before:
            at = at[key]
        if mutant in ("dropped", "renamed"):
            value = at.pop(last)
            if mutant == "renamed" and isinstance(at, dict):
                at[f"zz_{last}"] = value
        else:
            at[last] = mutant
        yield whole


LONG = ("fields", "joins", "measures", "filters", "parameters")


def slim(document: Any, place: tuple[str | int, ...]) -> tuple[Any, tuple[str | int, ...]]:
    """The document with one entry of each long part, that at the place if it lies there: the rest would only take time."""
    small, at = copy.deepcopy(document), list(place)
    for part in (p for p in LONG if p in small):
        wanted = place[1] if place[0] == part and len(place) > 1 else next(iter(places_of(small[part])))
        if place == (part,):
            continue
        if isinstance(small[part], dict):
            small[part] = {wanted: small[part][wanted]}
        else:
            small[part] = [small[part][wanted]]
            at[1:2] = [0] if place[0] == part else at[1:2]
    return small, tuple(at)


def places_of(part: Any) -> Iterator[str | int]:
    return iter(part) if isinstance(part, dict) else iter(range(len(part)))


@pytest.mark.parametrize("path", WHOLE, ids=lambda p: p.stem)
def test_reader_and_schema_agree_on_every_small_change(path: Path) -> None:
    kind = path.stem.partition("_")[0]
    document = parsed(path.read_text(encoding="utf-8"))
    differ = []
    for place in places(document):
        if place in {(), (kind,)}:
            continue
        for mutant in mutants(*slim(document, place)):
            said, valid = complaints(kind, mutant), validator(kind).is_valid(mutant)
            if valid and said and not said[0].startswith(LOOKED_UP):
                differ.append(f"only the reader refuses {place}: {json.dumps(mutant)[:200]}: {said[0]}")
            if not valid and not said and not LATER & set(place):
                differ.append(
                    f"only the schema refuses {place}: {json.dumps(mutant)[:200]}: {refused(kind, mutant)[0]}"
                )
    assert differ == []


def test_descriptions_are_everywhere_a_reader_of_an_editor_looks() -> None:
    for kind in names():
        silent = [key for key, value in schema(kind)["properties"].items() if not _described(schema(kind), value)]
        assert silent == [], kind


def _described(whole: Any, value: Any) -> bool:
    return bool(
        value.get("description") or whole["$defs"].get(value.get("$ref", "").rpartition("/")[2], {}).get("description")
    )


def test_an_unknown_kind_is_told() -> None:
    with pytest.raises(GenesisError, match="G923") as raised:
        schema("trackers")
    assert raised.value.diagnostics[0].hint == "did you mean `tracker`?"
