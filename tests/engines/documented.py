"""Names of functions that vendors document, by dialect: written down from the lists of functions in their references
(BigQuery's functions, Snowflake's functions in alphabetical order, the SQL functions of Redshift's developer guide, Trino's
and Presto's functions), for what concerns text, numbers, dates, choices, arrays, JSON, aggregates and windows."""

_CONDITIONS = "case cast coalesce nullif greatest least exists"
_WINDOWS = "row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value"

_TRINO = f"""
{_CONDITIONS} {_WINDOWS} if try try_cast extract
chr codepoint concat hamming_distance length levenshtein_distance lower lpad ltrim position replace reverse rpad rtrim
split split_part split_to_map strpos strrpos starts_with substr substring trim upper normalize to_utf8 from_utf8
regexp_count regexp_extract regexp_extract_all regexp_like regexp_position regexp_replace regexp_split
abs cbrt ceil ceiling degrees e exp floor ln log log2 log10 mod pi pow power radians round sign sqrt truncate
width_bucket acos asin atan atan2 cos cosh sin tan tanh is_finite is_infinite is_nan nan infinity
current_timezone date last_day_of_month from_iso8601_timestamp from_iso8601_date from_unixtime to_iso8601 to_milliseconds
to_unixtime date_trunc date_add date_diff parse_duration date_format date_parse format_datetime parse_datetime
day day_of_month day_of_week day_of_year dow doy hour millisecond minute month quarter second timezone_hour
timezone_minute week week_of_year year year_of_week yow
all_match any_match array_distinct array_intersect array_union array_except array_join array_max array_min
array_position array_remove array_sort arrays_overlap cardinality combinations contains element_at filter flatten
none_match reduce repeat reverse sequence shuffle slice transform zip zip_with
is_json_scalar json_array_contains json_array_get json_array_length json_extract json_extract_scalar json_format
json_parse json_size
any_value arbitrary array_agg avg bool_and bool_or checksum count count_if every geometric_mean max max_by min min_by sum
approx_distinct approx_percentile corr covar_pop covar_samp stddev variance
"""

DOCUMENTED: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "presto": _TRINO,
        "athena": f"{_TRINO} at_timezone with_timezone concat_ws translate listagg soundex luhn_check",
        "bigquery": f"""
            {_CONDITIONS} {_WINDOWS} if ifnull error safe_cast extract unnest array struct safe_offset offset
            abs acos asin atan cbrt ceil ceiling cos div exp floor ieee_divide is_inf is_nan ln log log10 mod pow power rand
            round safe_add safe_divide sign sqrt trunc
            ascii byte_length char_length character_length chr code_points_to_string concat contains_substr ends_with format
            initcap instr left length lower lpad ltrim normalize octet_length regexp_contains regexp_extract
            regexp_extract_all regexp_instr regexp_replace regexp_substr repeat replace reverse right rpad rtrim
            safe_convert_bytes_to_string soundex split starts_with strpos substr substring to_code_points translate trim
            unicode upper
            current_date date date_add date_diff date_from_unix_date date_sub date_trunc format_date last_day parse_date
            unix_date current_datetime datetime datetime_add datetime_diff datetime_sub datetime_trunc format_datetime
            parse_datetime current_time format_time parse_time time time_add time_diff time_sub time_trunc
            current_timestamp format_timestamp parse_timestamp timestamp timestamp_add timestamp_diff timestamp_micros
            timestamp_millis timestamp_seconds timestamp_sub timestamp_trunc unix_micros unix_millis unix_seconds
            array_concat array_first array_last array_length array_reverse array_slice array_to_string generate_array
            json_extract json_extract_scalar json_query json_value parse_json to_json to_json_string
            any_value array_agg array_concat_agg avg bit_and count countif logical_and logical_or max max_by min min_by
            string_agg sum approx_count_distinct approx_quantiles approx_top_count
        """,
        "snowflake": f"""
            {_CONDITIONS} {_WINDOWS} iff ifnull nvl nvl2 decode equal_null try_cast zeroifnull
            abs cbrt ceil div0 exp factorial floor ln log mod power round sign sqrt square trunc truncate
            ascii charindex chr concat concat_ws contains editdistance endswith initcap insert left length lower lpad ltrim
            position regexp_count regexp_instr regexp_like regexp_replace regexp_substr repeat replace reverse right rpad
            rtrim split split_part startswith strtok substr substring translate trim unicode upper
            add_months convert_timezone current_date current_time current_timestamp date_from_parts date_part date_trunc
            dateadd datediff day dayname dayofmonth dayofweek dayofweekiso dayofyear extract hour last_day minute month
            monthname months_between quarter second time_slice timestampadd timestampdiff to_date to_time to_timestamp
            to_timestamp_ntz to_timestamp_tz week weekiso weekofyear year yearofweek yearofweekiso
            to_char to_decimal to_double to_number to_varchar to_variant try_to_date try_to_number
            array_agg array_append array_cat array_compact array_construct array_construct_compact array_contains
            array_distinct array_insert array_position array_prepend array_size array_slice array_sort array_to_string
            arrays_overlap flatten get get_path json_extract_path_text object_construct parse_json typeof
            any_value approx_percentile avg booland_agg boolor_agg count count_if listagg max max_by median min min_by mode
            percentile_cont percentile_disc stddev sum variance approx_count_distinct
        """,
        "redshift": f"""
            {_CONDITIONS} {_WINDOWS} decode nvl nvl2
            abs cbrt ceil ceiling exp floor ln log mod pi pow power round sign sqrt trunc
            ascii btrim charindex char_length chr concat crc32 initcap left right len length lower lpad rpad ltrim
            octet_length position quote_literal regexp_count regexp_instr regexp_replace regexp_substr repeat replace
            replicate reverse rtrim split_part strpos strtol substring translate trim upper
            add_months convert_timezone current_date date_cmp date_part date_trunc dateadd datediff extract getdate
            last_day months_between next_day sysdate timezone to_timestamp trunc
            to_char to_date to_number can_json_parse is_valid_json json_extract_path_text json_parse
            any_value approximate avg bool_and bool_or count listagg max median min percentile_cont stddev_samp sum var_samp
        """,
    }.items()
}
_TYPES = "bignumeric bigint char decimal float64 int64 numeric time timestamp varchar"
TYPES = frozenset(_TYPES.split())
"""Words that a parenthesis may follow, as in ``DECIMAL(10, 2)``."""
