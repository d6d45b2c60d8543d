"""MySQL, from its documentation and MariaDB's of functions and types, tried on MariaDB 10.11.

What both say in the same words is used alone, so that the text is for MySQL from 8.0.17 (windows, JSON_TABLE, CAST AS DOUBLE)
and MariaDB from 10.6. Regular expressions are of two other kinds on the two, and a moment's zone is the session's, so that
patterns and ``timestamptz`` have no entry. Lists are JSON. The text is for a session with backslash escapes, as is usual.
Long because a dialect is one table.
"""

from typing import Final

from genesis.sql.dialect import OPERATORS, SHARED, Dialect

_RESERVED: Final = """
accessible add all alter analyze and as asc asensitive before between bigint binary blob both by call cascade case change
char character check collate column condition constraint continue convert create cross cube cume_dist current_date
current_role current_time current_timestamp current_user cursor database databases day_hour day_microsecond day_minute
day_second dec decimal declare default delayed delete delete_domain_id dense_rank desc describe deterministic distinct
distinctrow div do_domain_ids double drop dual each else elseif empty enclosed escaped except exists exit explain false
fetch first_value float float4 float8 for force foreign from fulltext function general generated get grant group grouping
groups having high_priority hour_microsecond hour_minute hour_second if ignore ignore_domain_ids ignore_server_ids in index
infile inner inout insensitive insert int int1 int2 int3 int4 int8 integer intersect interval into io_after_gtids
io_before_gtids is iterate join json_table key keys kill lag last_value lateral lead leading leave left like limit linear
lines load localtime localtimestamp lock long longblob longtext loop low_priority manual master_bind
master_heartbeat_period master_ssl_verify_server_cert match maxvalue mediumblob mediumint mediumtext middleint
minute_microsecond minute_second mod modifies natural not no_write_to_binlog nth_value ntile null numeric of offset on
optimize optimizer_costs option optionally or order out outer outfile over page_checksum parallel parse_vcol_expr partition
percent_rank position precision primary procedure purge qualify range rank read reads read_write real recursive references
ref_system_id regexp release rename repeat replace require resignal restrict return returning revoke right rlike row
row_number rows schema schemas second_microsecond select sensitive separator set show signal slow smallint spatial specific
sql sqlexception sqlstate sqlwarning sql_big_result sql_calc_found_rows sql_small_result ssl starting stats_auto_recalc
stats_persistent stats_sample_pages stored straight_join system table tablesample terminated then tinyblob tinyint tinytext
to trailing trigger true undo union unique unlock unsigned update usage use using utc_date utc_time utc_timestamp values
varbinary varchar varcharacter varying vector virtual when where while window with write xor year_month zerofill
"""

_THERE: Final = "NOT a IS NULL AND NOT b IS NULL"
_TEXT: Final = "CONVERT({} USING utf8mb4) COLLATE utf8mb4_bin"
"""Text of the one collation that is said: tables and connections have others, and two of these cannot meet."""
_BYTES: Final = "CAST(CONVERT({} USING utf8mb4) AS BINARY)"
"""Text in the order of its code points, no two the same: the collations that both have ignore spaces at the end."""
_ERROR: Final = "9223372036854775807 + (CHAR_LENGTH(a) + 1)"
"""An expression that fails: the integer is out of range."""


def _one_of(wanted: str, value: str) -> str:
    return f"CASE WHEN {wanted} THEN {value} WHEN NOT a IS NULL THEN {_ERROR} END"


# text as values

_CLOCK: Final = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\\\.[0-9]{1,6})?)?"
_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_NUMBER: Final = "[+-]?([0-9]+(\\\\.[0-9]*)?|\\\\.[0-9]+)"
_WIDE: Final = "CAST(a AS DECIMAL(65, 30))"
_WHOLE: Final = "CAST(a AS DECIMAL(65, 0))"
_INTEGERS: Final = "BETWEEN -9223372036854775808 AND 9223372036854775807"
_SCALED: Final = "CAST(a AS DECIMAL(65, b))"
_ROOM: Final = f"ABS({_SCALED}) < CAST(RPAD('1', c + 1, '0') AS DECIMAL(65, 0))"
"""Whether a number has no more digits before its point than ``c``. MySQL makes the greatest decimal of one that is too large,
which is too large here too, since it has 65 digits and the language's decimals 38."""


def _written(pattern: str) -> str:
    return f"REGEXP_INSTR({_TEXT.format('a')}, '^({pattern})\\\\z') = 1"


_SPACED: Final = "REPLACE(a, 'T', ' ')"
_READ: Final = {
    "integer": (f"{_written('[+-]?[0-9]+')} AND {_WHOLE} {_INTEGERS}", _WHOLE),
    "decimal": (f"{_written(_NUMBER)} AND {_ROOM}", "a"),
    "float": (f"{_written(f'{_NUMBER}([eE][+-]?[0-9]+)?')} AND ABS(CAST(a AS DOUBLE)) < 1.7976931348623157e308", "a"),
    "boolean": (f"{_BYTES.format('LOWER(a)')} IN ('true', 'false')", "LOWER(a) = 'true'"),
    "date": (f"{_written(_DAY)} AND NOT CAST(a AS DATE) IS NULL", "a"),
    "time": (_written(_CLOCK), "a"),
    "timestamp": (
        f"{_written(f'{_DAY}([ T]{_CLOCK})?')} AND NOT CAST({_SPACED} AS DATETIME(6)) IS NULL",
        _SPACED,
    ),
}
"""How the text of a type is known, and read. MySQL itself reads 12 from ``12 apples``, and 0 from ``apples``."""

# days and moments

_EARLIER: Final = "LEAST(CAST(a AS DATETIME(6)), CAST(b AS DATETIME(6)))"
_LATER: Final = "GREATEST(CAST(a AS DATETIME(6)), CAST(b AS DATETIME(6)))"
_MONTHS: Final = f"(12 * (YEAR({_LATER}) - YEAR({_EARLIER})) + MONTH({_LATER}) - MONTH({_EARLIER}))"
_WHOLE_MONTHS: Final = f"({_MONTHS} - ({_EARLIER} + INTERVAL ({_MONTHS}) MONTH > {_LATER}))"
"""MySQL's own count has no month from January 31 to February 28."""


def _months(count: int) -> str:
    return f"CASE WHEN a >= b THEN {_WHOLE_MONTHS} DIV {count} ELSE -({_WHOLE_MONTHS} DIV {count}) END"


def _moved(unit: str) -> str:
    """A day that was moved, or an error where it is beyond those that there are: MySQL alone would make it null."""
    return f"CASE WHEN YEAR(a + INTERVAL b {unit}) > 0 THEN a + INTERVAL b {unit} WHEN {_THERE} THEN {_ERROR} END"


_MIDNIGHT: Final = "CAST(CAST(a AS DATE) AS DATETIME(6))"
_BEGINNING: Final = {
    "year": "{0} - INTERVAL (DAYOFYEAR(a) - 1) DAY",
    "quarter": "{0} - INTERVAL (DAY(a) - 1) DAY - INTERVAL ((MONTH(a) - 1) % 3) MONTH",
    "month": "{0} - INTERVAL (DAY(a) - 1) DAY",
    "week": "{0} - INTERVAL WEEKDAY(a) DAY",
    "day": "{0}",
}
_MONTH_NAMES: Final = (
    "'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September'"
    ", 'October', 'November', 'December'"
)
_DAY_NAMES: Final = "'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'"
_SECOND: Final = "%Y-%m-%d %H:%i:%s"

# parts of text

_COUNT: Final = "(CHAR_LENGTH(a) - CHAR_LENGTH(REPLACE(a, b, ''))) / CHAR_LENGTH(b) + 1"
_PART: Final = (
    "SUBSTRING(SUBSTRING_INDEX(a, b, c),"
    " CASE WHEN c = 1 THEN 1 ELSE CHAR_LENGTH(SUBSTRING_INDEX(a, b, c - 1)) + CHAR_LENGTH(b) + 1 END)"
)


def _padded(function: str) -> str:
    """MySQL's own gives null for a length below 0, and where there is nothing to fill with."""
    return (
        f"CASE WHEN b <= CHAR_LENGTH(a) AND NOT c IS NULL THEN LEFT(a, b) WHEN c = '' THEN {_ERROR}"
        f" ELSE {function}(a, b, c) END"
    )


_MARK: Final = "CONVERT(UNHEX('EE8080') USING utf8mb4) COLLATE utf8mb4_bin"
"""A character that no language uses, U+E000."""
_SPLIT: Final = (
    f"CASE WHEN LOCATE({_MARK}, a) > 0 THEN {_ERROR}"
    f" ELSE CONCAT('[', REPLACE(JSON_QUOTE(REPLACE({_TEXT.format('a')}, b, {_MARK})), {_MARK}, '\",\"'), ']') END"
)

# lists

_ELEMENTS: Final = "JSON_TABLE(a, '$[*]' COLUMNS (_place FOR ORDINALITY, _element TEXT PATH '$')) AS _list"
_TOO_LONG: Final = "9223372036854775807 + COUNT(*)"
"""Where a list is longer than the session lets it be, MySQL alone would cut it."""


def _listed(text: str, length: str, elements: str = _ELEMENTS) -> str:
    """A sub-query for a text made of elements, that may not be longer than the session lets it be."""
    whole = f"CASE WHEN SUM({length}) > @@group_concat_max_len THEN {_TOO_LONG} ELSE {text} END"
    return f"(SELECT {whole} FROM {elements})"  # noqa: S608 no text of anybody else's


def _joined(where: str = "") -> str:
    """Each element behind a separator, and the first separator cut off: SEPARATOR takes constants alone."""
    text = "SUBSTRING(GROUP_CONCAT(CONCAT(b, _element) ORDER BY _place SEPARATOR ''), CHAR_LENGTH(b) + 1)"
    return f"COALESCE({_listed(text, 'LENGTH(_element) + LENGTH(b)', _ELEMENTS + where)}, '')"


_FIRST_PLACES: Final = _listed(
    "GROUP_CONCAT(JSON_QUOTE(_list._element) ORDER BY _list._place SEPARATOR ',')",
    "LENGTH(JSON_QUOTE(_list._element)) + 1",
    f"{_ELEMENTS} LEFT JOIN {_ELEMENTS.replace('_list', '_early')} ON _early._place < _list._place AND"
    f" {_BYTES.format('_early._element')} = {_BYTES.format('_list._element')} WHERE _early._place IS NULL",
)
_CUT: Final = _joined(" WHERE _place <= c")
_WHOLE_LIST: Final = f"CASE WHEN LENGTH(a) > @@group_concat_max_len - 4 THEN {_TOO_LONG} ELSE {{}} END"
_JSON_LIST: Final = "CONCAT('[', {}, ']')"
_ELEMENT: Final = "JSON_UNQUOTE(JSON_EXTRACT(a, CONCAT('$[', {}, ']')))"
_FIRST: Final = "JSON_UNQUOTE(JSON_EXTRACT(" + _JSON_LIST.format("a") + ", '$[0]'))"
_PLACE: Final = f"b * (JSON_LENGTH({_JSON_LIST.format('a')}) - 1)"


def _at(place: str) -> str:
    return f"CAST(JSON_EXTRACT({_JSON_LIST.format('a')}, CONCAT('$[', CAST({place} AS SIGNED), ']')) AS DOUBLE)"


_PERCENTILE: Final = (
    f"{_at(f'FLOOR({_PLACE})')} + ({_PLACE} - FLOOR({_PLACE})) * ({_at(f'CEIL({_PLACE})')} - {_at(f'FLOOR({_PLACE})')})"
)
"""Between the two values around a place in the ordered list."""
_TRUTH: Final = "CASE WHEN a THEN 'true' WHEN NOT a THEN 'false' END"

# numbers

_ROUND: Final = "CASE WHEN ABS(a - TRUNCATE(a, 0)) >= 0.5 THEN TRUNCATE(a, 0) + SIGN(a) ELSE TRUNCATE(a, 0) END"
_IN_RANGE: Final = "a >= -9223372036854775808e0 AND a < 9223372036854775808e0"
_ROUNDED: Final = f"CASE WHEN ABS(a) < 4503599627370496e0 THEN ROUND({_WIDE}) ELSE CAST(a AS SIGNED) END"
"""A float's integer. One that has no digits behind the point is not read as it is written, with its last digits 0."""


def _exactly(function: str) -> str:
    return f"CASE WHEN ABS(a) < 1e34 THEN CAST({function}({_WIDE}, b) AS DOUBLE) ELSE a END"


_SHORTEST: Final = _TEXT.format("a")
_POSITIONAL: Final = f"TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM {_TEXT.format(_WIDE)}))"
_FRACTION: Final = f"SUBSTRING_INDEX({_SHORTEST}, '.', -1)"
_SIGNIFICANT: Final = f"TRIM(LEADING '0' FROM {_FRACTION})"
"""The digits of a number that is written ``0.000000015``, as MySQL writes those for which it is shorter."""


def _scientific(digits: str, exponent: str) -> str:
    sign = f"CASE WHEN {exponent} < 0 THEN 'e-' ELSE 'e+' END"
    return f"CONCAT({digits}, {sign}, LPAD(ABS({exponent}), GREATEST(2, CHAR_LENGTH(ABS({exponent}))), '0'))"


_SMALL: Final = _scientific(
    f"CASE WHEN a < 0 THEN '-' ELSE '' END, LEFT({_SIGNIFICANT}, 1),"
    f" CASE WHEN CHAR_LENGTH({_SIGNIFICANT}) > 1 THEN '.' ELSE '' END, SUBSTRING({_SIGNIFICANT}, 2)",
    f"(CHAR_LENGTH({_SIGNIFICANT}) - CHAR_LENGTH({_FRACTION}) - 1)",
)
_FAR: Final = _scientific(
    f"SUBSTRING_INDEX({_SHORTEST}, 'e', 1)", f"CAST(SUBSTRING_INDEX({_SHORTEST}, 'e', -1) AS SIGNED)"
)
_SCIENTIFIC: Final = f"CASE WHEN LOCATE('e', {_SHORTEST}) > 0 THEN {_FAR} ELSE {_SMALL} END"


def _logarithm(function: str, base: int) -> str:
    """A logarithm that is whole where a number is a power."""
    whole = f"ROUND({function}(a))"
    return f"CASE WHEN a > 0 THEN CASE WHEN POWER({base}, {whole}) = a THEN {whole} ELSE {function}(a) END END"


DIALECT: Final = Dialect(
    name="mysql",
    tried="relative",
    tried_on="MariaDB 10.11",
    functions={
        **OPERATORS,
        "/": "CAST(a AS DOUBLE) / b",
        "%": "a % b",
        "quotient": "a DIV b",
        "||": "CONCAT(a, b)",
        "is_distinct": "NOT (a <=> b)",
        "is_same": "a <=> b",
        "like": f"{_TEXT.format('a')} LIKE b",
        "like anywhere": f"{_TEXT.format('a')} LIKE REPLACE(b, '\\\\', '\\\\\\\\')",
        "not_true": "a IS NOT TRUE",
        "nullif": "nullif(a, b)",
        "nullif/string": f"CASE WHEN {_BYTES.format('a')} = {_BYTES.format('b')} THEN NULL ELSE a END",
        "greatest": "greatest",
        "least": "least",
        "lower": f"LOWER({_TEXT.format('a')})",
        "upper": f"UPPER({_TEXT.format('a')})",
        "trim": "TRIM(a)",
        "ltrim": "LTRIM(a)",
        "rtrim": "RTRIM(a)",
        "length": "CHAR_LENGTH(a)",
        "substr": "SUBSTRING(a, b)",
        "substr/3": "SUBSTRING(a, b, c)",
        "substr anywhere": (
            f"CASE WHEN ABS(b) BETWEEN 1 AND CHAR_LENGTH(a) THEN SUBSTRING(a, b) WHEN {_THERE} THEN '' END"
        ),
        "substr anywhere/3": (
            "CASE WHEN ABS(b) BETWEEN 1 AND CHAR_LENGTH(a) AND c > 0 THEN SUBSTRING(a, b, c)"
            f" WHEN {_THERE} AND NOT c IS NULL THEN '' END"
        ),
        "substr end": "CASE WHEN CHAR_LENGTH(a) >= b THEN RIGHT(a, b) WHEN NOT a IS NULL THEN '' END",
        "right": "RIGHT(a, b)",
        "replace": "REPLACE(a, b, c)",
        "split_part": f"CASE WHEN c > 0 AND c <= {_COUNT} THEN {_PART} END",
        "strpos": f"LOCATE(b, {_TEXT.format('a')})",
        "starts_with": f"{_BYTES.format('LEFT(a, CHAR_LENGTH(b))')} = {_BYTES.format('b')}",
        "ends_with": f"{_BYTES.format('RIGHT(a, CHAR_LENGTH(b))')} = {_BYTES.format('b')}",
        "concat_ws": "concat_ws",
        "lpad": _padded("LPAD"),
        "rpad": _padded("RPAD"),
        "reverse": "REVERSE(a)",
        "repeat": "REPEAT(a, b)",
        "chr": _one_of(
            "a BETWEEN 0 AND 55295 OR a BETWEEN 57344 AND 1114111",
            _TEXT.format("CONVERT(UNHEX(LPAD(HEX(a), 8, '0')) USING utf32)"),
        ),
        "codepoint": "CASE WHEN CHAR_LENGTH(a) > 0 THEN ORD(CONVERT(a USING utf32)) END",
        "abs": "ABS(a)",
        "sign": "SIGN(a)",
        "round": "ROUND(a)",
        "round/2": "ROUND(a, b)",
        "round/integer": "a",
        "round/integer/2": f"ROUND({_WHOLE}, b)",
        "round/float": _ROUND,
        "round/float/2": _exactly("ROUND"),
        "truncate": "TRUNCATE(a, 0)",
        "truncate/2": "TRUNCATE(a, b)",
        "truncate/integer": "a",
        "truncate/integer/2": f"TRUNCATE({_WHOLE}, b)",
        "truncate/float/2": _exactly("TRUNCATE"),
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
        "date_diff/year": _months(12),
        "date_diff/quarter": _months(3),
        "date_diff/month": _months(1),
        "date_diff/week": "TIMESTAMPDIFF(WEEK, b, a)",
        "date_diff/day": "TIMESTAMPDIFF(DAY, b, a)",
        "date_diff/hour": "TIMESTAMPDIFF(HOUR, b, a)",
        "date_diff/minute": "TIMESTAMPDIFF(MINUTE, b, a)",
        "date_diff/second": "TIMESTAMPDIFF(SECOND, b, a)",
        **{
            f"date_add/{unit}": _moved(unit.upper())
            for unit in ("year", "quarter", "month", "week", "day", "hour", "minute", "second")
        },
        **{f"date_trunc/{unit}": beginning.format("a") for unit, beginning in _BEGINNING.items()},
        **{f"date_trunc/{unit}/timestamp": beginning.format(_MIDNIGHT) for unit, beginning in _BEGINNING.items()},
        "date_trunc/hour": "CAST(DATE_FORMAT(a, '%Y-%m-%d %H:00:00') AS DATETIME(6))",
        "date_trunc/minute": "CAST(DATE_FORMAT(a, '%Y-%m-%d %H:%i:00') AS DATETIME(6))",
        "date_trunc/second": f"CAST(DATE_FORMAT(a, '{_SECOND}') AS DATETIME(6))",
        **{f"date_trunc/{unit}/date": "a" for unit in ("hour", "minute", "second")},
        "year": "YEAR(a)",
        "quarter": "QUARTER(a)",
        "month": "MONTH(a)",
        "week": "WEEK(a, 3)",
        "year_of_week": "YEARWEEK(a, 3) DIV 100",
        "day": "DAY(a)",
        "day_of_week": "WEEKDAY(a) + 1",
        "day_of_year": "DAYOFYEAR(a)",
        "hour": "HOUR(a)",
        "minute": "MINUTE(a)",
        "second": "SECOND(a)",
        "date": "CAST(a AS DATE)",
        "last_day_of_month": "LAST_DAY(a)",
        "format_date": "date_format",
        "date_field/y": _TEXT.format("YEAR(a)"),
        "date_field/MMMM": f"ELT(MONTH(a), {_MONTH_NAMES})",
        "date_field/MMM": f"LEFT(ELT(MONTH(a), {_MONTH_NAMES}), 3)",
        "date_field/EEEE": f"ELT(WEEKDAY(a) + 1, {_DAY_NAMES})",
        "date_field/EEE": f"LEFT(ELT(WEEKDAY(a) + 1, {_DAY_NAMES}), 3)",
        "date_field/Q": _TEXT.format("QUARTER(a)"),
        "date_field/QQQ": "CONCAT('Q', QUARTER(a))",
        "date_field/m": _TEXT.format("MINUTE(a)"),
        "date_field/s": _TEXT.format("SECOND(a)"),
        "contains": f"LOCATE(b, {_TEXT.format('a')}) > 0",
        "contains/list": f"CASE WHEN {_THERE} THEN JSON_CONTAINS(a, JSON_ARRAY(b)) END",
        "split": _SPLIT,
        "array_join": f"CASE WHEN {_THERE} THEN {_joined()} END",
        "cardinality": "JSON_LENGTH(a)",
        "first_places": f"CASE WHEN NOT a IS NULL THEN {_JSON_LIST.format(_FIRST_PLACES)} END",
        "element_at": (
            f"CASE WHEN b > 0 THEN {_ELEMENT.format('b - 1')}"
            f" WHEN b >= -JSON_LENGTH(a) THEN {_ELEMENT.format('JSON_LENGTH(a) + b')} END"
        ),
        "element_at anywhere": (
            f"CASE WHEN b > 0 THEN {_ELEMENT.format('b - 1')}"
            f" WHEN b < 0 AND b >= -JSON_LENGTH(a) THEN {_ELEMENT.format('JSON_LENGTH(a) + b')} END"
        ),
        "join_list": f"CASE WHEN NOT a IS NULL THEN {_joined()} END",
        "cut_list": f"CASE WHEN NOT a IS NULL THEN {_CUT} END",
        "cut_list/4": (
            f"CASE WHEN JSON_LENGTH(a) > c THEN CONCAT({_CUT}, b, d) WHEN NOT a IS NULL THEN {_joined()} END"
        ),
        "cut_list/5": (
            f"CASE WHEN JSON_LENGTH(a) > c THEN CONCAT({_CUT}, b, d, JSON_LENGTH(a) - c, e)"
            f" WHEN NOT a IS NULL THEN {_joined()} END"
        ),
        "json_extract_scalar": (
            "CASE WHEN JSON_VALID(a) AND NOT JSON_TYPE(JSON_EXTRACT(a, b)) IN ('OBJECT', 'ARRAY', 'NULL')"
            " THEN JSON_UNQUOTE(JSON_EXTRACT(a, b)) END"
        ),
        "json_listed": "JSON_VALID(a) AND JSON_TYPE(JSON_EXTRACT(a, b)) = 'ARRAY'",
        "float_text": (
            f"CASE WHEN a = 0 THEN '0.0' WHEN ABS(a) < 1e16 AND ABS(a) >= 1e-4 AND a = TRUNCATE(a, 0)"
            f" THEN CONCAT({_POSITIONAL}, '.0') WHEN ABS(a) < 1e16 AND ABS(a) >= 1e-4 THEN {_POSITIONAL}"
            f" ELSE {_SCIENTIFIC} END"
        ),
        "to_text": _TEXT.format("a"),
        "to_text/string": "a",
        "to_text/boolean": _TRUTH,
        "to_text/float": (
            f"CASE WHEN a = 0 THEN '0.0' WHEN ABS(a) < 1e16 AND a = TRUNCATE(a, 0) THEN CONCAT({_POSITIONAL}, '.0')"
            f" WHEN ABS(a) >= 1e-7 AND ABS(a) < 1e21 THEN {_POSITIONAL} ELSE {_SCIENTIFIC} END"
        ),
        "to_text/timestamp": f"REPLACE(DATE_FORMAT(a, '{_SECOND}.%f'), '.000000', '')",
        "to_text/time": f"REPLACE({_TEXT.format('CAST(a AS TIME(6))')}, '.000000', '')",
    },
    aggregates={
        "count": "count",
        "count_distinct": "count",
        "sum": "sum",
        "sum/integer": f"sum > {_one_of('a ' + _INTEGERS, 'CAST(a AS SIGNED)')}",
        "avg": "avg of CAST(a AS DOUBLE)",
        "min": "min",
        "min/string": f"min of {_BYTES.format('a')} > {_TEXT.format('a')}",
        "max": "max",
        "max/string": f"max of {_BYTES.format('a')} > {_TEXT.format('a')}",
        "any": "max",
        "all": "min",
        "list": f"group_concat separated > {_WHOLE_LIST.format('a')}",
        "list/distinct": f"group_concat separated > {_WHOLE_LIST.format(_TEXT.format('a'))}",
        "collect/string": f"group_concat separated of JSON_QUOTE(a) > {_WHOLE_LIST.format(_JSON_LIST.format('a'))}",
        "collect/integer": f"group_concat separated > {_WHOLE_LIST.format(_JSON_LIST.format('a'))}",
        "collect/boolean": f"group_concat separated of {_TRUTH} > {_WHOLE_LIST.format(_JSON_LIST.format('a'))}",
        "collect/date": (
            f"group_concat separated of JSON_QUOTE(CAST(a AS CHAR)) > {_WHOLE_LIST.format(_JSON_LIST.format('a'))}"
        ),
        "first": f"group_concat separated of JSON_QUOTE(CAST(a AS CHAR)) > {_WHOLE_LIST.format(_FIRST)}",
        "percentile": f"group_concat separated ordered > {_WHOLE_LIST.format(_PERCENTILE)}",
        "approx percentile": f"group_concat separated ordered > {_WHOLE_LIST.format(_PERCENTILE)}",
    },
    qualify=False,
    groups_ranked=False,
    keys_computed=False,
    types={
        "string": "CHAR",
        "integer": "SIGNED",
        "float": "DOUBLE",
        "boolean": "SIGNED",
        "date": "DATE",
        "timestamp": "DATETIME(6)",
        "time": "TIME(6)",
        "json": "CHAR",
        "list": "CHAR",
    },
    casts={
        "float/integer": _one_of(_IN_RANGE, _ROUNDED),
        "try float/integer": f"CASE WHEN {_IN_RANGE} THEN {_ROUNDED} END",
        "decimal/integer": _one_of(f"ROUND(a) {_INTEGERS}", "ROUND(a)"),
        "try decimal/integer": f"CASE WHEN ROUND(a) {_INTEGERS} THEN ROUND(a) END",
        **{f"{kind}/decimal": _one_of(_ROOM, _SCALED) for kind in ("integer", "decimal", "float")},
        **{f"try {kind}/decimal": f"CASE WHEN {_ROOM} THEN {_SCALED} END" for kind in ("integer", "decimal", "float")},
        **{f"string/{kind}": _one_of(fits, read) for kind, (fits, read) in _READ.items()},
        **{f"try string/{kind}": f"CASE WHEN {fits} THEN {read} END" for kind, (fits, read) in _READ.items()},
    },
    results={
        **dict.fromkeys(("floor/integer", "ceil/integer", "round/integer"), _one_of(f"a {_INTEGERS}", "a")),
        **dict.fromkeys(("greatest/string", "least/string"), _TEXT.format("a")),
    },
    date_parts={
        "yyyy": "%Y",
        "yy": "%y",
        "MM": "%m",
        "M": "%c",
        "dd": "%d",
        "d": "%e",
        "HH": "%H",
        "H": "%k",
        "hh": "%h",
        "h": "%l",
        "mm": "%i",
        "ss": "%s",
        "a": "%p",
    },
    date_escapes={"%": "%%"},
    text_order=_BYTES.format("a"),
    text_same=True,
    text_met=_TEXT.format("a"),
    text_key="JSON_UNQUOTE(JSON_QUOTE(a))",
    filters=False,
    nulls_in_aggregates=False,
    empty_group=False,
    foreign={
        **dict.fromkeys(("UNNEST", "WITH ORDINALITY"), "JSON_TABLE"),
        **dict.fromkeys(("LIKE", "MIN", "MAX"), "a collation that sees case"),
    },
    own_cases=True,
    shared=SHARED | {"LOWER", "UPPER", "SUM"},
    missing=frozenset({"timestamptz"}),
    most_scale=30,
    decimal_product=(65, f"CASE WHEN ABS(a) < CAST(RPAD('1', b + 1, '0') AS DECIMAL(65, 0)) THEN a ELSE {_ERROR} END"),
    reserved=frozenset(_RESERVED.split()),
    recast=frozenset(
        {
            *(
                "round/decimal",
                "truncate/decimal",
                "truncate/integer",
                "round/integer",
                "floor/integer",
                "ceil/integer",
                "sign/integer",
            ),
            *("codepoint/integer", "date_trunc/timestamp", "date_add/timestamp", "date_add/date"),
            *(f"first/{kind}" for kind in ("integer", "decimal", "float", "boolean", "date", "timestamp", "time")),
        }
    ),
)
