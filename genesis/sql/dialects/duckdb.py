"""DuckDB, from its documentation of functions and types, tried on 2.0."""

from typing import Final

from genesis.sql.dialect import Dialect

_RESERVED: Final = """
all analyse analyze and anti any array as asc asof asymmetric at authorization between binary both by case cast check
coalesce collate collation column columns concurrently constraint create cross default deferrable desc describe
distinct do else end except exists extract false fetch for foreign freeze from full generated glob group grouping
grouping_id having ilike in initially inner inout intersect interval into is isnull join lambda lateral leading left
like limit map national natural nchar none not notnull null nullif offset on only or order out outer overlaps overlay
pivot pivot_longer pivot_wider placing position positional precision primary qualify references returning right row
select semi setof show similar some struct substring summarize symmetric table tablesample then to trailing treat trim
true try_cast tuple union unique unpack unpivot using values variadic verbose when where window with
"""

DIALECT: Final = Dialect(
    name="duckdb",
    functions={
        "+": "a + b",
        "-": "a - b",
        "*": "a * b",
        "/": "a / b",  # of two integers too it is a fraction
        "%": "a % b",
        "quotient": "a // b",
        "negative": "-a",
        "||": "a || b",
        "=": "a = b",
        "<>": "a <> b",
        "<": "a < b",
        "<=": "a <= b",
        ">": "a > b",
        ">=": "a >= b",
        "is_distinct": "a IS DISTINCT FROM b",
        "is_same": "a IS NOT DISTINCT FROM b",
        "like": "a LIKE b",
        "not": "NOT a",
        "nullif": "nullif(a, b)",
        "lower": "lower(a)",
        "upper": "upper(a)",
        "trim": "trim(a)",
        "length": "length(a)",
        "substr": "substring(a, b)",
        "substr/3": "substring(a, b, c)",
        "replace": "replace(a, b, c)",
        "split_part": "list_extract(str_split(a, b), c)",  # split_part gives '' where there is no such part
        "strpos": "strpos(a, b)",
        "contains": "contains",
        "starts_with": "starts_with",
        "ends_with": "ends_with",
        "regexp_like": "regexp_matches",
        "regexp_extract": "CASE WHEN regexp_matches(a, b) THEN regexp_extract(a, b) END",
        "regexp_extract/3": "CASE WHEN regexp_matches(a, b) THEN regexp_extract(a, b, c) END",
        "abs": "abs(a)",
        "round": "round(a)",
        "round/2": "round(a, b)",
        "floor": "floor(a)",
        "ceil": "ceil(a)",
        "greatest": "greatest",
        "least": "least",
        "date_diff": "date_sub",  # whole units that have passed; date_diff counts the borders between
        "date_add/year": "a + to_years(CAST(b AS INT))",
        "date_add/quarter": "a + to_months(CAST(b * 3 AS INT))",
        "date_add/month": "a + to_months(CAST(b AS INT))",
        "date_add/week": "a + to_days(CAST(b * 7 AS INT))",
        "date_add/day": "a + to_days(CAST(b AS INT))",
        "date_add/hour": "a + to_hours(b)",
        "date_add/minute": "a + to_minutes(b)",
        "date_add/second": "a + to_seconds(b)",
        "date_trunc": "date_trunc",
        "year": "year(a)",
        "month": "month(a)",
        "day": "day(a)",
        "date": "CAST(a AS DATE)",
        "to_text": "CAST(a AS TEXT)",
        "today": "CAST(current_timestamp AT TIME ZONE a AS DATE)",
        "at_timezone": "timezone(b, a)",
        "format_date": "strftime",
    },
    aggregates={
        "count": "count",
        "count_distinct": "count",
        "sum": "sum",
        "avg": "avg",
        "min": "min",
        "max": "max",
        "any": "bool_or",
        "all": "bool_and",
        "list": "string_agg",
        "collect": "list",
        "first": "first",
        "percentile": "quantile_cont",
        "approx percentile": "approx_quantile",
    },
    types={
        "string": "TEXT",
        "integer": "BIGINT",
        "float": "DOUBLE",
        "boolean": "BOOLEAN",
        "date": "DATE",
        "timestamp": "TIMESTAMP",
        "timestamptz": "TIMESTAMPTZ",
        "time": "TIME",
        "json": "JSON",
    },
    date_parts={
        "yyyy": "%Y",
        "y": "%-Y",
        "yy": "%y",
        "MMMM": "%B",
        "MMM": "%b",
        "MM": "%m",
        "M": "%-m",
        "dd": "%d",
        "d": "%-d",
        "EEEE": "%A",
        "EEE": "%a",
        "HH": "%H",
        "H": "%-H",
        "hh": "%I",
        "h": "%-I",
        "mm": "%M",
        "ss": "%S",
        "a": "%p",
    },
    reserved=frozenset(_RESERVED.split()),
    recast=frozenset({"round", "floor", "ceil", "date_add", "date_trunc"}),
)
