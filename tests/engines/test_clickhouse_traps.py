"""Where ClickHouse alone would go on with another answer, or refuse the text: names of tables, joins, decimals, clocks."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from genesis.compiler import compile_input
from genesis.engines.rows import Row
from genesis.model.expression import Value
from genesis.spec.project import open_project
from tests.engines.conftest import Engines
from tests.engines.read_back import read_back
from tests.engines.test_functions import asked, literal
from tests.functions.evaluation import Given, lowered

TABLES = (
    "CREATE DATABASE IF NOT EXISTS names",
    "DROP TABLE IF EXISTS names.cat",
    (
        "CREATE TABLE names.cat (k Int64, litter Nullable(Int64), born Nullable(DateTime), weight Nullable(Decimal(38, 2)))"
        " ENGINE = Memory"
    ),
    (
        "INSERT INTO names.cat VALUES (1, 10, '2021-03-14 02:30:00', 1.5), (2, 20, '2021-11-07 01:30:00', 2.25),"
        " (3, 10, NULL, NULL)"
    ),
)
DEFINITIONS = {
    "cat": """source: cat
table: names.cat
key: litter
latest_by: k
fields: {k: integer, litter: integer, weight: "decimal(38,2)"}
joins:
  members: {to: every, on: "litter = members.litter and k <> members.k and coalesce(weight, 0) < 9", reverse: latest}
""",
    "every": """source: every
table: names.cat
key: k
fields: {k: integer, litter: integer, born: timestamp, weight: "decimal(38,2)"}
joins:
  later: {to: cat, on: "litter < later.litter", many: false, reverse: earlier}
""",
}
INPUTS: dict[str, tuple[str, list[Row]]] = {
    "a_sub_query_over_the_same_table": (
        "source: cat\nfields: [k]\nfilters: [{some: members, where: [{k: {gt: 0}}]}]",
        [(3, 10)],
    ),
    "what_is_joined_under_the_name_of_a_table": (
        "source: every\nfields: [k, latest.count]\nsort: [k]",
        [(1, 1), (2, 0), (3, 0)],
    ),
    "a_join_by_an_order": (
        "source: every\nfields: [k, {field: later.k, as: later}]\nsort: [k]",
        [(1, 2), (2, None), (3, 2)],
    ),
    "a_sub_query_among_the_columns_of_filtered_rows": (
        "source: cat\nfields: [k]\nfilters: [{any: [{some: members, where: [{k: {gt: 0}}]}, {members.count: {gt: 7}}]}, {k: {gt: 2}}]",
        [(3, 10)],
    ),
    "clocks": (
        "source: every\nfields: [k, born, {sql: hour(born), as: hour}]\nfilters: [{born: '2021-03-14 02:30:00'}]",
        [(1, datetime(2021, 3, 14, 2, 30), 2)],
    ),
    "sums": ("source: every\ngroup_by: []\nfields: [{field: weight, sum: true, as: weight}]", [(Decimal("3.75"),)]),
}


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("names")
    for kind, texts in (("definitions", DEFINITIONS), ("inputs", {n: text for n, (text, _) in INPUTS.items()})):
        (root / kind).mkdir()
        for name, text in texts.items():
            written = text if kind == "definitions" else f"input: {name}\n{text}\n"
            (root / kind / f"{name}.yaml").write_text(written, encoding="utf-8")
    return root


@pytest.mark.parametrize("name", INPUTS)
def test_rows_in_another_zone(name: str, names: Path, engines: Engines) -> None:
    cursor = engines.cursor("clickhouse")
    for statement in TABLES:
        cursor.execute(statement)
    query = compile_input(open_project(names), name, "clickhouse")
    cursor.execute("SET session_timezone = 'America/New_York'")
    try:
        cursor.execute(query.sql)
        assert read_back("clickhouse", cursor.fetchall(), query.columns) == INPUTS[name][1]
    finally:
        cursor.execute("SET session_timezone = ''")


@pytest.mark.parametrize(
    ("value", "one"), [(694.8674738744653, 694.9), (-101.01787042252374, -101.0), (303.18594544552593, 303.2)]
)
def test_a_rounded_float_is_the_nearest_to_its_text(value: float, one: float, engines: Engines) -> None:
    cursor = engines.cursor("clickhouse")
    case = asked("round(a, 1)", one, a=value)
    cursor.execute(f"SELECT {lowered(case.expression, 'clickhouse')} FROM (SELECT {value!r} AS a) AS t")
    assert cursor.fetchall() == [(one,)]


NINES = "9" * 38
MOST = 2**63 - 1


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("a * a", ("decimal(38,0)", Decimal(NINES))),
        ("a * a", ("decimal(20,0)", Decimal("9" * 20))),
        ("a * 2", ("decimal(38,2)", Decimal(f"{NINES[2:]}.99"))),
        ("a + 0.01", ("decimal(38,0)", Decimal(NINES))),
        ("coalesce(a, 0.01)", ("decimal(38,0)", Decimal(NINES))),
        ("round(a, -1)", MOST),
        ("round(a, -19)", MOST),
    ],
)
def test_too_many_digits_are_an_error(written: str, value: Given | Value, engines: Engines) -> None:
    cursor = engines.cursor("clickhouse")
    case = asked(written, None, a=value)
    ((type_, given),) = case.values.values()
    with pytest.raises(Exception, match=r"(?i)overflow|cannot be safely"):
        cursor.execute(
            f"SELECT {lowered(case.expression, 'clickhouse')} FROM (SELECT {literal(type_, given, 'clickhouse')} AS a) AS t"
        )


def test_a_sum_of_too_many_digits_is_an_error(names: Path, engines: Engines) -> None:
    cursor = engines.cursor("clickhouse")
    for statement in TABLES:
        cursor.execute(statement)
    cursor.execute(f"INSERT INTO names.cat SELECT number, 1, NULL, toDecimal128('{NINES[2:]}', 2) FROM numbers(7)")
    query = compile_input(open_project(names), "sums", "clickhouse")
    with pytest.raises(Exception, match=r"(?i)overflow"):
        cursor.execute(query.sql)
