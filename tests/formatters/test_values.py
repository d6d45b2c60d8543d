"""Formatters that change the value: what they make of it, worked out by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from genesis.model.expression import Value
from genesis.model.types import parse_type
from tests.formatters.formatting import after, formatted
from tests.functions.evaluation import DuckDB

ENGINE = DuckDB()
D = Decimal

VALUES: list[tuple[str, str, Value, Value]] = [
    # text
    ("string", "trim", "  a b  ", "a b"),
    ("string", "trim", "\ta ", "\ta"),
    ("string", "trim", "   ", ""),
    ("string", "upper", "rue é", "RUE É"),
    ("string", "lower", "ÀÉ 🦊 I", "àé 🦊 i"),
    ("string", "title_case", "the LAST  day", "The Last  Day"),
    ("string", "title_case", "o'neill-smith éric", "O'neill-smith Éric"),
    ("string", "title_case", "", ""),
    ("string", "initials", "ada  king lovelace ", "AKL"),
    ("string", "initials", "🦊 fox", "🦊F"),
    ("string", "{truncate: 5}", "abcdef", "abcd…"),
    ("string", "{truncate: 5}", "abcde", "abcde"),
    ("string", "{truncate: 5}", "🦊🦊🦊🦊🦊🦊", "🦊🦊🦊🦊…"),
    ("string", "{truncate: 1}", "ab", "…"),
    ("string", "{truncate: 1}", "a", "a"),
    ("string", "{replace: {a: b, b: c}}", "aXb", "cXc"),
    ("string", "{replace: {'.': ''}}", "a.b.c", "abc"),
    ("string", "{replace: {\"'\": '\"'}}", "it's", 'it"s'),
    ("string", "{prefix: 'No. '}", "7", "No. 7"),
    ("string", "{suffix: ' min'}", "", " min"),
    ("string", "{mask: {keep: 4}}", "12345678", "••••5678"),
    ("string", "{mask: {keep: 4}}", "12345", "••••2345"),
    ("string", "{mask: {keep: 4}}", "1234", "••••"),
    ("string", "{mask: {keep: 4}}", "", "••••"),
    ("string", "{mask: {keep: 0}}", "secret", "••••"),
    ("string", "{default: 'none yet'}", None, "none yet"),
    ("string", "{default: x}", "", ""),
    # codes
    ("string", "labels", "W", "Wrapped"),
    ("string", "labels", "Z", "Z"),
    ("string", "{map: {a: b, else: c}}", "a", "b"),
    ("string", "{map: {a: b, else: c}}", "z", "c"),
    ("string", "{map: {a: b, else: c}}", None, None),
    ("string", "{map: {else: c, a: b}}", "a", "b"),
    ("string", "{map: {a: b}}", "z", "z"),
    ("string", "{map: {a: null}}", "a", None),
    ("string", "{map: {null: missing, a: b}}", None, "missing"),
    ("string", "{map: {'null': text, 'else': other}}", "null", "text"),
    ("string", "{map: {'null': text, 'else': other}}", "else", "other"),
    ("string", "{map: {'null': text}}", None, None),
    ("integer", "{map: {1: one, -2: minus two}}", -2, "minus two"),
    ("integer", "{map: {1: one}}", 3, "3"),
    ("decimal(5,2)", "{map: {1.5: x}}", D("1.50"), "x"),
    ("decimal(5,2)", "{map: {1.5: x}}", D("2.00"), "2.00"),
    ("boolean", "{map: {true: on, false: off}}", False, "off"),
    ("date", "{map: {2021-01-31: last, else: other}}", date(2021, 1, 31), "last"),
    # numbers
    ("integer", "{default: 0}", None, 0),
    ("decimal(5,2)", "{default: 0}", None, D("0.00")),
    ("integer", "{round: 2}", 125, 125),
    ("integer", "{round: -1}", 125, 130),
    ("integer", "{round: -1}", -125, -130),
    ("decimal(6,3)", "{round: 2}", D("2.345"), D("2.350")),
    ("decimal(6,3)", "{round: 2}", D("-2.345"), D("-2.350")),
    ("decimal(6,3)", "{round: 0}", D("2.500"), D("3.000")),
    ("decimal(3,2)", "{round: 1}", D("9.95"), D("10.00")),
    ("float", "{round: 1}", 2.25, 2.3),
    ("float", "{round: 0}", -2.5, -3.0),
    ("integer", "{scale: 60}", 7, 420),
    ("integer", "{scale: 0.1}", 7, D("0.7")),
    ("decimal(5,2)", "{scale: 0.001}", D("123.45"), D("0.12345")),
    ("decimal(18,2)", "{scale: 1000}", D("9999999999999999.99"), D("9999999999999999990.00")),
    ("float", "{scale: 2}", 1.5, 3.0),
    ("integer", "{scale: 1e3}", 2, 2000.0),
    ("integer", "{bucket: [10, 100]}", 9, "< 10"),
    ("integer", "{bucket: [10, 100]}", 10, "10 – < 100"),
    ("integer", "{bucket: [10, 100]}", 99, "10 – < 100"),
    ("integer", "{bucket: [10, 100]}", 100, "≥ 100"),
    ("decimal(6,2)", "{bucket: [-0.5, 0.50]}", D("-0.51"), "< -0.5"),
    ("decimal(6,2)", "{bucket: [-0.5, 0.50]}", D("0.50"), "≥ 0.50"),
    ("float", "{bucket: [1.5]}", 1.5, "≥ 1.5"),
    ("integer", "{duration: seconds}", 3909, "1:05:09"),
    ("integer", "{duration: seconds}", 7, "0:00:07"),
    ("integer", "{duration: seconds}", -60, "-0:01:00"),
    ("integer", "{duration: seconds}", 360000, "100:00:00"),
    ("integer", "{duration: minutes}", 65, "1:05:00"),
    ("float", "{duration: hours}", 1.5, "1:30:00"),
    ("decimal(8,3)", "{duration: minutes}", D("0.008"), "0:00:00"),
    ("decimal(8,3)", "{duration: minutes}", D("-0.025"), "-0:00:02"),
    ("float", "{duration: seconds}", -0.4, "0:00:00"),
    # others
    ("boolean", "yes_no", True, "Yes"),
    ("boolean", "yes_no", False, "No"),
    ("boolean", "{yes_no: [Da, Net]}", False, "Net"),
    ("timestamptz", "{timezone: America/Los_Angeles}", datetime(2021, 3, 14, 9, 59, tzinfo=UTC), datetime(2021, 3, 14, 1, 59)),
    ("timestamptz", "{timezone: America/Los_Angeles}", datetime(2021, 3, 14, 10, 0, tzinfo=UTC), datetime(2021, 3, 14, 3, 0)),
    ("timestamptz", "{timezone: Asia/Kathmandu}", datetime(2021, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, 5, 45)),
    # pipelines
    ("string", "[trim, upper, {truncate: 3}]", " abcd ", "AB…"),
    ("string", "[{default: '-'}, {prefix: '<'}, {suffix: '>'}]", None, "<->"),
    ("string", "[{prefix: '<'}, {default: '-'}]", None, "-"),
    ("string", "[labels, upper]", "W", "WRAPPED"),
    ("integer", "[{map: {0: none}}, {suffix: ' left'}]", 3, "3 left"),
]  # fmt: skip
NULL_STAYS = [
    *((kind, "string") for kind in ("trim", "upper", "lower", "title_case", "initials", "{truncate: 3}", "labels")),
    *((kind, "string") for kind in ("{replace: {a: b}}", "{prefix: a}", "{suffix: a}", "{mask: {keep: 2}}", "{mask: {keep: 0}}")),
    *((kind, "decimal(6,2)") for kind in ("{round: 1}", "{scale: 0.5}", "{bucket: [1]}", "{duration: minutes}")),
    ("yes_no", "boolean"),
    ("{timezone: UTC}", "timestamptz"),
]  # fmt: skip
CODES = "{IP: In production, W: Wrapped}"


@pytest.mark.parametrize(("type_", "format_", "value", "wanted"), VALUES, ids=str)
def test_value(type_: str, format_: str, value: Value, wanted: Value) -> None:
    codes = CODES if "labels" in format_ else ""
    seen = after(ENGINE, type_, format_, value, values=codes)
    assert (seen, type(seen)) == (wanted, type(wanted))


@pytest.mark.parametrize(("format_", "type_"), NULL_STAYS)
def test_null_stays_null(format_: str, type_: str) -> None:
    assert after(ENGINE, type_, format_, None, values=CODES if format_ == "labels" else "") is None


def test_labels_may_name_null() -> None:
    assert after(ENGINE, "string", "labels", None, values="{null: Not known, W: Wrapped}") == "Not known"


@pytest.mark.parametrize(
    ("type_", "value", "wanted"),
    [
        ("list(string)", ["a", None, "b"], "a, b"),
        ("list(string)", [], ""),
        ("list(string)", None, None),
        ("list(integer)", [3, -1], "3, -1"),
        ("list(decimal(5,2))", [D("1.50"), D("2")], "1.50, 2.00"),
        ("list(boolean)", [True, False], "true, false"),
        ("list(date)", [date(2021, 1, 31)], "2021-01-31"),
    ],
)
def test_join(type_: str, value: object, wanted: str | None) -> None:
    assert after(ENGINE, type_, '{join: ", "}', value) == wanted  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("type_", "format_", "gives"),
    [
        ("integer", "{scale: 3}", "integer"),
        ("integer", "{scale: 0.25}", "decimal(22,2)"),
        ("decimal(10,2)", "{scale: 0.25}", "decimal(13,4)"),
        ("float", "{scale: 0.25}", "float"),
        ("decimal(10,2)", "{round: 0}", "decimal(11,2)"),
        ("timestamptz", "{timezone: UTC}", "timestamp"),
        ("integer", "{bucket: [1]}", "string"),
        ("date", "{default: 2021-01-31}", "date"),
    ],
)
def test_types(type_: str, format_: str, gives: str) -> None:
    assert formatted(type_, format_).value.type == parse_type(gives)


def test_what_orders_as_its_codes_do() -> None:
    assert formatted("string", "labels", values=CODES).relabelled
    assert formatted("integer", "{bucket: [1]}").relabelled
    assert not formatted("string", "upper").relabelled
    assert not formatted("string", "[labels, upper]", values=CODES).relabelled
    assert not formatted("string", "none").relabelled
