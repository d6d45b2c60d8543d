"""ClickHouse, from its documentation of functions and types, tried on 26.9.

A text, a number or a moment of it may be null, a list may not; so no list is made from a text. Arithmetic on integers is
checked, since ClickHouse would go on with other numbers than those meant. Clocks show UTC, whatever the server's zone is.
Long because a dialect is one table.
"""

from typing import Final

from genesis.sql.dialect import OPERATORS, SHARED, Dialect, Sorting
from genesis.sql.whole_months import Months

_RESERVED: Final = """
all alter and anti any array as asc asof attach between both by case cast check cluster collate column constraint create
cross cube current database databases date day delete desc describe distinct drop else end except exists explain extract
false final first following for format from full function global group grouping having hour ilike in index inf inner
insert intersect interval into is join key kill lateral left like limit live local materialized minute modify month nan
natural not null nulls offset on only optimize or order outer over partition paste preceding prewhere primary qualify
quarter range recursive rename replace right rollup row rows sample second select semi set settings show sync system table
temporary then ties to top totals trailing trim true truncate ttl type unbounded union update use using uuid values view
watch week when where window with year
"""

_CLOCK: Final = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\\\.[0-9]{1,6})?)?"
_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_STAMP: Final = f"{_DAY}([ T]{_CLOCK})?"
_ZONED: Final = f"{_DAY}[ T]{_CLOCK} ?(Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)"
_DECIMAL: Final = "[+-]?([0-9]+(\\\\.[0-9]*)?|\\\\.[0-9]+)"
_SAME_DAY: Final = "toString(toDate32OrNull(substring(a, 1, 10))) = substring(a, 1, 10)"
_SECONDS: Final = "replaceRegexpOne(replaceOne(a, 'T', ' '), '^([^:]*:[^: +Z-]*)( ?(Z|[+-].*)?)$', '\\\\1:00\\\\2')"


_UNITS: Final = ("year", "quarter", "month", "week", "day", "hour", "minute", "second")
_CLOCKS: Final = {"hour": 3600, "minute": 60, "second": 1}
_STAMPED: Final = "toDateTime64(a, 6)"


def _truncated(unit: str) -> str:
    """A moment's; ClickHouse's own functions cut a fraction of a second towards 1970."""
    if unit not in _CLOCKS:
        return f"date_trunc('{unit}', CAST(a AS Nullable(Date32)))"
    past = f"positiveModulo(toUnixTimestamp64Micro({_STAMPED}), {_CLOCKS[unit] * 1_000_000})"
    return f"subtractMicroseconds({_STAMPED}, {past})"


def _written(pattern: str, then: str, also: str = "") -> str:
    return f"CASE WHEN match(a, '^(?:{pattern})$'){' AND ' + also if also else ''} THEN {then} END"


_DIGITS: Final = "toDecimal256OrNull({}, 38)"
_FITS: Final = "CASE WHEN abs({0}) < toDecimal256(concat('1', repeat('0', c)), 0) THEN {0} END"
_TRIED: Final = {
    "string/integer": _written("[+-]?[0-9]+", "toInt64OrNull(a)"),
    "string/decimal": _written(_DECIMAL, _FITS.format(f"round({_DIGITS.format('a')}, b)")),
    "string/float": _written(f"{_DECIMAL}([eE][+-]?[0-9]+)?", "toFloat64OrNull(a)", "isFinite(toFloat64OrNull(a))"),
    "string/boolean": _written("(?i:true|false)", "lower(a) = 'true'"),
    "string/date": _written(_DAY, "toDate32OrNull(a)", _SAME_DAY),
    "string/time": _written(_CLOCK, "toTime64OrNull(replaceRegexpOne(a, '^([^:]*:[^:]*)$', '\\\\1:00'), 6)"),
    "string/timestamp": _written(_STAMP, f"toDateTime64OrNull({_SECONDS}, 6)", _SAME_DAY),
    "string/timestamptz": _written(_ZONED, f"parseDateTime64BestEffortOrNull({_SECONDS}, 6, 'UTC')", _SAME_DAY),
    "integer/decimal": _FITS.format(_DIGITS.format("toString(a)")),
    "decimal/decimal": _FITS.format("round(CAST(a AS Nullable(Decimal(76, 38))), b)"),
    "float/decimal": _FITS.format(f"round({_DIGITS.format('toString(a)')}, b)"),
    "float/integer": "CASE WHEN abs(a) < 9.3e18 THEN accurateCastOrNull(trunc(a) + trunc(2 * (a - trunc(a))), 'Int64') END",
    "decimal/integer": "accurateCastOrNull(round(a), 'Int64')",
}
"""Casts that give null where there is no such value; ClickHouse itself takes the 31st of February for March."""


def _made(safe: str) -> str:
    """A cast that fails where there is no such value."""
    return f"CASE WHEN throwIf(isNull({safe}) AND NOT isNull(a), 'there is no such value') = 0 THEN {safe} END"


_MONTHS: Final = Months("CAST({} AS Nullable(DateTime64(6)))", "toYear({})", "toMonth({})", "addMonths({}, {months})")
_ROUNDED: Final = (
    "CASE WHEN abs(a) < 1e30"
    " THEN toFloat64(toString({0}(toDecimal256(toString(CASE WHEN abs(a) < 1e30 THEN a END), 38){1}))) ELSE a END"
)
_JSON_QUERY: Final = "JSON_QUERY(a, b)"
_BOTH: Final = "NOT a IS NULL AND NOT b IS NULL"
_THERE: Final = f"{_BOTH} AND NOT c IS NULL"
_LOWER: Final = "lowerUTF8(translateUTF8({}, 'İΣ', 'iσ'))"
"""Each letter for itself: not two for one, and none by where it stands in its word."""
_PICKED: Final = "'(?-s)' || b"
_LIST: Final = "groupArray > CASE WHEN notEmpty(a) THEN arrayStringConcat(a, b) END"

DIALECT: Final = Dialect(
    name="clickhouse",
    tried="library",
    functions={
        **OPERATORS,
        "/": "toFloat64(a) / toFloat64(b)",
        "%": "a % b",
        "%/integer": "moduloOrZero(a, b)",
        "quotient": "intDiv(a, b)",
        "negative/integer": "accurateCast(-toInt128(a), 'Nullable(Int64)')",
        "||": "a || b",
        "is_distinct": "a IS DISTINCT FROM b",
        "is_same": "a IS NOT DISTINCT FROM b",
        "like": "a LIKE replaceAll(b, '\\\\', '\\\\\\\\')",
        "not_true": "NOT ifNull(a, FALSE)",
        "nullif": "nullIf(a, b)",
        "greatest": "greatest",
        "least": "least",
        "lower": _LOWER.format("a"),
        "upper": "upperUTF8(a)",
        "trim": "replaceRegexpAll(a, '^ +| +$', '')",
        "ltrim": "replaceRegexpOne(a, '^ +', '')",
        "rtrim": "replaceRegexpOne(a, ' +$', '')",
        "length": "toInt64(lengthUTF8(a))",
        "substr": "substringUTF8(a, b)",
        "substr/3": "substringUTF8(a, b, c)",
        "substr anywhere": (
            f"CASE WHEN abs(b) BETWEEN 1 AND lengthUTF8(a) THEN substringUTF8(a, b) WHEN {_BOTH} THEN '' END"
        ),
        "substr anywhere/3": (
            "CASE WHEN abs(b) BETWEEN 1 AND lengthUTF8(a) AND c > 0 THEN substringUTF8(a, b, c)"
            f" WHEN {_THERE} THEN '' END"
        ),
        "right": "CASE WHEN b > 0 THEN substringUTF8(a, -b) WHEN NOT a IS NULL THEN '' END",
        "replace": "replaceAll(a, b, c)",
        "replace anywhere": "CASE WHEN b = '' AND NOT c IS NULL THEN a ELSE replaceAll(a, b, c) END",
        "split_part": "CASE WHEN NOT a IS NULL THEN arrayElementOrNull(splitByString(b, a), c) END",
        "split_part anywhere": f"CASE WHEN {_THERE} AND c > 0 THEN arrayElementOrNull(splitByString(b, a), c) END",
        "strpos": "toInt64(positionUTF8(a, b))",
        "starts_with": "startsWith(a, b)",
        "ends_with": "endsWith(a, b)",
        "concat_ws": "CASE WHEN NOT a IS NULL THEN arrayStringConcat(array(rest), a) END",
        "lpad": "leftPadUTF8(a, b, c)",
        "rpad": "rightPadUTF8(a, b, c)",
        "reverse": "reverseUTF8(a)",
        "repeat": "repeat(a, b)",
        "translate": "translateUTF8(a, b, c)",
        "chr": "decodeHTMLComponent(concat('&#', toString(a), ';'))",
        "codepoint": (
            "CASE WHEN a <> '' THEN"
            " reinterpretAsUInt32(reverse(convertCharset(substringUTF8(a, 1, 1), 'UTF-8', 'UTF-32BE'))) END"
        ),
        "title_case": (
            "CASE WHEN NOT a IS NULL THEN arrayStringConcat(arrayMap(w -> concat(upperUTF8(substringUTF8(w, 1, 1)),"
            f" {_LOWER.format('substringUTF8(w, 2)')}), splitByString(' ', a)), ' ') END"
        ),
        "initials": (
            "CASE WHEN NOT a IS NULL THEN"
            " arrayStringConcat(arrayMap(w -> upperUTF8(substringUTF8(w, 1, 1)), splitByString(' ', a))) END"
        ),
        "grouped": (
            "replaceRegexpOne(reverse(replaceRegexpAll(reverse(a), '([0-9]{3})', '\\\\1,')), '^(-?),', '\\\\1')"
        ),
        "regexp_like": f"match(a, {_PICKED})",
        "regexp_extract": f"CASE WHEN match(a, {_PICKED}) THEN regexpExtract(a, {_PICKED}, 0) END",
        "regexp_extract/3": f"CASE WHEN match(a, {_PICKED}) THEN regexpExtract(a, {_PICKED}, c) END",
        "regexp_replace": f"replaceRegexpAll(a, {_PICKED}, c)",
        "edited": "replaceRegexpAll(a, b, c)",
        "abs": "abs(a)",
        "abs/integer": "accurateCast(abs(a), 'Nullable(Int64)')",
        "sign": "sign(a)",
        "round": "round(a)",
        "round/2": "round(a, b)",
        "round/integer": "a",
        "round/integer/2": "accurateCast(round(toInt128(a), b), 'Nullable(Int64)')",
        "round/float": _ROUNDED.format("round", ""),
        "round/float/2": _ROUNDED.format("round", ", b"),
        "truncate": "trunc(a)",
        "truncate/2": "trunc(a, b)",
        "truncate/float/2": _ROUNDED.format("trunc", ", b"),
        "floor": "floor(a)",
        "floor/integer": "a",
        "ceil": "ceil(a)",
        "ceil/integer": "a",
        "sqrt": "CASE WHEN a >= 0 THEN sqrt(a) END",
        "cbrt": "cbrt",
        "exp": "exp(a)",
        "ln": "CASE WHEN a > 0 THEN log(a) END",
        "log10": "CASE WHEN a > 0 THEN log10(a) END",
        "log2": "CASE WHEN a > 0 THEN log2(a) END",
        "power": (
            "CASE WHEN a > 0 OR a = 0 AND b >= 0 OR a < 0 AND b = floor(b) THEN power(toFloat64(a), toFloat64(b)) END"
        ),
        "date_diff/year": _MONTHS.between(12),
        "date_diff/quarter": _MONTHS.between(3),
        "date_diff/month": _MONTHS.between(1),
        **{f"date_diff/{unit}": f"age('{unit}', b, a)" for unit in _UNITS[3:]},
        "date_diff/week": "intDiv(age('day', b, a), 7)",
        "date_add/year": "addYears(a, b)",
        "date_add/quarter": "addQuarters(a, b)",
        "date_add/month": "addMonths(a, b)",
        "date_add/week": "addWeeks(a, b)",
        "date_add/day": "addDays(a, b)",
        "date_add/hour": "addHours(a, b)",
        "date_add/minute": "addMinutes(a, b)",
        "date_add/second": "addSeconds(a, b)",
        **{f"date_trunc/{unit}": f"date_trunc('{unit}', a)" for unit in _UNITS},
        **{f"date_trunc/{unit}/{kind}": _truncated(unit) for unit in _UNITS for kind in ("timestamp", "timestamptz")},
        "year": "toYear(a)",
        "quarter": "toQuarter(a)",
        "month": "toMonth(a)",
        "week": "toISOWeek(a)",
        "year_of_week": "toISOYear(a)",
        "day": "toDayOfMonth(a)",
        "day_of_week": "toDayOfWeek(a)",
        "day_of_year": "toDayOfYear(a)",
        "hour": "toHour(a)",
        "minute": "toMinute(a)",
        "second": "toSecond(a)",
        "date": "CAST(a AS Nullable(Date32))",
        "today": "CAST(now(a) AS Nullable(Date32))",
        "last_day_of_month": "addDays(addMonths(date_trunc('month', CAST(a AS Nullable(Date32))), 1), -1)",
        "at_timezone": "CAST(toString(toTimeZone(a, b)) AS Nullable(DateTime64(6)))",
        "with_timezone": "toTimeZone(toDateTime64(toString(a), 6, b), 'UTC')",
        "from_unixtime": "fromUnixTimestamp64Micro(toInt64(round(a * 1000000)), 'UTC')",
        "to_unixtime": "toUnixTimestamp64Micro(CAST(a AS Nullable(DateTime64(6, 'UTC')))) / 1000000",
        "format_date": "formatDateTimeInJodaSyntax(a, b)",
        "date_field/Q": "toString(toQuarter(a))",
        "date_field/QQQ": "concat('Q', toString(toQuarter(a)))",
        "contains": "position(a, b) > 0",
        "contains/list": "CASE WHEN NOT b IS NULL THEN has(a, b) END",
        "first_places": "arrayDistinct(a)",
        "join_list": "CASE WHEN notEmpty(a) THEN arrayStringConcat(a, b) END",
        "cut_list": "CASE WHEN notEmpty(a) THEN arrayStringConcat(arraySlice(a, 1, c), b) END",
        "cut_list/4": (
            "CASE WHEN length(a) > c THEN arrayStringConcat(arrayPushBack(arraySlice(a, 1, c), d), b)"
            " WHEN notEmpty(a) THEN arrayStringConcat(a, b) END"
        ),
        "cut_list/5": (
            "CASE WHEN length(a) > c"
            " THEN arrayStringConcat(arrayPushBack(arraySlice(a, 1, c), concat(d, toString(length(a) - c), e)), b)"
            " WHEN notEmpty(a) THEN arrayStringConcat(a, b) END"
        ),
        "array_join": "arrayStringConcat(a, b)",
        "cardinality": "toInt64(length(a))",
        "element_at": "arrayElementOrNull(a, b)",
        "json_extract_scalar": (
            f"CASE WHEN isValidJSON(a) AND NOT {_JSON_QUERY} IN ('', '[null]')"
            f" AND NOT substring({_JSON_QUERY}, 1, 2) IN ('[{{', '[[') THEN JSON_VALUE(a, b) END"
        ),
        "float_text": "replaceRegexpOne(replaceRegexpOne(toString(a), 'e([0-9])', 'e+\\\\1'), '([+-])([0-9])$', '\\\\10\\\\2')",
        "to_text": "toString(a)",
        "to_text/string": "a",
        "to_text/boolean": "toString(CAST(a AS Nullable(Bool)))",
        "to_text/decimal": "toDecimalString(a, b)",
        "to_text/float": (
            "CASE WHEN a = trunc(a) AND abs(a) < 1e16 THEN concat(toString(a), '.0')"
            " WHEN abs(a) >= 1e-7 AND abs(a) < 1e21"
            " THEN toString(toDecimal256(toString(CASE WHEN abs(a) >= 1e-7 AND abs(a) < 1e21 THEN a END), 38))"
            " ELSE replaceRegexpOne(replaceRegexpOne(toString(a), 'e([0-9])', 'e+\\\\1'), 'e([+-])([0-9])$', 'e\\\\10\\\\2')"
            " END"
        ),
        "to_text/timestamp": "replaceOne(toString(CAST(a AS Nullable(DateTime64(6)))), '.000000', '')",
        "to_text/time": "replaceOne(toString(a), '.000000', '')",
    },
    aggregates={
        "count": "count > toInt64(a)",
        "count_distinct": "count > toInt64(a)",
        "sum": "sumOrNull",
        "sum/decimal": "sumOrNull of toDecimal256(a, b) > a",
        "sum/integer": "sumOrNull of toInt128(a) > accurateCast(a, 'Nullable(Int64)')",
        "avg": "avgOrNull of toFloat64(a)",
        "min": "minOrNull",
        "max": "maxOrNull",
        "any": "maxOrNull",
        "all": "minOrNull",
        "list": _LIST,
        "collect": "groupArray",
        "first": "groupArray > arrayElementOrNull(a, 1)",
        "percentile": "quantileExactInclusiveOrNull parametric",
        "approx percentile": "quantileTDigestOrNull parametric",
    },
    types={
        "string": "Nullable(String)",
        "integer": "Nullable(Int64)",
        "decimal": "Nullable(Decimal({}, {}))",
        "float": "Nullable(Float64)",
        "boolean": "Nullable(Bool)",
        "date": "Nullable(Date32)",
        "timestamp": "Nullable(DateTime64(6))",
        "timestamptz": "Nullable(DateTime64(6, 'UTC'))",
        "time": "Time64(6)",
        "json": "Nullable(String)",
    },
    casts={
        **{change: _made(safe) for change, safe in _TRIED.items()},
        **{f"try {change}": safe for change, safe in _TRIED.items()},
    },
    date_parts={
        field: field
        for field in "yyyy yy y MMMM MMM MM M dd d EEEE EEE HH H hh h mm m ss s a".split()  # noqa: SIM905 a table of words
    },
    date_quotes=True,
    cased_names=True,
    empty_group=False,
    ordered_by_name=False,
    replacement=("\\{}", {"\\": "\\\\"}),
    sorting=Sorting(
        keys="tuple",
        pair="tuple(a, b)",
        taken="arrayMap(pair -> tupleElement(pair, 2), arraySort(a))",
        distinct="arraySort(a)",
        descending={
            "string": "concat(translateUTF8(hex(a), '0123456789ABCDEF', 'FEDCBA9876543210'), 'G')",
            "integer": "-toInt128(a)",
            "decimal": "-a",
            "float": "-a",
            "boolean": "NOT a",
            "date": "-toInt32(a)",
            "timestamp": "-toUnixTimestamp64Micro(CAST(a AS Nullable(DateTime64(6))))",
            "timestamptz": "-toUnixTimestamp64Micro(CAST(a AS Nullable(DateTime64(6))))",
        },
    ),
    source_settings={"prefer_column_name_to_alias": "1"},  # SELECT lower(name) AS name ... WHERE name = 'X'
    foreign={"UNNEST": "ARRAY JOIN", "WITH ORDINALITY": "ARRAY JOIN"},
    own_cases=True,
    shared=SHARED | {"LOWER", "UPPER", "LIKE", "MIN", "MAX"},
    query_settings={"join_use_nulls": "1", "session_timezone": "'UTC'"},
    integer_steps=("toInt128(a)", "accurateCast(a, 'Nullable(Int64)')"),
    wide_decimals=True,
    bare_decimals=False,
    fixed_decimals=False,
    listed_alike=True,
    null_lists=False,
    names_of_joins_qualified=True,
    own_names=True,
    join_key="ignore(a) = ignore(b)",
    column_kept="ignore(a) = 0",
    reserved=frozenset(_RESERVED.split()),
    recast=frozenset(
        {
            *(
                "round/decimal",
                "truncate/decimal",
                "floor/integer",
                "ceil/integer",
                "sign/integer",
                "codepoint/integer",
            ),
            *("date_add/timestamp", "date_trunc/date", "date_trunc/timestamp", "date_diff/integer"),
            *("truncate/integer", "sum/decimal"),
        }
    ),
)
