"""DuckDB, from its documentation of functions and types, tried on 2.0."""

from typing import Final

from genesis.sql.dialect import OPERATORS, SHARED, Dialect

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

_WHOLE: Final = "'[+-]?[0-9]+'"
_DECIMAL: Final = "'[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)'"
_FLOAT: Final = "'[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?'"
_CLOCK: Final = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?"
_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TEXTS: Final = {
    "integer": _WHOLE,
    "decimal": _DECIMAL,
    "float": _FLOAT,
    "boolean": "'(?i)true|false'",
    "date": f"'{_DAY}'",
    "time": f"'{_CLOCK}'",
    "timestamp": f"'{_DAY}([ T]{_CLOCK})?'",
    "timestamptz": f"'{_DAY}[ T]{_CLOCK} ?(Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)'",
}
"""How the text of a type is written. DuckDB itself takes much more: ``0x1F``, ``1_000``, ``yes``, ``2021/1/5``."""
_FITS: Final = {kind: f"regexp_full_match(a, {written})" for kind, written in _TEXTS.items()} | {
    "float": f"regexp_full_match(a, {_FLOAT}) AND isfinite(TRY_CAST(a AS DOUBLE))"
}
_READ: Final = {"timestamptz": "regexp_replace(a, ' (Z|[+-])', '\\1')"}

DIALECT: Final = Dialect(
    name="duckdb",
    tried="library",
    functions={
        **OPERATORS,
        "/": "a / b",  # of two integers too it is a fraction
        "%": "a % b",
        "quotient": "a // b",
        "||": "a || b",
        "is_distinct": "a IS DISTINCT FROM b",
        "is_same": "a IS NOT DISTINCT FROM b",
        "like": "a LIKE b",
        "not_true": "a IS NOT TRUE",
        "nullif": "nullif(a, b)",
        "greatest": "greatest",
        "least": "least",
        "lower": "lower(a)",
        "upper": "upper(a)",
        "trim": "trim(a, ' ')",  # without the second argument other kinds of space go too
        "ltrim": "ltrim(a, ' ')",
        "rtrim": "rtrim(a, ' ')",
        "length": "length(a)",
        "substr": "substring(a, b)",
        "substr/3": "substring(a, b, c)",
        "substr anywhere": (
            "CASE WHEN abs(b) BETWEEN 1 AND length(a) THEN substring(a, b)"
            " WHEN NOT a IS NULL AND NOT b IS NULL THEN '' END"
        ),
        "substr anywhere/3": (
            "CASE WHEN abs(b) BETWEEN 1 AND length(a) AND c > 0 THEN substring(a, b, c)"
            " WHEN NOT a IS NULL AND NOT b IS NULL AND NOT c IS NULL THEN '' END"
        ),
        "substr end": "CASE WHEN length(a) >= b THEN right(a, b) WHEN NOT a IS NULL THEN '' END",
        "right": "right",
        "replace": "replace(a, b, c)",
        "split_part": "list_extract(str_split(a, b), c)",  # split_part gives '' where there is no such part
        "split_part anywhere": "CASE WHEN c > 0 THEN list_extract(str_split(a, b), c) END",
        "strpos": "strpos(a, b)",
        "starts_with": "starts_with",
        "ends_with": "ends_with",
        "concat_ws": "concat_ws",
        "lpad": "lpad(a, CAST(b AS INT), c)",
        "rpad": "rpad(a, CAST(b AS INT), c)",
        "reverse": "array_to_string(list_reverse(str_split(a, '')), '')",  # reverse keeps accents with their letters
        "repeat": "repeat",
        "translate": "translate",
        "chr": "chr(CAST(a AS INT))",
        "codepoint": "CASE WHEN a <> '' THEN unicode(a) END",
        "title_case": (
            "array_to_string(list_transform(str_split(a, ' '), LAMBDA w : upper(w[1]) || lower(w[2:])), ' ')"
        ),
        "initials": "array_to_string(list_transform(str_split(a, ' '), LAMBDA w : upper(w[1])), '')",
        "grouped": "regexp_replace(reverse(regexp_replace(reverse(a), '([0-9]{3})', '\\1,', 'g')), '^(-?),', '\\1')",
        "regexp_like": "regexp_matches",
        "regexp_extract": "CASE WHEN regexp_matches(a, b) THEN regexp_extract(a, b) END",
        "regexp_extract/3": "CASE WHEN regexp_matches(a, b) THEN regexp_extract(a, b, c) END",
        "regexp_replace": "regexp_replace(a, b, c, 'g')",
        "edited": "regexp_replace(a, b, c, 'g')",
        "abs": "abs(a)",
        "sign": "sign(a)",
        "round": "round(a)",
        "round/2": "round(a, b)",
        "truncate": "trunc(a)",
        "truncate/2": "trunc(a, b)",
        "floor": "floor(a)",
        "floor/integer": "a",
        "ceil": "ceil(a)",
        "ceil/integer": "a",
        "sqrt": "CASE WHEN a >= 0 THEN sqrt(a) END",
        "cbrt": "cbrt(a)",
        "exp": "exp(a)",
        "ln": "CASE WHEN a > 0 THEN ln(a) END",
        "log10": "CASE WHEN a > 0 THEN log10(a) END",
        "log2": "CASE WHEN a > 0 THEN log2(a) END",
        "power": "CASE WHEN a > 0 OR a = 0 AND b >= 0 OR a < 0 AND b = floor(b) THEN power(a, b) END",
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
        "year": "year",
        "quarter": "quarter",
        "month": "month",
        "week": "week",
        "year_of_week": "isoyear",
        "day": "day",
        "day_of_week": "isodow",
        "day_of_year": "dayofyear",
        "hour": "hour",
        "minute": "minute",
        "second": "second",
        "date": "CAST(a AS DATE)",
        "today": "CAST(current_timestamp AT TIME ZONE a AS DATE)",
        "last_day_of_month": "last_day",
        "at_timezone": "timezone(b, a)",
        "with_timezone": "timezone(b, a)",
        "from_unixtime": "to_timestamp",
        "to_unixtime": "epoch",
        "format_date": "strftime",
        "date_field/y": "CAST(year(a) AS TEXT)",
        "date_field/Q": "CAST(quarter(a) AS TEXT)",
        "date_field/QQQ": "'Q' || CAST(quarter(a) AS TEXT)",
        "contains": "contains",
        "contains/list": "list_contains",
        "split": "str_split",
        "first_places": "list_filter(a, LAMBDA element, place : list_position(a, element) = place)",
        "join_list": "array_to_string",
        "cut_list": "array_to_string(list_slice(a, 1, c), b)",
        "cut_list/4": (
            "CASE WHEN len(a) > c THEN array_to_string(list_append(list_slice(a, 1, c), d), b)"
            " ELSE array_to_string(a, b) END"
        ),
        "cut_list/5": (
            "CASE WHEN len(a) > c THEN array_to_string(list_append(list_slice(a, 1, c), d || (len(a) - c) || e), b)"
            " ELSE array_to_string(a, b) END"
        ),
        "array_join": "array_to_string",
        "cardinality": "len",
        "element_at": "list_extract",
        "json_extract_scalar": (
            "CASE WHEN json_valid(a) THEN"
            " CASE WHEN NOT json_type(a, b) IN ('OBJECT', 'ARRAY') THEN json_extract_string(a, b) END END"
        ),
        "float_text": "CAST(a AS TEXT)",
        "to_text": "CAST(a AS TEXT)",
        "to_text/string": "a",
        "to_text/float": (
            "CASE WHEN abs(a) >= 1e16 AND abs(a) < 1e21"
            " THEN CAST(CAST(CAST(a AS TEXT) AS DECIMAL(38, 0)) AS TEXT)"
            " WHEN abs(a) >= 1e-7 AND abs(a) < 1e-4"
            " THEN rtrim(CAST(CAST(CAST(a AS TEXT) AS DECIMAL(38, 24)) AS TEXT), '0')"
            " ELSE CAST(a AS TEXT) END"
        ),
        "to_text/timestamp": "replace(strftime(a, '%Y-%m-%d %H:%M:%S.%f'), '.000000', '')",
        "to_text/time": (
            "CASE WHEN contains(CAST(a AS TEXT), '.') THEN rpad(CAST(a AS TEXT), 15, '0') ELSE CAST(a AS TEXT) END"
        ),
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
        "list": "string_agg, b",
        "collect": "list",
        "first": "first",
        "percentile": "quantile_cont, b",
        "approx percentile": "approx_quantile, b",
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
    casts={
        "float/integer": "round(a)",
        "float/decimal": "CAST(a AS TEXT)",
        **{
            f"string/{kind}": f"CASE WHEN {fits} THEN {_READ.get(kind, 'a')} ELSE '\"' || a || '\"' END"
            for kind, fits in _FITS.items()
        },
        **{f"try string/{kind}": f"CASE WHEN {fits} THEN {_READ.get(kind, 'a')} END" for kind, fits in _FITS.items()},
    },
    date_parts={
        "yyyy": "%Y",
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
        "m": "%-M",
        "ss": "%S",
        "s": "%-S",
        "a": "%p",
    },
    date_escapes={"%": "%%"},
    replacement=("\\{}", {"\\": "\\\\"}),
    binary_rounding=True,
    decimal_steps=18,
    shared=SHARED
    | {
        "LOWER",
        "UPPER",
        "LIKE",
        "CAST AS TEXT",
        "DATE",
        "TRIM",
        "REPLACE",
        "LENGTH",
        "SUM",
        "MIN",
        "MAX",
        "SPLIT",
        "UNNEST",
        "WITH ORDINALITY",
    },
    reserved=frozenset(_RESERVED.split()),
    recast=frozenset(
        {
            *("round/decimal", "truncate/decimal", "floor/integer", "ceil/integer", "sign/integer"),
            *("date_add/date", "date_trunc/date", "codepoint/integer"),
        }
    ),
)
