"""What a source is made of once its names are resolved: fields, steps of joins, measures."""

from msgspec import Struct

from genesis.diagnostics import Span
from genesis.model.expression import Expression, Value
from genesis.model.shown import Shown
from genesis.model.types import Type
from genesis.spec.documents import FormatterSpec

Codes = tuple[tuple[Value, str], ...]
"""The codes a column may hold with their labels, in their order."""


class SourceField(Struct, frozen=True):
    """A field: the table's ``column``, or ``value``, an expression over the same source."""

    name: str
    type: Type
    label: str
    span: Span
    column: str | None = None
    value: Expression | None = None
    description: str = ""
    format: tuple[FormatterSpec, ...] = ()
    values: Codes = ()
    hidden: bool = False


class Step(Struct, frozen=True):
    """One join walked in one direction, from ``source`` to ``target``.

    ``pairs`` are equal fields (own, other). ``where`` speaks of the target's row, ``own_where`` of the row started
    from. ``claimed`` says that to-one rests on ``many: false`` and not on keys.
    """

    name: str
    source: str
    target: str
    pairs: tuple[tuple[str, str], ...]
    to_one: bool
    label: str
    span: Span
    where: Expression | None = None
    own_where: Expression | None = None
    claimed: bool = False


class Measure(Struct, frozen=True):
    """A measure: ``value`` is made of ``Measured`` over the source's own rows."""

    name: str
    value: Expression
    label: str
    span: Span
    description: str = ""
    format: tuple[FormatterSpec, ...] = ()
    inherited: tuple[FormatterSpec, ...] = ()
    """The aggregated field's format, of which only what shows is kept."""
    hidden: bool = False


class Formatted(Struct, frozen=True):
    """A value after a pipeline of formatters, and how it is shown."""

    value: Expression
    shown: Shown | None = None
    relabelled: bool = False
    """Only ``labels`` changed the value."""


def words(name: str) -> str:
    """A name in words: ``release_year`` is ``Release year``."""
    return name.replace("_", " ").capitalize()
