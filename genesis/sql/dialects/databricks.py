"""Databricks SQL, from its documentation (2025): its functions are Spark's, and ANSI mode is on in its warehouses.

Its text was run on Spark. ``decode`` knows fewer encodings, so that ``chr`` has no entry.
"""

from typing import Final

from msgspec.structs import replace

from genesis.sql.dialects.spark import DIALECT as SPARK

DIALECT: Final = replace(
    SPARK,
    name="databricks",
    tried="relative",
    tried_on="Spark",
    functions={name: entry for name, entry in SPARK.functions.items() if name != "chr"},
)
