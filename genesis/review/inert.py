"""Foreign text in Markdown (GitHub's): shown as it is, never obeyed.

Names, labels, SQL and cells come from whoever wrote the change under review. They stand in code spans and fences, where
neither Markdown nor HTML is read and where GitHub looks for no mentions, issues or addresses
(https://github.github.com/gfm/#code-spans, https://github.com/gjtorikian/html-pipeline: ``IGNORE_PARENTS``).
"""

import html
import re
from typing import Final

from genesis.output.shown import printable

ELLIPSIS: Final = "…"
_JOINER: Final = "\u2060"
"""Takes no room, and parts what would be a link if it stood together."""
_SEPARATOR: Final = re.compile("[\u2028\u2029]")
"""What some programs take for the end of a line."""
_TICKS: Final = re.compile("`+")
_SPACE: Final = re.compile(r"\s+")
_PUNCTUATION: Final = re.compile(r"[\\`*_{}\[\]<>#|~&!$@]")
_REFERENCE: Final = re.compile(
    r"(?<=[@#!~%&^])(?=\w)|(?<=\$)|(?<=GH-)(?=\d)|(?<=www)(?=\.)|(?<=:)(?=\S)", re.IGNORECASE
)
_SENTENCE: Final = re.compile(r"`([^`]+)`")


def legible(text: str) -> str:
    """Text without what moves a cursor or reorders its neighbours, and without halves of characters (of names of files)."""
    return _SEPARATOR.sub(" ", printable(text.encode("utf-8", "replace").decode("utf-8")))


def cut(text: str, most: int) -> str:
    """At most ``most`` characters, the last an ellipsis when there were more."""
    return text if len(text) <= most else text[: most - 1] + ELLIPSIS


def one_line(text: str, most: int) -> str:
    """Legible text on one line, at most ``most`` characters of it; only the first few thousand are looked at."""
    near = _SPACE.sub(" ", legible(text[: 4 * most])).strip()
    return cut(near + ELLIPSIS if len(text) > 4 * most else near, most)


def code(text: str, most: int = 80, *, cell: bool = True) -> str:
    """A code span for a cell of a table, or for a line outside of tables; a word for what is empty."""
    shown = one_line(text, most)
    if not shown:
        return "*empty*"
    fence = "`" * (max((len(run) for run in _TICKS.findall(shown)), default=0) + 1)
    padding = " " if "`" in (shown[0], shown[-1]) else ""
    return f"{fence}{padding}{_piped(shown) if cell else shown}{padding}{fence}"


def _piped(text: str) -> str:
    """Bars escaped: tables are split before code is read. A backslash before one is kept apart, else it would escape the escape."""
    return text.replace("\\|", f"\\{_JOINER}|").replace("|", "\\|")


def prose(text: str, most: int = 300, *, cell: bool = True) -> str:
    """A sentence with names in backquotes: those as code, the rest as text that is no link, mention or structure."""
    parts = _SENTENCE.split(one_line(text, most))
    return "".join(code(part, most, cell=cell) if at % 2 else _plain(part) for at, part in enumerate(parts))


def _plain(text: str) -> str:
    """Nothing in it stands for anything else; what would begin a list or a heading does not stand at the beginning."""
    guarded = _REFERENCE.sub(_JOINER, text)
    start = _JOINER if guarded and not guarded[0].isalpha() and guarded[0] != " " else ""
    return start + _PUNCTUATION.sub(lambda match: "\\" + match[0], guarded)


def fenced(text: str, language: str = "") -> list[str]:
    """The lines of a fenced block that nothing in it can close."""
    longest = max((len(run) for run in _TICKS.findall(text)), default=0)
    fence = "`" * max(longest + 1, 3)
    return [f"{fence}{language}", *legible(text).split("\n"), fence]


def details(summary: str, body: list[str]) -> list[str]:
    """A block that opens on a click. ``summary`` is HTML: what is foreign in it is made of :func:`html_code`."""
    return ["<details>", f"<summary>{summary}</summary>", "", *body, "", "</details>", ""]


def html_code(text: str, most: int = 80) -> str:
    """Foreign text as an HTML element, for summaries."""
    return f"<code>{html.escape(one_line(text, most))}</code>"
