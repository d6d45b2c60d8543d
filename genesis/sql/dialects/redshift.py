"""Amazon Redshift, from its developer's guide (2025): PostgreSQL's words where the guide has them too. Nothing was run; a
parser read its text.

There are no arrays, and JSON is text. Rows are numbered in a sub-query, since QUALIFY asks more of FROM. Aggregates take no
FILTER. ``GREATEST`` and ``LEAST`` skip nulls as PostgreSQL's do. Floats have no entry as text, and regular expressions of
users none: they are POSIX there.
"""

from typing import Final

from msgspec.structs import replace

from genesis.sql.dialect import SHARED
from genesis.sql.dialects.postgres import DIALECT as POSTGRES

_SAME: Final = """
+ - * % negative || = <> < <= > >= not nullif greatest least ltrim rtrim trim length replace strpos repeat
lpad rpad chr abs sign floor ceil round/integer round/integer/2 truncate/integer
truncate/integer/2 sqrt cbrt exp ln year quarter month week day hour minute second date last_day_of_month not_true
"""
_DOUBLE: Final = "CAST(a AS DOUBLE PRECISION)"
_THERE: Final = "NOT a IS NULL AND NOT b IS NULL"
_CALENDAR: Final = ("year", "quarter", "month")
_CLOCKS: Final = ("week", "day", "hour", "minute", "second")
_TEXTS: Final = {
    "integer": "[+-]?[0-9]+",
    "decimal": "[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)",
    "float": "[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?",
    "boolean": "[tT][rR][uU][eE]|[fF][aA][lL][sS][eE]",
}
"""How the text of a type is written, in what the guide says of regular expressions."""


def _part(field: str) -> str:
    return f"CAST(EXTRACT({field} FROM a) AS BIGINT)"


DIALECT: Final = replace(
    POSTGRES,
    name="redshift",
    tried="parser",
    functions={
        **{name: POSTGRES.functions[name] for name in _SAME.split() if name in POSTGRES.functions},
        "/": f"{_DOUBLE} / b",
        "quotient": "a / b",
        "is_distinct": "CASE WHEN a IS NULL OR b IS NULL THEN NOT (a IS NULL AND b IS NULL) ELSE a <> b END",
        "is_same": "CASE WHEN a IS NULL OR b IS NULL THEN a IS NULL AND b IS NULL ELSE a = b END",
        "like": "a LIKE REPLACE(b, CHR(92), CHR(92) || CHR(92))",
        "lower": "lower",
        "upper": "upper",
        "trim": "btrim",
        "length": "length",
        "substr": "SUBSTRING(a, CAST(b AS INT))",
        "substr/3": "SUBSTRING(a, CAST(b AS INT), CAST(c AS INT))",
        "substr end": f"CASE WHEN LENGTH(a) >= b THEN RIGHT(a, CAST(b AS INT)) WHEN {_THERE} THEN '' END",
        "right": "RIGHT(a, CAST(b AS INT))",
        "starts_with": "LEFT(a, LENGTH(b)) = b",
        "ends_with": "RIGHT(a, LENGTH(b)) = b",
        "contains": "STRPOS(a, b) > 0",
        "reverse": "reverse",
        "translate": "translate",
        "edited": "regexp_replace",
        "truncate/decimal": "trunc",
        "truncate/decimal/2": "TRUNC(a, CAST(b AS INT))",
        "round/decimal": "round",
        "round/decimal/2": "ROUND(a, CAST(b AS INT))",
        "sqrt": f"CASE WHEN a >= 0 THEN SQRT({_DOUBLE}) END",
        "cbrt": f"CBRT({_DOUBLE})",
        "exp": f"EXP({_DOUBLE})",
        "ln": f"CASE WHEN a > 0 THEN LN({_DOUBLE}) END",
        "log10": f"CASE WHEN a > 0 THEN LOG({_DOUBLE}) END",
        "power": (
            "CASE WHEN a > 0 OR a = 0 AND b >= 0 OR a < 0 AND b = FLOOR(b)"
            f" THEN POWER({_DOUBLE}, CAST(b AS DOUBLE PRECISION)) END"
        ),
        **{
            f"date_add/{unit}/date": f"CAST(DATEADD({unit}, CAST(b AS INT), a) AS DATE)"
            for unit in _CALENDAR + _CLOCKS[:2]
        },
        **{f"date_add/{unit}/timestamp": f"DATEADD({unit}, CAST(b AS INT), a)" for unit in _CALENDAR + _CLOCKS},
        **{f"date_trunc/{unit}/date": f"CAST(DATE_TRUNC('{unit}', a) AS DATE)" for unit in _CALENDAR + _CLOCKS[:2]},
        **{f"date_trunc/{unit}/timestamp": f"DATE_TRUNC('{unit}', a)" for unit in _CALENDAR + _CLOCKS},
        **{name: _part(name) for name in ("year", "quarter", "month", "week", "day", "hour", "minute", "second")},
        "day_of_year": _part("doy"),
        "day_of_week": "MOD(CAST(EXTRACT(dow FROM a) AS BIGINT) + 6, 7) + 1",
        "last_day_of_month": "LAST_DAY(a)",
        "today": "CAST(CONVERT_TIMEZONE('UTC', a, CAST(SYSDATE AS TIMESTAMP)) AS DATE)",
        "format_date": "to_char",
        **{f"to_text/{kind}": "CAST(a AS VARCHAR)" for kind in ("integer", "decimal")},
        "to_text/string": "a",
        "to_text/boolean": "CASE WHEN a THEN 'true' WHEN NOT a THEN 'false' END",
        "to_text/date": "TO_CHAR(a, 'YYYY-MM-DD')",
        "to_text/timestamp": "REPLACE(TO_CHAR(a, 'YYYY-MM-DD HH24:MI:SS.US'), '.000000', '')",
    },
    aggregates={
        "count": "count",
        "count_distinct": "count",
        "sum": "sum",
        "sum/integer": "sum > CAST(a AS BIGINT)",
        "avg": f"avg of {_DOUBLE}",
        "min": "min",
        "min/boolean": "bool_and",
        "max": "max",
        "max/boolean": "bool_or",
        "any": "bool_or",
        "all": "bool_and",
        "list": "listagg, b grouped",
        "percentile": "percentile_cont within",
        "approx percentile": "percentile_cont within",
    },
    types={**POSTGRES.types, "string": "VARCHAR(65535)", "json": "VARCHAR(65535)"},
    casts={
        "boolean/integer": "CASE WHEN a THEN 1 WHEN NOT a THEN 0 END",
        **{
            f"string/{kind}": f"CASE WHEN a ~ '^({said})$' THEN a ELSE '\"' || a || '\"' END"
            for kind, said in _TEXTS.items()
        },
    },
    uncast=frozenset(
        {
            *("float/integer", "float/decimal", "timestamp/time"),
            *(f"string/{kind}" for kind in ("date", "time", "timestamp", "timestamptz")),
        }
    ),
    date_parts={
        code: said
        for code, said in POSTGRES.date_parts.items()
        if code not in {"EEEE", "MMMM", "M", "d", "H", "h", "m", "s"}
    },
    replacement=("$", {}),
    text_order="",
    shared=SHARED | {"LOWER", "UPPER", "MIN", "MAX"},
    filters=False,
    empty_group=False,
)
