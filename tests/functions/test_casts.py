"""Casts, with values worked out by hand: numbers half away from zero, text as the language writes the type."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import duckdb
import pytest

from genesis.model.expression import Value
from genesis.model.types import FLOAT
from tests.functions.evaluation import DuckDB, Given, evaluated, lowered, read, refused

ENGINE = DuckDB()
D = Decimal

CASES: list[tuple[str, Value | Given, Value]] = [
    # from numbers
    ("bigint", D("2.5"), 3),
    ("bigint", D("-2.5"), -3),
    ("bigint", D("2.49"), 2),
    ("bigint", 2.5, 3),
    ("bigint", 3.5, 4),
    ("bigint", -0.5, -1),
    ("bigint", 0.49999999999999994, 0),
    ("bigint", True, 1),
    ("double", 2**53 + 1, 9007199254740992.0),
    ("double", D("0.1"), 0.1),
    ("decimal(10,2)", 7, D("7.00")),
    ("decimal(10,2)", 1.005, D("1.01")),
    ("decimal(10,2)", 2.675, D("2.68")),
    ("decimal(10,2)", -0.125, D("-0.13")),
    ("decimal(10,1)", D("0.25"), D("0.3")),
    ("decimal(10,1)", D("-0.25"), D("-0.3")),
    ("decimal(10,4)", D("0.25"), D("0.2500")),
    # to text
    ("varchar", -7, "-7"),
    ("varchar", D("1.50"), "1.50"),
    ("varchar", ("decimal(2,2)", D("0.50")), "0.50"),
    ("varchar", ("decimal(2,2)", D("-0.05")), "-0.05"),
    ("varchar", ("decimal(38,38)", D("-0.5")), "-0.5" + "0" * 37),
    ("varchar", 0.1, "0.1"),
    ("varchar", 1 / 3, "0.3333333333333333"),
    ("varchar", 0.1 + 0.2, "0.30000000000000004"),
    ("varchar", 8.95, "8.95"),
    ("varchar", 0.0, "0.0"),
    ("varchar", -12.5, "-12.5"),
    ("varchar", 1e7, "10000000.0"),
    ("varchar", 1.5e20, "150000000000000000000"),
    ("varchar", 1e-7, "0.0000001"),
    ("varchar", -1.5e-8, "-1.5e-08"),
    ("varchar", 1.25e300, "1.25e+300"),
    ("varchar", 1e15, "1000000000000000.0"),
    ("varchar", 1e16, "10000000000000000"),
    ("varchar", 1.5e-5, "0.000015"),
    ("varchar", 1e21, "1e+21"),
    ("varchar", True, "true"),
    ("varchar", date(2021, 1, 31), "2021-01-31"),
    ("varchar", datetime(2021, 1, 31, 1, 2, 3), "2021-01-31 01:02:03"),
    ("varchar", datetime(2021, 1, 31, 1, 2, 3, 40), "2021-01-31 01:02:03.000040"),
    ("varchar", time(1, 2, 3), "01:02:03"),
    ("varchar", time(1, 2, 3, 500000), "01:02:03.500000"),
    # dates
    ("date", datetime(2021, 1, 31, 23, 59, 59, 999999), date(2021, 1, 31)),
    ("timestamp", date(2021, 1, 31), datetime(2021, 1, 31)),
    ("time", datetime(2021, 1, 31, 1, 2, 3), time(1, 2, 3)),
    # from text
    ("bigint", "12", 12),
    ("bigint", "-012", -12),
    ("bigint", "+7", 7),
    ("decimal(10,2)", "1.5", D("1.50")),
    ("decimal(10,2)", "-1.005", D("-1.01")),
    ("decimal(10,2)", ".5", D("0.50")),
    ("decimal(10,2)", "7", D("7.00")),
    ("double", "1e3", 1000.0),
    ("double", "-.5", -0.5),
    ("boolean", "TRUE", True),
    ("boolean", "false", False),
    ("date", "2020-02-29", date(2020, 2, 29)),
    ("timestamp", "2021-01-31", datetime(2021, 1, 31)),
    ("timestamp", "2021-01-31T01:02:03.5", datetime(2021, 1, 31, 1, 2, 3, 500000)),
    ("timestamp", "2021-01-31 01:02", datetime(2021, 1, 31, 1, 2)),
    ("timestamp with time zone", "2021-01-31 01:02:03+01:00", datetime(2021, 1, 31, 0, 2, 3, tzinfo=UTC)),
    ("timestamp with time zone", "2021-01-31 10:00+0530", datetime(2021, 1, 31, 4, 30, tzinfo=UTC)),
    ("timestamp with time zone", "2021-01-31T10:00:00.5 -08:00", datetime(2021, 1, 31, 18, 0, 0, 500000, tzinfo=UTC)),
    ("timestamp with time zone", "2021-01-31 10:00 Z", datetime(2021, 1, 31, 10, tzinfo=UTC)),
    ("time", "01:02:03", time(1, 2, 3)),
    ("time", "01:02", time(1, 2)),
]
NOT_SUCH = [
    *(("bigint", t) for t in ("", " 7", "7 ", "2.5", "1e3", "0x1F", "1_000", "9223372036854775808", "٣")),
    *(("decimal(10,2)", t) for t in ("", "1,5", "1e2", "nan", "123456789", "1.5 ", ".")),
    *(("double", t) for t in ("", "inf", "nan", "1,5", "0x1p3")),
    *(("boolean", t) for t in ("", "yes", "t", "1", "on", "true ")),
    *(
        ("date", t)
        for t in ("", "2021-02-29", "2021-1-5", "2021/01/05", "2021-01-05 10:00", "epoch", "infinity", "20210105")
    ),
    *(("timestamp", t) for t in ("", "2021-01-31 25:00", "2021-01-31 10:00:00+02", "epoch", "2021-01-31  10:00")),
    *(("timestamp", t) for t in ("2021-01-31 24:00", "2021-01-31 10:60", "2021-01-31 10:00:60", "2021-01-31 1:00")),
    *(
        ("timestamp with time zone", t)
        for t in ("2021-01-31 24:00Z", "2021-01-31 10:00+2", "2021-01-31 10:00:00", "2021-01-31 10:00:00 Mars/Base")
    ),
    *(("time", t) for t in ("24:00", "24:01", "1:02", ":60", "10:00:60", "10:00 ", "noon")),
]


@pytest.mark.parametrize(("kind", "value", "wanted"), CASES, ids=str)
def test_cast(kind: str, value: Value | Given, wanted: Value) -> None:
    for written in (f"cast(a as {kind})", f"try_cast(a as {kind})"):
        seen = evaluated(ENGINE, written, a=value)
        assert (seen, type(seen), str(seen)) == (
            wanted,
            type(wanted),
            str(seen if kind.startswith("timestamp w") else wanted),
        )


@pytest.mark.parametrize(("kind", "text"), NOT_SUCH, ids=str)
def test_text_that_is_not_such_a_value(kind: str, text: str) -> None:
    assert evaluated(ENGINE, f"try_cast(a as {kind})", a=text) is None
    with pytest.raises(duckdb.Error):
        evaluated(ENGINE, f"cast(a as {kind})", a=text)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("bigint", 1e19),
        ("bigint", float("nan")),
        ("decimal(4,2)", 100),
        ("decimal(4,2)", float("inf")),
        ("decimal(2,1)", D("9.95")),
    ],
)
def test_numbers_that_do_not_fit(kind: str, value: Value) -> None:
    assert evaluated(ENGINE, f"try_cast(a as {kind})", a=value) is None
    with pytest.raises(duckdb.Error):
        evaluated(ENGINE, f"cast(a as {kind})", a=value)


@pytest.mark.parametrize("kind", sorted({case[0] for case in CASES}))
def test_null_propagates(kind: str) -> None:
    assert (
        evaluated(ENGINE, f"cast(a as {kind})", a=("timestamptz" if kind.endswith("zone") else "string", None)) is None
    )


@pytest.mark.parametrize(
    ("given", "kind", "hint"),
    [
        ("integer", "boolean", "write `x <> 0`"),
        ("timestamptz", "date", "at_timezone"),
        ("timestamptz", "timestamp", "at_timezone"),
        ("timestamptz", "varchar", "at_timezone"),
        ("timestamp", "timestamp with time zone", "with_timezone"),
        ("json", "varchar", "json_extract_scalar"),
        ("list(string)", "varchar", "array_join"),
        ("date", "bigint", ""),
        ("boolean", "date", ""),
    ],
)
def test_casts_that_there_are_not(given: str, kind: str, hint: str) -> None:
    from tests.functions.evaluation import given as typed_value

    type_, _ = typed_value((given, None))
    found = refused(lambda: read(f"cast(a as {kind})", {"a": type_}))
    assert found.code == "G314"
    assert hint in found.hint


@pytest.mark.parametrize(
    "kind", ["varchar(10)", "real", "decimal", "decimal(39,2)", "timestamp(3)", "money", "map(varchar, varchar)"]
)
def test_types_that_there_are_not(kind: str) -> None:
    assert refused(lambda: read(f"cast(1 as {kind})", {})).code in {"G301", "G310"}


def test_a_cast_that_a_dialect_cannot_make_names_those_that_can() -> None:
    found = refused(lambda: lowered(read("cast(a as decimal(5,2))", {"a": FLOAT}), "snowflake"))
    assert found.code == "G603"
    assert "cast from float to decimal(5,2)" in found.message
    assert "snowflake" not in found.hint
    assert "trino" in found.hint
