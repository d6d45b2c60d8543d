"""Only what is asked for is read: no table and no column that nothing asked for can need."""

import sqlglot
from hypothesis import given, note
from hypothesis import strategies as st
from sqlglot import exp
from sqlglot.optimizer.scope import traverse_scope

from tests.cases.answers import compiled
from tests.properties.drawing import Dice
from tests.properties.needs import Needs
from tests.properties.projects import project
from tests.properties.questions import Asker
from tests.properties.worlds import written


def reads(sql: str) -> tuple[set[str], set[tuple[str, str]]]:
    """The tables that a query reads, and the columns it names of them."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    tables: set[str] = set()
    columns: set[tuple[str, str]] = set()
    for scope in traverse_scope(tree):
        sources = {name: s.name for name, s in scope.sources.items() if isinstance(s, exp.Table) and s.db}
        tables |= set(sources.values())
        columns |= {(sources[c.table], c.name) for c in scope.columns if c.table in sources}
    return tables, columns


@given(st.data())
def test_only_what_is_needed_is_read(data: st.DataObject) -> None:
    dice = Dice(data.draw)
    world = project(dice)
    asker = Asker(dice, world)
    questions = {f"question_{n}": asker.question() for n in range(4)}
    with written(world, questions) as files:
        for name, question in questions.items():
            query = compiled(files, name)
            note(f"{name}:\n{query.sql}")
            needs = Needs(world)
            needs.question(question)
            tables, columns = reads(query.sql)
            assert tables <= needs.tables
            assert columns <= needs.columns


def test_what_a_query_reads_is_seen() -> None:
    sql = "WITH b AS (SELECT x.c FROM s.t AS x) SELECT b.c, a.d FROM s.a CROSS JOIN b WHERE EXISTS(SELECT 1 FROM s.e WHERE e.f = a.g)"
    assert reads(sql) == ({"t", "a", "e"}, {("t", "c"), ("a", "d"), ("e", "f"), ("a", "g")})
