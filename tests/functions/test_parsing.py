"""What the parser lets through, what it refuses, and where it points."""

import re
from functools import partial

import pytest

from genesis.diagnostics import SourceFile
from genesis.model.expression import Call, Column, Literal
from genesis.model.functions import FUNCTIONS
from genesis.model.syntax import Apply, Name, Syntax
from genesis.model.types import DATE, INTEGER, STRING, TIMESTAMP
from genesis.spec.source import read_source
from genesis.sql.dialect import dialect, dialects
from genesis.sql.parse import parse
from tests.functions.evaluation import DuckDB, evaluated, lowered, read, refused, text

NAMES = {"a": STRING, "n": INTEGER, "d": DATE, "t": TIMESTAMP}


def test_every_function_is_read_from_its_own_form() -> None:
    """A function's `form` is how it is written: the parser reads it as that function with as many arguments."""
    for name, function in FUNCTIONS.items():
        written = function.form.replace(", ...", "").replace("[", "").replace("]", "").replace("text or list", "text")
        if "unit" in written:
            written = written.replace("unit", "'day'")
        written = written.replace("separator", "','") if name.startswith("split") else written
        found = parse(text(written.replace("path", "'$.x'")), "trino")
        assert isinstance(found, Apply), written
        assert found.function == name, written
        assert function.accepts_count(len(found.arguments)), written


def test_every_function_has_a_meaning() -> None:
    for name, function in FUNCTIONS.items():
        assert function.meaning.endswith("."), name
        assert function.form, name


@pytest.mark.parametrize("name", dialects())
def test_every_dialect_says_only_functions_of_the_language(name: str) -> None:
    """Entries of a dialect are the language's, or those that formats and filters are made of."""
    made = {
        "today",
        "to_text",
        "float_text",
        "format_date",
        "formatted",
        "date_field",
        "title_case",
        "initials",
        "grouped",
        "edited",
        "right",
        "first_places",
        "not_true",
        "join_list",
        "cut_list",
        "json_listed",
    }
    entries = {key if key == "/" else key.partition("/")[0] for key in dialect(name).functions}
    assert {e.removesuffix(" anywhere").removesuffix(" end") for e in entries} - set(FUNCTIONS) <= made


@pytest.mark.parametrize("name", dialects())
def test_every_dialect_is_told_every_field_of_a_pattern(name: str) -> None:
    fields = {
        "y",
        "yy",
        "yyyy",
        "M",
        "MM",
        "MMM",
        "MMMM",
        "d",
        "dd",
        "EEE",
        "EEEE",
        "Q",
        "QQQ",
        "H",
        "HH",
        "h",
        "hh",
        "m",
        "mm",
        "s",
        "ss",
        "a",
    }
    known = dialect(name)
    unsaid = [f for f in sorted(fields) if f not in known.date_parts and not known.has("date_field", f)]
    assert unsaid == UNSAID_FIELDS.get(name, [])


UNSAID_FIELDS = {"redshift": ["EEEE", "H", "M", "MMMM", "d", "h", "m", "s", "y"], "snowflake": ["EEEE"]}
"""The fields of a date pattern that a dialect has no way to say."""
UNSAID = {
    "athena": ["at_timezone"],
    "bigquery": [],
    "clickhouse": ["split"],
    "databricks": ["chr"],
    "duckdb": [],
    "mysql": [
        *("at_timezone", "cbrt", "from_unixtime", "regexp_extract", "regexp_like", "regexp_replace", "to_unixtime"),
        *("translate", "with_timezone"),
    ],
    "postgres": ["json_extract_scalar", "regexp_extract", "regexp_like", "regexp_replace"],
    "presto": ["at_timezone", "concat_ws", "translate", "with_timezone"],
    "redshift": [
        *("array_join", "at_timezone", "cardinality", "codepoint", "concat_ws", "date_diff", "element_at"),
        "from_unixtime",
        *("json_extract_scalar", "log2", "regexp_extract", "regexp_like", "regexp_replace", "split", "split_part"),
        *("to_unixtime", "with_timezone", "year_of_week"),
    ],
    "snowflake": [
        *("element_at", "from_unixtime", "json_extract_scalar", "regexp_extract", "regexp_like", "regexp_replace"),
        *("to_unixtime", "with_timezone"),
    ],
    "spark": [],
    "sqlite": [
        *("at_timezone", "cbrt", "from_unixtime", "lower", "regexp_extract", "regexp_like", "regexp_replace"),
        *("to_unixtime", "upper", "with_timezone"),
    ],
    "trino": [],
}
"""The functions that a dialect has no way to say."""


@pytest.mark.parametrize("name", dialects())
def test_what_a_dialect_cannot_say_is_known(name: str) -> None:
    spelled = {"and", "or", "concat", "is_null", "is_not_null", "coalesce", "if", "between", "in", "format_datetime"}
    units = {"date_diff": "month", "date_add": "month", "date_trunc": "month"}
    known = dialect(name)
    unsaid = [f for f in FUNCTIONS if f not in spelled and not known.has(f, units.get(f, ""))]
    assert sorted(unsaid) == UNSAID[name]


@pytest.mark.parametrize("name", dialects())
@pytest.mark.parametrize("unit", ["year", "quarter", "month", "week", "day", "hour", "minute", "second"])
def test_every_dialect_knows_every_unit(name: str, unit: str) -> None:
    for function, arguments in (("date_add", "n, t"), ("date_diff", "t, t"), ("date_trunc", "t")):
        read_ = read(f"{function}('{unit}', {arguments})", NAMES)
        if function in UNSAID[name]:
            assert refused(partial(lowered, read_, name)).code == "G603"
        else:
            assert lowered(read_, name)


def test_what_a_dialect_cannot_say_names_those_that_can() -> None:
    found = refused(lambda: lowered(read("regexp_like(a, 'x')", NAMES), "postgres"))
    able = ", ".join(name for name in dialects() if "regexp_like" not in UNSAID[name])
    assert (found.code, found.hint) == ("G603", f"{able} can")
    tried = refused(lambda: lowered(read("try_cast(a as bigint)", NAMES), "postgres"))
    assert re.fullmatch(r"(.*, )?duckdb, (.*, )?trino can", tried.hint)


REFUSED = [
    ("(select 1)", "G311", "sub-queries"),
    ("exists(select 1)", "G311", "sub-queries"),
    ("n in (select 1)", "G311", "sub-queries"),
    ("sum(n)", "G311", "aggregates"),
    ("count(*)", "G311", "aggregates"),
    ("max(n) filter (where n > 1)", "G311", "aggregates"),
    ("row_number() over (order by n)", "G311", "windows"),
    ("sum(n) over ()", "G311", "windows"),
    ("transform(split(a, ','), x -> x)", "G311", "no `transform`"),
    ("current_date", "G311", "current date"),
    ("now()", "G311", "current time"),
    ("current_timestamp", "G311", "current time"),
    ("random()", "G311", "chance"),
    ("uuid()", "G311", "chance"),
    ("d + interval '1' day", "G311", "intervals"),
    ("a ilike 'x'", "G311", "`ilike`"),
    ("a like 'x' escape '!'", "G311", "escape"),
    ("trim(both 'x' from a)", "G311", "other characters"),
    ("split(a, ',')[1]", "G311", "subscripts"),
    ("date_format(d, '%Y')", "G311", "date_format"),
    ("try(n)", "G311", "`try`"),
    ("left(a, 2)", "G311", "substr(a_text, 1, 2)"),
    ("right(a, 2)", "G311", "substr(a_text, -2)"),
    ("array_join(split(a, ','), ',', 'x')", "G311", "`null`"),
    ("from_unixtime(n, 'UTC')", "G311", "`zone`"),
    ("json_extract_scalar(a, '$..x')", "G311", "JSON path"),
    ("json_extract_scalar(a, '$.x[*]')", "G311", "JSON path"),
    ("json_extract(a, '$.x')", "G311", "jsonextract"),
    ("row(1, 2)", "G311", "struct"),
    ("a; n", "G311", "several statements"),
    ("*", "G311", "`*`"),
    ("foo(a)", "G302", "no function `foo`"),
    ("uper(a)", "G302", "did you mean `upper`?"),
    ("title_case(a)", "G302", "no function"),
    ("to_text(n)", "G302", "no function"),
    ("format_date(d, 'yyyy')", "G302", "no function"),
    ("version()", "G311", "version"),
    ("getvariable('x')", "G302", "no function"),
    ("read_csv('x')", "G311", "read"),
    ("a +", "G310", "something is missing beside `+`"),
    ("(a", "G310", "`)` is missing"),
    ("case when true then 1", "G310", "`END` is missing"),
    ("a b", "G310", "`b` does not belong here"),
    ("a as b", "G310", "cannot be read"),
    ("select 1", "G310", "cannot be read"),
    ("drop table t", "G310", "cannot be read"),
    ("set x = 1", "G310", "cannot be read"),
    ("", "G310", "cannot be read"),
    ("-- nothing", "G310", "cannot be read"),
    ("lower(a, a)", "G310", "too many arguments"),
    ("lower()", "G310", "`lower` needs more arguments"),
    ("codepoint(a, a)", "G303", "cannot take 2 arguments"),
    ("n + a", "G303", "needs a number here, this is a string"),
    ("a || n", "G303", "needs a string here, this is an integer"),
    ("year(a)", "G303", "needs a date or timestamp here"),
    ("hour(d)", "G303", "needs a timestamp here, this is a date"),
    ("d > '2021-01-01'", "G303", "date '2021-01-31'"),
    ("if(a, 1, 2)", "G303", "needs a boolean"),
    ("case when n then 1 end", "G303", "needs a boolean"),
    ("case when true then 1 else 'x' end", "G303", "do not go together"),
    ("coalesce(n, a)", "G303", "together"),
    ("coalesce(n)", "G303", "coalesce(a, b, ...)"),
    ("greatest(n)", "G303", "greatest(a, b, ...)"),
    ("nullif(n, a)", "G303", "together"),
    ("n in (1, 'x')", "G303", "together"),
    ("contains(split(a, ','), 1)", "G303", "together"),
    ("n % 2.5", "G303", "integer here"),
    ("cast(n as decimal(38,30)) * cast(n as decimal(38,30))", "G303", "together"),
    ("date '2021-02-29'", "G304", "is not a date"),
    ("date '2021-W05-1'", "G304", "is not a date"),
    ("timestamp '2021-01-01 25:00:00'", "G304", "is not a timestamp"),
    ("timestamp '2021-01-01 10:00:00 Mars/Base'", "G304", "is not a timestamp"),
    ("date_add('fortnight', 1, d)", "G305", "year, quarter, month"),
    ("date_add(a, 1, d)", "G305", "unit of time"),
    ("date_trunc('hour', d)", "G305", "a date has no hours"),
    ("date_diff('minute', d, d)", "G305", "a date has no minutes"),
    ("1e999", "G315", "1e999"),
    (". 2.5", "G315", "no number"),
    ("1" * 39, "G315", "no number"),
    ("format_datetime(d, a)", "G316", "text in quotes"),
    ("split_part(a, '', 1)", "G317", "at least one character"),
    ("split(a, a)", "G316", "text in quotes"),
    ("round(n, n)", "G316", "a number written here, from -30 to 30"),
    ("truncate(2.5, 31)", "G316", "from -30 to 30"),
    ("regexp_extract(a, 'x', -1)", "G316", "from 0 to 9"),
    ("regexp_extract(a, 'x', n)", "G316", "from 0 to 9"),
    ("element_at(split(a, ','))", "G303", "cannot take 1 argument"),
    ("json_extract_scalar(a, '$.x[1e3]')", "G317", "no path"),
    ("timestamp '2021-01-31 10:00:00' . d , like 'UTC' *", "G310", "cannot be read"),
    ("at_timezone(timestamp '2021-01-01 00:00:00 UTC', a)", "G316", "text in quotes"),
    ("regexp_replace(a, 'x', a)", "G316", "text in quotes"),
    ("json_extract_scalar(a, a)", "G316", "text in quotes"),
    ("format_datetime(d, 'HH:mm')", "G317", "without a time"),
    ("format_datetime(d, 'YYYY')", "G317", "`YYYY`"),
    ("with_timezone(t, 'Europe/Lodnon')", "G317", "Europe/London"),
    ("regexp_like(a, '(')", "G317", "missing ), unterminated subpattern"),
    ("regexp_extract(a, '[')", "G317", "unterminated character set"),
    ("regexp_replace(a, 'x(?=y)', '')", "G317", "looks ahead"),
    (r"regexp_like(a, '(x)\1')", "G317", "refers back"),
    ("regexp_like(a, 'a++')", "G317", "`++` repeats what is repeated"),
    ("regexp_like(a, '(?m)^a')", "G317", "`(?m)`"),
    ("regexp_like(a, '(?<n>a)')", "G317", "write `(` alone"),
    ("regexp_like(a, 'a\\Z')", "G317", r"`\Z`"),
    ("regexp_like(a, '[\\D]')", "G317", r"`\D`"),
    ("regexp_like(a, '\\Qa\\E')", "G317", "a backslash before each sign"),
    ("regexp_like(a, 'x{a')", "G317", r"write `\{`"),
    ("regexp_like(a, 'x{1001}')", "G317", "more than 1000 times"),
    ("regexp_like(a, '(?i)\\p{Lu}')", "G317", "where case is ignored"),
    ("regexp_like(a, '\\p{Greek}')", "G317", r"`\p`"),
    ("regexp_like(a, '[[:foo:]]')", "G317", "`[:foo:]`"),
    ("regexp_like(a, '[[:alpha:]')", "G317", "never closed"),
    ("regexp_like(a, '\\z)')", "G317", "too many"),
    ("regexp_replace(a, 'x', '$')", "G317", "`$`"),
    ("regexp_replace(a, 'x', '$12')", "G317", "one digit"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "code", "said"), REFUSED, ids=lambda x: str(x)[:40])
def test_refused(written: str, code: str, said: str) -> None:
    found = refused(lambda: read(written, NAMES))
    assert found.code == code, found
    assert said.lower() in (found.message + found.hint).lower()


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ("upper(a) || foo(n + 1) || a", "foo(n + 1)"),
        ("a || lower(n)", "n"),
        ("n + year( a )", "a"),
        ("concat('🦊', a, sum(n))", "sum(n)"),
        ("date_add('fortnight', 1, d)", "date_add('fortnight', 1, d)"),
        ("a = ')' and foo(a, ')', n) > 1", "foo(a, ')', n)"),
        ("cast(n as boolean)", "n"),
    ],
)
def test_the_place_is_the_part(written: str, part: str) -> None:
    found = refused(lambda: read(written, NAMES))
    assert found.span is not None
    seen = written[found.span.column - 1 : found.span.end_column - 1]
    assert part in seen
    assert len(seen) <= len(part) + len("(select )")


def test_places_in_block_text() -> None:
    file = SourceFile(
        "definitions/s.yaml",
        "source: s\ntable: a.s\nkey: k\nfields:\n  k: integer\n  x:\n    sql: >-\n      upper('🦊')\n      ||\n        foo(k)\n",
    )
    written = read_source(file).fields[1].sql
    assert written is not None
    assert written.default is not None
    found = parse(written.default, "trino")
    names = {"k": INTEGER}

    def look_up(name: Name, _: object) -> Column:
        return Column("t", name.parts[0], names[name.parts[0]])

    from genesis.model.typing import typed

    mistake = refused(lambda: typed(found, written.default, look_up))  # type: ignore[arg-type]
    assert mistake.span is not None
    assert (mistake.code, mistake.line, mistake.column, mistake.span.end_column) == ("G302", 10, 9, 15)


def depth(syntax: Syntax) -> int:
    return 1 + max((depth(a) for a in syntax.arguments), default=0) if isinstance(syntax, Apply) else 1


DEEP = [
    "(" * 1000 + "n" + ")" * 1000,
    "(" * 60 + "n" + ")" * 60 + "+ 1" * 0,
    "not " * 3000 + "n = 1",
    "- " * 3000 + "n",
    "lower(" * 900 + "a" + ")" * 900,
    "lower(" * 100 + "a" + ")" * 100,
    "case when n = 1 then " * 300 + "1" + " end" * 300,
    " + ".join(["n"] * 5000),
    "[" * 3000,
    "n in (" * 500 + "1" + ")" * 500,
]


@pytest.mark.parametrize("written", DEEP, ids=lambda s: s[:12])
def test_deep_nesting_is_refused(written: str) -> None:
    found = refused(lambda: lowered(read(written, NAMES), "duckdb"))
    assert found.code == "G310"


def test_what_is_long_is_not_deep() -> None:
    engine = DuckDB()
    assert evaluated(engine, " or ".join(f"n = {i}" for i in range(5000)), n=4999) is True
    assert evaluated(engine, " and ".join(f"(n <> {i})" for i in range(1000)), n=4999) is True
    assert evaluated(engine, " || ".join(["a"] * 1000), a="x") == "x" * 1000
    assert evaluated(engine, f"n in ({', '.join(map(str, range(5000)))})", n=4999) is True
    assert evaluated(engine, f"coalesce({'null, ' * 500}n)", n=1) == 1
    assert evaluated(engine, "case " + " ".join(f"when n = {i} then {i}" for i in range(500)) + " end", n=499) == 499
    assert evaluated(engine, "upper(" * 40 + "a" + ")" * 40, a="x") == "X"


def test_chains_keep_their_order() -> None:
    found = read("n = 1 or (n = 2 and n = 3) or n = 4 or n = 5", NAMES)
    assert isinstance(found, Call)
    assert (found.function, len(found.arguments)) == ("or", 4)
    engine = DuckDB()
    assert evaluated(engine, "a || ('b' || 'c') || 'd'", a="a") == "abcd"
    assert evaluated(engine, "n - (3 - 2) - 1", n=9) == 7
    assert evaluated(engine, "n - 3 - 2", n=9) == 4
    assert evaluated(engine, "8 / (n / 2) * 2", n=4) == 8.0
    assert evaluated(engine, "-(n - 1)", n=4) == -3
    assert evaluated(engine, "not (n = 1 or n = 2) and true", n=1) is False
    assert evaluated(engine, "(n = 1) = (n = 2)", n=3) is True
    assert evaluated(engine, "(n is null) = false", n=3) is True


def test_names_may_be_long_paths() -> None:
    found = parse(text("a.b.c.d.e.f"), "trino")
    assert isinstance(found, Name)
    assert found.parts == ("a", "b", "c", "d", "e", "f")


@pytest.mark.parametrize("name", ["trino", "duckdb", "postgres", "snowflake", "bigquery", "spark"])
@pytest.mark.parametrize(
    ("written", "function"),
    [
        ("coalesce(a, 'x')", "coalesce"),
        ("lower(a)", "lower"),
        ("length(a)", "length"),
        ("substr(a, 2)", "substr"),
        ("split_part(a, ',', 1)", "split_part"),
        ("greatest(n, 1)", "greatest"),
        ("round(n, 1)", "round"),
        ("a not like 'x'", "not"),
        ("n is distinct from 1", "is_distinct"),
        ("a || 'x'", "||"),
        ("position('x' in a)", "strpos"),
    ],
)
def test_other_dialects_are_read_too(name: str, written: str, function: str) -> None:
    """A project may write its expressions as another engine does; they mean what the language says."""
    found = parse(text(written), name)
    assert isinstance(found, Apply)
    assert found.function == function


@pytest.mark.parametrize(
    ("name", "written"), [("duckdb", "regexp_replace(a, 'x', 'y')"), ("snowflake", "regexp_like(a, 'x')")]
)
def test_what_another_dialect_means_otherwise_is_refused(name: str, written: str) -> None:
    assert refused(lambda: parse(text(written), name)).code == "G311"


@pytest.mark.parametrize(
    "name",
    [
        *("comment", "set", "use", "merge", "copy", "kill", "load", "update", "begin", "truncate"),
        *("show", "call", "explain", "optimize", "prepare", "rename", "vacuum", "execute"),
    ],
)
def test_words_of_statements_are_names(name: str) -> None:
    found = parse(text(f"{name} = 1"), "trino")
    assert isinstance(found, Apply)
    assert found.arguments[0] == Name((name,), 0, len(name))
    behind = parse(text(f"{name}.title = 1"), "trino")
    assert isinstance(behind, Apply)
    assert behind.arguments[0] == Name((name, "title"), 0, len(name) + 6)


def test_null_is_typed_where_it_stands() -> None:
    assert read("coalesce(null, n)", NAMES).type == INTEGER
    assert isinstance(read("null", NAMES), Literal)


def test_an_unknown_function_of_a_dialect_names_those_that_have_it() -> None:
    from genesis.sql.dialects import duckdb as module
    from genesis.sql.expressions import Lowered

    poor = type(module.DIALECT)("duckdb", {}, {}, {}, {}, frozenset())
    found = refused(lambda: Lowered(poor, lambda _: None).value(read("upper(a)", NAMES)))  # type: ignore[arg-type,return-value]
    assert found.code == "G603"
    assert "duckdb" in found.hint
