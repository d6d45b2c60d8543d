"""What to compute: relations, each knowing the columns it gives and what tells its rows apart.

Inside a relation, ``Column(alias, name)`` speaks of what a scan or a named relation below brings in;
``Column("", name)`` of an output of the ``Group`` directly below.
"""

from typing import Protocol

from msgspec import Struct

from genesis.diagnostics import Span
from genesis.model.expression import Aggregate, Expression
from genesis.spec.documents import SqlSpec

Named = tuple[str, Expression]


class Scan(Struct, frozen=True):
    """The rows of a source's table, or of its ``sql``, told apart by ``key`` (``None``: by nothing)."""

    alias: str
    source: str
    table: tuple[str, ...]
    sql: SqlSpec | None
    span: Span
    key: tuple[Expression, ...] | None = None


class Reference(Struct, frozen=True):
    """The rows of ``relation``, written once as a common table expression called (if free) ``name``.

    ``wide`` is the same for all rows where ``relation`` is narrowed to those that are needed: to be read instead where the
    query needs it anyway.
    """

    alias: str
    name: str
    relation: "Relation"
    span: Span | None = None
    wide: "Relation | None" = None


class Part(Protocol):
    """A relation that is still growing while what uses it is built: a common table expression called (if free) ``name``."""

    name: str
    span: Span | None

    def relation(self) -> "Relation":
        """The relation with all that was asked of it."""
        ...


class Use(Struct, frozen=True):
    """The rows of a part, written once however often it is used."""

    alias: str
    part: Part


Rows = Scan | Reference | Use
"""What can be brought into scope under an alias."""


class Join(Struct, frozen=True):
    """Rows of ``left`` with those of ``right`` that meet ``on``.

    ``kind`` is ``inner``, ``left`` or ``cross``. ``unique``: no row of ``left`` meets more than one, which the right
    side's key proves (``genesis.relation.grain``), or a ``many: false``, which stands at ``claim``.
    """

    left: "Relation"
    right: Rows
    on: Expression | None
    kind: str
    claim: Span | None = None
    unique: bool = False


class Filter(Struct, frozen=True):
    """The rows that meet ``condition``; over a ``Group``, the groups."""

    input: "Relation"
    condition: Expression


class Group(Struct, frozen=True):
    """One row per distinct combination of ``keys`` (one row when there are none), with aggregates."""

    input: "Relation"
    keys: tuple[Named, ...]
    values: tuple[tuple[str, Aggregate], ...]


class Project(Struct, frozen=True):
    """Expressions under names; ``distinct`` keeps each combination once."""

    input: "Relation"
    columns: tuple[Named, ...]
    distinct: bool = False


class Union(Struct, frozen=True):
    """The rows of all ``inputs``, whose columns are the same."""

    inputs: tuple["Relation", ...]


class Top(Struct, frozen=True):
    """In each partition the first ``count`` rows in an order, nulls last; with ``ties`` also those that tie with the last."""

    input: "Relation"
    partition: tuple[Expression, ...]
    order: tuple[tuple[Expression, bool], ...]
    count: int = 1
    ties: bool = False


class Sort(Struct, frozen=True):
    """In order, nulls last."""

    input: "Relation"
    order: tuple[tuple[Expression, bool], ...]


class Limit(Struct, frozen=True):
    """The first ``count`` rows."""

    input: "Relation"
    count: int


Relation = Scan | Reference | Use | Join | Filter | Group | Project | Union | Top | Sort | Limit


def outputs(relation: Relation) -> tuple[str, ...]:
    """The names of the columns that a projecting relation gives."""
    match relation:
        case Project():
            return tuple(name for name, _ in relation.columns)
        case Group():
            return tuple(name for name, _ in (*relation.keys, *relation.values))
        case Union():
            return outputs(relation.inputs[0])
        case Filter() | Top() | Sort() | Limit():
            return outputs(relation.input)
        case Scan() | Reference() | Use() | Join():
            return ()
