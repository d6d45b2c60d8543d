"""The example project's sources behind ``sql:`` in the words of engines that have no arrays: they split cells by JSON."""

import re
from typing import Final

_LISTED: Final = re.compile(r"UNNEST\(split\((?P<cell>.*), ','\)\)( WITH ORDINALITY)? AS listed \(name(, position)?\)")
_GROUPED: Final = re.compile(r"GROUP BY (.*)")
_JSON: Final = "REPLACE(JSON_QUOTE({}), ',', '\",\"')"


def sqlite_text(text: str) -> str:
    text = _LISTED.sub(
        lambda m: f"JSON_EACH(CASE WHEN NOT {m['cell']} IS NULL THEN '[' || {_json(m)} || ']' END) AS listed", text
    )
    return text.replace("listed.name", "listed.value").replace("listed.position", "listed.key + 1")


def mysql_text(text: str) -> str:
    """Names are told apart as everywhere, and keys named by their places, as computed ones have to be."""
    columns = "COLUMNS (position FOR ORDINALITY, name VARCHAR(200) PATH '$')"
    text = _LISTED.sub(lambda m: f"JSON_TABLE(CONCAT('[', {_json(m)}, ']'), '$[*]' {columns}) AS listed", text)
    text = _GROUPED.sub(lambda m: f"GROUP BY {', '.join(str(n + 1) for n in range(m[1].count(',') + 1))}", text)
    return text.replace("trim(listed.name)", "trim(listed.name) COLLATE utf8mb4_bin").replace('"cast"', "`cast`")


def _json(match: re.Match[str]) -> str:
    return _JSON.format(match["cell"])
