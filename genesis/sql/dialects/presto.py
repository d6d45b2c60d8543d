"""Presto (prestodb), from its documentation of functions and types (0.29, 2025): what it shares with Trino, which
descends from it. Its text was run on Trino.

Moments have milliseconds, so that text with more digits is no moment. A ``TIMESTAMP`` may stand for a moment of the
session's zone there (``legacy_timestamp``), so that going between moments and what clocks show has no entry.
"""

from typing import Final

from msgspec.structs import replace

from genesis.sql.dialects.trino import DIALECT as TRINO

_UNKNOWN: Final = frozenset({"concat_ws", "translate", "at_timezone", "with_timezone"})

DIALECT: Final = replace(
    TRINO,
    name="presto",
    tried="relative",
    tried_on="Trino",
    functions={
        **{name: entry for name, entry in TRINO.functions.items() if name not in _UNKNOWN},
        "starts_with": "strpos(a, b) = 1",
        "today": "CAST(current_timestamp AT TIME ZONE a AS DATE)",
        "last_day_of_month": (
            "CAST(date_add('day', -1, date_add('month', 1, date_trunc('month', CAST(a AS DATE)))) AS DATE)"
        ),
        "from_unixtime": "from_unixtime(a, 'UTC')",
        "to_text/timestamp": "replace(CAST(a AS VARCHAR) || '000', '.000000', '')",
        "to_text/time": "replace(CAST(a AS VARCHAR) || '000', '.000000', '')",
    },
    aggregates={**TRINO.aggregates, "max/json": "arbitrary"},
    types={
        **TRINO.types,
        "timestamp": "TIMESTAMP",
        "timestamptz": "TIMESTAMP WITH TIME ZONE",
        "time": "TIME",
    },
    casts={change: entry.replace("{1,6}", "{1,3}") for change, entry in TRINO.casts.items()},
    shared=TRINO.shared | {"UNNEST", "WITH ORDINALITY", "SPLIT", "LENGTH", "TRIM", "CAST AS TEXT"},
    second_digits=3,
)
