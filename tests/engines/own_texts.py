"""The example project's sources behind ``sql:`` in the words of engines that have no arrays: they split cells by JSON."""

import re
from pathlib import Path
from textwrap import indent
from typing import Final

import yaml

_LISTED: Final = re.compile(r"UNNEST\(split\((?P<cell>.*), ','\)\)( WITH ORDINALITY)? AS listed \(name(, position)?\)")
_GROUPED: Final = re.compile(r"GROUP BY (.*)")
_JSON: Final = "REPLACE(JSON_QUOTE({}), ',', '\",\"')"


def _sqlite(text: str) -> str:
    text = _LISTED.sub(
        lambda m: f"JSON_EACH(CASE WHEN NOT {m['cell']} IS NULL THEN '[' || {_json(m)} || ']' END) AS listed", text
    )
    return text.replace("listed.name", "listed.value").replace("listed.position", "listed.key + 1")


def _mysql(text: str) -> str:
    """Names are told apart as everywhere, and keys named by their places, as computed ones have to be."""
    columns = "COLUMNS (position FOR ORDINALITY, name VARCHAR(200) PATH '$')"
    text = _LISTED.sub(lambda m: f"JSON_TABLE(CONCAT('[', {_json(m)}, ']'), '$[*]' {columns}) AS listed", text)
    text = _GROUPED.sub(lambda m: f"GROUP BY {', '.join(str(n + 1) for n in range(m[1].count(',') + 1))}", text)
    return text.replace("trim(listed.name)", "trim(listed.name) COLLATE utf8mb4_bin").replace('"cast"', "`cast`")


def _json(match: re.Match[str]) -> str:
    return _JSON.format(match["cell"])


OWN: Final = {"sqlite": _sqlite, "mysql": _mysql}


def add_own_texts(root: Path, engine: str) -> None:
    """Give every source behind ``sql:`` a text for the engine, beside the one for all others."""
    for path in (root / "definitions").rglob("*.yaml"):
        written = path.read_text(encoding="utf-8")
        text = (yaml.safe_load(written) or {}).get("sql")
        if isinstance(text, str) and "UNNEST" in text:
            block = f"sql: |\n{indent(text, '  ')}"
            assert block in written, path
            texts = {"default": text, engine: OWN[engine](text)}
            parts = "".join(f"  {name}: |\n{indent(part, '    ')}" for name, part in texts.items())
            path.write_text(written.replace(block, f"sql:\n{parts}"), encoding="utf-8")
