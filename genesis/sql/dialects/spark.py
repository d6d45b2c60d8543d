"""Spark SQL, from its documentation of functions and types, tried on 4.3 in ANSI mode, which is Spark's own setting since 4.0.

That mode makes numbers that are too large, and texts that are no such value, errors. No entry depends on the session's
time zone but ``format_date``. Decimals of more digits than Spark keeps are refused. Long because a dialect is one table.
"""

from typing import Final

from genesis.sql import java_floats
from genesis.sql.dialect import OPERATORS, SHARED, Dialect, Sorting
from genesis.sql.whole_months import Months

_RESERVED: Final = """
all and anti any array as asc at authorization between both by case cast check collate collation column constraint create
cross current_date current_time current_timestamp current_user delete desc describe distinct drop else end escape except
exists false fetch filter for foreign from full function grant group grouping having in inner insert intersect interval
into is join lateral leading left like limit local minus natural no not null of offset on only or order outer overlaps
partition primary qualify range references revoke right rollback row rows select semi session_user set some start table
tablesample then time to trailing true truncate union unique unknown update user using values when where window with within
"""

_CLOCK: Final = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\\\.[0-9]{1,6})?)?"
_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TEXTS: Final = {
    "integer": "[+-]?[0-9]+",
    "decimal": "[+-]?([0-9]+(\\\\.[0-9]*)?|\\\\.[0-9]+)",
    "float": "[+-]?([0-9]+(\\\\.[0-9]*)?|\\\\.[0-9]+)([eE][+-]?[0-9]+)?",
    "boolean": "(?i:true|false)",
    "date": _DAY,
    "timestamp": f"{_DAY}([ T]{_CLOCK})?",
    "timestamptz": f"{_DAY}[ T]{_CLOCK} ?(Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)",
}
"""How the text of a type is written. Spark itself takes more: `` 7 ``, ``yes``, ``2021-1-5``, ``2021-01-05 10:00 UTC``."""
_FITS: Final = {kind: f"a RLIKE '\\\\A(?:{written})\\\\z'" for kind, written in _TEXTS.items()}
_FITS["float"] += " AND abs(TRY_CAST(a AS DOUBLE)) <= 1.7976931348623157E308"
_READ: Final = dict.fromkeys(_TEXTS, "a") | {
    "timestamptz": (
        "regexp_replace(regexp_replace(regexp_replace(a, '([T ][0-9]{2}:[0-9]{2}) ?(Z|[+-])', '$1:00$2'),"
        " ' (Z|[+-])', '$1'), '([+-][0-9]{2})([0-9]{2})$', '$1:$2')"
    )
}

_NTZ: Final = "CAST({} AS TIMESTAMP_NTZ)"
_DATE: Final = "CAST(a AS DATE)"
_BOTH: Final = "NOT a IS NULL AND NOT b IS NULL"
_THERE: Final = f"{_BOTH} AND NOT c IS NULL"
_MONTHS: Final = Months(_NTZ, "year({})", "month({})", "({} + {months} * INTERVAL '1' MONTH)")
_SECONDS: Final = f"CAST(CAST({_NTZ.format('a')} - {_NTZ.format('b')} AS INTERVAL SECOND) AS DECIMAL(20, 6))"
_EPOCH: Final = "CAST('1970-01-01' AS TIMESTAMP_NTZ)"
_IN_UTC: Final = f"{_EPOCH} + unix_micros({{}}) * INTERVAL '0.000001' SECOND"
_UTC: Final = "convert_timezone(b, 'UTC', a)"
_AROUND_ZERO: Final = "CASE WHEN {0} < 0 THEN ceil({0}, {1}) ELSE floor({0}, {1}) END"
_EXACT: Final = "CAST(CAST(a AS STRING) AS DECIMAL(38, 18))"
_LOWER: Final = "lower(translate({}, 'İΣ', 'iσ'))"
"""Each letter for itself: not two for one, and none by where it stands in its word."""
_SPLIT: Final = "split(a, '\\\\Q' || replace(b, '\\\\E', '\\\\E\\\\\\\\E\\\\Q') || '\\\\E')"
_JSON: Final = "try_variant_get(try_parse_json(a), b, 'variant')"
_MIDNIGHT: Final = f"CAST({_DATE} AS TIMESTAMP_NTZ)"
_HOUR: Final = f"{_MIDNIGHT} + hour(a) * INTERVAL '1' HOUR"
_MINUTE: Final = f"{_HOUR} + minute(a) * INTERVAL '1' MINUTE"


def _whole(function: str) -> str:
    """Of a float; beyond 2 to the 53rd all floats are whole."""
    return f"CASE WHEN abs(a) < 9e15 THEN CAST({function}(a) AS DOUBLE) ELSE a END"


def _truncated(places: str) -> str:
    return f"CASE WHEN abs(a) < 1e15 THEN CAST({_AROUND_ZERO.format(_EXACT, places)} AS DOUBLE) ELSE a END"


DIALECT: Final = Dialect(
    name="spark",
    tried="library",
    functions={
        **OPERATORS,
        "/": "CAST(a AS DOUBLE) / CAST(b AS DOUBLE)",
        "%": "a % b",
        "quotient": "a DIV b",
        "||": "a || b",
        "is_distinct": "a IS DISTINCT FROM b",
        "is_same": "a IS NOT DISTINCT FROM b",
        "like": "a LIKE replace(b, '\\\\', '\\\\\\\\')",
        "not_true": "NOT coalesce(a, FALSE)",
        "nullif": "nullif(a, b)",
        "greatest": "greatest",
        "least": "least",
        "lower": _LOWER.format("a"),
        "upper": "upper(a)",
        "trim": "trim",
        "ltrim": "ltrim",
        "rtrim": "rtrim",
        "length": "length",
        "substr": "substring(a, CAST(b AS INT))",
        "substr/3": "substring(a, CAST(b AS INT), CAST(c AS INT))",
        "substr anywhere": (
            f"CASE WHEN abs(b) BETWEEN 1 AND length(a) THEN substring(a, CAST(b AS INT)) WHEN {_BOTH} THEN '' END"
        ),
        "substr anywhere/3": (
            "CASE WHEN abs(b) BETWEEN 1 AND length(a) AND c > 0 THEN substring(a, CAST(b AS INT), CAST(c AS INT))"
            f" WHEN {_THERE} THEN '' END"
        ),
        "substr end": "CASE WHEN length(a) >= b THEN right(a, CAST(b AS INT)) WHEN NOT a IS NULL THEN '' END",
        "right": "right(a, CAST(b AS INT))",
        "replace": "replace",
        "split_part": f"get({_SPLIT}, CAST(c AS INT) - 1)",
        "strpos": "locate(b, a)",
        "starts_with": "startswith",
        "ends_with": "endswith",
        "concat_ws": "concat_ws",
        "lpad": "lpad(a, CAST(b AS INT), c)",
        "rpad": "rpad(a, CAST(b AS INT), c)",
        "reverse": "reverse",
        "repeat": "repeat(a, CAST(b AS INT))",
        "translate": "translate",
        "chr": "decode(unhex(lpad(hex(a), 8, '0')), 'UTF-32')",
        "codepoint": "CASE WHEN a <> '' THEN ascii(a) END",
        "title_case": (
            "array_join(transform(split(a, ' '),"
            f" w -> upper(substring(w, 1, 1)) || {_LOWER.format('substring(w, 2)')}), ' ')"
        ),
        "initials": "array_join(transform(split(a, ' '), w -> upper(substring(w, 1, 1))), '')",
        "grouped": "regexp_replace(reverse(regexp_replace(reverse(a), '([0-9]{3})', '$1,')), '^(-?),', '$1')",
        "regexp_like": "a RLIKE b",
        "regexp_extract": "CASE WHEN a RLIKE b THEN regexp_extract(a, b, 0) END",
        "regexp_extract/3": "CASE WHEN a RLIKE b THEN regexp_extract(a, b, CAST(c AS INT)) END",
        "regexp_replace": "regexp_replace",
        "edited": "regexp_replace",
        "abs": "abs",
        "sign": "sign(a)",
        "round": "round",
        "truncate": _AROUND_ZERO.format("a", "0"),
        "truncate/2": _AROUND_ZERO.format("a", "b"),
        "truncate/integer": "a",
        "truncate/integer/2": _AROUND_ZERO.format("CAST(a AS DECIMAL(20, 0))", "b"),
        "truncate/float": _truncated("0"),
        "truncate/float/2": _truncated("b"),
        "floor": "floor",
        "floor/integer": "a",
        "floor/float": _whole("floor"),
        "ceil": "ceil",
        "ceil/integer": "a",
        "ceil/float": _whole("ceil"),
        "sqrt": "CASE WHEN a >= 0 THEN sqrt(a) END",
        "cbrt": "cbrt",
        "exp": "exp",
        "ln": "ln",
        "log10": "log10",
        "log2": "log2",
        "power": "CASE WHEN a > 0 OR a = 0 AND b >= 0 OR a < 0 AND b = floor(b) THEN power(a, b) END",
        "date_diff/year": _MONTHS.between(12),
        "date_diff/quarter": _MONTHS.between(3),
        "date_diff/month": _MONTHS.between(1),
        "date_diff/week": f"CAST({_SECONDS} / 604800 AS BIGINT)",
        "date_diff/day": f"CAST({_SECONDS} / 86400 AS BIGINT)",
        "date_diff/hour": f"CAST({_SECONDS} / 3600 AS BIGINT)",
        "date_diff/minute": f"CAST({_SECONDS} / 60 AS BIGINT)",
        "date_diff/second": f"CAST({_SECONDS} AS BIGINT)",
        "date_add/year": "a + b * INTERVAL '1' YEAR",
        "date_add/quarter": "a + b * INTERVAL '3' MONTH",
        "date_add/month": "a + b * INTERVAL '1' MONTH",
        "date_add/week": "a + b * INTERVAL '7' DAY",
        "date_add/day": "a + b * INTERVAL '1' DAY",
        "date_add/hour": "a + b * INTERVAL '1' HOUR",
        "date_add/minute": "a + b * INTERVAL '1' MINUTE",
        "date_add/second": "a + b * INTERVAL '1' SECOND",
        **{f"date_trunc/{unit}": f"trunc({_DATE}, '{unit}')" for unit in ("year", "quarter", "month", "week")},
        "date_trunc/day": _DATE,
        "date_trunc/hour": _HOUR,
        "date_trunc/minute": _MINUTE,
        "date_trunc/second": f"{_MINUTE} + second(a) * INTERVAL '1' SECOND",
        "year": "year",
        "quarter": "quarter",
        "month": "month",
        "week": "weekofyear",
        "year_of_week": "extract(YEAROFWEEK FROM a)",
        "day": "day",
        "day_of_week": "weekday(a) + 1",
        "day_of_year": "dayofyear",
        "hour": "hour",
        "minute": "minute",
        "second": "second",
        "date": _DATE,
        "today": f"CAST(convert_timezone('UTC', a, {_IN_UTC.format('current_timestamp()')}) AS DATE)",
        "last_day_of_month": f"last_day({_DATE})",
        "at_timezone": f"convert_timezone('UTC', b, {_IN_UTC.format('a')})",
        "with_timezone": (
            f"timestamp_micros(CAST(1000000 * CAST(CAST({_UTC} - {_EPOCH} AS INTERVAL SECOND) AS DECIMAL(20, 6)) AS BIGINT))"
        ),
        "from_unixtime": "timestamp_micros(CAST(round(a * 1000000) AS BIGINT))",
        "to_unixtime": "unix_micros(a) / 1000000",
        "format_date": "date_format(a, b)",
        "contains": "contains",
        "contains/list": f"CASE WHEN {_BOTH} THEN COALESCE(array_contains(a, b), FALSE) END",
        "split": _SPLIT,
        "first_places": "array_distinct(a)",
        "join_list": "CASE WHEN size(a) > 0 THEN array_join(a, b) END",
        "cut_list": "CASE WHEN size(a) > 0 THEN array_join(slice(a, 1, CAST(c AS INT)), b) END",
        "cut_list/4": (
            "CASE WHEN size(a) > c THEN array_join(array_append(slice(a, 1, CAST(c AS INT)), d), b)"
            " WHEN size(a) > 0 THEN array_join(a, b) END"
        ),
        "cut_list/5": (
            "CASE WHEN size(a) > c"
            " THEN array_join(array_append(slice(a, 1, CAST(c AS INT)), d || CAST(size(a) - c AS STRING) || e), b)"
            " WHEN size(a) > 0 THEN array_join(a, b) END"
        ),
        "array_join": "array_join",
        "cardinality": "array_size",
        "element_at": "try_element_at(a, CAST(b AS INT))",
        "element_at anywhere": "CASE WHEN b <> 0 THEN try_element_at(a, CAST(b AS INT)) END",
        "json_extract_scalar": (
            f"CASE WHEN NOT schema_of_variant({_JSON}) RLIKE '^(OBJECT|ARRAY|VOID)' THEN get_json_object(a, b) END"
        ),
        "float_text": java_floats.short("STRING", "\\"),
        "to_text": "CAST(a AS STRING)",
        "to_text/string": "a",
        "to_text/float": java_floats.written("STRING", "\\"),
        "to_text/timestamp": "replace(date_format(a, 'yyyy-MM-dd HH:mm:ss.SSSSSS'), '.000000', '')",
    },
    aggregates={
        "count": "count",
        "count_distinct": "count",
        "sum": "sum",
        "avg": "avg of CAST(a AS DOUBLE)",
        "min": "min",
        "max": "max",
        "max/json": "any_value",
        "any": "bool_or",
        "all": "bool_and",
        "list": "collect_list > CASE WHEN size(a) > 0 THEN array_join(a, b) END",
        "collect": "collect_list",
        "first": "collect_list > try_element_at(a, 1)",
        "percentile": "percentile, b",
        "approx percentile": "percentile_approx, b",
    },
    types={
        "string": "STRING",
        "integer": "BIGINT",
        "float": "DOUBLE",
        "boolean": "BOOLEAN",
        "date": "DATE",
        "timestamp": "TIMESTAMP_NTZ",
        "timestamptz": "TIMESTAMP",
        "json": "STRING",
    },
    missing=frozenset({"time"}),
    casts={
        "float/integer": "round(a)",
        "decimal/integer": "round(a)",
        "float/decimal": "CAST(a AS STRING)",
        **{
            f"string/{kind}": f"CASE WHEN {_FITS[kind]} THEN {_READ[kind]} ELSE '\"' || a || '\"' END"
            for kind in _TEXTS
        },
        **{f"try string/{kind}": f"CASE WHEN {_FITS[kind]} THEN {_READ[kind]} END" for kind in _TEXTS},
    },
    date_parts={
        field: field
        for field in "yyyy yy y MMMM MMM MM M dd d EEEE EEE Q QQQ HH H hh h mm m ss s a".split()  # noqa: SIM905 a table of words
    },
    date_quotes=True,
    quoted_key="['{}']",
    sorting=Sorting(
        keys="struct",
        pair="struct(a AS keys, b AS value)",
        taken="transform(array_sort(a), pair -> pair.value)",
        distinct="array_sort(a)",
        descending={
            "string": "translate(hex(a), '0123456789ABCDEF', 'FEDCBA9876543210') || 'G'",
            "integer": "-CAST(a AS DECIMAL(20, 0))",
            "decimal": "-a",
            "float": "-a",
            "boolean": "NOT a",
            "date": "translate(CAST(a AS STRING), '0123456789', '9876543210')",
            "timestamp": "translate(CAST(a AS STRING), '0123456789', '9876543210') || 'G'",
            "timestamptz": "-unix_micros(a)",
        },
    ),
    empty_group=False,
    variables=True,
    java_patterns=True,
    foreign={"WITH ORDINALITY": "posexplode, which counts from 0"},
    own_cases=True,
    shared=SHARED | {"LOWER", "UPPER", "LIKE", "DATE", "TRIM", "REPLACE", "MIN", "MAX"},
    decimal_kept=6,
    qualify=False,
    reserved=frozenset(_RESERVED.split()),
    recast=frozenset(
        {
            *(f"{function}/decimal" for function in ("+", "-", "*", "round", "truncate", "negative", "abs")),
            *(
                f"{function}/integer"
                for function in ("round", "truncate", "floor", "ceil", "sign", "codepoint", "length")
            ),
            *(
                f"{function}/integer"
                for function in ("strpos", "cardinality", "year", "quarter", "month", "week", "day")
            ),
            *(f"{function}/integer" for function in ("year_of_week", "day_of_week", "day_of_year", "date_diff")),
            *(f"{function}/integer" for function in ("hour", "minute", "second")),
            *(f"date_trunc/{kind}" for kind in ("date", "timestamp")),
            "date_add/date",
        }
    ),
)
