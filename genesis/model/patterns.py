"""Unicode's date patterns (LDML, TR 35): the fields that the language knows."""

import re
from collections.abc import Iterator
from typing import Final

_PIECE: Final = re.compile(r"'((?:[^']|'')*)'|([a-zA-Z])\2*|[^a-zA-Z']+")
_FIELDS: Final = frozenset({"y", "yy", "yyyy", "M", "MM", "MMM", "MMMM", "d", "dd", "EEE", "EEEE", "Q", "QQQ"})
_TIMES: Final = frozenset({"H", "HH", "h", "hh", "m", "mm", "s", "ss", "a"})


def pieces(pattern: str) -> Iterator[tuple[bool, str]]:
    """The parts of a pattern that is right: fields (true), and text that stands for itself, without its quotes."""
    for match in _PIECE.finditer(pattern):
        if match[2]:
            yield True, match[0]
        else:
            yield False, match[0] if match[1] is None else match[1].replace("''", "'") or "'"


def mistake(pattern: str, *, with_time: bool) -> str:
    """What is wrong with a pattern for dates, or for timestamps; empty when nothing is."""
    known = _FIELDS | _TIMES if with_time else _FIELDS
    written = list(_PIECE.finditer(pattern))
    for match in written:
        if match[2] and match[0] not in known:
            what = "of a date without a time" if match[0] in _TIMES else "of a date pattern"
            return f"`{match[0]}` is no field {what}"
    return "" if "".join(m[0] for m in written) == pattern else "a quote is not closed in this pattern"
