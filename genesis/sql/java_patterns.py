"""A regular expression for engines that search as Java or Oniguruma do, equal to the one that RE2 would search for.

They have the same signs for words, edges and ends, with other meanings: so ranges of characters and looking around say those.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final

from genesis.model.regexes import Piece, Ranges, pieces

_WORD: Final = "[0-9A-Za-z_]"
_SAID: Final = {
    "start": "\\A",
    "end": "\\z",
    "edge": f"(?:(?<={_WORD})(?!{_WORD})|(?<!{_WORD})(?={_WORD}))",
    "no edge": f"(?:(?<={_WORD})(?={_WORD})|(?<!{_WORD})(?!{_WORD}))",
    "close": ")",
    "or": "|",
}
_SIGNS: Final = frozenset("\\.[]{}()*+-?^$|&~#/'\"")
_CASED: Final = 0x1E944
"""Behind the last letter that has two cases."""


def written(pattern: str) -> str:
    """The pattern; it is one that :func:`genesis.model.regexes.mistake` finds nothing wrong with."""
    flags = [""]
    said: list[str] = []
    for piece in pieces(pattern):
        if piece.kind == "open":
            said.append(_opened(piece, flags))
        elif piece.kind == "close":
            flags.pop()
            said.append(")")
        else:
            said.append(_said(piece, flags[-1]))
    return "".join(said)


def _opened(piece: Piece, flags: list[str]) -> str:
    on, _, off = piece.text.partition("-")
    now = "".join(flag for flag in "is" if flag in on or (flag in flags[-1] and flag not in off))
    if piece.lasting:
        flags[-1] = now
        return ""
    flags.append(now)
    return "(?:" if piece.plain else "("


def _said(piece: Piece, flags: str) -> str:
    fixed = _SAID.get(piece.kind)
    if fixed:
        return fixed
    if piece.kind == "any":
        return "(?s:.)" if "s" in flags else "[^\n]"
    if piece.kind == "repeat":
        return piece.text
    if piece.kind == "category":
        return f"\\p{{{piece.text[1:]}}}"
    if piece.kind == "char":
        same = _same(piece.text) if "i" in flags else piece.text
        return _sign(piece.text) if len(same) == 1 else f"[{''.join(map(_sign, same))}]"
    ranges = tuple(_folded(piece.ranges)) if "i" in flags else piece.ranges
    categories = "".join(f"\\p{{{name[1:]}}}" for name in piece.categories)
    return f"[{'^' if piece.negated else ''}{''.join(map(_range, ranges))}{categories}]"


def _sign(character: str) -> str:
    return f"\\{character}" if character in _SIGNS else character


def _range(ends: tuple[str, str]) -> str:
    least, most = ends
    return _sign(least) if least == most else f"{_sign(least)}-{_sign(most)}"


def _same(character: str) -> str:
    """A character in all its cases."""
    return _orbits().get(character, character)


def _folded(ranges: Ranges) -> Iterator[tuple[str, str]]:
    """Ranges, and what is the same as something in them when case is ignored."""
    more: dict[str, None] = {}
    for least, most in ranges:
        yield least, most
        within = (same for one, same in _orbits().items() if least <= one <= most)
        more.update((other, None) for same in within for other in same)
    inside = {other for other in more if any(least <= other <= most for least, most in ranges)}
    yield from ((other, other) for other in sorted(more.keys() - inside))


@cache
def _orbits() -> dict[str, str]:
    """All letters that another letter is the same as but for case, each for itself, with all of them."""
    groups: dict[str, set[str]] = {}
    for one in map(chr, range(_CASED)):
        folded = one.upper() if len(one.upper()) == 1 else one
        simple = folded.lower() if len(folded.lower()) == 1 else folded
        groups.setdefault(simple, set()).add(one)
    return {one: "".join(sorted(same)) for same in groups.values() if len(same) > 1 for one in same}
