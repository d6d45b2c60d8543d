"""An input, resolved: which values of which rows, under which names, in which order."""

from msgspec import Struct

from genesis.diagnostics import Span
from genesis.model.expression import Expression
from genesis.model.parts import Codes
from genesis.model.shown import Shown

Order = tuple[Expression, bool]


class Item(Struct, frozen=True):
    """A column: ``value`` before and ``output`` after value formatters.

    ``format`` is the pipeline as text, so that two can be compared; ``origin`` where the field or measure is defined. ``others`` are
    labels to take, in turn, where another column has this one; none where somebody wrote it.
    """

    name: str
    label: str
    value: Expression
    output: Expression
    span: Span
    shown: Shown | None = None
    description: str = ""
    codes: Codes = ()
    hidden: bool = False
    relabelled: bool = False
    format: str = ""
    origin: Span | None = None
    others: tuple[str, ...] = ()


class Limit(Struct, frozen=True):
    """The first ``rows`` rows (in each ``per``), with ``ties`` also those that tie with the last of them."""

    rows: int
    ties: bool = False


class Question(Struct, frozen=True):
    """A resolved input over one source. ``groups`` is ``None`` when there is a row per row of the source.

    ``sort``, ``per`` and ``group_filter`` may name group keys by the expression of their ``output``.
    """

    name: str
    source: str
    items: tuple[Item, ...]
    groups: tuple[Item, ...] | None
    row_filter: Expression | None = None
    group_filter: Expression | None = None
    sort: tuple[Order, ...] = ()
    limit: Limit | None = None
    per: tuple[Expression, ...] = ()
    span: Span | None = None


class Combined(Struct, frozen=True):
    """Several grouped questions whose rows meet on equal keys. ``keys`` are the first block's, ``items`` come behind all.

    Expressions of ``items``, ``filter``, ``sort`` and ``per`` speak of the blocks' columns (``ANSWERED``).
    """

    name: str
    blocks: tuple[Question, ...]
    keys: tuple[Item, ...]
    items: tuple[Item, ...]
    filter: Expression | None = None
    sort: tuple[Order, ...] = ()
    limit: Limit | None = None
    per: tuple[Expression, ...] = ()
    span: Span | None = None


ANSWERED = "@answered"
"""The relation of a column that stands for another column of the same result, in a combined input."""
