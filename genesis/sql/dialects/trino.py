"""Trino, from its documentation of functions and types, tried on 476."""

from typing import Final

from genesis.sql import java_floats
from genesis.sql.dialect import OPERATORS, SHARED, Dialect

_RESERVED: Final = """
alter and as between by case cast constraint create cross cube current_catalog current_date current_path current_role
current_schema current_time current_timestamp current_user deallocate delete describe distinct drop else end escape
except execute exists extract false for from full group grouping having in inner insert intersect into is join
json_array json_exists json_object json_query json_table json_value left like listagg localtime localtimestamp natural
normalize not null on or order outer prepare recursive right rollup select skip table then trim true uescape union
unnest using values when where with
"""

_CLOCK: Final = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?"
_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TEXTS: Final = {
    "integer": "[+-]?[0-9]+",
    "decimal": "[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)",
    "float": "[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?",
    "boolean": "(?i:true|false)",
    "date": _DAY,
    "time": _CLOCK,
    "timestamp": f"{_DAY}([ T]{_CLOCK})?",
    "timestamptz": f"{_DAY}[ T]{_CLOCK} ?(Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)",
}
"""How the text of a type is written. Trino itself takes more: ``t`` and ``1`` for true, ``2021-1-5``, ``NaN``."""
_READ: Final = {kind: "replace(a, 'T', ' ')" if kind.startswith("timestamp") else "a" for kind in _TEXTS}
_FITS: Final = {kind: f"regexp_like(a, '\\A(?:{written})\\z')" for kind, written in _TEXTS.items()}
_FITS["float"] += " AND is_finite(TRY_CAST(a AS DOUBLE))"
_PLACE: Final = "b * (cardinality(a) - 1)"
_PERCENTILE: Final = (
    f"element_at(a, CAST(floor({_PLACE}) AS BIGINT) + 1) + ({_PLACE} - floor({_PLACE}))"
    f" * (element_at(a, CAST(ceil({_PLACE}) AS BIGINT) + 1) - element_at(a, CAST(floor({_PLACE}) AS BIGINT) + 1))"
)
"""Between the two values around a place in the ordered array."""
_THERE: Final = "NOT a IS NULL AND NOT b IS NULL"

DIALECT: Final = Dialect(
    name="trino",
    tried="server",
    functions={
        **OPERATORS,
        "/": "CAST(a AS DOUBLE) / b",
        "%": "a % b",
        "quotient": "a / b",
        "||": "a || b",
        "is_distinct": "a IS DISTINCT FROM b",
        "is_same": "a IS NOT DISTINCT FROM b",
        "like": "a LIKE b",
        "not_true": "NOT coalesce(a, FALSE)",
        "nullif": "nullif(a, b)",
        "greatest": "greatest",
        "least": "least",
        "lower": "lower",
        "upper": "upper",
        "trim": "regexp_replace(a, '\\A +| +\\z', '')",  # trim takes other kinds of space too
        "ltrim": "regexp_replace(a, '\\A +', '')",
        "rtrim": "regexp_replace(a, ' +\\z', '')",
        "length": "length",
        "substr": "substr",
        "substr anywhere": "substr",
        "substr end": "substr(a, -b)",
        "right": "substr(a, -b)",
        "replace": "replace",
        "replace anywhere": "CASE WHEN b = '' AND NOT c IS NULL THEN a ELSE replace(a, b, c) END",
        "split_part": "split_part",
        "split_part anywhere": "CASE WHEN c > 0 THEN split_part(a, b, c) END",
        "strpos": "strpos",
        "starts_with": "starts_with",
        "ends_with": "substr(a, -length(b)) = b",
        "concat_ws": "concat_ws",
        "lpad": "lpad",
        "rpad": "rpad",
        "reverse": "reverse",
        "repeat": "CASE WHEN NOT a IS NULL THEN array_join(repeat(a, CAST(greatest(b, 0) AS INT)), '') END",
        "translate": "translate",
        "chr": "chr",
        "codepoint": "CASE WHEN a <> '' THEN codepoint(CAST(substr(a, 1, 1) AS VARCHAR(1))) END",
        "title_case": "array_join(transform(split(a, ' '), w -> upper(substr(w, 1, 1)) || lower(substr(w, 2))), ' ')",
        "initials": "array_join(transform(split(a, ' '), w -> upper(substr(w, 1, 1))), '')",
        "grouped": "regexp_replace(reverse(regexp_replace(reverse(a), '([0-9]{3})', '$1,')), '^(-?),', '$1')",
        "regexp_like": "regexp_like",
        "regexp_extract": "regexp_extract",
        "regexp_extract/3": "CASE WHEN regexp_like(a, b) THEN COALESCE(regexp_extract(a, b, c), '') END",
        "regexp_replace": "regexp_replace",
        "edited": "regexp_replace",
        "abs": "abs",
        "sign": "sign",
        "round": "round",
        "round/integer/2": "round(CAST(a AS DECIMAL(38, 0)), b)",
        "truncate": "truncate",
        "truncate/float/2": "(truncate(a * power(10, b)) / power(10, b))",
        "floor": "floor",
        "floor/integer": "a",
        "ceil": "ceiling",
        "ceil/integer": "a",
        "sqrt": "CASE WHEN a >= 0 THEN sqrt(a) END",
        "cbrt": "cbrt",
        "exp": "exp",
        "ln": "CASE WHEN a > 0 THEN ln(a) END",
        "log10": "CASE WHEN a > 0 THEN log10(a) END",
        "log2": "CASE WHEN a > 0 THEN log2(a) END",
        "power": "CASE WHEN a > 0 OR a = 0 AND b >= 0 OR a < 0 AND b = floor(b) THEN power(a, b) END",
        "date_diff": "date_diff",
        "date_add": "date_add",
        "date_trunc": "date_trunc",
        "year": "year",
        "quarter": "quarter",
        "month": "month",
        "week": "week",
        "year_of_week": "year_of_week",
        "day": "day",
        "day_of_week": "day_of_week",
        "day_of_year": "day_of_year",
        "hour": "hour",
        "minute": "minute",
        "second": "second",
        "date": "CAST(a AS DATE)",
        "today": "CAST(at_timezone(current_timestamp, a) AS DATE)",
        "last_day_of_month": "last_day_of_month",
        "at_timezone": "CAST(at_timezone(a, b) AS TIMESTAMP(6))",
        "with_timezone": "with_timezone",
        "from_unixtime": "from_unixtime_nanos(CAST(round(a * 1000000) AS DECIMAL(38, 0)) * 1000)",
        "to_unixtime": "to_unixtime",
        "format_date": "date_format",
        "formatted/timestamp": "date_trunc('second', a)",  # date_format rounds the fraction up
        "date_field/y": "CAST(year(a) AS VARCHAR)",
        "date_field/Q": "CAST(quarter(a) AS VARCHAR)",
        "date_field/QQQ": "'Q' || CAST(quarter(a) AS VARCHAR)",
        "date_field/m": "CAST(minute(a) AS VARCHAR)",
        "date_field/s": "CAST(second(a) AS VARCHAR)",
        "contains": "strpos(a, b) > 0",
        "contains/list": f"CASE WHEN {_THERE} THEN COALESCE(contains(a, b), FALSE) END",
        "first_places": "array_distinct(a)",
        "join_list": "array_join",
        "cut_list": "array_join(slice(a, 1, c), b)",
        "cut_list/4": (
            "CASE WHEN cardinality(a) > c THEN array_join(slice(a, 1, c) || d, b) ELSE array_join(a, b) END"
        ),
        "cut_list/5": (
            "CASE WHEN cardinality(a) > c THEN array_join(slice(a, 1, c) || (d || CAST(cardinality(a) - c AS VARCHAR) || e), b)"
            " ELSE array_join(a, b) END"
        ),
        "split": "split",
        "array_join": "array_join",
        "cardinality": "cardinality",
        "element_at": "element_at",
        "element_at anywhere": "CASE WHEN b <> 0 THEN element_at(a, b) END",
        "json_extract_scalar": "json_extract_scalar",
        "float_text": java_floats.short("VARCHAR"),
        "to_text": "CAST(a AS VARCHAR)",
        "to_text/string": "a",
        "to_text/float": java_floats.written("VARCHAR"),
        "to_text/timestamp": "replace(CAST(CAST(a AS TIMESTAMP(6)) AS VARCHAR), '.000000', '')",
        "to_text/time": "replace(CAST(CAST(a AS TIME(6)) AS VARCHAR), '.000000', '')",
    },
    aggregates={
        "count": "count",
        "count_distinct": "count",
        "sum": "sum",
        "avg": "avg",
        "avg/decimal": "avg of CAST(a AS DOUBLE)",
        "min": "min",
        "max": "max",
        "max/json": "any_value",
        "any": "bool_or",
        "all": "bool_and",
        "list": "array_agg > array_join(a, b)",
        "collect": "array_agg",
        "first": "array_agg > element_at(a, 1)",
        "percentile": f"array_agg ordered > {_PERCENTILE}",
        "approx percentile": "approx_percentile, b",
    },
    qualify=False,
    types={
        "string": "VARCHAR",
        "integer": "BIGINT",
        "float": "DOUBLE",
        "boolean": "BOOLEAN",
        "date": "DATE",
        "timestamp": "TIMESTAMP(6)",
        "timestamptz": "TIMESTAMP(6) WITH TIME ZONE",
        "time": "TIME(6)",
        "json": "JSON",
    },
    casts={
        "float/decimal": "CAST(a AS VARCHAR)",
        **{
            f"string/{kind}": f"CASE WHEN {_FITS[kind]} THEN {_READ[kind]} ELSE '\"' || a || '\"' END"
            for kind in _TEXTS
        },
        **{f"try string/{kind}": f"CASE WHEN {_FITS[kind]} THEN {_READ[kind]} END" for kind in _TEXTS},
    },
    date_parts={
        "yyyy": "%Y",
        "yy": "%y",
        "MMMM": "%M",
        "MMM": "%b",
        "MM": "%m",
        "M": "%c",
        "dd": "%d",
        "d": "%e",
        "EEEE": "%W",
        "EEE": "%a",
        "HH": "%H",
        "H": "%k",
        "hh": "%h",
        "h": "%l",
        "mm": "%i",
        "ss": "%s",
        "a": "%p",
    },
    date_escapes={"%": "%%"},
    binary_rounding=True,
    java_patterns=True,
    shared=SHARED | {"LOWER", "UPPER", "LIKE", "DATE", "REPLACE", "SUM", "MIN", "MAX"},
    quoted_key='["{}"]',
    reserved=frozenset(_RESERVED.split()),
    recast=frozenset(
        {
            *(
                "round/integer",
                "round/decimal",
                "truncate/decimal",
                "truncate/integer",
                "floor/integer",
                "ceil/integer",
                "sign/integer",
            ),
            *("codepoint/integer", "from_unixtime/timestamptz", "+/decimal", "-/decimal", "*/decimal"),
        }
    ),
)
