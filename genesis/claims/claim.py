"""What a definition claims of the rows of its table, and what testing it found."""

from typing import Literal

from msgspec import Struct

from genesis.diagnostics import Span
from genesis.model.types import Type
from genesis.relation.nodes import Relation

ClaimKind = Literal["type", "not null", "key", "newest", "values", "to one"]
Status = Literal["held", "broken", "untested"]


class Claim(Struct, frozen=True):
    """A claim of ``source`` about ``subject`` (a field, the key, a join), where the definition makes it."""

    kind: ClaimKind
    source: str
    subject: str
    span: Span


class Violations(Struct, frozen=True):
    """What must have no rows for a claim to hold.

    ``relation`` gives ``columns``, the last of which counts the rows of the source (``to one``: of the other source) that
    each violation stands on.
    """

    claim: Claim
    relation: Relation
    columns: tuple[tuple[str, Type], ...]


class Untestable(Struct, frozen=True):
    """A claim that no query can test, and why."""

    claim: Claim
    reason: str


class Outcome(Struct, frozen=True):
    """A claim tested. ``found`` violations stand on ``rows`` rows; ``examples`` are some, under ``columns``, largest first."""

    claim: Claim
    status: Status
    message: str
    found: int = 0
    rows: int = 0
    columns: tuple[str, ...] = ()
    examples: tuple[tuple[str, ...], ...] = ()
