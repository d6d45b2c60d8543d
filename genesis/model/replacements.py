r"""The replacement of ``regexp_replace``: text with ``$1`` for a group; ``\`` before a dollar, a digit or itself."""

import re
from collections.abc import Iterator
from typing import Final

_PIECE: Final = re.compile(r"\$([0-9])(?![0-9])|\\([$\\0-9])|[^$\\]+")


def pieces(replacement: str) -> Iterator[int | str]:
    """The parts of a replacement that is right: numbers of groups, and text that stands for itself."""
    for match in _PIECE.finditer(replacement):
        if match[1]:
            yield int(match[1])
        else:
            yield match[2] or match[0]


def mistake(replacement: str) -> str:
    """What is wrong with a replacement; empty when nothing is."""
    good = "".join(match[0] for match in _PIECE.finditer(replacement))
    return "" if good == replacement else f"`{replacement}` has a `$` without one digit, or a stray backslash"
