"""Lists and JSON, with values worked out by hand."""

import pytest

from genesis.model.expression import Value
from tests.functions.evaluation import DuckDB, evaluated

ENGINE = DuckDB()
DOCUMENT = (
    '{"a": {"b": [1, "x", null, 2.5, true, {"c": "d"}]}, "n": null, "t": "text", "a b": "spaced", "e": "", "u": "🦊"}'
)

LISTS: list[tuple[str, object, Value]] = [
    ("cardinality(a)", ["x", None], 2),
    ("cardinality(a)", [], 0),
    ("contains(a, 'x')", ["x", None], True),
    ("contains(a, 'y')", ["x"], False),
    ("element_at(a, 1)", ["x", "y"], "x"),
    ("element_at(a, -1)", ["x", "y"], "y"),
    ("element_at(a, 3)", ["x", "y"], None),
    ("element_at(a, -3)", ["x", "y"], None),
    ("element_at(a, 0)", ["x", "y"], None),
    ("array_join(a, ', ')", ["x", None, ""], "x, "),
    ("array_join(a, ', ')", [], ""),
]

PATHS: list[tuple[str, str | None]] = [
    ("$.t", "text"),
    ("$.e", ""),
    ("$.u", "🦊"),
    ("$.a.b[0]", "1"),
    ("$.a.b[1]", "x"),
    ("$.a.b[2]", None),
    ("$.a.b[3]", "2.5"),
    ("$.a.b[4]", "true"),
    ("$.a.b[5].c", "d"),
    ("$.a.b[9]", None),
    ('$["a b"]', "spaced"),
    ("$.a", None),
    ("$.a.b", None),
    ("$.n", None),
    ("$.missing.deeper", None),
    ("$.t[0]", None),
    ("$.a.b[0][0]", None),
]
SPLIT: list[tuple[str, str, Value]] = [
    ("array_join(split(a, ','), '|')", "a,b,,c", "a|b||c"),
    ("array_join(split(a, ','), '|')", "", ""),
    ("cardinality(split(a, ','))", "", 1),
    ("cardinality(split(a, ', '))", "a, b", 2),
    ("contains(split(a, ','), 'b')", "a,b", True),
    ("contains(split(a, ','), 'b')", "a,bb", False),
    ("element_at(split(a, '.'), -1)", "file.tar.gz", "gz"),
]


@pytest.mark.parametrize(("written", "value", "wanted"), LISTS, ids=str)
def test_lists(written: str, value: object, wanted: Value) -> None:
    assert evaluated(ENGINE, written, a=("list(string)", value)) == wanted  # type: ignore[arg-type]


@pytest.mark.parametrize("written", sorted({case[0] for case in LISTS}))
def test_null_propagates(written: str) -> None:
    assert evaluated(ENGINE, written, a=("list(string)", None)) is None


@pytest.mark.parametrize(("written", "value", "wanted"), SPLIT)
def test_splitting(written: str, value: str, wanted: Value) -> None:
    assert evaluated(ENGINE, written, a=value) == wanted


@pytest.mark.parametrize("kind", ["string", "json"])
@pytest.mark.parametrize(("path", "wanted"), PATHS)
def test_json(kind: str, path: str, wanted: str | None) -> None:
    assert evaluated(ENGINE, f"json_extract_scalar(a, '{path}')", a=(kind, DOCUMENT)) == wanted


def test_text_that_is_no_json_has_no_parts() -> None:
    assert evaluated(ENGINE, "json_extract_scalar(a, '$.x')", a="{nope") is None
    assert evaluated(ENGINE, "json_extract_scalar(a, '$.x')", a="") is None
    assert evaluated(ENGINE, "json_extract_scalar(a, '$.x')", a=("json", None)) is None
    assert evaluated(ENGINE, "coalesce(json_extract_scalar(a, '$.x'), 'none') = 'none'", a="3") is True
