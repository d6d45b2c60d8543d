"""Regular expressions: the part of RE2's (https://github.com/google/re2/wiki/Syntax) that can be said on every engine.

A pattern is read into pieces, from which :mod:`genesis.sql.java_patterns` writes the same one for engines of another kind.
"""

import re
import sys
import unicodedata
import warnings
from collections.abc import Callable
from typing import Final, Literal

from msgspec import Struct

EXAMPLE: Final = r"write `\(` for a bracket that stands for itself"
_BROKEN: Final = (
    *("unterminated", "missing )", "unbalanced", "nothing to repeat", "multiple repeat", "bad escape (end"),
    *("redefinition", "min repeat"),
)
"""How Python, whose expressions are much the same, begins to say what is wrong in every dialect of them."""
_MOST: Final = 1000
"""Repetitions that RE2 takes."""

Ranges = tuple[tuple[str, str], ...]
Kind = Literal["char", "any", "start", "end", "edge", "no edge", "set", "category", "open", "close", "or", "repeat"]


class Piece(Struct, frozen=True):
    """A part of a pattern. ``text`` is a character, a category, a repetition, or the flags that an opening sets.

    ``ranges`` are those of a set, all but which are meant where it is ``negated``. An opening without a group of its own
    is ``plain``; ``lasting`` are flags that stand for the rest of the group around them, and open nothing.
    """

    kind: Kind
    text: str = ""
    ranges: Ranges = ()
    categories: tuple[str, ...] = ()
    negated: bool = False
    plain: bool = False
    lasting: bool = False


_CASED: Final = frozenset({"pLu", "pLl", "pLt"})
_CLASSES: Final = frozenset({"set", "category"})


class UnportableError(Exception):
    """What of a pattern means something else, or nothing, on some engine."""


_CONTROLS: Final = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
_SHORT: Final[dict[str, Ranges]] = {
    "d": (("0", "9"),),
    "w": (("0", "9"), ("A", "Z"), ("a", "z"), ("_", "_")),
    "s": (("\t", "\n"), ("\f", "\r"), (" ", " ")),
}
_POSIX: Final[dict[str, Ranges]] = {
    "alpha": (("A", "Z"), ("a", "z")),
    "digit": _SHORT["d"],
    "alnum": (("0", "9"), ("A", "Z"), ("a", "z")),
    "upper": (("A", "Z"),),
    "lower": (("a", "z"),),
    "space": (("\t", "\r"), (" ", " ")),
    "punct": (("!", "/"), (":", "@"), ("[", "`"), ("{", "~")),
    "xdigit": (("0", "9"), ("A", "F"), ("a", "f")),
    "word": _SHORT["w"],
}
_EDGES: Final[dict[str, Kind]] = {"A": "start", "z": "end", "b": "edge", "B": "no edge"}
_SIGNS: Final[dict[str, Kind]] = {".": "any", "^": "start", "$": "end", ")": "close", "|": "or"}
_REPEAT: Final = re.compile(r"(?:[*+?]|\{(?P<least>[0-9]+)(?:,(?P<most>[0-9]*))?\})\??")
_OPEN: Final = re.compile(r"\((?:\?P<\w+>|\?(?P<flags>[is]*(?:-[is]+)?)(?P<end>[:)]))?")
_CATEGORY: Final = re.compile(r"p(?:([LMNPSZC])|\{([LMNPSZC][a-z]?)\})")
_HEX: Final = re.compile(r"x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})")
_GROUPS: Final = {
    "(?=": "it looks ahead or behind, which not every engine can",
    "(?!": "it looks ahead or behind, which not every engine can",
    "(?<=": "it looks ahead or behind, which not every engine can",
    "(?<!": "it looks ahead or behind, which not every engine can",
    "(?>": "it has an atomic group, which not every engine has",
    "(?<": "`(?<name>` is not known to every engine: write `(` alone, groups are called by number",
}


def mistake(pattern: str) -> str:
    """What is wrong with a regular expression, where an engine would refuse it or take it for another; empty if nothing is."""
    try:
        with warnings.catch_warnings(action="ignore"):
            re.compile(pattern)
    except re.error as error:
        if error.msg.startswith(_BROKEN):
            return f"it has a mistake: {error.msg}"
    except (OverflowError, RecursionError):
        return "it repeats too often, or is nested too deeply"
    try:
        pieces(pattern)
    except UnportableError as error:
        return str(error)
    return ""


def pieces(pattern: str) -> tuple[Piece, ...]:
    """The parts of a pattern.

    Raises:
        UnportableError: for what does not mean the same on every engine.
    """
    found = tuple(_Reader(pattern).read())
    _balanced(found)
    cased = _CASED.intersection(
        name for piece in found for name in (piece.text, *piece.categories) if piece.kind in _CLASSES
    )
    if cased and any(piece.plain and "i" in piece.text.partition("-")[0] for piece in found):
        raise UnportableError(rf"`\p{{{min(cased)[1:]}}}` where case is ignored does not mean the same on every engine")
    return found


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.place = 0

    def read(self) -> list[Piece]:
        found: list[Piece] = []
        while self.place < len(self.pattern):
            found.append(self._piece(found))
        return found

    def _match(self, wanted: re.Pattern[str]) -> re.Match[str] | None:
        match = wanted.match(self.pattern, self.place)
        self.place = match.end() if match else self.place
        return match

    def _peek(self) -> str:
        """The next character of a set, which must end."""
        if self.place >= len(self.pattern):
            raise UnportableError("a `[` is never closed")
        return self.pattern[self.place]

    def _next(self) -> str:
        self.place += 1
        return self.pattern[self.place - 1 : self.place]

    def _piece(self, before: list[Piece]) -> Piece:
        first = self.pattern[self.place]
        if first in "*+?{":
            return self._repeated(before)
        if first == "(":
            return self._opened()
        if first == "[":
            return self._set()
        self.place += 1
        if first == "\\":
            return self._escaped()
        return Piece(_SIGNS[first]) if first in _SIGNS else Piece("char", first)

    def _repeated(self, before: list[Piece]) -> Piece:
        match = self._match(_REPEAT)
        if match is None:
            raise UnportableError(r"`{` that repeats nothing is not taken by every engine: write `\{`")
        last = before[-1] if before else None
        if last and last.kind == "repeat":
            raise UnportableError(
                f"`{last.text}{match[0]}` repeats what is repeated, which means something else to some engines"
            )
        if last is None or last.lasting or last.kind in {"start", "end", "edge", "no edge", "open", "or"}:
            raise UnportableError(f"`{match[0]}` has nothing to repeat")
        if max(int(match["least"] or 0), int(match["most"] or 0)) > _MOST:
            raise UnportableError(f"`{match[0]}` repeats more than {_MOST} times, which not every engine can")
        return Piece("repeat", match[0])

    def _opened(self) -> Piece:
        rest = self.pattern[self.place :]
        for begin, reason in _GROUPS.items():
            if rest.startswith(begin):
                raise UnportableError(reason)
        match = self._match(_OPEN)
        if match is None or (match[0] == "(" and rest.startswith("(?")):
            raise UnportableError(f"`{rest[:4]}` is not known to every engine, only the flags `i` and `s` are")
        if match["end"] is None:
            return Piece("open")
        return Piece("open", match["flags"], plain=True, lasting=match["end"] == ")")

    def _escaped(self) -> Piece:
        self.place -= 1
        if self.pattern.startswith("\\Q", self.place):
            raise UnportableError(r"`\Q` is not known to every engine: write a backslash before each sign")
        if len(self.pattern) > self.place + 1 and self.pattern[self.place + 1] in _EDGES:
            self.place += 2
            return Piece(_EDGES[self.pattern[self.place - 1]])
        negated = self.pattern[self.place + 1 : self.place + 2] in {"D", "W", "S"}
        if negated:
            self.place += 2
            return Piece("set", ranges=_SHORT[self.pattern[self.place - 1].lower()], negated=True)
        found = self._member()
        if isinstance(found, str):
            return Piece("category", found) if len(found) > 1 else Piece("char", found)
        return Piece("set", ranges=found)

    def _member(self) -> str | Ranges:
        """A character, a category's name with its ``p``, or the ranges of a class."""
        letter = self._next()
        if letter != "\\":
            return letter
        for wanted, read in self._coded():
            match = self._match(wanted)
            if match:
                return read(match[1] or match[2])
        escaped = self._next()
        if escaped in _SHORT:
            return _SHORT[escaped]
        if escaped.isdigit():
            raise UnportableError("it refers back to a group, which not every engine can")
        if escaped.isalpha() and escaped not in _CONTROLS:
            raise UnportableError(rf"`\{escaped}` does not mean the same on every engine")
        return _CONTROLS.get(escaped, escaped)

    @staticmethod
    def _coded() -> tuple[tuple[re.Pattern[str], Callable[[str], str]], ...]:
        return (_HEX, _character), (_CATEGORY, "p{}".format)

    def _set(self) -> Piece:
        self.place += 1
        negated = self._peek() == "^"
        self.place += negated
        ranges: list[tuple[str, str]] = []
        categories: list[str] = []
        begin = self.place
        while self._peek() != "]" or self.place == begin:
            found = self._posix() or self._member()
            if not isinstance(found, str):
                ranges.extend(found)
                self._no_range()
            elif len(found) > 1:
                categories.append(found)
            else:
                ranges.append((found, self._upper(found)))
        self.place += 1
        return Piece("set", ranges=tuple(ranges), categories=tuple(categories), negated=negated)

    def _posix(self) -> Ranges | None:
        if not self.pattern.startswith("[:", self.place) or ":]" not in self.pattern[self.place :]:
            return None
        name = self.pattern[self.place + 2 : self.pattern.index(":]", self.place)]
        if name not in _POSIX:
            raise UnportableError(f"`[:{name}:]` is not known to every engine")
        self.place += len(name) + 4
        return _POSIX[name]

    def _no_range(self) -> None:
        if self._peek() == "-" and not self.pattern.startswith("-]", self.place):
            raise UnportableError("a range in brackets goes from one character to a later one")

    def _upper(self, least: str) -> str:
        """The end of a range, or its only character."""
        if self._peek() != "-" or self.pattern.startswith("-]", self.place):
            return least
        self.place += 1
        most = self._member()
        if not isinstance(most, str) or len(most) > 1 or most < least:
            raise UnportableError("a range in brackets goes from one character to a later one")
        return most


def _character(code: str) -> str:
    number = int(code, 16)
    found = chr(number) if 0 < number <= sys.maxunicode else ""
    if not found or unicodedata.category(found) == "Cs":
        raise UnportableError(f"there is no character {code}")
    return found


def _balanced(found: tuple[Piece, ...]) -> None:
    depth = 0
    for piece in found:
        depth += (piece.kind == "open" and not piece.lasting) - (piece.kind == "close")
        if depth < 0:
            raise UnportableError("it has a `)` too many")
    if depth:
        raise UnportableError("it has a `(` that is never closed")
