"""Where ClickHouse and Spark alone would go on with another answer: 0 or '' for nothing, a number that wraps, cut digits."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from genesis.compiler import compile_input
from genesis.diagnostics import GenesisError
from genesis.engines.rows import Row
from genesis.model.expression import Value
from genesis.model.types import DATE, FLOAT, INTEGER, parse_type
from genesis.spec.project import open_project
from tests.engines.conftest import Engines
from tests.engines.read_back import read_back
from tests.engines.test_functions import asked, literal
from tests.functions import test_casts
from tests.functions.evaluation import Given, lowered, read

TABLES = (
    "CREATE DATABASE IF NOT EXISTS plain",
    "DROP TABLE IF EXISTS plain.film",
    (
        "CREATE TABLE plain.film (film_id UInt32, title LowCardinality(String), budget Decimal(10, 2), minutes UInt8,"
        " rating Float32, released Date, seen DateTime('UTC'), good Bool, studio_id UInt32) ENGINE = MergeTree ORDER BY film_id"
    ),
    (
        "INSERT INTO plain.film VALUES"
        " (1, 'Alpha', 1.50, 200, 0.5, '2024-02-29', '2024-02-29 23:00:00', true, 1),"
        " (2, 'Beta', 2.25, 100, 1.5, '2024-03-01', '2024-03-01 01:00:00', false, 9)"
    ),
    "DROP TABLE IF EXISTS plain.studio",
    "CREATE TABLE plain.studio (studio_id UInt32, name String, founded Date) ENGINE = MergeTree ORDER BY studio_id",
    "INSERT INTO plain.studio VALUES (1, 'North', '1990-05-01')",
)
"""Columns as people make them in ClickHouse: none of them may be null."""
DEFINITIONS = {
    "film": """source: film
table: plain.film
key: film_id
fields:
  film_id: integer
  title: string
  budget: decimal(10,2)
  minutes: integer
  rating: float
  released: date
  seen: timestamptz
  good: boolean
  studio_id: integer
joins:
  studio: {to: studio, on: "studio_id = studio.studio_id", reverse: films}
""",
    "studio": """source: studio
table: plain.studio
key: studio_id
fields: {studio_id: integer, name: string, founded: date}
""",
}
NOTHING = "[{film_id: 7}]"
INPUTS: dict[str, tuple[str, list[Row]]] = {
    "unmatched": (
        "fields: [title, studio.name, studio.founded, {sql: \"coalesce(studio.name, 'none')\", as: shown}]\nsort: [film_id]",
        [("Alpha", "North", date(1990, 5, 1), "North", 1), ("Beta", None, None, "none", 2)],
    ),
    "of_none": (
        "group_by: []\nfields: [count, {field: budget, sum: true}, {field: minutes, sum: true, as: minutes},"
        " {field: rating, avg: true, as: rating}, {field: title, min: true, as: first}, {field: released, max: true, as: last},"
        " {field: title, list: true, as: titles}, {field: rating, median: true, as: middle}]\nfilters: " + NOTHING,
        [(0, None, None, None, None, None, None, None)],
    ),
    "of_some": (
        (
            "group_by: []\nfields: [{field: minutes, sum: true, where: film_id = 7, as: missing},"
            " {field: minutes, sum: true, as: total}, {field: budget, avg: true, as: average}]"
        ),
        [(None, 300, 1.875)],
    ),
    "arithmetic": (
        (
            "fields: [{sql: minutes + minutes, as: twice}, {sql: minutes - 250, as: less}, {sql: minutes * minutes * 1000, as: much},"
            " {sql: budget * 1000000.5, as: wide}, {sql: minutes / 3, as: third}, {sql: -minutes, as: below}]\nsort: [film_id]\nlimit: 1"
        ),
        [(400, -50, 40000000, Decimal("1500000.750"), 200 / 3, -200, 1)],
    ),
    "dates": (
        (
            "fields: [released.month, {sql: \"date_add('year', 1, released)\", as: later},"
            " {sql: \"date_diff('day', released, date '2024-03-02')\", as: days}, seen]\nsort: [film_id]\nlimit: 1"
        ),
        [(date(2024, 2, 1), date(2025, 2, 28), 2, datetime(2024, 2, 29, 23, tzinfo=UTC), 1)],
    ),
    "ordered": (
        (
            "group_by: []\nfields: [{field: title, list: {order_by: [-good, released]}, as: titles},"
            " {field: title, first: {order_by: [-rating]}, as: best}]"
        ),
        [("Alpha, Beta", "Beta")],
    ),
    "excluded": ("fields: [title]\nfilters: [{studio.name: {not_in: [North]}}]\nsort: [film_id]", [("Beta", 2)]),
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("plain")
    for kind, texts in (("definitions", DEFINITIONS), ("inputs", {n: text for n, (text, _) in INPUTS.items()})):
        (root / kind).mkdir()
        for name, text in texts.items():
            written = text if kind == "definitions" else f"input: {name}\nsource: film\n{text}\n"
            (root / kind / f"{name}.yaml").write_text(written, encoding="utf-8")
    return root


def test_weeks_back_are_as_many_as_weeks_ahead(engines: Engines) -> None:
    cursor = engines.cursor("clickhouse")
    days = [date(2024, 2, 29), date(2023, 2, 28), date(2019, 4, 14), date(1969, 12, 31), date(2024, 3, 4)]
    for one in days:
        for other in days:
            case = asked(f"date_diff('week', a, date '{other}')", None, a=one)
            given = literal(DATE, one, "clickhouse")
            cursor.execute(f"SELECT {lowered(case.expression, 'clickhouse')} FROM (SELECT {given} AS a) AS t")
            ((weeks,),) = cursor.fetchall()
            assert weeks == int((other - one).days / 7), (one, other)


@pytest.mark.parametrize("text", ["${env:HOME}", "a ${x} b ${y}", "$", "{", "$${", "${"])
def test_spark_takes_no_text_for_a_variable(text: str, engines: Engines) -> None:
    cursor = engines.cursor("spark")
    case = asked(f"a = '{text}'", None, a=text)
    given = "concat(" + ", ".join(f"'{letter}'" for letter in text) + ", '')"
    cursor.execute(f"SELECT {lowered(case.expression, 'spark')} FROM (SELECT {given} AS a) AS t")
    assert [tuple(row) for row in cursor.fetchall()] == [(True,)]


@pytest.mark.parametrize("name", INPUTS)
def test_columns_that_are_never_null(name: str, plain: Path, engines: Engines) -> None:
    cursor = engines.cursor("clickhouse")
    for statement in TABLES:
        cursor.execute(statement)
    query = compile_input(open_project(plain), name, "clickhouse")
    cursor.execute(query.sql)
    assert read_back("clickhouse", cursor.fetchall(), query.columns) == INPUTS[name][1]


LEAST, MOST = -(2**63), 2**63 - 1
TOO_LARGE: list[tuple[str, Given | Value]] = [
    ("a + 1", MOST),
    ("a - 2", LEAST),
    ("a * 2", 2**62),
    ("-a", LEAST),
    ("abs(a)", LEAST),
    ("quotient(a, -1)", LEAST),
    ("cast(a as decimal(4,2))", 100),
    ("cast(a as decimal(2,1))", Decimal("9.95")),
    ("cast(a as bigint)", 1e19),
    ("cast(a as decimal(4,2))", 1e10),
]


@pytest.mark.parametrize("engine", ["clickhouse", "spark"])
@pytest.mark.parametrize(("written", "value"), TOO_LARGE, ids=str)
def test_a_number_that_is_too_large_is_an_error(engine: str, written: str, value: Value, engines: Engines) -> None:
    case = asked(written, None, a=value)
    ((type_, _),) = case.values.values()
    cursor = engines.cursor(engine)
    with pytest.raises(Exception, match=r"(?i)overflow|cannot be|out of|no such value|division|convert"):
        cursor.execute(
            f"SELECT {lowered(case.expression, engine)} FROM (SELECT {literal(type_, value, engine)} AS a) AS t"
        )


@pytest.mark.parametrize("engine", ["clickhouse", "spark"])
def test_a_sum_that_is_too_large_is_an_error(engine: str, tmp_path: Path, engines: Engines) -> None:
    for folder, text in (
        ("definitions", "source: n\ntable: big.n\nkey: i\nfields: {i: integer, n: integer}\n"),
        ("inputs", "input: n\nsource: n\ngroup_by: []\nfields: [{field: n, sum: true}]\n"),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "n.yaml").write_text(text, encoding="utf-8")
    cursor = engines.cursor(engine)
    made = {"clickhouse": ("DATABASE", "Nullable(Int64)"), "spark": ("SCHEMA", "BIGINT")}
    schema, kind = made[engine]
    cursor.execute(f"CREATE {schema} IF NOT EXISTS big")
    rows = f"SELECT CAST(1 AS {kind}) AS i, CAST({MOST} AS {kind}) AS n UNION ALL SELECT CAST(2 AS {kind}), CAST(1 AS {kind})"
    cursor.execute(f"CREATE OR REPLACE VIEW big.n AS {rows}")
    query = compile_input(open_project(tmp_path), "n", engine)
    with pytest.raises(Exception, match=r"(?i)overflow|cannot be safely converted"):
        cursor.execute(query.sql)


@pytest.mark.parametrize("engine", ["bigquery", "clickhouse", "postgres", "spark", "trino"])
@pytest.mark.parametrize(("kind", "text"), [*test_casts.NOT_SUCH, ("double", "1e999")], ids=str)
def test_text_that_is_no_such_value_is_an_error(engine: str, kind: str, text: str, engines: Engines) -> None:
    if (engine, kind) == ("spark", "time"):
        assert refused(kind, engine)
        return
    case = asked(f"cast(a as {kind})", None, a=text)
    ((type_, _),) = case.values.values()
    cursor = engines.cursor(engine)
    with pytest.raises(
        Exception, match=r"(?i)no such value|cannot|could not|invalid|bad |out of range|malformed|overflow|too large"
    ):
        cursor.execute(
            f"SELECT {lowered(case.expression, engine)} FROM (SELECT {literal(type_, text, engine)} AS a) AS t"
        )


def refused(kind: str, engine: str) -> bool:
    with pytest.raises(GenesisError) as caught:
        lowered(asked(f"cast(a as {kind})", None, a="").expression, engine)
    return {found.code for found in caught.value.diagnostics} == {"G603"}


@pytest.mark.parametrize(
    ("written", "kind"), [("a * a", "decimal(20,10)"), ("a + a", "decimal(38,10)"), ("a * n", "decimal(30,8)")]
)
def test_digits_that_spark_would_cut_are_refused(written: str, kind: str) -> None:
    type_ = parse_type(kind)
    assert type_
    expression = read(written, {"a": type_, "n": INTEGER})
    with pytest.raises(GenesisError, match="G603"):
        lowered(expression, "spark")
    assert lowered(expression, "clickhouse")


ZONES = ("America/New_York", "Asia/Kolkata")
MOMENTS: list[tuple[str, Given | Value, Value]] = [
    (
        "at_timezone(a, 'Europe/Berlin')",
        ("timestamptz", datetime(2021, 3, 28, 1, tzinfo=UTC)),
        datetime(2021, 3, 28, 3),
    ),
    ("with_timezone(a, 'Europe/Berlin')", datetime(2021, 3, 28, 3), datetime(2021, 3, 28, 1, tzinfo=UTC)),
    ("date_add('hour', 1, a)", datetime(2021, 3, 14, 1, 30), datetime(2021, 3, 14, 2, 30)),
    ("date_trunc('hour', a)", datetime(2021, 3, 14, 2, 30), datetime(2021, 3, 14, 2)),
    ("date_diff('hour', a, timestamp '2021-03-14 04:00:00')", datetime(2021, 3, 14, 1), 3),
    ("hour(a)", datetime(2021, 3, 14, 2, 30), 2),
    ("to_unixtime(a)", ("timestamptz", datetime(1970, 1, 2, tzinfo=UTC)), 86400.0),
    ("from_unixtime(a)", 86400, datetime(1970, 1, 2, tzinfo=UTC)),
]


@pytest.mark.parametrize("zone", ZONES)
def test_answers_of_spark_do_not_depend_on_the_session(zone: str, engines: Engines) -> None:
    cursor = engines.cursor("spark")
    cursor.execute(f"SET TIME ZONE '{zone}'")
    try:
        for written, value, wanted in MOMENTS:
            case = asked(written, wanted, a=value)
            ((type_, given),) = case.values.values()
            cursor.execute(
                f"SELECT {lowered(case.expression, 'spark')} FROM (SELECT {literal(type_, given, 'spark')} AS a) AS t"
            )
            assert (written, cursor.fetchall()) == (written, [(wanted,)])
    finally:
        cursor.execute("SET TIME ZONE 'UTC'")


@pytest.mark.parametrize("engine", ["athena", "bigquery", "clickhouse", "duckdb", "postgres", "spark", "trino"])
def test_moments_keep_their_microseconds(engine: str, engines: Engines) -> None:
    wanted = datetime(2023, 11, 14, 22, 13, 20, 123456, tzinfo=UTC)
    given = literal(FLOAT, 1700000000.123456, engine)
    cursor = engines.cursor(engine)
    cursor.execute(f"SELECT {lowered(read('from_unixtime(a)', {'a': FLOAT}), engine)} FROM (SELECT {given} AS a) AS t")
    ((seen,),) = cursor.fetchall()
    assert seen == wanted
