"""Filters of a grouped input: on rows before grouping, or on groups."""

from collections.abc import Iterator

from genesis.diagnostics import Span, fail
from genesis.model.expression import Expression, Field, Measured, Related, children
from genesis.spec.documents import FilterSpec, GroupFilter, PathFilter, QuantifiedFilter, SqlFilter


def speaks_of_groups(condition: Expression, keys: set[Expression], spec: FilterSpec) -> bool:
    """Whether a condition, made from ``spec``, is one on groups; ``keys`` are values of rows though they may aggregate.

    Raises:
        GenesisError: G425 when it speaks of rows too.
    """
    parts = [
        part for part in _outermost(condition, keys) if part in keys or isinstance(part, Field | Related | Measured)
    ]
    aggregated = [part for part in parts if isinstance(part, Measured) and part not in keys]
    if aggregated and len(aggregated) < len(parts):
        message = "this filter speaks of groups and of single rows at once"
        raise fail("G425", _span(spec), message, "make two filters of it, or filter on aggregates alone")
    return bool(aggregated)


def _outermost(expression: Expression, leaves: set[Expression]) -> Iterator[Expression]:
    """The expression and all below it, but for what is below one of ``leaves``."""
    yield expression
    if expression not in leaves:
        for child in children(expression):
            yield from _outermost(child, leaves)


def _span(spec: FilterSpec) -> Span:
    match spec:
        case PathFilter():
            return spec.path.span
        case SqlFilter():
            return spec.sql.span
        case GroupFilter() | QuantifiedFilter():
            return spec.kind.span
