"""The end of every query: columns, total order, limit."""

from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from genesis.diagnostics import Span
from genesis.model.expression import Expression
from genesis.model.model import Model
from genesis.model.question import Item
from genesis.model.question import Limit as AskedLimit
from genesis.relation.nodes import Limit, Named, Project, Relation, Sort, Top
from genesis.relation.plain import is_constant

Order = tuple[tuple[Expression, bool], ...]


class Result(Struct, frozen=True):
    """A column of a result: the ``item`` it answers (``None`` for a hidden part of the key) and its value, which is
    ``text`` when it is rendered as it is shown. ``span`` is where a part of the key is defined."""

    name: str
    item: Item | None
    value: Expression
    text: bool = False
    span: Span | None = None

    @property
    def origin(self) -> Span | None:
        """Where the column's field or measure is defined, else where the input asks for it."""
        return (self.item.origin or self.item.span) if self.item is not None else self.span


def as_shown(model: Model, columns: list[Result]) -> list[Result]:
    """The columns as they are, or, where a compile asks for text, as the text in which they are shown."""
    if not model.compiling.text:
        return columns
    names = {column.name: column.value for column in columns}
    return [_rendered(model, column, names) for column in columns]


def _rendered(model: Model, column: Result, names: Mapping[str, Expression]) -> Result:
    shown = column.item.shown if column.item is not None else None
    if shown is None:
        return column
    return replace(column, value=model.render(column.value, shown, names), text=True)


class Built(Struct, frozen=True):
    """A relation with the columns it gives, hidden ones last; ``key`` names those that tell its rows apart."""

    relation: Relation
    columns: tuple[Result, ...]
    key: tuple[str, ...]


class Ending(Struct, frozen=True):
    """How a result ends: ``asked``, the order that was asked for, is ``total`` with the key behind it."""

    per: tuple[Expression, ...]
    asked: Order
    total: Order

    def over(self, change: Callable[[Expression], Expression]) -> "Ending":
        """The same, its expressions changed."""
        return Ending(
            tuple(map(change, self.per)),
            tuple((change(e), d) for e, d in self.asked),
            tuple((change(e), d) for e, d in self.total),
        )


def finished(limit: AskedLimit | None, input_: Relation, columns: tuple[Result, ...], ending: Ending) -> Relation:
    """``input_`` with its columns, in order, limited."""
    if limit is not None and (ending.per or limit.ties):
        order = ending.asked if limit.ties else ending.total
        input_ = Top(input_, ending.per, order, limit.rows, limit.ties)
    named: tuple[Named, ...] = tuple((c.name, c.value) for c in columns)
    relation: Relation = Project(input_, named)
    if ending.total:
        relation = Sort(relation, ending.total)
    return relation if limit is None or isinstance(input_, Top) else Limit(relation, limit.rows)


def completed(order: list[tuple[Expression, bool]], key: list[Expression]) -> Order:
    """The order with the key at its end, nothing twice, and nothing that is the same for every row."""
    seen: dict[Expression, bool] = {}
    for expression, descending in (*order, *((k, False) for k in key)):
        if not is_constant(expression):
            seen.setdefault(expression, descending)
    return tuple(seen.items())


def free_key(name: str, taken: set[str]) -> str:
    """The column of a hidden part of the key: named by its field, ``key_`` in front where the name is taken."""
    found, number = name, 2
    while found in taken:
        found, number = (f"key_{name}", number) if found == name else (f"key_{name}_{number}", number + 1)
    return found
