"""SQLite, from its documentation of functions and types, tried on 3.51; ordered lists need 3.44, all else 3.40.

SQLite has no types of days and moments: they are text, ``2021-01-31``, ``2021-01-31 14:30:00`` or
``2021-01-31 14:30:00.500000``, in tables too; a boolean is 1 or 0, and lists are JSON. It has no exact fractions, so that
decimals have no type here; no time zones; no regular expressions; and letters other than A to Z stay as they are in its
``lower``. What needs one of these has no entry.
Long because a dialect is one table.
"""

from typing import Final

from genesis.sql.dialect import OPERATORS, SHARED, Dialect

_RESERVED: Final = """
abort action add after all alter always analyze and as asc attach autoincrement before begin between by cascade case cast
check collate column commit conflict constraint create cross current current_date current_time current_timestamp database
default deferrable deferred delete desc detach distinct do drop each else end escape except exclude exclusive exists
explain fail filter first following for foreign from full generated glob group groups having if ignore immediate in index
indexed initially inner insert instead intersect into is isnull join key last left like limit match materialized natural
no not nothing notnull null nulls of offset on or order others outer over partition plan pragma preceding primary query
raise range recursive references regexp reindex release rename replace restrict returning right rollback row rows savepoint
select set table temp temporary then ties to transaction trigger unbounded union unique update using vacuum values view
virtual when where window with without
"""

_THERE: Final = "NOT a IS NULL AND NOT b IS NULL"
_WHOLE: Final = "CAST(JSON(a || '.0') AS INTEGER)"
"""The integer that ``a`` is, and an error where too large a result has become a float: ``9.2e+18.0`` is no JSON."""


def _error(what: str, of: str = "a") -> str:
    """An expression that fails: such text is no JSON."""
    return f"JSON('not {what}: ' || {of})"


# numbers as text

_UNSIGNED: Final = "SUBSTR(a, CASE WHEN SUBSTR(a, 1, 1) IN ('+', '-') THEN 2 ELSE 1 END)"
_DIGITS: Final = f"LTRIM({_UNSIGNED}, '0')"
_MOST: Final = "CASE WHEN SUBSTR(a, 1, 1) = '-' THEN '9223372036854775808' ELSE '9223372036854775807' END"
_IS_WHOLE: Final = (
    f"{_UNSIGNED} <> '' AND NOT {_UNSIGNED} GLOB '*[^0-9]*'"
    f" AND (LENGTH({_DIGITS}) < 19 OR LENGTH({_DIGITS}) = 19 AND {_DIGITS} <= {_MOST})"
)
_IS_NUMBER: Final = (
    f"{_UNSIGNED} GLOB '[0-9.]*' AND {_UNSIGNED} <> '.' AND NOT {_UNSIGNED} GLOB '.[eE]*'"
    f" AND NOT {_UNSIGNED} GLOB '*[^0-9.eE+-]*' AND JSON_VALID('1' || REPLACE({_UNSIGNED}, '.', '.0'))"
    " AND ABS(CAST(a AS REAL)) <= 1.7976931348623157e308"
)

# days and moments as text

_IS_DAY: Final = "{0} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND DATE({0}) = {0}"


def _is_clock(text: str) -> str:
    minutes = "[0-2][0-9]:[0-5][0-9]"
    fraction = f"SUBSTR({text}, 10)"
    return (
        f"({text} GLOB '{minutes}' OR {text} GLOB '{minutes}:[0-5][0-9]' OR ({text} GLOB '{minutes}:[0-5][0-9].[0-9]*'"
        f" AND LENGTH({text}) <= 15 AND NOT {fraction} GLOB '*[^0-9]*')) AND SUBSTR({text}, 1, 2) <= '23'"
    )


def _clock(text: str) -> str:
    fraction = f"SUBSTR({text}, 10)"
    return (
        f"SUBSTR({text} || ':00', 1, 8) || CASE WHEN TRIM({fraction}, '0') = '' THEN ''"
        f" ELSE '.' || SUBSTR({fraction} || '00000', 1, 6) END"
    )


_LATER: Final = "SUBSTR(a, 12)"
_IS_MOMENT: Final = (
    f"{_IS_DAY.format('SUBSTR(a, 1, 10)')}"
    f" AND (LENGTH(a) = 10 OR SUBSTR(a, 11, 1) IN (' ', 'T') AND {_is_clock(_LATER)})"
)
_MOMENT: Final = "SUBSTR(a, 1, 10) || ' ' || CASE WHEN LENGTH(a) = 10 THEN '00:00:00' ELSE " + _clock(_LATER) + " END"
_READ: Final = {
    "integer": (_IS_WHOLE, "CAST(a AS INTEGER)"),
    "float": (_IS_NUMBER, "CAST(a AS REAL)"),
    "boolean": ("LOWER(a) IN ('true', 'false')", "LOWER(a) = 'true'"),
    "date": (_IS_DAY.format("a"), "a"),
    "time": (_is_clock("a"), _clock("a")),
    "timestamp": (_IS_MOMENT, _MOMENT),
}
"""How the text of a type is known, and read. SQLite itself reads 12 from ``12 apples``, and 0 from ``apples``."""

_FIRST: Final = "SUBSTR(a, 1, 8) || '01'"


def _known(moved: str) -> str:
    """A day that was moved, or an error where it is beyond those that there are: SQLite alone would make it null."""
    return f"CASE WHEN {moved} >= '0001' THEN {moved} WHEN {_THERE} THEN {_error('a day, so much later', 'a')} END"


def _moved(months: str) -> str:
    """A day moved by months: the same day of another month, or that month's last; after 9999-12 there is no other."""
    first = f"{_FIRST}, ({months}) || ' months'"
    last = f"COALESCE(STRFTIME('%d', {first}, '+1 month', '-1 day'), '31')"
    days = f"MIN(CAST(SUBSTR(a, 9, 2) AS INTEGER), CAST({last} AS INTEGER)) - 1"
    return _known(f"DATE({first}, ({days}) || ' days') || SUBSTR(a, 11)")


def _later(unit: str) -> str:
    return _known(f"DATETIME(SUBSTR(a, 1, 19), b || ' {unit}s') || SUBSTR(a, 20)")


_MICROSECONDS: Final = (
    "(CAST(STRFTIME('%s', SUBSTR({0}, 1, 19)) AS INTEGER) * 1000000 + CAST(SUBSTR({0}, 21) AS INTEGER))"
)


def _passed(seconds: int) -> str:
    return f"({_MICROSECONDS.format('a')} - {_MICROSECONDS.format('b')}) / {seconds * 1_000_000}"


_MONTHS: Final = "(12 * CAST(SUBSTR({0}, 1, 4) AS INTEGER) + CAST(SUBSTR({0}, 6, 2) AS INTEGER))"
_BEFORE_END: Final = (
    "MIN(SUBSTR({0}, 9, 2), COALESCE(STRFTIME('%d', SUBSTR({1}, 1, 8) || '01', '+1 month', '-1 day'), '31'))"
)
"""The day of a month on which one moment's day falls in the month of another."""


def _months_passed(count: int) -> str:
    def whole(early: str, late: str) -> str:
        day = _BEFORE_END.format(early, late)
        return (
            f"({_MONTHS.format(late)} - {_MONTHS.format(early)} - ({day} || SUBSTR({early}, 11) > SUBSTR({late}, 9)))"
            f" / {count}"
        )

    return f"CASE WHEN a >= b THEN {whole('b', 'a')} ELSE -({whole('a', 'b')}) END"


_MIDNIGHT: Final = "SUBSTR(' 00:00:00', 1, LENGTH(a) - 10)"
"""What follows the day: nothing in a day."""
_PART: Final = "CAST(SUBSTR(a, {}) AS INTEGER)"
_MONTH: Final = _PART.format("6, 2")
_THURSDAY: Final = "SUBSTR(a, 1, 10), '-3 days', 'weekday 4'"
"""The day that tells to which year a week belongs."""
_MONTH_NAMES: Final = "January February March April May June July August September October November December"
_DAY_NAMES: Final = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday"


def _named(number: str, names: str, first: int, letters: int = 9) -> str:
    branches = " ".join(f"WHEN {place} THEN '{name[:letters]}'" for place, name in enumerate(names.split(), first))
    return f"CASE {number} {branches} END"


_WEEKDAY: Final = "CAST(STRFTIME('%w', SUBSTR(a, 1, 10)) AS INTEGER)"
_HALF: Final = f"(({_PART.format('12, 2')} + 11) % 12 + 1)"

# parts of text

_REPEATED: Final = "REPLACE(HEX(ZEROBLOB({0})), '00', {1})"
_SPLIT: Final = (
    "(WITH RECURSIVE _cut(_place, _part, _rest) AS (SELECT 0, NULL, CASE WHEN NOT b IS NULL THEN a END UNION ALL"
    " SELECT _place + 1, CASE WHEN INSTR(_rest, b) > 0 THEN SUBSTR(_rest, 1, INSTR(_rest, b) - 1) ELSE _rest END,"
    " CASE WHEN INSTR(_rest, b) > 0 THEN SUBSTR(_rest, INSTR(_rest, b) + LENGTH(b)) END FROM _cut WHERE NOT _rest IS NULL)"
    " SELECT {} FROM _cut WHERE _place {})"
)
_LETTERS: Final = (
    "(WITH RECURSIVE _letters(_place) AS (SELECT {0} UNION ALL SELECT _place {1} FROM _letters WHERE _place {2})"
    " SELECT GROUP_CONCAT({3}, '') FROM _letters)"
)


def _padded(before: bool) -> str:
    space = f"SUBSTR({_REPEATED.format('b - LENGTH(a)', 'c')}, 1, b - LENGTH(a))"
    return (
        "CASE WHEN a IS NULL OR b IS NULL OR c IS NULL THEN NULL WHEN b <= LENGTH(a) THEN SUBSTR(a, 1, MAX(b, 0))"
        f" WHEN c = '' THEN {_error('filled')}"
        f" ELSE {f'{space} || a' if before else f'a || {space}'} END"
    )


# lists

_JOINED: Final = "COALESCE((SELECT GROUP_CONCAT(value, b ORDER BY key) FROM JSON_EACH({})), '')"
_CUT: Final = "COALESCE((SELECT GROUP_CONCAT(value, b ORDER BY key) FROM JSON_EACH(a) WHERE key < c), '')"
_LISTED: Final = "EXISTS(SELECT 1 FROM JSON_EACH(a) WHERE value = b)"
_PLACE: Final = "b * (JSON_ARRAY_LENGTH(a) - 1)"


def _at(round_: str) -> str:
    return f"CAST(JSON_EXTRACT(a, '$[' || CAST({round_}({_PLACE}) AS INTEGER) || ']') AS REAL)"


_BETWEEN: Final = f"{_at('FLOOR')} + ({_PLACE} - FLOOR({_PLACE})) * ({_at('CEIL')} - {_at('FLOOR')})"
_PERCENTILE: Final = f"CASE WHEN JSON_ARRAY_LENGTH(a) > 0 THEN {_BETWEEN} END"
"""Between the two values around a place in the ordered list."""
_EXACT: Final = "PRINTF('%!.17g', a)"
"""A float that loses nothing in JSON."""

# numbers

_ROUND: Final = "CASE WHEN ABS({0} - TRUNC({0})) >= 0.5 THEN TRUNC({0}) + SIGN({0}) ELSE TRUNC({0}) END"
_STEPS: Final = "ABS(a) * POWER(10, b)"
_AS_WRITTEN: Final = (
    f"CASE WHEN {_STEPS} < 1e15 THEN SIGN(a) * (FLOOR({_STEPS})"
    f" + (ABS(a) >= (FLOOR({_STEPS}) + 0.5) / POWER(10, b))) / POWER(10, b) ELSE a END"
)
"""Half away from zero: 1.005 is no less than the float that is written so, and becomes 1.01 although it is a little less."""
_CUT_AS_WRITTEN: Final = (
    f"CASE WHEN {_STEPS} < 1e15 THEN SIGN(a) * (FLOOR({_STEPS} + 0.5)"
    f" - (ABS(a) < FLOOR({_STEPS} + 0.5) / POWER(10, b))) / POWER(10, b) ELSE a END"
)
_TEN: Final = "CAST(POWER(10, -b) AS INTEGER)"
_ALL_CUT: Final = (
    "CASE WHEN b < -19 OR a BETWEEN -4999999999999999999 AND 4999999999999999999 THEN 0 * a"
    " ELSE 9223372036854775807 + ABS(a) END"
)
"""An integer rounded to a power of ten that is none itself: 0, or too large."""


def _logarithm(function: str, base: int) -> str:
    """A logarithm that is whole where a number is a power: SQLite's own of 1000 is a little less than 3."""
    whole = f"ROUND({function}(a))"
    return f"CASE WHEN a > 0 THEN CASE WHEN POWER({base}, {whole}) = a THEN {whole} ELSE {function}(a) END END"


_NEAR: Final = "a >= -9223372036854775808e0 AND a < 9223372036854775808e0"
"""Whether a float is an integer's, once it is rounded."""

DIALECT: Final = Dialect(
    name="sqlite",
    tried="library",
    functions={
        **OPERATORS,
        "/": "CAST(a AS REAL) / b",
        "%": "a % b",
        "quotient": "a / b",
        "||": "a || b",
        "is_distinct": "a IS DISTINCT FROM b",
        "is_same": "a IS NOT DISTINCT FROM b",
        "like": (
            "a GLOB REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(b, '[', '[[]'), '*', '[*]'), '?', '[?]'), '%', '*'), '_', '?')"
        ),
        "not_true": "a IS NOT TRUE",
        "nullif": "nullif(a, b)",
        "nullif/string": "nullif(a COLLATE BINARY, b)",
        "greatest": "max",
        "least": "min",
        "trim": "TRIM(a)",
        "ltrim": "LTRIM(a)",
        "rtrim": "RTRIM(a)",
        "length": "LENGTH(a)",
        "substr": "SUBSTR(a, b)",
        "substr/3": "SUBSTR(a, b, c)",
        "substr anywhere": f"CASE WHEN ABS(b) BETWEEN 1 AND LENGTH(a) THEN SUBSTR(a, b) WHEN {_THERE} THEN '' END",
        "substr anywhere/3": (
            "CASE WHEN ABS(b) BETWEEN 1 AND LENGTH(a) AND c > 0 THEN SUBSTR(a, b, c)"
            f" WHEN {_THERE} AND NOT c IS NULL THEN '' END"
        ),
        "substr end": "CASE WHEN LENGTH(a) >= b THEN SUBSTR(a, -b) WHEN NOT a IS NULL THEN '' END",
        "right": "SUBSTR(a, MAX(LENGTH(a) - b, 0) + 1)",
        "replace": "REPLACE(a, b, c)",
        "split_part": _SPLIT.format("_part", "= c"),
        "strpos": "INSTR(a, b)",
        "starts_with": "SUBSTR(a, 1, LENGTH(b)) COLLATE BINARY = b",
        "ends_with": "SUBSTR(a, LENGTH(a) - LENGTH(b) + 1) COLLATE BINARY = b AND LENGTH(a) >= LENGTH(b)",
        "concat_ws": "concat_ws",
        "lpad": _padded(before=True),
        "rpad": _padded(before=False),
        "reverse": _LETTERS.format("LENGTH(a)", "- 1", "> 1", "SUBSTR(a, _place, 1)"),
        "repeat": f"CASE WHEN NOT b IS NULL THEN {_REPEATED.format('b', 'a')} END",
        "translate": (
            "CASE WHEN a = '' THEN '' ELSE "
            + _LETTERS.format(
                "1",
                "+ 1",
                "< LENGTH(a)",
                "CASE WHEN INSTR(b, SUBSTR(a, _place, 1)) = 0 THEN SUBSTR(a, _place, 1)"
                " ELSE SUBSTR(c, INSTR(b, SUBSTR(a, _place, 1)), 1) END",
            )
            + " END"
        ),
        "chr": (
            "CASE WHEN a BETWEEN 0 AND 55295 OR a BETWEEN 57344 AND 1114111 THEN CHAR(a)"
            f" WHEN NOT a IS NULL THEN {_error('a character')} END"
        ),
        "codepoint": "UNICODE(a)",
        "abs": "ABS(a)",
        "sign": "SIGN(a)",
        "round/integer": "a",
        "round/integer/2": (
            f"CASE WHEN b >= 0 THEN a WHEN b < -18 THEN {_ALL_CUT}"
            f" ELSE (ABS(a) / {_TEN} + (ABS(a) % {_TEN} * 2 >= {_TEN})) * {_TEN} * SIGN(a) END"
        ),
        "round/float": _ROUND.format("a"),
        "round/float/2": (
            f"CASE WHEN b >= 0 THEN {_AS_WRITTEN} ELSE ({_ROUND.format('(a / POWER(10, -b))')}) * POWER(10, -b) END"
        ),
        "truncate/integer": "a",
        "truncate/integer/2": f"CASE WHEN b >= 0 THEN a WHEN b < -18 THEN 0 * a ELSE a / {_TEN} * {_TEN} END",
        "truncate/float": "TRUNC(a)",
        "truncate/float/2": f"CASE WHEN b >= 0 THEN {_CUT_AS_WRITTEN} ELSE TRUNC(a * POWER(10, b)) / POWER(10, b) END",
        "floor": "FLOOR(a)",
        "floor/integer": "a",
        "ceil": "CEIL(a)",
        "ceil/integer": "a",
        "sqrt": "CASE WHEN a >= 0 THEN SQRT(a) END",
        "exp": "EXP(a)",
        "ln": "CASE WHEN a > 0 THEN LN(a) END",
        "log10": _logarithm("LOG10", 10),
        "log2": _logarithm("LOG2", 2),
        "power": "CASE WHEN a > 0 OR a = 0 AND b >= 0 OR a < 0 AND b = FLOOR(b) THEN POWER(a, b) END",
        "date_diff/year": _months_passed(12),
        "date_diff/quarter": _months_passed(3),
        "date_diff/month": _months_passed(1),
        "date_diff/week": _passed(604_800),
        "date_diff/day": _passed(86_400),
        "date_diff/hour": _passed(3_600),
        "date_diff/minute": _passed(60),
        "date_diff/second": _passed(1),
        "date_add/year": _moved("12 * b"),
        "date_add/quarter": _moved("3 * b"),
        "date_add/month": _moved("b"),
        "date_add/week": _known("DATE(SUBSTR(a, 1, 10), (7 * b) || ' days') || SUBSTR(a, 11)"),
        "date_add/day": _known("DATE(SUBSTR(a, 1, 10), b || ' days') || SUBSTR(a, 11)"),
        "date_add/hour": _later("hour"),
        "date_add/minute": _later("minute"),
        "date_add/second": _later("second"),
        "date_trunc/year": f"SUBSTR(a, 1, 4) || '-01-01' || {_MIDNIGHT}",
        "date_trunc/quarter": f"SUBSTR(a, 1, 5) || PRINTF('%02d-01', ({_MONTH} - 1) / 3 * 3 + 1) || {_MIDNIGHT}",
        "date_trunc/month": f"{_FIRST} || {_MIDNIGHT}",
        "date_trunc/week": f"DATE(SUBSTR(a, 1, 10), '-6 days', 'weekday 1') || {_MIDNIGHT}",
        "date_trunc/day": f"SUBSTR(a, 1, 10) || {_MIDNIGHT}",
        "date_trunc/hour": "SUBSTR(a, 1, 13) || ':00:00'",
        "date_trunc/minute": "SUBSTR(a, 1, 16) || ':00'",
        "date_trunc/second": "SUBSTR(a, 1, 19)",
        "date_trunc/hour/date": "a",
        "date_trunc/minute/date": "a",
        "date_trunc/second/date": "a",
        "year": _PART.format("1, 4"),
        "quarter": f"({_MONTH} + 2) / 3",
        "month": _MONTH,
        "week": f"(CAST(STRFTIME('%j', {_THURSDAY}) AS INTEGER) + 6) / 7",
        "year_of_week": f"CAST(STRFTIME('%Y', {_THURSDAY}) AS INTEGER)",
        "day": _PART.format("9, 2"),
        "day_of_week": f"({_WEEKDAY} + 6) % 7 + 1",
        "day_of_year": "CAST(STRFTIME('%j', SUBSTR(a, 1, 10)) AS INTEGER)",
        "hour": _PART.format("12, 2"),
        "minute": _PART.format("15, 2"),
        "second": _PART.format("18, 2"),
        "date": "SUBSTR(a, 1, 10)",
        "last_day_of_month": f"COALESCE(DATE({_FIRST}, '+1 month', '-1 day'), SUBSTR(a, 1, 8) || '31')",
        "format_date": "STRFTIME(b, SUBSTR(a, 1, 19))",
        "date_field/y": f"CAST({_PART.format('1, 4')} AS TEXT)",
        "date_field/yy": "SUBSTR(a, 3, 2)",
        "date_field/MMMM": _named(_MONTH, _MONTH_NAMES, 1),
        "date_field/MMM": _named(_MONTH, _MONTH_NAMES, 1, 3),
        "date_field/M": f"CAST({_MONTH} AS TEXT)",
        "date_field/d": f"CAST({_PART.format('9, 2')} AS TEXT)",
        "date_field/EEEE": _named(_WEEKDAY, _DAY_NAMES, 0),
        "date_field/EEE": _named(_WEEKDAY, _DAY_NAMES, 0, 3),
        "date_field/Q": f"CAST(({_MONTH} + 2) / 3 AS TEXT)",
        "date_field/QQQ": f"'Q' || CAST(({_MONTH} + 2) / 3 AS TEXT)",
        "date_field/H": f"CAST({_PART.format('12, 2')} AS TEXT)",
        "date_field/hh": f"PRINTF('%02d', {_HALF})",
        "date_field/h": f"CAST({_HALF} AS TEXT)",
        "date_field/m": f"CAST({_PART.format('15, 2')} AS TEXT)",
        "date_field/s": f"CAST({_PART.format('18, 2')} AS TEXT)",
        "date_field/a": f"CASE WHEN {_PART.format('12, 2')} < 12 THEN 'AM' ELSE 'PM' END",
        "contains": "INSTR(a, b) > 0",
        "contains/list": f"CASE WHEN {_THERE} THEN {_LISTED} END",
        "split": _SPLIT.format("NULLIF(JSON_GROUP_ARRAY(_part), '[]')", "> 0"),
        "array_join": f"CASE WHEN {_THERE} THEN {_JOINED.format('a')} END",
        "cardinality": "JSON_ARRAY_LENGTH(a)",
        "element_at": "JSON_EXTRACT(a, '$[' || CASE WHEN b < 0 THEN '#' || b ELSE b - 1 END || ']')",
        "element_at anywhere": (
            "CASE WHEN b <> 0 THEN JSON_EXTRACT(a, '$[' || CASE WHEN b < 0 THEN '#' || b ELSE b - 1 END || ']') END"
        ),
        "first_places": (
            "CASE WHEN NOT a IS NULL THEN (SELECT JSON_GROUP_ARRAY(_element ORDER BY _place)"
            " FROM (SELECT value AS _element, MIN(key) AS _place FROM JSON_EACH(a) GROUP BY value)) END"
        ),
        "join_list": f"CASE WHEN NOT a IS NULL THEN {_JOINED.format('a')} END",
        "cut_list": f"CASE WHEN NOT a IS NULL THEN {_CUT} END",
        "cut_list/4": (
            f"CASE WHEN JSON_ARRAY_LENGTH(a) > c THEN {_CUT} || b || d WHEN NOT a IS NULL THEN {_JOINED.format('a')} END"
        ),
        "cut_list/5": (
            f"CASE WHEN JSON_ARRAY_LENGTH(a) > c THEN {_CUT} || b || d || (JSON_ARRAY_LENGTH(a) - c) || e"
            f" WHEN NOT a IS NULL THEN {_JOINED.format('a')} END"
        ),
        "json_extract_scalar": (
            "CASE WHEN JSON_VALID(a) THEN CASE JSON_TYPE(a, b) WHEN 'text' THEN JSON_EXTRACT(a, b)"
            " WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' WHEN 'integer' THEN a -> b WHEN 'real' THEN a -> b END END"
        ),
        "to_text/string": "a",
        "to_text/integer": "CAST(a AS TEXT)",
        "to_text/boolean": "CASE WHEN a THEN 'true' WHEN NOT a THEN 'false' END",
        "to_text/date": "a",
        "to_text/timestamp": "a",
        "to_text/time": "a",
    },
    aggregates={
        "count": "count",
        "count_distinct": "count",
        "sum": "sum",
        "avg": "avg",
        "min": "min",
        "min/string": "min of a COLLATE BINARY",
        "max": "max",
        "max/string": "max of a COLLATE BINARY",
        "any": "max",
        "all": "min",
        "list": "group_concat, b",
        "list/distinct": "json_group_array > (SELECT GROUP_CONCAT(value, b ORDER BY key) FROM JSON_EACH(a))",
        "collect": "json_group_array > NULLIF(a, '[]')",
        "collect/float": "json_group_array of PRINTF('%!.17g', a) > NULLIF(a, '[]')",
        "first": "json_group_array > JSON_EXTRACT(a, '$[0]')",
        "first/float": f"json_group_array of {_EXACT} > CAST(JSON_EXTRACT(a, '$[0]') AS REAL)",
        "percentile": f"json_group_array ordered of {_EXACT} > {_PERCENTILE}",
        "approx percentile": f"json_group_array ordered of {_EXACT} > {_PERCENTILE}",
    },
    qualify=False,
    groups_ranked=False,
    types={
        "string": "TEXT",
        "integer": "INTEGER",
        "float": "REAL",
        "boolean": "INTEGER",
        "date": "TEXT",
        "timestamp": "TEXT",
        "time": "TEXT",
        "json": "TEXT",
        "list": "TEXT",
    },
    casts={
        "float/integer": (
            f"CASE WHEN {_NEAR} THEN CAST({_ROUND.format('a')} AS INTEGER)"
            f" WHEN NOT a IS NULL THEN {_error('an integer')} END"
        ),
        "try float/integer": f"CASE WHEN {_NEAR} THEN CAST({_ROUND.format('a')} AS INTEGER) END",
        "date/timestamp": "a || ' 00:00:00'",
        "timestamp/date": "SUBSTR(a, 1, 10)",
        "timestamp/time": "SUBSTR(a, 12)",
        **{
            f"string/{kind}": f"CASE WHEN {fits} THEN {read} WHEN NOT a IS NULL THEN {_error(kind)} END"
            for kind, (fits, read) in _READ.items()
        },
        **{f"try string/{kind}": f"CASE WHEN {fits} THEN {read} END" for kind, (fits, read) in _READ.items()},
    },
    results={
        **dict.fromkeys(("+/integer", "-/integer", "*/integer", "negative/integer", "quotient/integer"), _WHOLE),
        "round/integer": _WHOLE,
    },
    date_parts={"yyyy": "%Y", "MM": "%m", "dd": "%d", "HH": "%H", "mm": "%M", "ss": "%S"},
    date_escapes={"%": "%%"},
    text_order="a COLLATE BINARY",
    text_same=True,
    text_moments=True,
    ordered_by_name=False,
    empty_group=False,
    binds=True,
    foreign={
        "UNNEST": "json_each",
        "WITH ORDINALITY": "json_each, which counts from 0",
        "LIKE": "GLOB, which sees case",
    },
    shared=SHARED | {"SUM", "MIN", "MAX"},
    missing=frozenset({"decimal", "timestamptz"}),
    reserved=frozenset(_RESERVED.split()),
)
