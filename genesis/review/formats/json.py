"""A review as JSON, for programs: the structs of :mod:`genesis.review.report`, with ``version``."""

import json

import msgspec

from genesis.review.report import Review


def render(review: Review, *, color: bool = False) -> str:
    """One object, indented; what is empty is left out. Bytes of a file's name that are no text are escaped."""
    del color
    text = json.dumps(msgspec.to_builtins(review, order="deterministic"), ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode() + "\n"
