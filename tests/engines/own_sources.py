"""Texts of their own, for engines that have nothing like UNNEST, for the example project's sources behind ``sql:``."""

import re
from collections.abc import Callable
from pathlib import Path

import yaml

from tests.engines.own_texts import mysql_text, sqlite_text

_LISTED = re.compile(
    r"CROSS JOIN UNNEST\(split\((?P<text>.+), ','\)\)(?P<placed> WITH ORDINALITY)? AS listed \(name(?:, position)?\)"
)


def _clickhouse(sql: str) -> str:
    """A text that is null has no parts but an empty one, which the sources leave out."""

    def joined(found: re.Match[str]) -> str:
        parts = f"splitByString(',', ifNull({found['text']}, ''))"
        return f"ARRAY JOIN {parts} AS listed_name, arrayEnumerate({parts}) AS listed_position"

    own = (
        _LISTED.sub(joined, sql)
        .replace("listed.", "listed_")
        .replace("lower(name)", "lowerUTF8(translateUTF8(name, 'İΣ', 'iσ'))")
    )
    return f"{own.rstrip()}\nSETTINGS prefer_column_name_to_alias = 1"


def _spark(sql: str) -> str:
    """Spark counts places from 0, its pattern of a comma is a comma, and its names stand in other quotes."""

    def joined(found: re.Match[str]) -> str:
        return f"LATERAL VIEW posexplode(split({found['text']}, ',')) listed AS place, name"

    return (
        _LISTED.sub(joined, sql)
        .replace("listed.position", "(listed.place + 1)")
        .replace('"cast"', "`cast`")
        .replace("lower(name)", "lower(translate(name, 'İΣ', 'iσ'))")
    )


def _bigquery(sql: str) -> str:
    """BigQuery counts places from 0, and its names stand in other quotes."""

    def joined(found: re.Match[str]) -> str:
        return f"CROSS JOIN UNNEST(SPLIT({found['text']}, ',')) AS name WITH OFFSET AS place"

    return (
        _LISTED.sub(joined, sql)
        .replace("listed.position", "(place + 1)")
        .replace("listed.name", "name")
        .replace('"cast"', "`cast`")
    )


def _postgres(sql: str) -> str:
    """PostgreSQL has another word for split, and compares by the database's collation unless it is told which."""
    return (
        sql.replace("split(", "string_to_array(")
        .replace("max(name)", 'max(name COLLATE "C")')
        .replace("lower(name)", """lower(translate(name, 'İΣ', 'iσ') COLLATE "und-x-icu") COLLATE "C\"""")
    )


OWN: dict[str, Callable[[str], str]] = {
    "bigquery": _bigquery,
    "clickhouse": _clickhouse,
    "databricks": _spark,
    "postgres": _postgres,
    "spark": _spark,
    "sqlite": sqlite_text,
    "mysql": mysql_text,
}


def give_own(definitions: Path) -> None:
    """Add them to the sources of a copy of the project."""
    for path in definitions.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        sql = yaml.safe_load(text).get("sql")
        if isinstance(sql, str) and "UNNEST" in sql:
            block = text[text.index("\nsql: |\n") : text.index("\nkey:")]
            texts = {"default": sql, **{name: own(sql) for name, own in OWN.items()}}
            made = yaml.safe_dump({"sql": texts}, sort_keys=False, allow_unicode=True, width=1000)
            path.write_text(text.replace(block, f"\n{made.rstrip()}"), encoding="utf-8")
