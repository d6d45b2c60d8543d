"""Words in texts that nobody has read as documents yet."""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Final

ANYTHING: Final = ""
"""Stands for all words, where a text is not known."""
_WORDS: Final = re.compile(r"\w+")


def mentioned(words: AbstractSet[str], texts: Iterable[tuple[str, str | None]]) -> dict[str, set[str]]:
    """For each of ``words`` the names of the texts that hold it; under ``ANYTHING`` those of texts that are not known."""
    found: dict[str, set[str]] = {}
    for name, text in texts:
        for word in (ANYTHING,) if text is None else words & set(_WORDS.findall(text)):
            found.setdefault(word, set()).add(name)
    return found
