"""``docs/matrix.md``: tables of constructs by dialects, read and written. Reading gives what was written."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from genesis.sql.dialect import dialect, dialects

PAGE = Path(__file__).parents[2] / "docs" / "matrix.md"
Cells = dict[str, dict[tuple[str, str], str]]
"""By dialect; then by section and row."""

SECTIONS = {
    "Rules": "Each rule of the language has a small project and tables of rows that were worked out by hand.",
    "Words": "What the inputs of these projects use: every table counts for each word in it. An input may be refused for "
    "another of its words: `refused` names what cannot be said.",
    "Functions": "Expressions over edge values, with results that were worked out by hand: they count for each function in them.",
    "Formats": "Formatters over edge values, and numbers and dates as text by patterns.",
    "Example project": "The inputs at the root of this repository, over the whole catalogue, with the rows that DuckDB gives. "
    "Sources behind `sql:` have a text of their own where one is needed; without, they are refused.",
}
_TRIED = {
    "library": "the engine",
    "server": "a server",
    "reference": "its language on {}",
    "relative": "its text on {}",
    "emulator": "emulated by {}",
    "parser": "read only",
}
_HEAD = """# What each dialect can say

This page is written by the tests from what they saw: `pytest tests/engines --update`. A section of a dialect's column
is rewritten only by a run in which all tests behind it ran and passed, and a run that sees something else fails.

`✓ 3`: three tables, or expressions, gave the rows wanted. `syntax 3`: text was compiled and read back by a parser, and no
engine was asked. `refused: NAME`: the compiler says that the dialect has no way to say it. What each dialect was tried on
is told in [engines.md](engines.md).
"""


def read(text: str) -> Cells:
    """The cells of a page."""
    cells: Cells = {}
    section = ""
    names: list[str] = []
    for line in text.splitlines():
        if line.startswith("## "):
            section, names = line[3:], []
        elif line.startswith("| ") and not names:
            names = _split(line)[1:]
        elif line.startswith("| ") and not line.startswith(("| ---", "| tried on")):
            row, *found = _split(line)
            for name, cell in zip(names, found, strict=True):
                if cell:
                    cells.setdefault(name, {})[section, row] = cell
    return cells


def write(cells: Mapping[str, Mapping[tuple[str, str], str]], order: Iterable[tuple[str, str]]) -> str:
    """The page; rows come in the order given."""
    names = dialects()
    rows = list(order)
    found = [_HEAD]
    for section, about in SECTIONS.items():
        found += [f"## {section}\n", f"{about}\n", _line([section.lower(), *names]), _line(["---"] * (len(names) + 1))]
        if section == "Rules":
            found.append(_line(["tried on", *map(_tried, names)]))
        found += [
            _line([row, *(cells.get(name, {}).get((section, row), "") for name in names)])
            for where, row in rows
            if where == section
        ]
        found.append("")
    return "\n".join(found)


def _tried(name: str) -> str:
    one = dialect(name)
    return _TRIED[one.tried].format(one.tried_on)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _split(line: str) -> list[str]:
    inner = line.removeprefix("|").removesuffix("|").replace("\\|", "\0")
    return [cell.strip().replace("\0", "|") for cell in inner.split("|")]
