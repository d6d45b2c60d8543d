"""The SQL dialects that texts may be written in: those that the expression parser reads."""

from typing import Final

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
