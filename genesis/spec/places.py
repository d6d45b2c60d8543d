"""Places in YAML text: of a character, and of a part of a scalar's value."""

import re
from bisect import bisect_right
from typing import Final

from genesis.diagnostics import SourceFile, Span, line_starts
from genesis.spec.documents import Text

_BREAK: Final = re.compile(r"\r\n|\n|\r")
_QUOTES: Final = 2
_BLANK: Final = " \t\r\n"
_UNIT: Final = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)|[^\\]", re.DOTALL)
_BLANK_ESCAPES: Final = frozenset("tn r\t\n")
_NAMED_ESCAPES: Final = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "v": "\v",
    "f": "\f",
    "e": "\x1b",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}


def span_at(file: SourceFile, start: int, end: int) -> Span:
    """The span of the characters ``start`` up to ``end`` of the file's text."""
    starts = line_starts(file.text)
    line, end_line = bisect_right(starts, start), bisect_right(starts, end)
    return Span(file, line, start - starts[line - 1] + 1, end_line, end - starts[end_line - 1] + 1)


def locate(text: Text, start: int, end: int) -> Span:
    """Where the characters ``start`` up to ``end`` of ``text.value`` stand in the file.

    Works for plain, quoted and block text; where the value cannot be found again it is the whole text's place.
    """
    span = text.span
    more = span.end_column - span.column - len(text.value)
    if span.line == span.end_line and more in {0, _QUOTES}:  # plain, or quoted without escapes
        column = span.column + more // 2
        start = min(max(start, 0), len(text.value))
        return Span(span.file, span.line, column + start, span.line, column + min(max(end, start), len(text.value)))
    starts = line_starts(span.file.text)
    if not 0 < span.line <= len(starts) or not 0 < span.end_line <= len(starts):
        return span
    first = starts[span.line - 1] + span.column - 1
    last = starts[span.end_line - 1] + span.end_column - 1
    units = _units(span.file.text[first:last])
    value = text.value
    if [unit[0] for unit in units] != [c for c in value if c not in _BLANK]:
        return span
    opening = 1 if span.file.text[first : first + 1] in {"'", '"'} else 0
    places = _places(value, units, opening)
    start = min(max(start, 0), len(value))
    end = min(max(end, start), len(value))
    until = places[end - 1][1] if end > start else places[start][0]
    return span_at(span.file, first + places[start][0], first + until)


def _places(value: str, units: list[tuple[str, int, int]], opening: int) -> list[tuple[int, int]]:
    """Where each character of the value begins and ends in what was written, and where the value's end is."""
    places: list[tuple[int, int]] = []
    after, following = opening, iter(units)
    for char in value:
        if char in _BLANK:
            places.append((after, after + 1))
            after += 1
        else:
            _, begin, after = next(following)
            places.append((begin, after))
    return [*places, (after, after)]


def _units(raw: str) -> list[tuple[str, int, int]]:
    """The characters that are not blank, as they count in the value, each with its begin and end in what was written."""
    if raw[:1] == '"':
        return _double_quoted(raw)
    if raw[:1] == "'":
        units = re.compile(r"''|[^ \t\r\n]").finditer(raw, 1, max(len(raw) - 1, 1))
        return [(unit[0][0], unit.start(), unit.end()) for unit in units]
    begin = 0
    if raw[:1] in {"|", ">"} and (header := _BREAK.search(raw)):
        begin = header.end()
    return [(c, i, i + 1) for i, c in enumerate(raw[begin:], begin) if c not in _BLANK]


def _double_quoted(raw: str) -> list[tuple[str, int, int]]:
    units = []
    for match in _UNIT.finditer(raw, 1, max(len(raw) - 1, 1)):
        char = _unescaped(match[0])
        if char not in _BLANK:
            units.append((char, match.start(), match.end()))
    return units


def _unescaped(unit: str) -> str:
    if unit[0] != "\\":
        return unit
    if len(unit) > 2:  # noqa: PLR2004
        return chr(min(int(unit[2:], 16), 0x10FFFF))  # noqa: FURB166 - not the prefix of a literal
    return " " if unit[1] in _BLANK_ESCAPES else _NAMED_ESCAPES.get(unit[1], unit[1])
