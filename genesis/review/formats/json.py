"""A review as JSON, for programs: the structs of :mod:`genesis.review.report`, with ``version``."""

import msgspec

from genesis.review.report import Review


def render(review: Review, *, color: bool = False) -> str:
    """One object, indented; what is empty is left out."""
    del color
    return msgspec.json.format(msgspec.json.encode(review, order="deterministic"), indent=2).decode() + "\n"
