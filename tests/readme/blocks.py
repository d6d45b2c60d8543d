"""Documents as sequences of fenced blocks: files to write and commands with the output they must have."""

import re
from collections.abc import Iterator

from msgspec import Struct

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_YAML_FILE = re.compile(r"# (\S+\.yaml)\b")
_CSV_FILE = re.compile(r"`(\S+\.csv)`:\s*\Z")
_DURATION = re.compile(r"\b\d+(\.\d+)? ?(ms|s)\b")
GAP = "..."


class FileBlock(Struct, frozen=True):
    """A file the reader is told to write."""

    path: str
    text: str


class Command(Struct, frozen=True):
    """A command and the output shown for it; ``start`` and ``end`` are the output's place in the document."""

    line: str
    output: str
    start: int
    end: int


class Unnamed(Struct, frozen=True):
    """A YAML or CSV block that does not say which file it is, so that nothing can check it."""

    text: str


Step = FileBlock | Command | Unnamed


def steps(document: str) -> Iterator[Step]:
    """What the document tells its reader to write and to run, in order.

    A ``yaml`` block names its file in a comment on its first line, a ``csv`` block in the text before it.
    """
    for fence in _FENCE.finditer(document):
        language, body = fence[1], fence[2]
        if language == "console":
            yield from _commands(body, fence.start(2))
        elif language in {"yaml", "csv"}:
            named = _YAML_FILE.match(body) if language == "yaml" else _CSV_FILE.search(document[: fence.start()])
            yield FileBlock(named[1], body) if named else Unnamed(body)


def _commands(body: str, offset: int) -> Iterator[Command]:
    line, start, place = "", 0, 0
    for text in body.splitlines(keepends=True):
        if text.startswith("$ "):
            if line:
                yield Command(line, body[start:place], offset + start, offset + place)
            line, start = text[2:].strip(), place + len(text)
        place += len(text)
    if line:
        yield Command(line, body[start:], offset + start, offset + len(body))


def matches(expected: str, seen: str) -> bool:
    """Whether an output is the one shown: a line ``...`` stands for any lines, and a duration for any other."""
    parts = [
        r"(?:.*\n)*" if line == GAP else re.escape(_DURATION.sub("0 s", line)) + r"\n" for line in expected.splitlines()
    ]
    return re.fullmatch("".join(parts), _DURATION.sub("0 s", seen)) is not None


def renewed(expected: str, seen: str) -> str:
    """The output to show instead: all that was seen, or as many first and last lines as were shown around a gap."""
    shown, lines = expected.splitlines(), seen.splitlines()
    if GAP in shown and len(shown) <= len(lines):
        head, tail = shown.index(GAP), shown[::-1].index(GAP)
        lines = [*lines[:head], GAP, *lines[len(lines) - tail :]]
    return "".join(line + "\n" for line in lines)
