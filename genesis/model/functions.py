"""The functions of the language. What one *is* on an engine stands in that dialect's file."""

from typing import Final

from genesis.model.library.dates import DATES
from genesis.model.library.numbers import NUMBERS
from genesis.model.library.operators import OPERATORS
from genesis.model.library.parts import PARTS
from genesis.model.library.texts import TEXTS
from genesis.model.signatures import Function

GROUPS: Final[dict[str, dict[str, Function]]] = {
    "Operators and choices": OPERATORS,
    "Text": TEXTS,
    "Numbers": NUMBERS,
    "Dates and times": DATES,
    "Lists and JSON": PARTS,
}
"""Every function by its name in the language, by what it is about."""

FUNCTIONS: Final[dict[str, Function]] = {
    name: function for group in GROUPS.values() for name, function in group.items()
}
