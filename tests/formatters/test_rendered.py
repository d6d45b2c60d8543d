"""`--text`: what SQL renders is what a reader of typed values is shown, for every value."""

from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from genesis.engines.values import typed
from genesis.formatters.text.rendered import rendered
from genesis.model.expression import Column, Value
from genesis.model.shown import Shown
from genesis.model.types import BOOLEAN, DATE, FLOAT, INTEGER, STRING, TIMESTAMP, Type, decimal
from genesis.output.shown import show
from genesis.sql.query import ResultColumn
from tests.functions.evaluation import lowered

NAMES = {
    "integer": "BIGINT",
    "float": "DOUBLE",
    "string": "TEXT",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "boolean": "BOOLEAN",
}
PATTERNS = [
    "0", "#,##0", "#", "000", "#,##0.00", "0.00", "0.#", "#.##", "0.0##", "#,##0.000", "0.000#", "0,000.0",
    "#,##0;(#,##0)", "0.00 'kg'", "'a$1\\'0.0", "0.00;-0.00", "+0;~0.0", "#,###", "0.###############",
]  # fmt: skip
NUMBER_SHOWN = [
    *(Shown("number", p) for p in PATTERNS),
    Shown("percent", "0%"),
    Shown("percent", "0.0%"),
    Shown("percent", "0.0000000000%"),
    Shown("currency", "¤#,##0.00", currency="USD"),
    Shown("currency", "¤#,##0", currency="JPY"),
    Shown("currency", "¤#,##0.000", currency="KWD"),
    Shown("currency", "¤#,##0.00", currency="CHF"),
]


def both(values: list[Value], type_: Type, shown: Shown) -> list[tuple[Value, object, str]]:
    """Each value, its text by SQL and as it is shown."""
    connection = duckdb.connect()
    name = NAMES.get(type_.kind, str(type_))
    connection.execute(f"CREATE TABLE t (n INT, v {name})")
    connection.executemany("INSERT INTO t VALUES (?, ?)", [(i, v) for i, v in enumerate(values)])
    text = lowered(rendered(Column("t", "v", type_), shown), "duckdb")
    rows = connection.execute(f"SELECT v, {text} FROM t ORDER BY n").fetchall()
    column = ResultColumn("v", "V", type_, shown)
    read = [row[0] for row in typed([(v,) for v, _ in rows], [column])]
    return [(v, text, show(v, column)) for v, (_, text) in zip(read, rows, strict=True)]


def check(values: list[Value], type_: Type, shown: Shown) -> None:
    different = [(v, sql, seen) for v, sql, seen in both(values, type_, shown) if (sql or "") != seen]
    assert not different, shown


@pytest.mark.parametrize("shown", NUMBER_SHOWN, ids=lambda s: s.pattern + s.currency)
def test_numbers_at_their_edges(shown: Shown) -> None:
    check([0, 1, -1, 7, 999, 1000, -1000, 123456, 1234567, -(2**63), 2**63 - 1, None], INTEGER, shown)
    small = ["0.00", "0.004", "-0.004", "0.005", "-0.005", "0.995", "-999.995", "1234.5", "1000000.125", "-1e5"]
    check([*map(Decimal, small), None], decimal(18, 3), shown)
    check(
        [0.0, -0.0, 0.5, -0.5, 1.5, 2.5, 1.005, 2.675, 0.125, -0.001, 1e-7, 5e-324, 1e15, 1e16, 123456789012345678.0,
         9.99e20, 1e21, -1.5e300, float("inf"), float("nan"), 0.1 + 0.2, 1 / 3, -999999.995, None],
        FLOAT, shown,
    )  # fmt: skip


@given(shown=st.sampled_from(NUMBER_SHOWN), values=st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_integers(shown: Shown, values: list[Value]) -> None:
    check(values, INTEGER, shown)


@given(shown=st.sampled_from(NUMBER_SHOWN), values=st.lists(st.floats(), min_size=1))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_floats(shown: Shown, values: list[Value]) -> None:
    check(values, FLOAT, shown)


@st.composite
def decimals(draw: st.DrawFn) -> tuple[Type, list[Value]]:
    precision = draw(st.integers(1, 30))
    scale = draw(st.integers(0, precision))
    whole = st.integers(-(10**precision) + 1, 10**precision - 1)
    return decimal(precision, scale), [Decimal(f"{n}e-{scale}") for n in draw(st.lists(whole, min_size=1))]


@given(shown=st.sampled_from(NUMBER_SHOWN), case=decimals())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_decimals(shown: Shown, case: tuple[Type, list[Value]]) -> None:
    check(case[1], case[0], shown)


DATES = [
    "d MMM yyyy",
    "yyyy-MM-dd",
    "EEEE, d MMMM yy",
    "EEE dd.MM.y",
    "Q/yyyy",
    "QQQ y",
    "'week' d 'o''clock'%",
    "M/d/yy",
]
TIMES = [*DATES, "yyyy-MM-dd HH:mm:ss", "h:mm a", "hh 'h' m 'm' s", "H.m"]


@given(pattern=st.sampled_from(DATES), values=st.lists(st.dates(), min_size=1))
@example(pattern="y yy yyyy", values=[date(1, 1, 1), date(999, 12, 31), date(9999, 12, 31), date(2000, 2, 29)])
@settings(max_examples=30, deadline=None, derandomize=True)
def test_dates(pattern: str, values: list[Value]) -> None:
    check([*values, None], DATE, Shown("date", pattern))


@given(pattern=st.sampled_from(TIMES), values=st.lists(st.datetimes(), min_size=1))
@example(pattern="h hh H a", values=[datetime(2021, 1, 1, hour) for hour in range(24)])
@settings(max_examples=30, deadline=None, derandomize=True)
def test_timestamps(pattern: str, values: list[Value]) -> None:
    check([*values, None], TIMESTAMP, Shown("datetime", pattern))


def test_checkboxes() -> None:
    check([True, False, None], BOOLEAN, Shown("checkbox"))


@pytest.mark.parametrize("template", ["", "{v}", "no. {v}!", "x{v}{v}"])
@pytest.mark.parametrize(
    ("type_", "values"),
    [
        (STRING, ["", "a", "ü👍", None]),
        (INTEGER, [0, -7, 2**63 - 1, None]),
        (decimal(9, 2), [Decimal("0.50"), Decimal("-3.00"), None]),
        (FLOAT, [0.0, -0.0, 1.0, 0.1, 1e15, 1e16, 1.5e20, 1e21, 1e-4, 1.5e-5, 1e-7, 9.9e-8, float("inf"), None]),
        (BOOLEAN, [True, False, None]),
        (DATE, [date(2021, 1, 31), None]),
        (TIMESTAMP, [datetime(2021, 1, 31, 1, 2, 3), datetime(2021, 1, 31, 0, 0, 0, 500), None]),
    ],
    ids=lambda x: str(x) if isinstance(x, Type) else "",
)
def test_links_show_plain_values(template: str, type_: Type, values: list[Value]) -> None:
    shown = Shown("link", url="https://example.com/{v}", text=template)
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE t (n INT, v {NAMES.get(type_.kind, str(type_))})")
    connection.executemany("INSERT INTO t VALUES (?, ?)", [(i, v) for i, v in enumerate(values)])
    value = Column("t", "v", type_)
    text = lowered(rendered(value, shown, {"v": value}), "duckdb")
    found = [row[0] for row in connection.execute(f"SELECT {text} FROM t ORDER BY n").fetchall()]
    column = ResultColumn("v", "V", type_, shown)
    assert [text or "" for text in found] == [show(v, column) for v in values]


def test_what_is_shown_by_hand() -> None:
    assert [
        text for _, text, _ in both([Decimal("-1234567.895"), Decimal("0.5")], decimal(18, 3), NUMBER_SHOWN[-4])
    ] == [
        "-$1,234,567.90",
        "$0.50",
    ]
    assert [text for _, text, _ in both([0.125, -0.0004], FLOAT, Shown("percent", "0.0%"))] == ["12.5%", "0.0%"]
    assert [text for _, text, _ in both([-1234], INTEGER, Shown("number", "#,##0;(#,##0)"))] == ["(1,234)"]
    assert [
        t for _, t, _ in both([datetime(2021, 3, 5, 14, 7)], TIMESTAMP, Shown("datetime", "EEE d MMM yyyy, h:mm a"))
    ] == ["Fri 5 Mar 2021, 2:07 PM"]
