"""Expressions that have their own text for some dialects."""

from typing import TYPE_CHECKING

from genesis.diagnostics import fail
from genesis.model.expression import Expression, Native
from genesis.model.types import Type
from genesis.model.typing import Names, typed
from genesis.spec.documents import SqlSpec

if TYPE_CHECKING:
    from genesis.model.model import Model


def by_dialect(model: "Model", sql: SqlSpec, names: Names, declared: Type | None) -> Expression:
    """The text for the dialect compiled for, else the default.

    Raises:
        GenesisError: G601 when there is neither; G307 when nothing says which type a dialect's own text has.
    """
    default = None if sql.default is None else typed(model.parse(sql.default, model.expressions), sql.default, names)
    own = next((text for name, text in sql.dialects if name.value == model.compiling.dialect), None)
    if own is None:
        if default is None:
            known = ", ".join(name.value for name, _ in sql.dialects)
            message = f"there is no text for {model.compiling.dialect} here, only for {known}"
            raise fail("G601", sql.span, message, "add `default: ...`")
        return default
    type_ = declared or (default.type if default is not None else None)
    if type_ is None:
        message = "the type of an expression in a dialect's own words is not known"
        raise fail("G307", own.span, message, "declare it with `type:`, or give a `default` text")
    arguments = tuple(names(name, own) for name in model.names_in(own, model.compiling.dialect))
    return Native(own, arguments, type_)
