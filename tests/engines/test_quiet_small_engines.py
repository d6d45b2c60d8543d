"""Where SQLite and MySQL alone would go on with another answer than DuckDB gives: a null, a saturated number, half of a text."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from genesis.diagnostics import GenesisError
from genesis.model.expression import Value
from genesis.sql.dialect import dialect
from genesis.sql.query import ResultColumn
from tests.engines.conftest import Engines
from tests.engines.read_back import read_back
from tests.engines.test_functions import asked, literal
from tests.functions.evaluation import Given, lowered

D = Decimal
MOST = 2**63 - 1
ENGINES = ("duckdb", "sqlite", "mysql")
WANTED: list[tuple[str, Value | Given, Value]] = [
    ("cast(a as decimal(38,0))", 1e36, D(10) ** 36),
    ("cast(a as decimal(38,0))", "9" * 38, D("9" * 38)),
    ("try_cast(a as decimal(38,0))", 1e38, None),
    ("try_cast(a as decimal(38,2))", "9" * 37, None),
    ("try_cast(a as decimal(38,2))", D("1" + "0" * 36), None),
    ("cast(a as bigint)", 2.0**62, 2**62),
    ("cast(a as bigint)", -(2.0**63), -(2**63)),
    ("cast(a as bigint)", 2.0**63 - 1024, 2**63 - 1024),
    ("try_cast(a as double)", "1e400", None),
    ("try_cast(a as double)", "-1e309", None),
    ("try_cast(a as double)", "1e-400", 0.0),
    ("try_cast(a as timestamp)", "2021-01-31t10:00", None),
    ("log10(a)", 1000, 3.0),
    ("log2(a)", 2**62, 62.0),
    ("truncate(a, -19)", MOST, 0),
    ("round(a, -20)", MOST, 0),
    ("split_part(a, 'aa', 1)", "xa", "xa"),
    ("split_part(a, 'aa', 2)", "xa", None),
    ("array_join(split(a, '--'), '|')", "x---", "x|-"),
    ("array_join(split(a, '<br>'), '|')", "a<br><b", "a|<b"),
    ("lpad(a, -1, 'x')", "ab", ""),
    ("rpad(a, length(a) - 5, 'x')", "ab", ""),
    ("rpad(a, 2, '')", "ab", "ab"),
    ("chr(a)", 0x10FFFF, "\U0010ffff"),
    ("date_diff('year', a, date '9999-12-31')", date(2020, 2, 29), 7979),
    ("date_diff('month', date '9999-12-31', a)", date(9999, 11, 30), -1),
    ("date_add('month', 0, a)", date(9999, 12, 31), date(9999, 12, 31)),
    ("last_day_of_month(a)", date(9999, 12, 1), date(9999, 12, 31)),
    ("date_add('second', -1, a)", datetime(1, 1, 1, 0, 0, 1), datetime(1, 1, 1)),
]
ERRORS: list[tuple[str, Value | Given]] = [
    ("cast(a as decimal(38,0))", 1e38),
    ("cast(a as decimal(38,2))", "9" * 37),
    ("cast(a as double)", "1e400"),
    ("round(a, -19)", MOST),
    ("a * a", ("decimal(38,10)", D("9" * 28))),
    ("lpad(a, 5, '')", "ab"),
    ("rpad(a, 5, '')", "ab"),
    *(("chr(a)", n) for n in (-1, 0xD800, 0x110000, 2**32 + 65)),
    *((f"date_add('{unit}', 1, a)", date(9999, 12, 31)) for unit in ("year", "quarter", "month", "week", "day")),
    *((f"date_add('{unit}', 1, a)", datetime(9999, 12, 31, 23, 59, 59)) for unit in ("hour", "minute", "second")),
    ("date_add('year', -1, a)", date(1, 12, 31)),
    ("date_add('day', -1, a)", datetime(1, 1, 1)),
]


SAID = {
    "duckdb": r"(?i)out of range|could not convert|insufficient padding|invalid utf8|can't be cast|G713",
    "sqlite": "malformed JSON",
    "mysql": "out of range",
}
"""How each says that there is no answer; DuckDB has days beyond those of the language, which are refused when they are read."""


def answer(engines: Engines, engine: str, written: str, value: Value | Given) -> Value:
    """What an engine gives."""
    case, cursor = asked(written, None, a=value), engines.cursor(engine)
    ((type_, given),) = case.values.values()
    cursor.execute(f"SELECT {lowered(case.expression, engine)} FROM (SELECT {literal(type_, given, engine)} AS a) AS t")
    column = ResultColumn("value", "value", case.expression.type)
    ((answered,),) = read_back(engine, [tuple(row) for row in cursor.fetchall()], [column])
    return answered


def has(engine: str, written: str, value: Value | Given) -> bool:
    """Whether an engine has the types: SQLite has no decimals."""
    case = asked(written, None, a=value)
    kinds = {case.expression.type.kind, *(type_.kind for type_, _ in case.values.values())}
    return not kinds & dialect(engine).missing


@pytest.mark.parametrize("engine", ENGINES)
def test_answers_are_those_worked_out(engines: Engines, engine: str) -> None:
    cases = [case for case in WANTED if has(engine, *case[:2])]
    assert [(*case[:2], answer(engines, engine, *case[:2])) for case in cases] == cases
    assert len(cases) >= len(WANTED) - 5


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("written", "value"), ERRORS, ids=str)
def test_what_has_no_answer_is_an_error(engines: Engines, engine: str, written: str, value: Value | Given) -> None:
    if not has(engine, written, value):
        with pytest.raises(GenesisError, match="G603"):
            answer(engines, engine, written, value)
        return
    with pytest.raises(Exception, match=SAID[engine]):
        answer(engines, engine, written, value)
