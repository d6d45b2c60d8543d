"""What a plain scalar means: JSON's numbers and words, everything else is text."""

import re
from typing import Final

_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None, "~": None}
NUMBER_STARTS: Final = frozenset("-0123456789")
_LONGEST_INTEGER: Final = 4000


def scalar_value(text: str) -> str | int | float | bool | None:
    """What a plain scalar means; a number too large for a float, or of thousands of digits, stays text."""
    if text[:1] not in NUMBER_STARTS:
        return WORDS.get(text, text)
    match = _NUMBER.fullmatch(text)
    if not match:
        return text
    if match[1] is None and match[2] is None:
        return int(text) if len(text) < _LONGEST_INTEGER else text
    number = float(text)
    return text if number in {float("inf"), float("-inf")} else number
