"""Regular expressions: the ones that every engine reads, those of RE2 (https://github.com/google/re2/wiki/Syntax)."""

import re
import warnings
from typing import Final

EXAMPLE: Final = r"write `\(` for a bracket that stands for itself"
_BEYOND: Final = {
    r"\(\?<?[=!]": "it looks ahead or behind, which not every engine can",
    r"\(\?>": "it has an atomic group, which not every engine has",
    r"\\[1-9]": "it refers back to a group, which not every engine can",
}
_BROKEN: Final = ("unterminated", "missing )", "unbalanced", "nothing to repeat", "multiple repeat", "bad escape (end")
"""How Python, whose expressions are much the same, begins to say what is wrong in every dialect of them."""


def mistake(pattern: str) -> str:
    """What is wrong with a regular expression, where an engine would refuse it; empty when nothing is known to be."""
    bare = re.sub(r"\\\\|\[\^?\]?(?:\\.|[^\]\\])*\]", "", pattern)
    for beyond, reason in _BEYOND.items():
        if re.search(beyond, bare):
            return reason
    try:
        with warnings.catch_warnings(action="ignore"):
            re.compile(pattern)
    except re.error as error:
        return f"it has a mistake: {error.msg}" if error.msg.startswith(_BROKEN) else ""
    return ""
