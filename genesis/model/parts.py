"""What a source is made of once its names are resolved: fields, steps of joins, measures."""

from functools import lru_cache

from msgspec import Struct

from genesis.diagnostics import Span
from genesis.model.expression import Expression, Value
from genesis.model.shown import Shown
from genesis.model.types import Type
from genesis.spec.documents import FormatterSpec

Codes = tuple[tuple[Value, str], ...]
"""The codes a column may hold with their labels, in their order."""


class SourceField(Struct, frozen=True, gc=False):
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


class Pick(Struct, frozen=True, gc=False):
    """For each row that ``step`` starts from, the first in ``order`` of the rows that it reaches. The order is total."""

    step: "Step"
    order: tuple[tuple[Expression, bool], ...]


class Step(Struct, frozen=True, gc=False):
    """One join walked in one direction, from ``source`` to ``target``.

    ``pairs`` are equal fields (own, other). ``where`` speaks of the target's row, ``own_where`` of the row started
    from, ``condition`` of both (``genesis.model.joins.THERE``). ``claimed`` says that to-one rests on ``many: false`` and
    not on keys. ``pick``: of the rows reached only one; ``picked``, on the way back: the row started from must be the
    one that its target picks. ``from_one``, on the way back: each row reached is reached from one row only.
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
    condition: Expression | None = None
    claimed: bool = False
    pick: Pick | None = None
    picked: Pick | None = None
    from_one: bool = False

    @property
    def picks_each(self) -> bool:
        """Walks a pick back whose condition is of both rows: each row picks for itself, so only those pairs are walked."""
        return self.picked is not None and self.picked.step.condition is not None


class Measure(Struct, frozen=True, gc=False):
    """A measure: ``value`` is made of ``Measured`` over the source's own rows.

    Without ``format`` it looks as the aggregated field does: ``output`` is its value with that field's value formatters
    (of each element, so only ``first`` has one that differs), ``shown`` how it is shown.
    """

    name: str
    value: Expression
    output: Expression
    label: str
    span: Span
    description: str = ""
    format: tuple[FormatterSpec, ...] | None = None
    shown: Shown | None = None
    hidden: bool = False


class Formatted(Struct, frozen=True, gc=False):
    """A value after a pipeline of formatters, and how it is shown."""

    value: Expression
    shown: Shown | None = None
    relabelled: bool = False
    """Only ``labels`` changed the value."""


@lru_cache(maxsize=4096)
def words(name: str) -> str:
    """A name in words: ``release_year`` is ``Release year``."""
    return name.replace("_", " ").capitalize()
