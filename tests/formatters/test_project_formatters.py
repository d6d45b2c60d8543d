"""A project's own formatters."""

from decimal import Decimal

import pytest

from genesis.diagnostics import Diagnostic
from genesis.model.types import STRING
from tests.formatters.formatting import formatted, typed
from tests.functions.evaluation import DuckDB, refused, result

ENGINE = DuckDB()
SHORTEN = """formatter: shorten
takes: string
gives: string
arguments: {length: integer, end: string}
sql: "if(length(value) > length, substr(value, 1, length) || end, value)"
"""
HALF = """formatter: half
takes: decimal(18,4)
gives: float
sql: value / 2
"""
LAST = """formatter: last_letters
takes: string
gives: string
arguments: {n: integer}
sql: substr(value, -n)
"""
OWN = {"shorten": SHORTEN, "half": HALF, "last_letters": LAST}


def applied(type_: str, format_: str, value: object) -> object:
    found = formatted(type_, format_, formatters=OWN)
    return result(ENGINE, found.value, {"v": (typed(found), value)})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("type_", "format_", "value", "wanted"),
    [
        ("string", "{shorten: {length: 3, end: '!'}}", "abcd", "abc!"),
        ("string", "{shorten: {length: 3, end: '!'}}", "abc", "abc"),
        ("string", "{shorten: {length: 3, end: '!'}}", None, None),
        ("string", "[upper, {shorten: {length: 1, end: ''}}, {suffix: '.'}]", "abc", "A."),
        ("decimal(6,2)", "half", Decimal("5.00"), 2.5),
        ("string", "{last_letters: 2}", "abc", "bc"),
        ("string", "{last_letters: {n: 2}}", "abc", "bc"),
    ],
)
def test_applied(type_: str, format_: str, value: object, wanted: object) -> None:
    assert applied(type_, format_, value) == wanted


def mistake(format_: str, **own: str) -> Diagnostic:
    return refused(lambda: formatted("string", format_, formatters=OWN | own))


def test_arguments_are_checked_where_they_are_given() -> None:
    assert mistake("{shorten: {length: 3}}").message == "`shorten` needs end"
    assert mistake("{shorten: 3}").code == "G502"
    assert mistake("{shorten: {length: x, end: a}}").code == "G304"
    assert mistake("{shorten: {length: 3, endd: a}}").hint == "did you mean `end`?"
    assert mistake("half").message == "`half` formats a decimal(18,4), this is a string"
    assert mistake("shorte").hint == "did you mean `shorten`?"


@pytest.mark.parametrize(
    ("definition", "code", "line"),
    [
        ("formatter: x\ntakes: string\ngives: string\nsql: upper(title)\n", "G507", 4),
        ("formatter: x\ntakes: string\ngives: string\nsql: upper(value.name)\n", "G507", 4),
        ("formatter: x\ntakes: string\ngives: string\nsql: length(value)\narguments: {n: int}\n", "G301", 5),
        ("formatter: x\ntakes: string\ngives: date\nsql: length(value)\n", "G506", 3),
        ("formatter: x\ntakes: text\ngives: string\nsql: value\n", "G301", 2),
        ("formatter: x\ntakes: string\ngives: string\nsql: (select 1)\n", "G311", 4),
        ("formatter: x\ntakes: integer\ngives: string\nsql: upper(value)\n", "G303", 4),
        ("formatter: x\ntakes: string\ngives: string\nsql: {default: value, duckdb: value}\n", "G601", 4),
    ],
)
def test_definitions_are_checked(definition: str, code: str, line: int) -> None:
    found = mistake("x", x=definition)
    assert (found.code, found.file, found.line) == (code, "definitions/formatters/x.yaml", line)


def test_a_formatter_of_the_language_is_not_replaced() -> None:
    found = mistake("upper", upper="formatter: upper\ntakes: string\ngives: string\nsql: value\n")
    assert found.code == "G508"


def test_null_may_be_formatted_by_any() -> None:
    assert formatted("string", "{shorten: {length: 3, end: x}}", formatters=OWN).value.type == STRING
