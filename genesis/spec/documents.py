"""The YAML documents as they were written: every name still unresolved, every node with its place.

``spec.reader`` makes these from YAML and has checked their shape (known keys, kinds of values, one aggregate per item).
Nothing here has been looked up: that is the model's work. Optional keys that were not written are ``None`` or empty.
"""

from msgspec import Struct

from genesis.diagnostics import Span


class Text(Struct, frozen=True, gc=False, array_like=True):
    """A piece of text and where it stands (``span`` covers quotes too)."""

    value: str
    span: Span

    def __str__(self) -> str:
        return self.value


class Scalar(Struct, frozen=True, gc=False, array_like=True, tag=True):
    """One YAML scalar. ``value`` is what YAML 1.2's core schema says; ``text`` is what was written.

    ``plain`` is false for quoted and block text, which is always text.
    """

    value: str | int | float | bool | None
    text: str
    plain: bool
    span: Span


class Sequence(Struct, frozen=True, gc=False, array_like=True, tag=True):
    """A YAML sequence."""

    items: tuple["Node", ...]
    span: Span


class Mapping(Struct, frozen=True, gc=False, array_like=True, tag=True):
    """A YAML mapping in the order written; keys are unique text."""

    entries: tuple[tuple[Text, "Node"], ...]
    span: Span


Node = Scalar | Sequence | Mapping


class SqlSpec(Struct, frozen=True, gc=False):
    """``sql:`` text, or its own text per dialect. ``default`` may be missing only if ``dialects`` is not empty."""

    default: Text | None
    dialects: tuple[tuple[Text, Text], ...]
    span: Span


class FormatterSpec(Struct, frozen=True, gc=False, array_like=True):
    """One step of a ``format:`` pipeline: a formatter's name and its argument, as written (``None`` without)."""

    name: Text
    argument: Node | None


class OrderSpec(Struct, frozen=True, gc=False, array_like=True):
    """One ``order_by``, ``sort`` or ``pick`` entry; ``text`` is without the leading ``-``."""

    text: Text
    descending: bool


class OperatorSpec(Struct, frozen=True, gc=False, array_like=True):
    """One operator of a filter's condition. A scalar condition is ``eq``, a list is ``in``, ``null`` is ``eq`` null."""

    name: Text
    value: Node


class PathFilter(Struct, frozen=True, gc=False, array_like=True, tag=True):
    """``path: condition``: all operators must hold."""

    path: Text
    operators: tuple[OperatorSpec, ...]


class GroupFilter(Struct, frozen=True, gc=False, array_like=True, tag=True):
    """``any:`` / ``all:`` / ``not:`` over items."""

    kind: Text
    items: tuple["FilterSpec", ...]


class QuantifiedFilter(Struct, frozen=True, gc=False, array_like=True, tag=True):
    """``some:`` / ``none:`` / ``every:`` over a to-many path."""

    kind: Text
    path: Text
    where: "ConditionSpec | None"


class SqlFilter(Struct, frozen=True, gc=False, array_like=True, tag=True):
    """``sql:`` a boolean expression."""

    sql: SqlSpec


FilterSpec = PathFilter | GroupFilter | QuantifiedFilter | SqlFilter
ConditionSpec = SqlSpec | tuple[FilterSpec, ...]
"""Any ``where:``: text is a boolean expression, a list holds filter items. A mapping of several paths becomes several items."""


class AggregateSpec(Struct, frozen=True, gc=False, array_like=True):
    """One aggregate, of a measure or of an item.

    ``function`` is one of ``count count_distinct sum avg min max median percentile any all list first last``.
    ``of`` is the aggregated expression; ``None`` in an item (the path names the field) and in ``count: rows``
    (``rows`` true).
    """

    function: Text
    of: Text | None = None
    rows: bool = False
    at: Scalar | None = None
    separator: Text | None = None
    order_by: tuple[OrderSpec, ...] = ()
    distinct: bool = False
    limit: Scalar | None = None
    more: Text | None = None
    approx: bool = False
    format: tuple[FormatterSpec, ...] | None = None


class FieldSpec(Struct, frozen=True, gc=False, array_like=True):
    """A source's field. Of ``column``, ``sql`` and ``rollup`` at most one is given."""

    name: Text
    type: Text | None = None
    column: Text | None = None
    sql: SqlSpec | None = None
    rollup: "ItemSpec | None" = None
    label: Text | None = None
    description: Text | None = None
    format: tuple[FormatterSpec, ...] | None = None
    values: tuple[tuple[Scalar, Text | None], ...] | None = None
    tags: tuple[Text, ...] = ()
    hidden: bool = False


class OnSpec(Struct, frozen=True, gc=False, array_like=True):
    """A join's ``on``: pairs ``(own, other)`` of field names, or an expression."""

    pairs: tuple[tuple[Text, Text], ...]
    sql: Text | None
    span: Span


class JoinSpec(Struct, frozen=True, gc=False, array_like=True):
    """A join: ``to`` with ``on``, or ``through`` alone."""

    name: Text
    to: Text | None = None
    on: OnSpec | None = None
    through: Text | None = None
    reverse: Text | None = None
    where: ConditionSpec | None = None
    pick: tuple[OrderSpec, ...] | None = None
    many: bool | None = None
    label: Text | None = None
    description: Text | None = None


class MeasureSpec(Struct, frozen=True, gc=False, array_like=True):
    """A measure: one of ``aggregate``, ``ratio`` (two measure names), ``sql`` (over measures)."""

    name: Text
    aggregate: AggregateSpec | None = None
    ratio: tuple[Text, Text] | None = None
    sql: SqlSpec | None = None
    where: ConditionSpec | None = None
    label: Text | None = None
    description: Text | None = None
    format: tuple[FormatterSpec, ...] | None = None
    tags: tuple[Text, ...] = ()
    hidden: bool = False


class SourceSpec(Struct, frozen=True, gc=False, array_like=True):
    """A data-source definition. Exactly one of ``table`` and ``sql``. ``key`` is ``None`` for ``key: none``."""

    name: Text
    span: Span
    table: Text | None
    sql: SqlSpec | None
    key: tuple[Text, ...] | None
    description: Text | None = None
    owner: Text | None = None
    latest_by: Text | None = None
    where: ConditionSpec | None = None
    fields: tuple[FieldSpec, ...] = ()
    joins: tuple[JoinSpec, ...] = ()
    measures: tuple[MeasureSpec, ...] = ()


class PivotSpec(Struct, frozen=True, gc=False, array_like=True):
    """``pivot:`` of an item: the path whose values become columns, and the values (``None``: the field's)."""

    path: Text
    values: tuple[tuple[Scalar, Text | None], ...] | None


class ItemSpec(Struct, frozen=True, gc=False, array_like=True):
    """An item of ``fields`` or ``group_by``: one of ``field`` (a path) and ``sql``; ``pivot`` goes with ``field``."""

    span: Span
    field: Text | None = None
    sql: SqlSpec | None = None
    pivot: PivotSpec | None = None
    aggregate: AggregateSpec | None = None
    where: ConditionSpec | None = None
    name: Text | None = None
    """``as:``"""
    label: Text | None = None
    description: Text | None = None
    format: tuple[FormatterSpec, ...] | None = None
    hidden: bool = False


class LimitSpec(Struct, frozen=True, gc=False, array_like=True):
    """``limit: 500`` or ``limit: {rows, per, ties}``."""

    rows: Scalar
    per: tuple[Text, ...] = ()
    ties: bool = False


class ParameterSpec(Struct, frozen=True, gc=False, array_like=True):
    """A typed parameter. ``default`` and ``allowed`` are as written."""

    name: Text
    type: Text
    default: Node | None = None
    allowed: tuple[Scalar, ...] = ()
    description: Text | None = None


class BlockSpec(Struct, frozen=True, gc=False, array_like=True):
    """One block of ``combine``."""

    span: Span
    source: Text
    group_by: tuple[ItemSpec, ...]
    fields: tuple[ItemSpec, ...]
    filters: tuple[FilterSpec, ...] = ()


class InputSpec(Struct, frozen=True, gc=False, array_like=True):
    """An input definition: ``source`` or ``combine``. ``group_by`` is ``None`` when not written, ``()`` for one row."""

    name: Text
    span: Span
    source: Text | None = None
    combine: tuple[BlockSpec, ...] = ()
    description: Text | None = None
    owner: Text | None = None
    parameters: tuple[ParameterSpec, ...] = ()
    fields: tuple[ItemSpec, ...] = ()
    group_by: tuple[ItemSpec, ...] | None = None
    filters: tuple[FilterSpec, ...] = ()
    sort: tuple[OrderSpec, ...] = ()
    limit: LimitSpec | None = None
