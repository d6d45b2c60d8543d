"""What a tracker's question means, whatever its definitions are called and however they are written.

A meaning is made of numbers that a :class:`Numbers` gives to structures: two parts of two projects mean the same when they have
the same number. Fields, joins and measures are written out down to the columns of tables, so a name counts only where
readers see it. Which rows there are does not depend on to-one joins that only columns use: they keep every row once.
"""

import re
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from genesis.diagnostics import Span
from genesis.model.expression import (
    Aggregate,
    Call,
    Case,
    Cast,
    Column,
    Exists,
    Expression,
    Field,
    In,
    Literal,
    Measured,
    Native,
    Related,
)
from genesis.model.joins import THERE
from genesis.model.model import Model
from genesis.model.parts import Pick, SourceField, Step
from genesis.model.question import Item
from genesis.review.numbers import Known, Numbers, Position
from genesis.review.selects import Selected, selected

_COMMUTATIVE: Final = frozenset({"=", "<>", "+", "*", "is_distinct", "is_same"})
_FLAT: Final = frozenset({"and", "or"})
_TURNED: Final = {">": "<", ">=": "<="}
Order = tuple[tuple[Expression, bool], ...]

_QUOTING: Final = re.compile(r"['\"`$\\]|--|/[*]|#")


class ColumnMeaning(Struct, frozen=True):
    """A column that readers see. ``value`` is its number; the rest is how it is shown."""

    name: str
    value: int
    type: str
    label: str
    shown: str
    description: str
    values: tuple[str, ...]
    item: Item
    span: Span


class Meaning(Struct, frozen=True):
    """What an input asks: ``parts`` decide which rows there are and in which order, ``columns`` what is shown of them."""

    parts: dict[str, int]
    columns: tuple[ColumnMeaning, ...]


class Expander:
    """Writes expressions out, down to columns of tables. ``typed``: the declared types of columns count.

    ``known`` may be shared by all that expand one state of a project in one dialect, and alike as to types.
    """

    def __init__(self, model: Model, numbers: Numbers, known: Known, *, typed: bool = True) -> None:
        self.model = model
        self.numbers = numbers
        self._typed = typed
        self._answered: dict[str, int] = {}
        self._known = known

    def root(self, source: str, name: str = "root") -> Position:
        """A row of an input's own source."""
        return Position(self.numbers.of("row", name), source)

    def answered(self, columns: dict[str, int]) -> None:
        """Say what the columns of a combined input's blocks mean."""
        self._answered = columns

    def rows(self, source: str) -> int:
        """The rows of a source before any condition: its table, or what its SELECT does besides giving columns."""
        spec = self.model.source(source)
        chosen = self._select(source)
        if chosen is not None:
            return self.numbers.of("select", chosen.rows)
        return self.numbers.of("table", spec.table.value if spec.table else "")

    def exist(self, source: str) -> int:
        """Which rows of a source exist for everyone: its ``where`` and ``latest_by``."""
        if source not in self._known.rows:
            row = self._other(source)
            where, version = self.model.where(source), self.model.version(source)
            newest = (self.optional(version, row), self.key(row)) if version is not None else ()
            self._known.rows[source] = self.numbers.of("exist", self.optional(where, row), newest)
        return self._known.rows[source]

    def key(self, row: Position) -> tuple[int, ...]:
        """What tells the rows of a source apart."""
        return tuple(sorted(self.field(row, name) for name in self.model.key(row.source) or ()))

    def optional(self, expression: Expression | None, row: Position, other: Position | None = None) -> int:
        """An expression that may be missing."""
        return self.numbers.of("none") if expression is None else self.of(expression, row, other)

    def order(self, order: Order, row: Position) -> tuple[tuple[int, bool], ...]:
        """What rows are sorted by."""
        return tuple((self.of(expression, row), descending) for expression, descending in order)

    def of(self, expression: Expression, row: Position, other: Position | None = None) -> int:
        """An expression spoken from ``row``; ``other`` is the row that a join leads to, in a condition of both."""
        number = self.numbers.of
        match expression:
            case Literal():
                return number("literal", str(expression.type), type(expression.value).__name__, repr(expression.value))
            case Field():
                return self._reached(expression, row, other)
            case Column():
                return self._answered[expression.name]
            case Call():
                return self._call(expression, row, other)
            case Cast():
                return number("cast", self.of(expression.operand, row, other), str(expression.type), expression.safe)
            case Case():
                return number(
                    "case", self._branches(expression, row, other), self.optional(expression.otherwise, row, other)
                )
            case In():
                items = tuple(sorted({self.of(item, row, other) for item in expression.items}))
                return number("in", self.of(expression.operand, row, other), items)
            case _:
                return self._behind(expression, row, other)

    def _behind(
        self, expression: Native | Measured | Related | Aggregate | Exists, row: Position, other: Position | None
    ) -> int:
        match expression:
            case Native():
                arguments = self._all(expression.arguments, row, other)
                return self.numbers.of("native", self._native(expression), arguments)
            case Measured():
                reached = self.follow(row, expression.path, other)
                between = self._between(row, expression.path)
                return self.numbers.of("measured", reached.at, between, self.of(expression.aggregate, reached))
            case Related():
                reached = self.follow(row, expression.path, other)
                return self.numbers.of(
                    "related", reached.at, self.optional(expression.condition, reached), expression.negated
                )
            case Aggregate():
                return self._aggregate(expression, row)
            case Exists():
                raise TypeError("a question speaks of no relation")

    def _aggregate(self, made: Aggregate, row: Position) -> int:
        return self.numbers.of(
            "aggregate",
            made.function,
            self.optional(made.operand, row),
            made.distinct,
            self.optional(made.where, row),
            self.order(made.order_by, row),
            made.separator,
            str(made.at),
            made.approx,
        )

    def _call(self, call: Call, row: Position, other: Position | None) -> int:
        arguments, function = self._all(call.arguments, row, other), call.function
        if function in _FLAT:
            arguments = tuple(sorted(set(self._flat(call, function, row, other))))
        elif function in _COMMUTATIVE:
            arguments = tuple(sorted(arguments))
        elif function in _TURNED:
            function, arguments = _TURNED[function], arguments[::-1]
        return self.numbers.of("call", function, arguments)

    def _branches(self, case: Case, row: Position, other: Position | None) -> tuple[tuple[int, int], ...]:
        """The branches of a case; in no order where each asks for another value of the same expression."""
        found = tuple((self.of(a, row, other), self.of(b, row, other)) for a, b in case.branches)
        tested = [
            condition for condition, _ in case.branches if isinstance(condition, Call) and condition.function == "="
        ]
        subjects = {self.of(one.arguments[0], row, other) for one in tested}
        values = {one.arguments[1].value for one in tested if isinstance(one.arguments[1], Literal)}
        kinds = {type(one.arguments[1].value) for one in tested if isinstance(one.arguments[1], Literal)}
        return tuple(sorted(found)) if len(subjects) == 1 and len(values) == len(found) and len(kinds) == 1 else found

    def _between(self, row: Position, path: tuple[str, ...]) -> tuple[tuple[int, ...], ...]:
        """The keys of the sources on the way: they say whether a row at its end may be reached twice, and is to count once."""
        steps = self.model.steps(row.source, path) if len(path) > 1 else ()
        return tuple(self.key(self._other(step.target)) for step in steps[:-1])

    def _flat(self, call: Call, function: str, row: Position, other: Position | None) -> Iterable[int]:
        for argument in call.arguments:
            if isinstance(argument, Call) and argument.function == function:
                yield from self._flat(argument, function, row, other)
            else:
                yield self.of(argument, row, other)

    def _all(self, expressions: tuple[Expression, ...], row: Position, other: Position | None) -> tuple[int, ...]:
        return tuple(self.of(expression, row, other) for expression in expressions)

    def _native(self, native: Native) -> str:
        """A text of a dialect's own, with its names taken out, however it is broken into lines."""
        text, parts, at = native.text.value, [], 0
        for name in self.model.names_in(native.text, self.model.compiling.dialect):
            parts.append(text[at : name.start])
            at = name.end
        whole = "\0".join((*parts, text[at:]))
        return whole if _QUOTING.search(whole) else " ".join(whole.split())

    def _reached(self, field: Field, row: Position, other: Position | None) -> int:
        path = field.path
        if path[:1] == (THERE,) and other is not None:
            row, path = other, path[1:]
        return self.field(self.follow(row, path, None), field.name)

    def field(self, row: Position, name: str) -> int:
        """A field of a row, written out."""
        known = self._known.fields.get((row.at, row.source, name))
        if known is None:
            found = self.model.field(row.source, name)
            assert found is not None  # noqa: S101 the model has resolved it
            known = self._column(row, found) if found.value is None else self.of(found.value, row)
            self._known.fields[row.at, row.source, name] = known
        return known

    def _column(self, row: Position, field: SourceField) -> int:
        chosen, column = self._select(row.source), field.column or field.name
        given = "" if chosen is None else chosen.columns.get(column.lower(), chosen.rows)
        return self.numbers.of("column", row.at, column, str(field.type) if self._typed else "", given)

    def follow(self, row: Position, path: tuple[str, ...], other: Position | None) -> Position:
        """The row, or rows, that a path leads to."""
        if path[:1] == (THERE,) and other is not None:
            row, path = other, path[1:]
        for name in path:
            known = self._known.steps.get((row.at, row.source, name))
            if known is None:
                step = self.model.step(row.source, name)
                known = Position(self._step(row, step), step.target)
                self._known.steps[row.at, row.source, name] = known
            row = known
        return row

    def _step(self, row: Position, step: Step) -> int:
        target = self._other(step.target)
        pairs = tuple(sorted((self.field(row, own), self.field(target, there)) for own, there in step.pairs))
        conditions = (
            self.optional(step.where, target),
            self.optional(step.own_where, row),
            self.optional(step.condition, row, target),
        )
        pick = self._pick(step.pick, target), self._pick(step.picked, row)
        rows = self.rows(step.target), self.exist(step.target)
        return self.numbers.of("step", row.at, rows, pairs, conditions, pick, step.to_one)

    def _pick(self, pick: Pick | None, row: Position) -> tuple[tuple[int, bool], ...]:
        return () if pick is None else self.order(pick.order, row)

    def _other(self, source: str) -> Position:
        return Position(self.numbers.of("row", "there"), source)

    def _select(self, source: str) -> Selected | None:
        if source not in self._known.selects:
            sql = self.model.source(source).sql
            compiling = self.model.compiling
            self._known.selects[source] = (
                None if sql is None else selected(sql, compiling.dialect, self.model.expressions)
            )
        return self._known.selects[source]
