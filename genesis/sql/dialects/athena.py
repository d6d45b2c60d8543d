"""Amazon Athena, engine version 3, from its documentation (2025): its functions are Trino's. Its text was run on Trino.

A moment cannot be cast to what a clock shows there, so that ``at_timezone`` has no entry. More words are reserved.
"""

from typing import Final

from msgspec.structs import replace

from genesis.sql.dialects.trino import DIALECT as TRINO

DIALECT: Final = replace(
    TRINO,
    name="athena",
    tried="relative",
    tried_on="Trino",
    kin=frozenset({"trino"}),
    functions={name: entry for name, entry in TRINO.functions.items() if name != "at_timezone"},
    reserved=TRINO.reserved | {"current_schema", "first", "last", "of", "unescape"},
)
