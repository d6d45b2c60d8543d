"""Random values, expressions and aggregates, drawn so that hypothesis can make a failing one small."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final, TypeVar

from hypothesis import strategies as st

from tests.properties.world import Apply, Const, Formula, Name, Order, Path, Total, Value

T = TypeVar("T")
TYPES: Final = ("integer", "string", "date", "boolean", "decimal(6,2)", "float", "timestamp")
DECIMAL: Final = "decimal(6,2)"
_VALUES: Final[dict[str, tuple[Value, ...]]] = {
    "integer": (0, 1, 2, 3, -1, 7),
    "string": (
        "a",
        "b",
        "B",
        "ab",
        "it's",
        "é",
        "e\u0301",
        "ß",
        "\uffff",
        "\U00010400",
        "a%b",
        "a_b",
        "x\ny",
        'q"q',
        " a",
    ),
    "date": (date(2024, 1, 31), date(2024, 2, 29), date(2023, 12, 31), date(2021, 1, 3), date(2024, 1, 1)),
    "boolean": (True, False),
    DECIMAL: (Decimal("0.00"), Decimal("1.50"), Decimal("-2.25"), Decimal("9999.99"), Decimal("1.05")),
    "float": (0.0, 0.5, -1.25, 8.0),
    "timestamp": (
        datetime(2024, 1, 31, 23, 59, 59),
        datetime(2024, 2, 1),
        datetime(2024, 2, 1, 12, 30),
        datetime(2021, 1, 3, 0, 0, 1),
    ),
}
Draw = Callable[[st.SearchStrategy[T]], T]
Scope = dict[str, list[Path]]
"""Paths to fields that may be named, by their type."""


class Dice:
    """Draws by name."""

    def __init__(self, draw: Draw) -> None:  # type: ignore[type-arg]
        self._draw = draw

    def one_of(self, options: Sequence[T]) -> T:
        """One of the options; the first is the simplest."""
        return self._draw(st.sampled_from(options))  # type: ignore[no-any-return]

    def chance(self, percent: int) -> bool:
        """True so often."""
        return self._draw(st.integers(0, 99)) >= 100 - percent  # type: ignore[no-any-return]

    def count(self, least: int, most: int) -> int:
        """A number."""
        return self._draw(st.integers(least, most))  # type: ignore[no-any-return]

    def value(self, type_: str, nulls: int = 0) -> Value:
        """A value of a type; null so often."""
        return None if self.chance(nulls) else self.one_of(_VALUES[type_])

    # Expressions

    def formula(self, type_: str, scope: Scope, depth: int = 2) -> Formula:
        """An expression of a type."""
        leaves = scope.get(type_, [])
        if depth == 0 or self.chance(40):
            return self.leaf(type_, leaves)
        made = {
            "integer": self._integer,
            "string": self._string,
            "date": self._date,
            "boolean": self._boolean,
            DECIMAL: self._decimal,
        }.get(type_)
        return made(scope, depth - 1) if made else self.leaf(type_, leaves)

    def leaf(self, type_: str, leaves: list[Path]) -> Formula:
        """A field if there is one, else a constant."""
        if leaves and self.chance(85):
            return Name(self.one_of(leaves), type_)
        return Const(self.value(type_), type_)

    def _integer(self, scope: Scope, depth: int) -> Formula:
        function = self.one_of(("+", "-", "*", "%", "quotient", "coalesce", "case", "length", "days", "abs", "nullif"))
        if function == "length":
            return Apply("length", (self.formula("string", scope, depth),), "integer")
        if function == "days":
            return Apply("days", (self.formula("date", scope, 0), self.formula("date", scope, 0)), "integer")
        if function == "abs":
            return Apply("abs", (self.formula("integer", scope, depth),), "integer")
        return self._several(function, "integer", scope, depth)

    def _several(self, function: str, type_: str, scope: Scope, depth: int) -> Formula:
        two = (self.formula(type_, scope, depth), self.formula(type_, scope, depth))
        if function == "case":
            return Apply("case", (self.formula("boolean", scope, depth), *two), type_)
        return Apply(function, two, type_)

    def _string(self, scope: Scope, depth: int) -> Formula:
        function = self.one_of(("||", "coalesce", "case", "substr", "greatest", "least", "nullif"))
        if function == "substr":
            places = (Const(self.count(1, 2), "integer"), Const(self.count(0, 2), "integer"))
            return Apply("substr", (self.formula("string", scope, depth), *places), "string")
        return self._several(function, "string", scope, depth)

    def _date(self, scope: Scope, depth: int) -> Formula:
        function = self.one_of(("coalesce", "month", "add_days", "case", "greatest"))
        if function == "month":
            return Apply("month", (self.formula("date", scope, depth),), "date")
        if function == "add_days":
            return Apply("add_days", (Const(self.count(-2, 40), "integer"), self.formula("date", scope, depth)), "date")
        return self._several(function, "date", scope, depth)

    def _decimal(self, scope: Scope, depth: int) -> Formula:
        return self._several(self.one_of(("coalesce", "case", "greatest")), DECIMAL, scope, depth)

    def _boolean(self, scope: Scope, depth: int) -> Formula:
        function = self.one_of(
            ("=", "<", "and", "or", "not", "is_null", "is_not_null", "<>", ">=", "between", "in", "is_distinct")
        )
        if function in {"and", "or"}:
            return Apply(
                function, (self.formula("boolean", scope, depth), self.formula("boolean", scope, depth)), "boolean"
            )
        if function == "not":
            return Apply("not", (self.formula("boolean", scope, depth),), "boolean")
        type_ = self.one_of([t for t in TYPES if scope.get(t)] or ["integer"])
        if type_ == "boolean" and function in {"<", ">=", "between"}:
            function = "="
        left = self.formula(type_, scope, min(depth, 1))
        if function in {"is_null", "is_not_null"}:
            return Apply(function, (left,), "boolean")
        if function == "in":
            return Apply("in", (left, Const(self.value(type_), type_), Const(self.value(type_), type_)), "boolean")
        others = tuple(self.formula(type_, scope, 0) for _ in range(2 if function == "between" else 1))
        return Apply(function, (left, *others), "boolean")

    # Aggregates

    def total(self, scope: Scope, own: Sequence[tuple[str, str]], *, lines: bool = True) -> tuple[Total, str]:
        """An aggregate over rows whose fields are ``own`` (name, type), and its type.

        ``scope`` has what a measure's expression may name; without it the aggregate is of a field, as in an item.
        Not ``lines``: none that counts each row of the path before.
        """
        name, type_ = self.one_of(own)
        functions = [f for f in _FUNCTIONS if _fits(f, type_) and (lines or f not in _LINES)]
        function = self.one_of(functions)
        of: Formula = self.formula(type_, scope, 1) if scope else Name((name,), type_)
        where = (
            self.formula("boolean", {t: [(n,) for n, k in own if k == t] for t in TYPES}, 1)
            if self.chance(20)
            else None
        )
        made = Total(function, of, None if scope else where)
        return self._with_options(made, own), gives(function, type_)

    def _with_options(self, made: Total, own: Sequence[tuple[str, str]]) -> Total:
        from msgspec.structs import replace

        if made.function == "percentile":
            return replace(made, at=self.one_of((Decimal("0.9"), Decimal(0), Decimal("0.25"), Decimal(1))))
        if made.function not in {"list", "first", "last"}:
            return made
        orders = tuple(Order((n,), self.chance(50)) for n, t in own if self.chance(20))
        if made.function != "list":
            return replace(made, order_by=orders or (Order((own[-1][0],), self.chance(50)),))
        made = replace(made, order_by=orders, separator=self.one_of((", ", "; ", "\n")), distinct=self.chance(30))
        if self.chance(30):
            return replace(made, limit=self.count(1, 2), more=self.one_of((None, "+{n} more")))
        return made


_FUNCTIONS: Final = (
    *("count", "sum", "min", "max", "count_distinct", "avg", "list", "any", "all"),
    *("median", "percentile", "first", "last"),
)
_LINES: Final = frozenset({"sum", "avg", "count", "median", "percentile"})
_NUMBERS: Final = frozenset({"integer", DECIMAL, "float"})


def _fits(function: str, type_: str) -> bool:
    if function in {"sum", "avg", "median", "percentile"}:
        return type_ in _NUMBERS
    if function in {"any", "all"}:
        return type_ == "boolean"
    if function == "list":
        return type_ not in {"float", "timestamp"}
    return type_ != "boolean" or function not in {"min", "max"}


def gives(function: str, type_: str) -> str:
    """The type of an aggregate."""
    if function in {"count", "count_distinct"}:
        return "integer"
    if function == "sum":
        return "decimal(38,2)" if type_ == DECIMAL else type_
    if function in {"avg", "median", "percentile"}:
        return "float"
    return {"list": "string", "any": "boolean", "all": "boolean"}.get(function, type_)
