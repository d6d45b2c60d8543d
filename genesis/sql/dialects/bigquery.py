"""BigQuery, from its documentation of functions and types (2025). Its text was run on GoogleSQL's reference
implementation, which has the language but not the service's limits, such as sub-queries that cannot be turned into joins.

A decimal is a ``BIGNUMERIC``, which does not keep a scale. What goes through an array of an aggregate's values, one by
one, has no entry: a sub-query cannot read an aggregate. Long because a dialect is one table.
"""

from typing import Final

from genesis.sql.dialect import OPERATORS, SHARED, Dialect

_RESERVED: Final = """
all and any array as asc assert_rows_modified at between by case cast collate contains create cross cube current default
define desc distinct else end enum escape except exclude exists extract false fetch following for from full group
grouping groups hash having if ignore in inner intersect interval into is join lateral left like limit lookup merge
natural new no not null nulls of on or order outer over partition preceding proto qualify range recursive respect right
rollup rows select set some struct tablesample then to treat true unbounded union unnest using when where window with
within
"""
_CLOCK: Final = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\\\.[0-9]{1,6})?)?"
_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TEXTS: Final = {
    "integer": "[+-]?[0-9]+",
    "decimal": "[+-]?([0-9]+(\\\\.[0-9]*)?|\\\\.[0-9]+)",
    "float": "[+-]?([0-9]+(\\\\.[0-9]*)?|\\\\.[0-9]+)([eE][+-]?[0-9]+)?",
    "boolean": "(?i:true|false)",
    "date": _DAY,
    "time": _CLOCK,
    "timestamp": f"{_DAY}([ T]{_CLOCK})?",
    "timestamptz": f"{_DAY}[ T]{_CLOCK} ?(Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)",
}
"""How the text of a type is written. BigQuery itself takes more: ``0x1F``, ``2021-1-5``, ``nan``."""
_FITS: Final = {kind: f"REGEXP_CONTAINS(a, '\\\\A(?:{written})\\\\z')" for kind, written in _TEXTS.items()}
_FITS["float"] += " AND NOT IS_INF(SAFE_CAST(a AS FLOAT64))"
_SECONDS: Final = "CASE WHEN REGEXP_CONTAINS({0}, '\\\\A[0-9]{{2}}:[0-9]{{2}}\\\\z') THEN {0} || ':00' ELSE {0} END"
_ZONE: Final = (
    "REGEXP_REPLACE(REGEXP_REPLACE(REGEXP_REPLACE(a, '([T ][0-9]{2}:[0-9]{2}) ?(Z|[+-])', '\\\\1:00\\\\2'),"
    " ' ?([+-][0-9]{2})$', '\\\\1:00'), ' ?([+-][0-9]{2}):?([0-9]{2})$', '\\\\1:\\\\2')"
)
_MOMENT: Final = "REGEXP_REPLACE(a, '([T ][0-9]{2}:[0-9]{2})$', '\\\\1:00')"
_READ: Final = {
    **dict.fromkeys(_TEXTS, "a"),
    "time": _SECONDS.format("a"),
    "timestamp": _MOMENT,
    "timestamptz": _ZONE,
}
_THERE: Final = "NOT a IS NULL AND NOT b IS NULL"
_WORDS: Final = "ARRAY(SELECT {} FROM UNNEST(SPLIT(a, ' ')) AS w WITH OFFSET AS p ORDER BY p)"
_FLOAT: Final = "CAST(a AS FLOAT64)"
_PLACE: Final = "b * (ARRAY_LENGTH(a) - 1)"
_LOW: Final = f"a[SAFE_OFFSET(CAST(FLOOR({_PLACE}) AS INT64))]"
_HIGH: Final = f"a[SAFE_OFFSET(CAST(CEIL({_PLACE}) AS INT64))]"
_PERCENTILE: Final = f"{_LOW} + ({_PLACE} - FLOOR({_PLACE})) * ({_HIGH} - {_LOW})"
"""Between the two values around a place in the ordered array."""
_WHOLE: Final = "CONCAT('^(?s:.*?)(', b, ')(?s:.*)$')"
_AROUND: Final = "CONCAT('^(?s:.*?)(?:', b, ')(?s:.*)$')"
_SHORT: Final = (
    "CASE WHEN CAST(FORMAT('%.15g', a) AS FLOAT64) <> a AND CAST(FORMAT('%.16g', a) AS FLOAT64) = a"
    " THEN FORMAT('%.16g', a) ELSE CAST(a AS STRING) END"
)
"""As few digits as tell a float from others; BigQuery itself writes 15 of them or 17."""
_EXACT: Final = f"CAST({_SHORT} AS BIGNUMERIC)"
_AS_WRITTEN: Final = f"COALESCE(CAST({{}}(SAFE_CAST({_SHORT} AS BIGNUMERIC), b) AS FLOAT64), a)"
_EARLIER: Final = "LEAST(CAST(a AS DATETIME), CAST(b AS DATETIME))"
_LATER: Final = "GREATEST(CAST(a AS DATETIME), CAST(b AS DATETIME))"
_MONTHS: Final = f"DATETIME_DIFF({_LATER}, {_EARLIER}, MONTH)"
_SIGN: Final = "CASE WHEN CAST(a AS DATETIME) < CAST(b AS DATETIME) THEN -1 ELSE 1 END"
_WHOLE_MONTHS: Final = (
    f"({_MONTHS} - CASE WHEN DATETIME_ADD({_EARLIER}, INTERVAL {_MONTHS} MONTH) > {_LATER} THEN 1 ELSE 0 END)"
)
_MICROSECONDS: Final = "DATETIME_DIFF(CAST(a AS DATETIME), CAST(b AS DATETIME), MICROSECOND)"
_CALENDAR: Final = {"year": 12, "quarter": 3, "month": 1}
_CLOCKS: Final = {"week": 604800, "day": 86400, "hour": 3600, "minute": 60, "second": 1}
_KINDS: Final = {"date": "DATE", "timestamp": "DATETIME", "timestamptz": "TIMESTAMP"}
_UNITS: Final = (*_CALENDAR, *_CLOCKS)


def _add(unit: str, kind: str) -> str:
    if kind == "timestamptz" and unit in {*_CALENDAR, "week"}:
        return f"TIMESTAMP(DATETIME_ADD(DATETIME(a), INTERVAL b {unit.upper()}))"
    if kind == "date" and unit in {"hour", "minute", "second"}:
        return f"DATETIME_ADD(CAST(a AS DATETIME), INTERVAL b {unit.upper()})"
    return f"{_KINDS[kind]}_ADD(a, INTERVAL b {unit.upper()})"


def _trunc(unit: str, kind: str) -> str:
    named = "ISOWEEK" if unit == "week" else unit.upper()
    if kind == "date" and unit in {"hour", "minute", "second"}:
        return f"CAST(DATETIME_TRUNC(CAST(a AS DATETIME), {named}) AS DATE)"
    return f"{_KINDS[kind]}_TRUNC(a, {named})"


def _number(field: str) -> str:
    return f"CAST(EXTRACT({field} FROM a) AS STRING)"


def _decimal(given: str, cast: str, otherwise: str) -> str:
    rounded = f"ROUND({cast}({given} AS BIGNUMERIC), b)"
    return f"IF(ABS({rounded}) < CAST(CONCAT('1e', CAST(c AS STRING)) AS BIGNUMERIC), {rounded}, {otherwise})"


def _decimals() -> dict[str, str]:
    """Casts to decimals: a cast itself takes no digits, so that the value is rounded, and one too large an error."""
    fits = _FITS["decimal"]
    given = {
        **dict.fromkeys(("integer", "decimal"), ("a", "a")),
        "float": ("CAST(a AS STRING)", "CAST(a AS STRING)"),
        "string": (f"CASE WHEN {fits} THEN a ELSE '\"' || a || '\"' END", f"CASE WHEN {fits} THEN a END"),
    }
    too_large = "IF(a IS NULL, NULL, ERROR('the number is too large'))"
    return {
        **{f"{kind}/decimal": _decimal(sure, "CAST", too_large) for kind, (sure, _) in given.items()},
        **{f"try {kind}/decimal": _decimal(tried, "SAFE_CAST", "NULL") for kind, (_, tried) in given.items()},
    }


DIALECT: Final = Dialect(
    name="bigquery",
    tried="reference",
    tried_on="GoogleSQL",
    functions={
        **OPERATORS,
        "/": f"{_FLOAT} / b",
        "%": "MOD(a, b)",
        "quotient": "DIV(a, b)",
        "||": "a || b",
        "is_distinct": "a IS DISTINCT FROM b",
        "is_same": "a IS NOT DISTINCT FROM b",
        "like": "a LIKE REPLACE(b, '\\\\', '\\\\\\\\')",  # a backslash is itself nowhere else
        "not_true": "NOT COALESCE(a, FALSE)",
        "nullif": "nullif(a, b)",
        "greatest": "greatest",
        "least": "least",
        "lower": "LOWER(TRANSLATE(a, 'İΣ', 'iσ'))",
        "upper": "UPPER(a)",
        "trim": "TRIM(a, ' ')",
        "ltrim": "LTRIM(a, ' ')",
        "rtrim": "RTRIM(a, ' ')",
        "length": "CHAR_LENGTH(a)",
        "substr": "SUBSTR(a, b)",
        "substr/3": "SUBSTR(a, b, c)",
        "substr anywhere": "CASE WHEN ABS(b) BETWEEN 1 AND CHAR_LENGTH(a) THEN SUBSTR(a, b) WHEN "
        + _THERE
        + " THEN '' END",
        "substr anywhere/3": (
            "CASE WHEN ABS(b) BETWEEN 1 AND CHAR_LENGTH(a) AND c > 0 THEN SUBSTR(a, b, c)"
            f" WHEN {_THERE} AND NOT c IS NULL THEN '' END"
        ),
        "substr end": f"CASE WHEN CHAR_LENGTH(a) >= b THEN RIGHT(a, b) WHEN {_THERE} THEN '' END",
        "right": "RIGHT(a, b)",
        "replace": "REPLACE(a, b, c)",
        "split_part": "SPLIT(a, b)[SAFE_OFFSET(c - 1)]",
        "split_part anywhere": "CASE WHEN c > 0 THEN SPLIT(a, b)[SAFE_OFFSET(c - 1)] END",
        "strpos": "STRPOS(a, b)",
        "starts_with": "STARTS_WITH(a, b)",
        "ends_with": "ENDS_WITH(a, b)",
        "concat_ws": "ARRAY_TO_STRING([rest], a)",
        "lpad": "LPAD(a, b, c)",
        "rpad": "RPAD(a, b, c)",
        "reverse": "REVERSE(a)",
        "repeat": "REPEAT(a, GREATEST(b, 0))",
        "translate": "TRANSLATE(a, b, c)",
        "chr": "CHR(a)",
        "codepoint": "CASE WHEN a <> '' THEN UNICODE(a) END",
        "title_case": (
            "CASE WHEN NOT a IS NULL THEN ARRAY_TO_STRING("
            f"{_WORDS.format('UPPER(SUBSTR(w, 1, 1)) || LOWER(SUBSTR(w, 2))')}, ' ') END"
        ),
        "initials": (
            f"CASE WHEN NOT a IS NULL THEN ARRAY_TO_STRING({_WORDS.format('UPPER(SUBSTR(w, 1, 1))')}, '') END"
        ),
        "grouped": ("REGEXP_REPLACE(REVERSE(REGEXP_REPLACE(REVERSE(a), '([0-9]{3})', '\\\\1,')), '^(-?),', '\\\\1')"),
        "regexp_like": "REGEXP_CONTAINS(a, b)",
        "regexp_extract": f"CASE WHEN REGEXP_CONTAINS(a, b) THEN REGEXP_REPLACE(a, {_WHOLE}, '\\\\1') END",
        "regexp_extract/3": (
            f"CASE WHEN REGEXP_CONTAINS(a, b) THEN REGEXP_REPLACE(a, {_AROUND}, '\\\\' || CAST(c AS STRING)) END"
        ),
        "regexp_replace": "REGEXP_REPLACE(a, b, c)",
        "edited": "REGEXP_REPLACE(a, b, c)",
        "abs": "ABS(a)",
        "sign": "SIGN(a)",
        "round": "ROUND(a)",
        "round/integer": "a",
        "round/2": "ROUND(a, b)",
        "round/integer/2": "ROUND(CAST(a AS BIGNUMERIC), b)",
        "round/float/2": _AS_WRITTEN.format("ROUND"),
        "truncate": "TRUNC(a)",
        "truncate/integer": "a",
        "truncate/2": "TRUNC(a, b)",
        "truncate/integer/2": "TRUNC(CAST(a AS BIGNUMERIC), b)",
        "truncate/float/2": _AS_WRITTEN.format("TRUNC"),
        "floor": "FLOOR(a)",
        "floor/integer": "a",
        "ceil": "CEIL(a)",
        "ceil/integer": "a",
        "sqrt": f"CASE WHEN a >= 0 THEN SQRT({_FLOAT}) END",
        "cbrt": f"CBRT({_FLOAT})",
        "exp": f"EXP({_FLOAT})",
        "ln": f"CASE WHEN a > 0 THEN LN({_FLOAT}) END",
        "log10": f"CASE WHEN a > 0 THEN LOG({_FLOAT}, 10) END",
        "log2": f"CASE WHEN a > 0 THEN LOG({_FLOAT}, 2) END",
        "power": f"CASE WHEN a > 0 OR a = 0 AND b >= 0 OR a < 0 AND b = FLOOR(b) THEN POW({_FLOAT}, CAST(b AS FLOAT64)) END",
        **{f"date_diff/{unit}": f"{_SIGN} * DIV({_WHOLE_MONTHS}, {months})" for unit, months in _CALENDAR.items()},
        **{f"date_diff/{unit}": f"DIV({_MICROSECONDS}, {seconds * 1_000_000})" for unit, seconds in _CLOCKS.items()},
        **{f"date_add/{unit}/{kind}": _add(unit, kind) for unit in _UNITS for kind in _KINDS},
        **{f"date_trunc/{unit}/{kind}": _trunc(unit, kind) for unit in _UNITS for kind in _KINDS},
        "year": "EXTRACT(YEAR FROM a)",
        "quarter": "EXTRACT(QUARTER FROM a)",
        "month": "EXTRACT(MONTH FROM a)",
        "week": "EXTRACT(ISOWEEK FROM a)",
        "year_of_week": "EXTRACT(ISOYEAR FROM a)",
        "day": "EXTRACT(DAY FROM a)",
        "day_of_week": "MOD(EXTRACT(DAYOFWEEK FROM a) + 5, 7) + 1",
        "day_of_year": "EXTRACT(DAYOFYEAR FROM a)",
        "hour": "EXTRACT(HOUR FROM a)",
        "minute": "EXTRACT(MINUTE FROM a)",
        "second": "EXTRACT(SECOND FROM a)",
        "date": "CAST(a AS DATE)",
        "today": "CURRENT_DATE(a)",
        "last_day_of_month": "LAST_DAY(CAST(a AS DATE))",
        "at_timezone": "DATETIME(a, b)",
        "with_timezone": "TIMESTAMP(a, b)",
        "from_unixtime": "TIMESTAMP_MICROS(CAST(a * 1000000 AS INT64))",
        "to_unixtime": "UNIX_MICROS(a) / 1000000",
        "format_date": "FORMAT_DATETIME(b, a)",
        "formatted/date": "CAST(a AS DATETIME)",
        "date_field/y": _number("YEAR"),
        "date_field/M": _number("MONTH"),
        "date_field/d": _number("DAY"),
        "date_field/H": _number("HOUR"),
        "date_field/h": "CAST(MOD(EXTRACT(HOUR FROM a) + 11, 12) + 1 AS STRING)",
        "date_field/m": _number("MINUTE"),
        "date_field/s": _number("SECOND"),
        "date_field/Q": _number("QUARTER"),
        "date_field/QQQ": f"'Q' || {_number('QUARTER')}",
        "contains": "STRPOS(a, b) > 0",
        "contains/list": f"CASE WHEN {_THERE} THEN COALESCE(b IN UNNEST(a), FALSE) END",
        "split": "SPLIT(a, b)",
        "join_list": "ARRAY_TO_STRING(a, b)",
        "cut_list": "ARRAY_TO_STRING(ARRAY_SLICE(a, 0, c - 1), b)",
        "cut_list/4": (
            "CASE WHEN ARRAY_LENGTH(a) > c THEN ARRAY_TO_STRING(ARRAY_CONCAT(ARRAY_SLICE(a, 0, c - 1), [d]), b)"
            " ELSE ARRAY_TO_STRING(a, b) END"
        ),
        "cut_list/5": (
            "CASE WHEN ARRAY_LENGTH(a) > c THEN ARRAY_TO_STRING(ARRAY_CONCAT(ARRAY_SLICE(a, 0, c - 1),"
            " [d || CAST(ARRAY_LENGTH(a) - c AS STRING) || e]), b) ELSE ARRAY_TO_STRING(a, b) END"
        ),
        "array_join": "ARRAY_TO_STRING(a, b)",
        "cardinality": "ARRAY_LENGTH(a)",
        "element_at": "CASE WHEN b > 0 THEN a[SAFE_OFFSET(b - 1)] ELSE a[SAFE_OFFSET(ARRAY_LENGTH(a) + b)] END",
        "element_at anywhere": (
            "CASE WHEN b > 0 THEN a[SAFE_OFFSET(b - 1)] WHEN b < 0 THEN a[SAFE_OFFSET(ARRAY_LENGTH(a) + b)] END"
        ),
        "json_extract_scalar": "json_value",
        "float_text": _SHORT,
        "to_text": "CAST(a AS STRING)",
        "to_text/string": "a",
        "to_text/decimal": "FORMAT('%.*f', b, a)",
        "to_text/float": (
            f"CASE WHEN ABS(a) < 1e16 AND a = TRUNC(a) THEN CAST({_EXACT} AS STRING) || '.0'"
            f" WHEN ABS(a) >= 1e-7 AND ABS(a) < 1e21 THEN CAST({_EXACT} AS STRING)"
            f" ELSE {_SHORT} END"
        ),
        "to_text/timestamp": "REPLACE(FORMAT_DATETIME('%E4Y-%m-%d %H:%M:%E6S', a), '.000000', '')",
        "to_text/time": "REPLACE(FORMAT_TIME('%H:%M:%E6S', a), '.000000', '')",
    },
    aggregates={
        "count": "count",
        "count_distinct": "count",
        "sum": "sum",
        "avg": "avg",
        "avg/decimal": f"avg of {_FLOAT}",
        "min": "min",
        "max": "max",
        "max/json": "any_value",
        "max/boolean": "logical_or",
        "min/boolean": "logical_and",
        "any": "logical_or",
        "all": "logical_and",
        "list": "string_agg, b",
        "collect": "array_agg ignoring",
        "first": "array_agg ignoring > a[SAFE_OFFSET(0)]",
        "percentile": f"array_agg ignoring ordered > {_PERCENTILE}",
        "approx percentile": f"array_agg ignoring ordered > {_PERCENTILE}",
    },
    types={
        "string": "STRING",
        "integer": "INT64",
        "decimal": "BIGNUMERIC({}, {})",
        "float": "FLOAT64",
        "boolean": "BOOL",
        "date": "DATE",
        "timestamp": "DATETIME",
        "timestamptz": "TIMESTAMP",
        "time": "TIME",
        "json": "JSON",
    },
    casts={
        **{f"string/{k}": f"CASE WHEN {_FITS[k]} THEN {_READ[k]} ELSE '\"' || a || '\"' END" for k in _TEXTS},
        **{f"try string/{k}": f"CASE WHEN {_FITS[k]} THEN {_READ[k]} END" for k in _TEXTS},
        **_decimals(),
    },
    date_parts={
        "yyyy": "%E4Y",
        "yy": "%y",
        "MMMM": "%B",
        "MMM": "%b",
        "MM": "%m",
        "dd": "%d",
        "EEEE": "%A",
        "EEE": "%a",
        "HH": "%H",
        "hh": "%I",
        "mm": "%M",
        "ss": "%S",
        "a": "%p",
    },
    date_escapes={"%": "%%"},
    replacement=("\\{}", {"\\": "\\\\"}),
    reserved=frozenset(_RESERVED.split()),
    recast=frozenset({"round/integer", "truncate/integer", "sign/integer"}),
    shared=SHARED | {"LOWER", "UPPER", "MIN", "MAX"},
    filters=False,
    nulls_in_aggregates=False,
    empty_group=False,
    bare_decimals=False,
)
