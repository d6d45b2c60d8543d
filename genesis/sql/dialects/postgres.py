"""PostgreSQL, from its documentation of functions and types, tried on 15 (a database in UTF-8).

Its regular expressions are of another kind than RE2, so what takes a user's pattern has no entry.
Long because a dialect is one table.
"""

from string import ascii_letters
from typing import Final

from genesis.sql.dialect import OPERATORS, SHARED, Dialect

_RESERVED: Final = """
all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column
concurrently constraint create cross current_catalog current_date current_role current_schema current_time
current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from
full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime
localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning
right select session_user similar some symmetric system_user table tablesample then to trailing true union unique user
using variadic verbose when where window with
"""

_CLOCK: Final = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?"
_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TEXTS: Final = {
    "integer": "[+-]?[0-9]+",
    "decimal": "[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)",
    "float": "[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?",
    "boolean": "[tT][rR][uU][eE]|[fF][aA][lL][sS][eE]",
    "date": _DAY,
    "time": _CLOCK,
    "timestamp": f"{_DAY}([ T]{_CLOCK})?",
    "timestamptz": f"{_DAY}[ T]{_CLOCK} ?(Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)",
}
"""How the text of a type is written. PostgreSQL itself takes much more, with or without quotes: ``epoch``, ``Jan 5 2021``."""

_UNITS: Final = ("year", "quarter", "month", "week", "day", "hour", "minute", "second")
_EXACT: Final = "CAST(CAST(a AS TEXT) AS DECIMAL)"
_DOUBLE: Final = "CAST(a AS DOUBLE PRECISION)"
_BOTH: Final = "NOT a IS NULL AND NOT b IS NULL"
_EARLIER: Final = "LEAST(CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP))"
_LATER: Final = "GREATEST(CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP))"
_SIGN: Final = "CASE WHEN CAST(a AS TIMESTAMP) < CAST(b AS TIMESTAMP) THEN -1 ELSE 1 END"
_MONTHS: Final = (
    f"(12 * (EXTRACT(year FROM {_LATER}) - EXTRACT(year FROM {_EARLIER}))"
    f" + EXTRACT(month FROM {_LATER}) - EXTRACT(month FROM {_EARLIER}))"
)
_WHOLE_MONTHS: Final = (
    f"({_MONTHS} - CASE WHEN {_EARLIER} + CAST({_MONTHS} AS INT) * INTERVAL '1 month' > {_LATER} THEN 1 ELSE 0 END)"
)
_SECONDS: Final = "EXTRACT(epoch FROM CAST(a AS TIMESTAMP) - CAST(b AS TIMESTAMP))"


def _months(count: int) -> str:
    return f"CASE WHEN {_BOTH} THEN {_SIGN} * TRUNC({_WHOLE_MONTHS} / {count}) END"


def _part(field: str) -> str:
    return f"CAST(EXTRACT({field} FROM a) AS BIGINT)"


def _logarithm(base: int) -> str:
    return f"CASE WHEN a > 0 THEN CAST(log(CAST({base} AS DECIMAL), {_EXACT}) AS DOUBLE PRECISION) END"


def _via(kind: str) -> dict[str, str]:
    """Rounding of floats, for which PostgreSQL has only half to even."""
    return {
        f"{kind}/float": f"CAST({kind if kind == 'round' else 'trunc'}({_EXACT}) AS DOUBLE PRECISION)",
        f"{kind}/float/2": f"CAST({kind if kind == 'round' else 'trunc'}({_EXACT}, b) AS DOUBLE PRECISION)",
    }


DIALECT: Final = Dialect(
    name="postgres",
    tried="server",
    functions={
        **OPERATORS,
        "/": f"{_DOUBLE} / b",
        "%": "a % b",
        "quotient": "a / b",
        "||": "a || b",
        "is_distinct": "a IS DISTINCT FROM b",
        "is_same": "a IS NOT DISTINCT FROM b",
        "like": "a LIKE b ESCAPE ''",
        "nullif": "nullif(a, b)",
        "greatest": "greatest",
        "least": "least",
        "lower": """(lower(translate(a, 'İΣ', 'iσ') COLLATE "und-x-icu") COLLATE "C")""",
        "upper": '(upper(a COLLATE "und-x-icu") COLLATE "C")',
        "trim": "btrim",
        "ltrim": "ltrim",
        "rtrim": "rtrim",
        "length": "length",
        "substr": "substr(a, CAST(b AS INT))",
        "substr/3": "substr(a, CAST(b AS INT), CAST(c AS INT))",
        "substr anywhere": (
            "CASE WHEN b BETWEEN 1 AND length(a) THEN substr(a, CAST(b AS INT))"
            " WHEN b BETWEEN -length(a) AND -1 THEN right(a, CAST(-b AS INT))"
            f" WHEN {_BOTH} THEN '' END"
        ),
        "substr anywhere/3": (
            "CASE WHEN c > 0 AND b BETWEEN 1 AND length(a) THEN substr(a, CAST(b AS INT), CAST(c AS INT))"
            " WHEN c > 0 AND b BETWEEN -length(a) AND -1 THEN left(right(a, CAST(-b AS INT)), CAST(c AS INT))"
            f" WHEN {_BOTH} AND NOT c IS NULL THEN '' END"
        ),
        "substr end": f"CASE WHEN length(a) >= b THEN right(a, CAST(b AS INT)) WHEN {_BOTH} THEN '' END",
        "right": "right(a, CAST(b AS INT))",
        "replace": "replace",
        "split_part": "CASE WHEN a = '' AND c = 1 THEN '' ELSE (string_to_array(a, b))[CAST(c AS INT)] END",
        "strpos": "strpos",
        "starts_with": "starts_with",
        "ends_with": "right(a, length(b)) = b",
        "concat_ws": "concat_ws",
        "lpad": "lpad(a, CAST(b AS INT), c)",
        "rpad": "rpad(a, CAST(b AS INT), c)",
        "reverse": "reverse",
        "repeat": "repeat(a, CAST(b AS INT))",
        "translate": "translate",
        "chr": "chr(CAST(a AS INT))",
        "codepoint": "CASE WHEN a <> '' THEN ascii(a) END",
        "grouped": "regexp_replace(reverse(regexp_replace(reverse(a), '([0-9]{3})', '\\1,', 'g')), '^(-?),', '\\1')",
        "edited": "regexp_replace(a, b, c, 'g')",
        "abs": "abs",
        "sign": "sign(a)",
        "round": "round",
        "round/integer": "round(CAST(a AS DECIMAL))",
        "round/integer/2": "round(CAST(a AS DECIMAL), b)",
        "truncate": "trunc",
        "truncate/integer": "a",
        "truncate/integer/2": "trunc(CAST(a AS DECIMAL), b)",
        **_via("round"),
        **_via("truncate"),
        "floor": "floor",
        "floor/integer": "a",
        "ceil": "ceil",
        "ceil/integer": "a",
        "sqrt": f"CASE WHEN a >= 0 THEN sqrt({_DOUBLE}) END",
        "cbrt": f"cbrt({_DOUBLE})",
        "exp": f"exp({_DOUBLE})",
        "ln": f"CASE WHEN a > 0 THEN ln({_DOUBLE}) END",
        "log10": _logarithm(10),
        "log2": _logarithm(2),
        "power": (
            "CASE WHEN a > 0 OR a = 0 AND b >= 0 OR a < 0 AND b = floor(b)"
            f" THEN power({_DOUBLE}, CAST(b AS DOUBLE PRECISION)) END"
        ),
        "date_diff/year": _months(12),
        "date_diff/quarter": _months(3),
        "date_diff/month": _months(1),
        "date_diff/week": f"TRUNC({_SECONDS} / 604800)",
        "date_diff/day": f"TRUNC({_SECONDS} / 86400)",
        "date_diff/hour": f"TRUNC({_SECONDS} / 3600)",
        "date_diff/minute": f"TRUNC({_SECONDS} / 60)",
        "date_diff/second": f"TRUNC({_SECONDS})",
        "date_add/year": "a + b * INTERVAL '1 year'",
        "date_add/quarter": "a + b * INTERVAL '3 months'",
        "date_add/month": "a + b * INTERVAL '1 month'",
        "date_add/week": "a + b * INTERVAL '7 days'",
        "date_add/day": "a + b * INTERVAL '1 day'",
        "date_add/hour": "a + b * INTERVAL '1 hour'",
        "date_add/minute": "a + b * INTERVAL '1 minute'",
        "date_add/second": "a + b * INTERVAL '1 second'",
        **{f"date_trunc/{unit}": f"date_trunc('{unit}', CAST(a AS TIMESTAMP))" for unit in _UNITS},
        "year": _part("year"),
        "quarter": _part("quarter"),
        "month": _part("month"),
        "week": _part("week"),
        "year_of_week": _part("isoyear"),
        "day": _part("day"),
        "day_of_week": _part("isodow"),
        "day_of_year": _part("doy"),
        "hour": _part("hour"),
        "minute": _part("minute"),
        "second": "CAST(FLOOR(EXTRACT(second FROM a)) AS BIGINT)",
        "date": "CAST(a AS DATE)",
        "today": "CAST(current_timestamp AT TIME ZONE a AS DATE)",
        "last_day_of_month": (
            "CAST(date_trunc('month', CAST(a AS TIMESTAMP)) + INTERVAL '1 month' - INTERVAL '1 day' AS DATE)"
        ),
        "at_timezone": "timezone(b, a)",
        "with_timezone": "timezone(b, a)",
        "from_unixtime": f"to_timestamp({_DOUBLE})",
        "to_unixtime": "CAST(EXTRACT(epoch FROM a) AS DOUBLE PRECISION)",
        "format_date": "to_char",
        "formatted/date": "CAST(a AS TIMESTAMP)",
        "date_field/y": "CAST(EXTRACT(year FROM a) AS TEXT)",
        "contains": "strpos(a, b) > 0",
        "contains/list": f"CASE WHEN {_BOTH} THEN COALESCE(b = ANY(a), FALSE) END",
        "split": "CASE WHEN a = '' THEN ARRAY[''] ELSE string_to_array(a, b) END",
        "array_join": "array_to_string",
        "cardinality": "cardinality",
        "element_at": "(a)[CASE WHEN b < 0 THEN cardinality(a) + 1 + b ELSE b END]",
        "float_text": "replace(lower(CAST(a AS TEXT)), 'infinity', 'inf')",
        "first_places": (
            "(SELECT array_agg(listed.element ORDER BY listed.place) FROM (SELECT given.element, min(given.place) AS place"
            " FROM UNNEST(a) WITH ORDINALITY AS given(element, place) GROUP BY given.element) AS listed)"
        ),
        "join_list": "array_to_string",
        "cut_list": "array_to_string((a)[1:c], b)",
        "cut_list/4": (
            "CASE WHEN cardinality(a) > c THEN array_to_string((a)[1:c] || d, b) ELSE array_to_string(a, b) END"
        ),
        "cut_list/5": (
            "CASE WHEN cardinality(a) > c THEN array_to_string((a)[1:c] || (d || CAST(cardinality(a) - c AS TEXT) || e), b)"
            " ELSE array_to_string(a, b) END"
        ),
        "not_true": "a IS NOT TRUE",
        "to_text": "CAST(a AS TEXT)",
        "to_text/string": "a",
        "to_text/float": (
            f"CASE WHEN abs(a) < 1e16 AND a = trunc(a) THEN CAST({_EXACT} AS TEXT) || '.0'"
            f" WHEN abs(a) >= 1e-7 AND abs(a) < 1e21 THEN CAST({_EXACT} AS TEXT)"
            " ELSE replace(lower(CAST(a AS TEXT)), 'infinity', 'inf') END"
        ),
        "to_text/timestamp": "replace(to_char(a, 'YYYY-MM-DD HH24:MI:SS.US'), '.000000', '')",
        "to_text/time": "replace(to_char(CAST(a AS INTERVAL), 'HH24:MI:SS.US'), '.000000', '')",
    },
    aggregates={
        "count": "count",
        "count_distinct": "count",
        "sum": "sum",
        "sum/integer": "sum > CAST(a AS BIGINT)",
        "avg": "avg > CAST(a AS DOUBLE PRECISION)",
        "min": "min",
        "min/string": 'min of a COLLATE "C"',
        "min/boolean": "bool_and",
        "max": "max",
        "max/string": 'max of a COLLATE "C"',
        "max/json": "max of CAST(a AS TEXT) > CAST(a AS JSON)",
        "max/boolean": "bool_or",
        "any": "bool_or",
        "all": "bool_and",
        "list": "string_agg, b",
        "collect": "array_agg",
        "first": "array_agg > (a)[1]",
        "percentile": "percentile_cont within",
        "approx percentile": "percentile_cont within",
    },
    qualify=False,
    types={
        "string": "TEXT",
        "integer": "BIGINT",
        "float": "DOUBLE PRECISION",
        "boolean": "BOOLEAN",
        "date": "DATE",
        "timestamp": "TIMESTAMP",
        "timestamptz": "TIMESTAMPTZ",
        "time": "TIME",
        "json": "JSON",
    },
    casts={
        "float/integer": f"round({_EXACT})",
        "float/decimal": "CAST(a AS TEXT)",
        "boolean/integer": "CAST(a AS INT)",
        **{f"string/{k}": f"CASE WHEN a ~ '^({w})$' THEN a ELSE 'no such value: ' || a END" for k, w in _TEXTS.items()},
    },
    date_parts={
        "yyyy": "YYYY",
        "yy": "YY",
        "MMMM": "FMMonth",
        "MMM": "Mon",
        "MM": "MM",
        "M": "FMMM",
        "dd": "DD",
        "d": "FMDD",
        "EEEE": "FMDay",
        "EEE": "Dy",
        "Q": "Q",
        "QQQ": '"Q"Q',
        "HH": "HH24",
        "H": "FMHH24",
        "hh": "HH12",
        "h": "FMHH12",
        "mm": "MI",
        "m": "FMMI",
        "ss": "SS",
        "s": "FMSS",
        "a": "AM",
    },
    date_escapes={**{c: f'"{c}"' for c in ascii_letters}, '"': '\\"', "\\": "\\\\"},
    replacement=("\\{}", {"\\": "\\\\"}),
    text_order='a COLLATE "C"',
    bare_floats=False,
    fixed_decimals=False,
    try_casts=False,
    foreign={"SPLIT": "string_to_array", **dict.fromkeys(("MIN", "MAX"), 'texts as COLLATE "C"')},
    own_cases=True,
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
        "UNNEST",
        "WITH ORDINALITY",
    },
    reserved=frozenset(_RESERVED.split()),
    recast=frozenset(
        {
            *(
                "round/decimal",
                "truncate/decimal",
                "round/integer",
                "truncate/integer",
                "floor/integer",
                "ceil/integer",
            ),
            *("sign/integer", "codepoint/integer", "length/integer", "strpos/integer", "cardinality/integer"),
            *("date_add/date", "date_trunc/date", "date_diff/integer", "negative/decimal", "abs/decimal"),
            *("+/decimal", "-/decimal", "*/decimal", "nullif/decimal"),
        }
    ),
)
