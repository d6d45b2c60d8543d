"""Small projects as plain values: what the oracle evaluates, and from which the files are written that Genesis reads."""

from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct

Value = str | int | float | bool | Decimal | date | datetime | None
Path = tuple[str, ...]


class Name(Struct, frozen=True):
    """A field behind a to-one path, or a column of the result."""

    path: Path
    type: str


class Const(Struct, frozen=True):
    """A value written out."""

    value: Value
    type: str


class Apply(Struct, frozen=True):
    """An operator or function of ``tests.properties.formulas``."""

    function: str
    arguments: tuple["Formula", ...]
    type: str


Formula = Name | Const | Apply


class Order(Struct, frozen=True):
    """By a value of the row, nulls last."""

    by: Path
    descending: bool = False


class Total(Struct, frozen=True):
    """An aggregate over a set of rows: of ``of`` where there is a value, of the rows themselves without."""

    function: str
    of: Formula | None = None
    where: Formula | None = None
    order_by: tuple[Order, ...] = ()
    separator: str = ", "
    distinct: bool = False
    limit: int | None = None
    more: str | None = None
    at: Decimal | None = None


class Field(Struct, frozen=True):
    """A column of the table; or ``formula``; or ``total`` over what ``behind`` reaches. ``codes`` order its values."""

    name: str
    type: str
    formula: Formula | None = None
    behind: Path = ()
    total: Total | None = None
    codes: tuple[Value, ...] = ()


class Join(Struct, frozen=True):
    """Pairs of rows of ``source`` and ``target`` with equal ``pairs`` of fields; or all that ``through`` reaches.

    ``also`` is a further condition over both, in which the join's own name stands for the other row. ``claimed`` says
    that there is at most one partner though keys cannot tell.
    """

    name: str
    source: str
    target: str
    pairs: tuple[tuple[str, str], ...] = ()
    where: Formula | None = None
    reverse: str = ""
    pick: tuple[Order, ...] = ()
    through: Path = ()
    also: Formula | None = None
    claimed: bool = False


class Measure(Struct, frozen=True):
    """A total, or the ratio of two other measures; ``where`` restricts both."""

    name: str
    total: Total | None = None
    ratio: tuple[str, str] | None = None
    where: Formula | None = None


class Source(Struct, frozen=True):
    """A source with the rows of its table, values by the names of its column fields."""

    name: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    rows: tuple[dict[str, Value], ...]
    joins: tuple[Join, ...] = ()
    measures: tuple[Measure, ...] = ()
    where: Formula | None = None
    latest_by: str = ""


class Project(Struct, frozen=True):
    """All sources, by name."""

    sources: dict[str, Source]


class Comparison(Struct, frozen=True):
    """A filter that compares what ``path`` names with ``value`` (a list for ``in`` and ``not_in``)."""

    path: Path
    operator: str
    value: Value | tuple[Value, ...]


class Combined(Struct, frozen=True):
    """``any``, ``all`` or ``not`` of filters."""

    kind: str
    parts: tuple["Filter", ...]


class Quantified(Struct, frozen=True):
    """``some``, ``none`` or ``every`` row that ``path`` reaches meets all ``parts``."""

    kind: str
    path: Path
    parts: tuple["Filter", ...]


class Truth(Struct, frozen=True):
    """A boolean formula; null counts as false."""

    formula: Formula


Filter = Comparison | Combined | Quantified | Truth


class Item(Struct, frozen=True):
    """A column: the field or measure that ``path`` names (at ``grain``), with ``total`` aggregated; or ``formula``.

    ``where`` restricts the rows of a measure. With ``pivot``, a to-one path from them to a field, it is one column for
    each of ``values``.
    """

    name: str
    type: str
    path: Path = ()
    grain: str = ""
    total: Total | None = None
    formula: Formula | None = None
    where: Formula | None = None
    hidden: bool = False
    named: bool = True
    pivot: Path = ()
    values: tuple[Value, ...] = ()


class Question(Struct, frozen=True):
    """An input; ``limit`` counts the rows of each combination of the columns ``per``, with ``ties`` all that tie too."""

    source: str
    items: tuple[Item, ...]
    groups: tuple[Item, ...] | None = None
    filters: tuple[Filter, ...] = ()
    sort: tuple[Order, ...] = ()
    limit: int | None = None
    per: tuple[str, ...] = ()
    ties: bool = False


class Combination(Struct, frozen=True):
    """An input over several facts: grouped ``blocks`` with the same keys, ``items`` computed from their columns."""

    blocks: tuple[Question, ...]
    items: tuple[Item, ...] = ()
    filters: tuple[Filter, ...] = ()
    sort: tuple[Order, ...] = ()
    limit: int | None = None
