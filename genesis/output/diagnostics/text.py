"""Diagnostics for people: the place, the message, the line with a caret under the span, the hint."""

import re
from collections.abc import Sequence
from typing import Final
from unicodedata import combining, east_asian_width

from genesis.diagnostics import Diagnostic, Span
from genesis.output.shown import printable
from genesis.spec.secrets import SECRET_KEYS

_WIDTH: Final = 100
"""The most columns of a source line that are shown; a longer one is cut around the caret."""
_BEFORE: Final = 30
_FAR: Final = 500
"""Characters that are looked at on each side of the caret; a line of a million would take as long each time."""
_SECRET: Final = re.compile(
    rf"""((?:{"|".join(sorted(SECRET_KEYS))})["']?\s*:\s+)("(?!\$\{{)[^"]*"?|'(?!\$\{{)[^']*'?|[^\s|>$"',}}][^,}}]*)"""
)
"""A secret's key, and a value that is written out."""
_TAB: Final = "    "
_RED, _YELLOW, _BLUE, _BOLD, _OFF = "\x1b[31m", "\x1b[33m", "\x1b[34m", "\x1b[1m", "\x1b[0m"


def render(diagnostics: Sequence[Diagnostic], *, color: bool = False) -> str:
    """One paragraph each, in the order given."""
    return "".join(_one(d, color=color) for d in diagnostics)


def _one(diagnostic: Diagnostic, *, color: bool) -> str:
    place = f"{diagnostic.span}: " if diagnostic.span else ""
    tone = {"error": _RED, "warning": _YELLOW}.get(diagnostic.severity, _BLUE)
    label = _painted(f"{diagnostic.severity} {diagnostic.code}", _BOLD + tone, color=color)
    lines = [f"{_painted(printable(place), _BOLD, color=color)}{label}: {printable(diagnostic.message)}"]
    if diagnostic.span:
        lines += _excerpt(diagnostic.span, tone, color=color)
    if diagnostic.hint:
        first, *rest = printable(diagnostic.hint).split("\n")
        lines += [f"  {_painted('hint:', _BLUE, color=color)} {first}", *(f"        {line}" for line in rest)]
    return "\n".join(lines) + "\n"


def _excerpt(span: Span, tone: str, *, color: bool) -> list[str]:
    """The span's first line and the carets below it; nothing when the file has no such line."""
    text = _SECRET.sub(_masked, span.file.line(span.line))
    if not text.strip():
        return []
    start = min(max(span.column - 1, 0), len(text))
    end = min(span.end_column - 1, len(text)) if span.end_line == span.line else len(text.rstrip())
    before, marked, after = _cut(text, start, max(end, start))
    gutter = f"{span.line} | "
    carets = "^" * max(width(marked), 1)
    under = " " * (len(gutter) - 2) + "| " + " " * width(before) + _painted(carets, tone, color=color)
    return [f"  {gutter}{before}{marked}{after}", f"  {under}"]


def _masked(match: re.Match[str]) -> str:
    """A secret that somebody wrote out, as long as it is."""
    return match[1] + "*" * len(match[2])


def _cut(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The shown text before, in and after the span, at most ``_WIDTH`` wide together."""
    near = (text[max(start - _FAR, 0) : start], text[start : min(end, start + _FAR)], text[end : end + _FAR].rstrip())
    before, marked, after = map(_flat, near)
    if width(before) + width(marked) + width(after) <= _WIDTH:
        return before, marked, after
    if width(before) > _BEFORE and width(before) + width(marked) > _WIDTH - 1:
        before = "…" + _tail(before, _BEFORE - 1)
    marked = _head(marked, _WIDTH - width(before))
    return before, marked, _head(after, max(_WIDTH - width(before) - width(marked), 1))


def _flat(text: str) -> str:
    return printable(text).replace("\t", _TAB)


def _head(text: str, room: int) -> str:
    if width(text) <= room:
        return text
    while text and width(text) > room - 1:
        text = text[: max(len(text) - max(width(text) - room, 2) // 2, 0)]
    return text + "…"


def _tail(text: str, room: int) -> str:
    while text and width(text) > room:
        text = text[max((width(text) - room) // 2, 1) :]
    return text


def width(text: str) -> int:
    """How many columns of a terminal a text takes: East Asian wide characters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if combining(c) or c in "\u200b\u200d\ufe0f" else 2 if east_asian_width(c) in "WF" else 1 for c in text
    )


def _painted(text: str, code: str, *, color: bool) -> str:
    return f"{code}{text}{_OFF}" if color and text else text
