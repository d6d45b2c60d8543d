"""Names of the language for what a database calls by any name."""

import re
from collections.abc import Collection
from typing import Final
from unicodedata import normalize

from genesis.spec.shape import LONGEST_NAME, RESERVED

_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER: Final = re.compile(r"[^a-z0-9]+")
_REFERS: Final = re.compile(r"(?:_id|_code|_key|_fk|_no|_nr|id|key)$")
_PREFIX: Final = re.compile(r"^(?:dim|fact|fct|stg|tbl|t|vw|v)_(?=.)")
_SHORTEST: Final = 3
_GENERIC: Final = frozenset({"id", "code", "key", "name", "title", "type", "status", "number", "no"})


def mended(name: str, instead: str, taken: Collection[str] = ()) -> str:
    """A name like ``name`` that the language takes and that is not taken; ``instead`` where no letter of it can stay."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = _OTHER.sub("_", _CAPITAL.sub("_", plain).lower()).strip("_")
    words = f"n_{words}" if words[:1].isdigit() else words or instead
    words = f"{words}_value" if words in RESERVED else words
    found, number = words[:LONGEST_NAME], 1
    while found in taken:
        number += 1
        found = f"{words[: LONGEST_NAME - len(str(number)) - 1]}_{number}"
    return found


def singular(name: str) -> str:
    """What one row of a table is called; a word that is no plural stays."""
    name = _PREFIX.sub("", name)
    for ending, one in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("ses", "se")):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name[: -len(ending)] + one
    return name[:-1] if name.endswith("s") and not name.endswith(("ss", "us", "is")) else name


def plural(name: str) -> str:
    """What many rows of a table are called; a word in the plural stays."""
    if singular(name) != _PREFIX.sub("", name):
        return _PREFIX.sub("", name)
    if re.search(r"[^aeiou]y$", name):
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("s", "x", "ch", "sh")) else f"{name}s"


def stem(column: str) -> str:
    """What a column that refers to something calls it: ``country`` for ``country_id``; empty for one that does not look so."""
    found = _REFERS.sub("", column)
    return found if found != column and len(found) >= _SHORTEST else ""


def is_generic(column: str) -> bool:
    """A name that many tables have for columns of their own."""
    return column in _GENERIC


def speaks_of(word: str, table: str) -> bool:
    """Whether a stem is a table's name, or the beginning of it: ``supp`` speaks of ``supplier``."""
    one = singular(table)
    return bool(word) and (word in {one, table} or one.startswith(word))
