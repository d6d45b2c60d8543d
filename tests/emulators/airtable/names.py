"""Ids of bases, tables, fields, records and choices: a prefix and 14 letters or digits."""

from itertools import count
from typing import Final

from genesis.destinations.state.contents import digest

_ALPHABET: Final = str.maketrans("-_", "xY")
_NUMBERS: Final = count()


def new_id(prefix: str) -> str:
    """An id that no other has; the same ones in each run, in no order."""
    return prefix + digest(f"{prefix}{next(_NUMBERS)}", 14).translate(_ALPHABET)
