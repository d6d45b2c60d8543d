"""The SQL dialects that texts may be written in."""

from typing import Final

COMPILED: Final = ("athena", "clickhouse", "databricks", "duckdb", "postgres", "presto", "spark", "trino")
"""Those that are compiled to, and so read as the language means them: expressions are written in one of these."""
DIALECTS: Final = (
    *("athena", "bigquery", "clickhouse", "databricks", "dax", "doris", "dremio", "drill", "druid", "duckdb", "dune"),
    *("exasol", "fabric", "hive", "materialize", "mysql", "oracle", "postgres", "presto", "prql", "redshift"),
    *(
        "risingwave",
        "snowflake",
        "solr",
        "spark",
        "spark2",
        "sqlite",
        "starrocks",
        "tableau",
        "teradata",
        "trino",
        "tsql",
    ),
)
"""Those that the parser reads: a SELECT or an expression may be given for one of these."""
