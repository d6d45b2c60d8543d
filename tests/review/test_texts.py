"""SQL texts that differ in names and order alone, and texts that do not."""

import pytest

from genesis.review.texts import same_but_for_names

SAME = [
    ("SELECT a.x AS x FROM s.t AS a", "SELECT b.x AS x FROM s.t AS b"),
    ("SELECT x FROM s.t WHERE a AND b", "SELECT x FROM s.t WHERE b AND a"),
    ("SELECT x FROM s.t WHERE a > 1", "SELECT x FROM s.t WHERE 1 < a"),
    ("SELECT x FROM s.t WHERE a = b", "SELECT x FROM s.t WHERE b = a"),
    ("SELECT x FROM s.t WHERE a IN (1, 2)", "SELECT x FROM s.t WHERE a IN (2, 1)"),
    ("WITH c AS (SELECT t.x FROM s.t) SELECT c.x FROM c", "WITH d AS (SELECT t.x FROM s.t) SELECT d.x FROM d"),
    ("WITH c AS (SELECT t.x, t.y FROM s.t) SELECT c.x FROM c", "WITH c AS (SELECT t.x FROM s.t) SELECT c.x FROM c"),
    ("SELECT x -- why\nFROM s.t", "SELECT\n  x\nFROM s.t"),
    (
        "SELECT CASE k WHEN 1 THEN 'a' WHEN 2 THEN 'b' END AS x FROM s.t",
        "SELECT CASE k WHEN 2 THEN 'b' WHEN 1 THEN 'a' END AS x FROM s.t",
    ),
]
DIFFERENT = [
    ("SELECT a.x AS x FROM s.t AS a", "SELECT a.x AS x FROM s.u AS a"),
    ("SELECT a.x AS x FROM s.t AS a", "SELECT a.y AS x FROM s.t AS a"),
    ("SELECT a.x AS x FROM s.t AS a", "SELECT a.x AS y FROM s.t AS a"),
    ("SELECT x FROM s.t WHERE a AND b", "SELECT x FROM s.t WHERE a OR b"),
    ("SELECT x FROM s.t WHERE a AND b", "SELECT x FROM s.t WHERE a"),
    ("SELECT x FROM s.t WHERE a > 1", "SELECT x FROM s.t WHERE a < 1"),
    ("SELECT x FROM s.t WHERE a > 1", "SELECT x FROM s.t WHERE 1 > a"),
    ("SELECT x FROM s.t WHERE a - b > 0", "SELECT x FROM s.t WHERE b - a > 0"),
    ("SELECT x FROM s.t WHERE a IN (1, 2)", "SELECT x FROM s.t WHERE a IN (1, 2, 3)"),
    ("SELECT x FROM s.t", "SELECT DISTINCT x FROM s.t"),
    ("SELECT x FROM s.t ORDER BY x", "SELECT x FROM s.t ORDER BY x DESC"),
    ("SELECT x FROM s.t LIMIT 1", "SELECT x FROM s.t LIMIT 2"),
    ("SELECT x FROM s.t JOIN s.u ON t.a = u.a", "SELECT x FROM s.t LEFT JOIN s.u ON t.a = u.a"),
    (
        "SELECT a.x AS x FROM s.t AS a JOIN s.t AS b ON a.k = b.k",
        "SELECT b.x AS x FROM s.t AS a JOIN s.t AS b ON a.k = b.k",
    ),
    ("SELECT x FROM s.t WHERE a = 'B'", "SELECT x FROM s.t WHERE a = 'b'"),
    (
        "WITH c AS (SELECT DISTINCT t.x, t.y FROM s.t) SELECT c.x FROM c",
        "WITH c AS (SELECT DISTINCT t.x FROM s.t) SELECT c.x FROM c",
    ),
    (
        "SELECT CASE WHEN a THEN 1 WHEN b THEN 2 END AS x FROM s.t",
        "SELECT CASE WHEN b THEN 2 WHEN a THEN 1 END AS x FROM s.t",
    ),
    ("SELECT x FROM s.t", "SELECT x FROM"),
]


@pytest.mark.parametrize(("before", "after"), SAME)
def test_same(before: str, after: str) -> None:
    assert same_but_for_names(before, after, "duckdb", {"x", "y"})
    assert same_but_for_names(after, before, "duckdb", {"x", "y"})


@pytest.mark.parametrize(("before", "after"), DIFFERENT)
def test_different(before: str, after: str) -> None:
    assert not same_but_for_names(before, after, "duckdb", {"x", "y"})
    assert not same_but_for_names(after, before, "duckdb", {"x", "y"})


def test_a_column_that_a_clause_of_its_own_select_names_is_kept() -> None:
    text = "SELECT s.id FROM (SELECT t.id AS id, {} AS n FROM tab AS t WHERE n > 5) AS s"
    before, after = text.format("length(t.name)"), text.format("length(t.name) - 3")
    assert not same_but_for_names(before, after, "duckdb", {"id"})
