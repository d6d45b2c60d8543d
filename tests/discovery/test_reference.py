"""docs/language.md says what the code does: its tables are written from the code, its key tables name every key."""

import re

import pytest

from genesis.schema.schemas import schema
from genesis.spec.aggregates import AGGREGATES
from tests.architecture.code import ROOT
from tests.discovery.reference import PARTS

PAGE = ROOT / "docs" / "language.md"


def between(part: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- from the code: {part} -->\n\n)(.*?)(\n<!-- until here -->)", re.DOTALL)


@pytest.mark.parametrize("part", PARTS)
def test_tables_are_current(part: str, *, update: bool) -> None:
    page = PAGE.read_text(encoding="utf-8")
    made = PARTS[part]()
    if update:
        page = between(part).sub(lambda match: match[1] + made + match[3], page)
        PAGE.write_text(page, encoding="utf-8")
    found = between(part).search(page)
    assert found, f"the page has no place for {part}"
    assert found[2] == made, "write it anew with `pytest tests/discovery/test_reference.py --update`"


@pytest.mark.parametrize("kind", ["source", "input", "tracker", "project", "formatter"])
def test_every_key_is_on_the_page(kind: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    keys = set(schema(kind)["properties"]) | {
        key
        for name in ("field", "join", "measure", "item", "limit", "parameter", "block", "annotation", "audit")
        for form in schema(kind)["$defs"].get(name, {}).get("anyOf", [schema(kind)["$defs"].get(name, {})])
        for key in form.get("properties", {})
    }
    assert sorted(key for key in keys - set(AGGREGATES) if f"`{key}" not in page and f"{key}:" not in page) == []
