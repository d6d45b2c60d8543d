"""Functions of numbers, with values worked out by hand."""

from decimal import Decimal

import duckdb
import pytest

from genesis.model.expression import Value
from genesis.model.types import parse_type
from tests.functions.evaluation import DuckDB, Given, evaluated, given, read

ENGINE = DuckDB()
D = Decimal
LEAST, MOST = -(2**63), 2**63 - 1

CASES: list[tuple[str, Value | Given, Value]] = [
    ("a + 1", 2, 3),
    ("a + 0.5", 2, D("2.5")),
    ("a + 0.5", 0.25, 0.75),
    ("a + 9223372036854775808", 0, D("9223372036854775808")),
    ("a - 0.01", D("1.0"), D("0.99")),
    ("60 * 60 * 24 * 365 * 100 + a", 0, 3153600000),
    ("2147483647 + 1 + a", 0, 2147483648),
    ("-2147483647 - 2 - a", 0, -2147483649),
    ("if(a = 1, 100000, 0) * 100000", 1, 10000000000),
    ("coalesce(nullif(a, 1), a) * 3000000000", 1, 3000000000),
    ("-a", D("1.50"), D("-1.50")),
    ("a * 2", D("1.50"), D("3.00")),
    ("a * a", D("1.50"), D("2.2500")),
    ("a * 1000", ("decimal(18,2)", D("9999999999999999.99")), D("9999999999999999990.00")),
    ("1000 * a", ("decimal(18,2)", D("9999999999999999.99")), D("9999999999999999990.00")),
    ("a * 1.5", ("decimal(18,2)", D("9999999999999999.99")), D("14999999999999999.985")),
    ("a + a", ("decimal(18,2)", D("9999999999999999.99")), D("19999999999999999.98")),
    ("a / 2", 7, 3.5),
    ("a / 2", D("7.00"), 3.5),
    ("a / 0", 7, None),
    ("7 / a", 0, None),
    ("7 / a", 0.0, None),
    ("7 / a", D("0.00"), None),
    ("7 / a", ("integer", None), None),
    ("a / 3", 1, 1 / 3),
    ("a % 3", 7, 1),
    ("a % 3", -7, -1),
    ("a % -3", 7, 1),
    ("7 % a", 0, None),
    ("a % 0", 7, None),
    ("a % -1", LEAST, 0),
    ("mod(a, 4)", -6, -2),
    ("quotient(a, 2)", 7, 3),
    ("quotient(a, 2)", -7, -3),
    ("quotient(a, -2)", 7, -3),
    ("quotient(7, a)", 0, None),
    ("quotient(a, 1)", MOST, MOST),
    ("a + 0", LEAST, LEAST),
    ("abs(a)", -7, 7),
    ("abs(a)", D("-0.50"), D("0.50")),
    ("abs(a)", -0.5, 0.5),
    ("sign(a)", -7, -1),
    ("sign(a)", 0, 0),
    ("sign(a)", D("0.01"), 1),
    ("sign(a)", -0.5, -1),
    # rounding: half away from zero
    ("round(a)", D("0.5"), D("1.0")),
    ("round(a)", D("-0.5"), D("-1.0")),
    ("round(a)", D("2.5"), D("3.0")),
    ("round(a)", D("-1.49"), D("-1.00")),
    ("round(a, 1)", D("9.99"), D("10.00")),
    ("round(a, -1)", D("99.9"), D("100.0")),
    ("round(a, 1)", D("2.25"), D("2.30")),
    ("round(a, 1)", D("-2.25"), D("-2.30")),
    ("round(a, 5)", D("2.25"), D("2.25")),
    ("round(a, -2)", D("1250.00"), D("1300.00")),
    ("round(a)", 2.5, 3.0),
    ("round(a)", -2.5, -3.0),
    ("round(a)", 0.49999999999999994, 0.0),
    ("round(a, 1)", 0.25, 0.3),
    ("round(a, 2)", 1.005, 1.01),
    ("round(a, 2)", -1.005, -1.01),
    ("round(a, 2)", 2.675, 2.68),
    ("round(a, 2)", 1e300, 1e300),
    ("round(a, -1)", 25, 30),
    ("round(a, -1)", -25, -30),
    ("round(a, -1)", 24, 20),
    ("round(a)", MOST, MOST),
    ("round(a, 2)", 7, 7),
    ("truncate(a)", D("-2.79"), D("-2.00")),
    ("truncate(a, 1)", D("-2.79"), D("-2.70")),
    ("truncate(a, 1)", 2.79, 2.7),
    ("truncate(a, 2)", 0.29, 0.29),
    ("truncate(a, 2)", -4.35, -4.35),
    ("truncate(a)", -2.79, -2.0),
    ("truncate(a)", 7, 7),
    ("truncate(a, -1)", 27, 20),
    ("truncate(a, -1)", -27, -20),
    ("truncate(a, -1)", D("27.5"), D("20.0")),
    ("floor(a)", D("-1.5"), -2),
    ("floor(a)", D("1.5"), 1),
    ("floor(a)", -1.5, -2.0),
    ("floor(a)", MOST, MOST),
    ("ceil(a)", D("-1.5"), -1),
    ("ceiling(a)", 1.1, 2.0),
    ("ceil(a)", LEAST, LEAST),
    ("sqrt(a)", 9, 3.0),
    ("sqrt(a)", D("2.25"), 1.5),
    ("sqrt(a)", -1, None),
    ("sqrt(a)", 0, 0.0),
    ("cbrt(a)", 8, 2.0),
    ("exp(a)", 0, 1.0),
    ("ln(a)", 1, 0.0),
    ("ln(a)", 0, None),
    ("ln(a)", -1.5, None),
    ("log10(a)", 1000, 3.0),
    ("log10(a)", 0.0, None),
    ("log2(a)", 8, 3.0),
    ("log(2, a)", 8, 3.0),
    ("power(a, 10)", 2, 1024.0),
    ("power(a, 0.5)", -4, None),
    ("power(a, 3)", -2, -8.0),
    ("power(a, -1)", 0, None),
    ("power(a, 0)", 0, 1.0),
    ("power(a, -2)", 2, 0.25),
    # comparisons and choices
    ("a = 1.50", D("1.5"), True),
    ("a = 1", 1.0, True),
    ("a <> 1", D("1.00"), False),
    ("greatest(a, 2)", D("1.50"), D("2.00")),
    ("least(a, 2)", D("1.50"), D("1.50")),
    ("greatest(a, 1, 5, 3)", 2, 5),
    ("greatest(a, null)", 2, None),
    ("a between 1 and 2", D("2.00"), True),
    ("a not between 1 and 2", 3, True),
    ("a in (1, 2.5)", D("2.50"), True),
    ("coalesce(a, 0)", D("1.50"), D("1.50")),
    ("coalesce(a, 0)", ("decimal(5,2)", None), D("0.00")),
    ("coalesce(a, 2.25)", ("decimal(5,1)", D("1.5")), D("1.50")),
    ("case when a > 1 then a else 2.25 end", ("decimal(5,1)", D("1.5")), D("1.50")),
    ("nullif(a, 0)", 0, None),
    ("nullif(a, 0)", 7, 7),
    ("if(a > 1, 1, 2.5)", 0, D("2.5")),
    ("if(a > 1, 'big')", 0, None),
    ("case when a > 1 then 1 when a > 0 then 0.25 end", 1, D("0.25")),
    ("case a when 1 then 'one' else 'other' end", 1, "one"),
    ("case a when 1 then 'one' else 'other' end", ("integer", None), "other"),
]


@pytest.mark.parametrize(("written", "value", "wanted"), CASES, ids=str)
def test_number(written: str, value: Value | Given, wanted: Value) -> None:
    seen = evaluated(ENGINE, written, a=value)
    assert (seen, type(seen), str(seen)) == (wanted, type(wanted), str(wanted))


ANSWERED = frozenset(
    {
        "coalesce(a, 0)",
        "coalesce(a, 2.25)",
        "case when a > 1 then a else 2.25 end",
        "if(a > 1, 1, 2.5)",
        "if(a = 1, 100000, 0) * 100000",
        "case a when 1 then 'one' else 'other' end",
    },
)


@pytest.mark.parametrize("written", sorted({case[0] for case in CASES} - ANSWERED))
@pytest.mark.parametrize("kind", ["integer", "decimal(10,2)", "float"])
def test_null_propagates(written: str, kind: str) -> None:
    if kind != "integer" and written.startswith(("a %", "7 %", "mod", "quotient")):
        return
    assert evaluated(ENGINE, written, a=(kind, None)) is None


@pytest.mark.parametrize(
    ("written", "value"),
    [("a + 1", MOST), ("-a", LEAST), ("abs(a)", LEAST), ("a * a", 2**40), ("quotient(a, -1)", LEAST)],
)
def test_too_large_for_an_integer_is_an_error(written: str, value: int) -> None:
    with pytest.raises(duckdb.Error):
        evaluated(ENGINE, written, a=value)


TYPES = [
    ("a + 1", "decimal(10,2)", "decimal(22,2)"),
    ("a + b", "decimal(10,2)", "decimal(11,2)"),
    ("a * b", "decimal(10,2)", "decimal(20,4)"),
    ("a * 2", "decimal(10,2)", "decimal(29,2)"),
    ("a * 0.5", "decimal(10,2)", "decimal(12,3)"),
    ("a - 1.005", "decimal(10,2)", "decimal(12,3)"),
    ("a / b", "decimal(10,2)", "float"),
    ("round(a, 1)", "decimal(10,2)", "decimal(11,2)"),
    ("floor(a)", "decimal(10,2)", "integer"),
    ("floor(a)", "float", "float"),
    ("a + 1", "float", "float"),
    ("a + 1", "integer", "integer"),
    ("a * 1.5", "integer", "decimal(21,1)"),
    ("coalesce(a, 1)", "decimal(10,2)", "decimal(21,2)"),
    ("9223372036854775807 + a", "integer", "integer"),
    ("9223372036854775808 + a", "integer", "decimal(20,0)"),
    ("1e3 * a", "integer", "float"),
    ("sign(a)", "float", "integer"),
]


@pytest.mark.parametrize(("written", "kind", "gives"), TYPES)
def test_types(written: str, kind: str, gives: str) -> None:
    type_, _ = given((kind, None))
    assert read(written, {"a": type_, "b": type_}).type == parse_type(gives)


@pytest.mark.parametrize(("written", "kind"), [(w, k) for w, k, g in TYPES if g.startswith("decimal")])
def test_decimals_come_back_with_their_scale(written: str, kind: str) -> None:
    type_, _ = given((kind, None))
    value: Value = 3 if kind == "integer" else D("1.25")
    seen = evaluated(ENGINE, written, a=(kind, value), b=(kind, value))
    assert isinstance(seen, Decimal)
    assert -int(seen.as_tuple().exponent) == read(written, {"a": type_, "b": type_}).type.scale
