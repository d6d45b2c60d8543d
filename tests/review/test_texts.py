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
        "SELECT s.a AS x FROM (SELECT t.p AS a FROM tab AS t) AS s",
        "SELECT s.b AS x FROM (SELECT t.p AS b FROM tab AS t) AS s",
    ),
    (
        "SELECT s.p AS x FROM (SELECT t.p AS p FROM tab AS t) AS s",
        "SELECT s.q AS x FROM (SELECT t.p AS q FROM tab AS t) AS s",
    ),
    (
        "SELECT CASE k WHEN 1 THEN 'a' WHEN 2 THEN 'b' END AS x FROM s.t",
        "SELECT CASE k WHEN 2 THEN 'b' WHEN 1 THEN 'a' END AS x FROM s.t",
    ),
    (
        "SELECT CASE WHEN t.a = 1 THEN 1 WHEN t.a = 2 THEN 2 END AS x FROM s.t",
        "SELECT CASE WHEN t.a = 2 THEN 2 WHEN t.a = 1 THEN 1 END AS x FROM s.t",
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
    (
        "SELECT CASE WHEN t.a = 1 THEN 1 WHEN t.b = 2 THEN 2 END AS x FROM s.t",
        "SELECT CASE WHEN t.b = 2 THEN 2 WHEN t.a = 1 THEN 1 END AS x FROM s.t",
    ),
    (
        "SELECT CASE WHEN t.a = 1 THEN 1 WHEN t.a > 0 THEN 2 END AS x FROM s.t",
        "SELECT CASE WHEN t.a > 0 THEN 2 WHEN t.a = 1 THEN 1 END AS x FROM s.t",
    ),
    (
        "SELECT CASE k WHEN t.a THEN 1 WHEN t.b THEN 2 END AS x FROM s.t",
        "SELECT CASE k WHEN t.b THEN 2 WHEN t.a THEN 1 END AS x FROM s.t",
    ),
    (
        "SELECT CASE k WHEN 1.0 THEN 'a' WHEN 1.00 THEN 'b' END AS x FROM s.t",
        "SELECT CASE k WHEN 1.00 THEN 'b' WHEN 1.0 THEN 'a' END AS x FROM s.t",
    ),
    (
        "SELECT CASE k WHEN 'é' THEN 1 WHEN 'E ' THEN 2 END AS x FROM s.t",
        "SELECT CASE k WHEN 'E ' THEN 2 WHEN 'é' THEN 1 END AS x FROM s.t",
    ),
    (
        "SELECT CASE k WHEN 1 THEN 'a' WHEN '1' THEN 'b' END AS x FROM s.t",
        "SELECT CASE k WHEN '1' THEN 'b' WHEN 1 THEN 'a' END AS x FROM s.t",
    ),
    (
        "SELECT s.a AS x FROM (SELECT t.a AS a FROM tab AS t) AS s",
        "SELECT s.b AS x FROM (SELECT t.b AS b FROM tab AS t) AS s",
    ),
    (
        "SELECT s.a AS x FROM (SELECT a AS a FROM tab) AS s",
        "SELECT s.b AS x FROM (SELECT b AS b FROM tab) AS s",
    ),
    (
        "SELECT s.a AS x FROM (SELECT t.p AS a, t.q AS b FROM tab AS t) AS s",
        "SELECT s.a AS x FROM (SELECT t.p AS b, t.q AS a FROM tab AS t) AS s",
    ),
    (
        "SELECT s.a AS x, s.b AS y FROM (SELECT t.a AS a, t.b AS b FROM tab AS t) AS s",
        "SELECT s.b AS x, s.a AS y FROM (SELECT t.a AS a, t.b AS b FROM tab AS t) AS s",
    ),
    (
        "SELECT (SELECT t.a AS v FROM tab AS t LIMIT 1) AS x FROM s.t",
        "SELECT (SELECT t.b AS v FROM tab AS t LIMIT 1) AS x FROM s.t",
    ),
    (
        "SELECT x FROM s.u WHERE k IN (SELECT t.a FROM tab AS t)",
        "SELECT x FROM s.u WHERE k IN (SELECT t.b FROM tab AS t)",
    ),
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
