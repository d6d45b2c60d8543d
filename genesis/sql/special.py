"""What a call whose form depends on its arguments is lowered with."""

from collections.abc import Callable
from typing import Protocol

from sqlglot import exp

from genesis.diagnostics import GenesisError
from genesis.model.expression import Call, Expression
from genesis.model.types import Type
from genesis.sql.dialect import Dialect


class Lowering(Protocol):
    """What lowers expressions (``genesis.sql.expressions.Lowered``)."""

    dialect: Dialect

    def value(self, node: Expression) -> exp.Expr:
        """One expression."""
        ...

    def type_(self, type_: Type) -> exp.DataType:
        """A type's name."""
        ...

    def applied(self, node: Call, lowered: list[exp.Expr]) -> exp.Expr:
        """A call by the dialect's entry for it."""
        ...

    def fixed(self, made: exp.Expr, type_: Type) -> exp.Expr:
        """A choice among values, of its whole type."""
        ...

    def comparable(self, made: exp.Expr, type_: Type) -> exp.Expr:
        """A value as it is compared and ordered: text by code point."""
        ...

    def alike(self, node: Expression) -> exp.Expr:
        """A value as it is compared for equality."""
        ...

    def filled(self, template: str, arguments: list[exp.Expr]) -> exp.Expr:
        """A template of the dialect with arguments in their places."""
        ...

    def unable(self, name: str, unit: str = "") -> GenesisError:
        """G603 for a function."""
        ...


Special = Callable[[Lowering, Call], exp.Expr | None]
"""``None`` where the dialect's entry says it."""
