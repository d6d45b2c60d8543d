"""Snowflake, from its documentation of functions and types (2025). Nothing was run; a parser read its text.

No entry stands on a parameter of the session (``WEEK_START``, ``DATE_OUTPUT_FORMAT``). Its regular expressions are of
another kind than RE2, and how a float is written is not told, so that neither has entries. A name is quoted only where
it is reserved: quoted names keep their small letters there.
"""

from string import ascii_letters
from typing import Final

from genesis.sql.dialect import OPERATORS, SHARED, Dialect

_RESERVED: Final = """
account all alter and any as between by case cast check column connect connection constraint create cross current
current_date current_time current_timestamp current_user database delete distinct drop else exists false following for
from full grant group gscluster having ilike in increment inner insert intersect into is issue join lateral left like
localtime localtimestamp minus natural not null of on or order organization qualify regexp revoke right rlike row rows
sample schema select set some start table tablesample then to trigger true try_cast union unique update using values
view when whenever where with
"""
_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK: Final = "[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\\\.[0-9]{1,6})?)?"
_TEXTS: Final = {
    "integer": "[+-]?[0-9]+",
    "decimal": "[+-]?([0-9]+(\\\\.[0-9]*)?|\\\\.[0-9]+)",
    "float": "[+-]?([0-9]+(\\\\.[0-9]*)?|\\\\.[0-9]+)([eE][+-]?[0-9]+)?",
    "boolean": "([tT][rR][uU][eE]|[fF][aA][lL][sS][eE])",
    "date": _DAY,
    "time": _CLOCK,
    "timestamp": f"{_DAY}([ T]{_CLOCK})?",
}
"""How the text of a type is written. Snowflake itself takes more: ``yes``, ``1``, ``01/05/2021``."""
_FITS: Final = {kind: f"REGEXP_LIKE(a, '{written}')" for kind, written in _TEXTS.items()}
"""The whole text is matched."""
_THERE: Final = "NOT a IS NULL AND NOT b IS NULL"
_DOUBLE: Final = "CAST(a AS DOUBLE)"
_NUMBERS: Final = ("integer", "decimal", "float")
_CALENDAR: Final = {"year": 12, "quarter": 3, "month": 1}
_CLOCKS: Final = {"week": 604800, "day": 86400, "hour": 3600, "minute": 60, "second": 1}


def _clock(place: str, kind: str) -> str:
    """What clocks in UTC show."""
    zoned = f"CONVERT_TIMEZONE('UTC', {place})" if kind == "timestamptz" else place
    return f"CAST({zoned} AS TIMESTAMP_NTZ)"


def _whole(number: str, by: int) -> str:
    """Divided, cut towards zero: division itself keeps six digits."""
    return f"CAST(({number} - MOD({number}, {by})) / {by} AS BIGINT)"


def _date_diff(unit: str, kind: str) -> str:
    one, other = _clock("a", kind), _clock("b", kind)
    if unit in _CLOCKS:
        return _whole(f"DATEDIFF('microsecond', {other}, {one})", _CLOCKS[unit] * 1_000_000)
    earlier, later = f"LEAST({one}, {other})", f"GREATEST({one}, {other})"
    months = f"DATEDIFF('month', {earlier}, {later})"
    whole = f"({months} - CASE WHEN DATEADD('month', {months}, {earlier}) > {later} THEN 1 ELSE 0 END)"
    return f"CASE WHEN {one} < {other} THEN -1 ELSE 1 END * {_whole(whole, _CALENDAR[unit])}"


def _trunc(unit: str) -> str:
    return "DATEADD('day', 1 - DAYOFWEEKISO(a), DATE_TRUNC('day', a))" if unit == "week" else f"DATE_TRUNC('{unit}', a)"


DIALECT: Final = Dialect(
    name="snowflake",
    functions={
        **OPERATORS,
        "/": f"{_DOUBLE} / b",
        "%": "MOD(a, b)",
        "quotient": "CAST((a - MOD(a, b)) / b AS BIGINT)",
        "||": "a || b",
        "is_distinct": "a IS DISTINCT FROM b",
        "is_same": "a IS NOT DISTINCT FROM b",
        "like": "a LIKE b",
        "not_true": "NOT COALESCE(a, FALSE)",
        "nullif": "nullif(a, b)",
        "greatest": "greatest",
        "least": "least",
        "lower": "lower",
        "upper": "upper",
        "trim": "TRIM(a, ' ')",
        "ltrim": "LTRIM(a, ' ')",
        "rtrim": "RTRIM(a, ' ')",
        "length": "length",
        "substr": "substr",
        "substr anywhere": "CASE WHEN ABS(b) BETWEEN 1 AND LENGTH(a) THEN SUBSTR(a, b) WHEN " + _THERE + " THEN '' END",
        "substr anywhere/3": (
            "CASE WHEN ABS(b) BETWEEN 1 AND LENGTH(a) AND c > 0 THEN SUBSTR(a, b, c)"
            f" WHEN {_THERE} AND NOT c IS NULL THEN '' END"
        ),
        "substr end": f"CASE WHEN LENGTH(a) >= b THEN RIGHT(a, b) WHEN {_THERE} THEN '' END",
        "right": "right",
        "replace": "replace",
        "replace anywhere": "CASE WHEN b = '' AND NOT c IS NULL THEN a ELSE REPLACE(a, b, c) END",
        "split_part": "CASE WHEN ARRAY_SIZE(SPLIT(a, b)) >= c THEN SPLIT_PART(a, b, c) END",
        "split_part anywhere": "CASE WHEN c > 0 AND ARRAY_SIZE(SPLIT(a, b)) >= c THEN SPLIT_PART(a, b, c) END",
        "strpos": "CHARINDEX(b, a)",
        "starts_with": "startswith",
        "ends_with": "endswith",
        "concat_ws": "ARRAY_TO_STRING(ARRAY_CONSTRUCT_COMPACT(rest), a)",
        "lpad": "lpad",
        "rpad": "rpad",
        "reverse": "reverse",
        "repeat": "REPEAT(a, GREATEST(b, 0))",
        "translate": "translate",
        "chr": "chr",
        "codepoint": "CASE WHEN a <> '' THEN UNICODE(a) END",
        "title_case": "INITCAP(a, ' ')",
        "grouped": ("REGEXP_REPLACE(REVERSE(REGEXP_REPLACE(REVERSE(a), '([0-9]{3})', '\\\\1,')), '^(-?),', '\\\\1')"),
        "edited": "regexp_replace",
        "abs": "abs",
        "sign": "sign",
        **{f"{name}/{kind}": name for name in ("floor", "ceil") for kind in _NUMBERS},
        **{f"round/{kind}": "round" for kind in ("integer", "decimal", "float/1")},
        **{f"truncate/{kind}": "trunc" for kind in ("integer", "decimal", "float/1")},
        "sqrt": f"CASE WHEN a >= 0 THEN SQRT({_DOUBLE}) END",
        "cbrt": f"CBRT({_DOUBLE})",
        "exp": f"EXP({_DOUBLE})",
        "ln": f"CASE WHEN a > 0 THEN LN({_DOUBLE}) END",
        "log10": f"CASE WHEN a > 0 THEN LOG(10, {_DOUBLE}) END",
        "log2": f"CASE WHEN a > 0 THEN LOG(2, {_DOUBLE}) END",
        "power": f"CASE WHEN a > 0 OR a = 0 AND b >= 0 OR a < 0 AND b = FLOOR(b) THEN POWER({_DOUBLE}, b) END",
        **{f"date_diff/{unit}": _date_diff(unit, "timestamp") for unit in (*_CALENDAR, *_CLOCKS)},
        **{f"date_diff/{unit}/timestamptz": _date_diff(unit, "timestamptz") for unit in (*_CALENDAR, *_CLOCKS)},
        **{f"date_add/{unit}": f"DATEADD('{unit}', b, a)" for unit in (*_CALENDAR, *_CLOCKS)},
        **{f"date_trunc/{unit}": _trunc(unit) for unit in (*_CALENDAR, *_CLOCKS)},
        "year": "year",
        "quarter": "quarter",
        "month": "month",
        "week": "weekiso",
        "year_of_week": "yearofweekiso",
        "day": "day",
        "day_of_week": "dayofweekiso",
        "day_of_year": "dayofyear",
        "hour": "hour",
        "minute": "minute",
        "second": "second",
        "date": "CAST(a AS DATE)",
        "today": "CAST(CONVERT_TIMEZONE(a, CURRENT_TIMESTAMP()) AS DATE)",
        "last_day_of_month": "LAST_DAY(CAST(a AS DATE))",
        "at_timezone": "CAST(CONVERT_TIMEZONE(b, a) AS TIMESTAMP_NTZ)",
        "format_date": "to_char",
        "date_field/y": "CAST(YEAR(a) AS VARCHAR)",
        "date_field/M": "CAST(MONTH(a) AS VARCHAR)",
        "date_field/d": "CAST(DAY(a) AS VARCHAR)",
        "date_field/H": "CAST(HOUR(a) AS VARCHAR)",
        "date_field/h": "CAST(MOD(HOUR(a) + 11, 12) + 1 AS VARCHAR)",
        "date_field/m": "CAST(MINUTE(a) AS VARCHAR)",
        "date_field/s": "CAST(SECOND(a) AS VARCHAR)",
        "date_field/Q": "CAST(QUARTER(a) AS VARCHAR)",
        "date_field/QQQ": "'Q' || CAST(QUARTER(a) AS VARCHAR)",
        "contains": "contains",
        "contains/list": f"CASE WHEN {_THERE} THEN ARRAY_CONTAINS(TO_VARIANT(b), a) END",
        "split": "SPLIT(a, b)",
        "join_list": "CASE WHEN ARRAY_SIZE(a) > 0 THEN ARRAY_TO_STRING(a, b) END",
        "cut_list": "CASE WHEN ARRAY_SIZE(a) > 0 THEN ARRAY_TO_STRING(ARRAY_SLICE(a, 0, c), b) END",
        "cut_list/4": (
            "CASE WHEN ARRAY_SIZE(a) > c THEN ARRAY_TO_STRING(ARRAY_APPEND(ARRAY_SLICE(a, 0, c), d), b)"
            " WHEN ARRAY_SIZE(a) > 0 THEN ARRAY_TO_STRING(a, b) END"
        ),
        "cut_list/5": (
            "CASE WHEN ARRAY_SIZE(a) > c THEN ARRAY_TO_STRING(ARRAY_APPEND(ARRAY_SLICE(a, 0, c),"
            " d || CAST(ARRAY_SIZE(a) - c AS VARCHAR) || e), b) WHEN ARRAY_SIZE(a) > 0 THEN ARRAY_TO_STRING(a, b) END"
        ),
        "array_join": "ARRAY_TO_STRING(a, b)",
        "cardinality": "ARRAY_SIZE(a)",
        **{f"to_text/{kind}": "CAST(a AS VARCHAR)" for kind in ("integer", "decimal", "boolean")},
        "to_text/string": "a",
        "to_text/date": "TO_CHAR(a, 'YYYY-MM-DD')",
        "to_text/timestamp": "REPLACE(TO_CHAR(a, 'YYYY-MM-DD HH24:MI:SS.FF6'), '.000000', '')",
        "to_text/time": "REPLACE(TO_CHAR(a, 'HH24:MI:SS.FF6'), '.000000', '')",
    },
    aggregates={
        "count": "count",
        "count_distinct": "count",
        "sum": "sum",
        "avg": f"avg of {_DOUBLE}",
        "min": "min",
        "min/boolean": "booland_agg",
        "max": "max",
        "max/boolean": "boolor_agg",
        "max/json": "any_value",
        "any": "boolor_agg",
        "all": "booland_agg",
        "list": "array_agg grouped > CASE WHEN ARRAY_SIZE(a) > 0 THEN ARRAY_TO_STRING(a, b) END",
        "collect": "array_agg grouped",
        "percentile": "percentile_cont within",
        "approx percentile": "approx_percentile, b",
    },
    types={
        "string": "VARCHAR",
        "integer": "BIGINT",
        "float": "DOUBLE",
        "boolean": "BOOLEAN",
        "date": "DATE",
        "timestamp": "TIMESTAMP_NTZ",
        "timestamptz": "TIMESTAMP_TZ",
        "time": "TIME",
        "json": "VARIANT",
    },
    casts={
        "float/integer": "ROUND(a)",
        **{f"string/{kind}": f"CASE WHEN {_FITS[kind]} THEN a ELSE '\"' || a || '\"' END" for kind in _TEXTS},
        **{f"try string/{kind}": f"CASE WHEN {_FITS[kind]} THEN a END" for kind in _TEXTS},
    },
    uncast=frozenset(
        {
            "float/decimal",
            "string/timestamptz",
            *(f"try {one}/{other}" for one in (*_NUMBERS, "boolean") for other in (*_NUMBERS, "boolean")),
            *(f"try {one}/{other}" for one in ("date", "timestamp") for other in ("date", "timestamp", "time")),
        }
    ),
    date_parts={
        "yyyy": "YYYY",
        "yy": "YY",
        "MMMM": "MMMM",
        "MMM": "MON",
        "MM": "MM",
        "dd": "DD",
        "EEE": "DY",
        "HH": "HH24",
        "hh": "HH12",
        "mm": "MI",
        "ss": "SS",
        "a": "AM",
    },
    date_escapes={c: f'"{c}"' for c in ascii_letters},
    replacement=("\\{}", {"\\": "\\\\"}),
    reserved=frozenset(_RESERVED.split()),
    recast=frozenset(
        {"round/integer", "truncate/integer", "sign/integer", "floor/integer", "ceil/integer", "date_add/date"}
    ),
    shared=SHARED | {"LOWER", "UPPER", "MIN", "MAX"},
    filters=False,
    empty_group=False,
)
