"""Field masks: `sheets(properties,data.rowData.values(note))`."""

import re
from typing import Any

from tests.emulators.sheets.errors import Json, invalid

Mask = dict[str, Any]
"""Names with what is wanted below them; empty: everything."""

_TOKEN = re.compile(r"[A-Za-z0-9_$]+|\*|[().,/]")


def parse(text: str) -> Mask:
    """A mask; an empty one (or `*`) wants everything."""
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != text.replace(" ", ""):
        raise invalid(f"Invalid field mask: {text}")
    mask: Mask = {}
    rest = _items(tokens, 0, mask)
    if rest != len(tokens):
        raise invalid(f"Invalid field mask: {text}")
    return {} if "*" in mask else mask


def _items(tokens: list[str], at: int, into: Mask) -> int:
    while at < len(tokens) and tokens[at] != ")":
        if tokens[at] == ",":
            at += 1
            continue
        at = _item(tokens, at, into)
    return at


def _item(tokens: list[str], at: int, into: Mask) -> int:
    name, at = tokens[at], at + 1
    below: Mask = into.setdefault(name, {})
    if at < len(tokens) and tokens[at] in "./":
        return _item(tokens, at + 1, below)
    if at < len(tokens) and tokens[at] == "(":
        return _items(tokens, at + 1, below) + 1
    return at


def pick(value: Any, mask: Mask) -> Any:
    """What the mask wants of a value."""
    if not mask or "*" in mask:
        return value
    if isinstance(value, list):
        return [pick(item, mask) for item in value]
    if isinstance(value, dict):
        return {key: pick(value[key], below) for key, below in mask.items() if key in value}
    return value


def merge(old: Json, new: Json, mask: Mask) -> Json:
    """``old`` with the fields of the mask as in ``new``; a field that ``new`` does not have is removed."""
    merged = dict(old) if mask else {}
    for key, below in (mask or {key: {} for key in new}).items():
        if not below:
            merged.pop(key, None)
            if key in new:
                merged[key] = new[key]
        else:
            inner = merge(merged.get(key, {}), new.get(key, {}), below)
            merged.pop(key, None)
            if inner:
                merged[key] = inner
    return merged
