"""Filters of a grouped input: on rows before grouping, or on groups."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from genesis.diagnostics import Span, fail
from genesis.model import paths
from genesis.model.parameters import parameter_name
from genesis.model.parts import Measure
from genesis.model.syntax import names
from genesis.spec.documents import FilterSpec, GroupFilter, PathFilter, QuantifiedFilter, SqlFilter, SqlSpec, Text

if TYPE_CHECKING:
    from genesis.model.columns import Columns

Kind = Literal["row", "group", "key"]
"""What a name stands for. A key that is not formatted is a value of rows and of groups alike."""


def speaks_of_groups(columns: "Columns", spec: FilterSpec) -> bool:
    """Whether a filter names a measure or an aggregated column.

    Raises:
        GenesisError: G425 when it names values of rows too.
    """
    kinds = set(_kinds(columns, spec))
    if {"row", "group"} <= kinds:
        message = "this filter speaks of groups and of single rows at once"
        raise fail("G425", _span(spec), message, "make two filters of it, or filter on aggregates alone")
    return "group" in kinds


def _kinds(columns: "Columns", spec: FilterSpec) -> Iterator[Kind]:
    match spec:
        case PathFilter():
            yield _kind(columns, tuple(spec.path.value.split(".")), spec.path, 0)
        case GroupFilter():
            for item in spec.items:
                yield from _kinds(columns, item)
        case QuantifiedFilter():
            yield "row"
        case SqlFilter():
            yield from _in_sql(columns, spec.sql)


def _in_sql(columns: "Columns", sql: SqlSpec) -> Iterator[Kind]:
    model = columns.model
    if sql.default is not None:
        found, text = names(model.parse(sql.default, model.expressions)), sql.default
    else:
        _, text = sql.dialects[0]
        found = iter(model.names_in(text, model.compiling.dialect))
    for name in found:
        if parameter_name(name.parts[0]) is None:
            yield _kind(columns, name.parts, text, name.start)


def _kind(columns: "Columns", parts: tuple[str, ...], text: Text, start: int) -> Kind:
    item = columns.named(parts[0]) if len(parts) == 1 else None
    if item is not None and columns.is_key(item.name):
        return "key" if item.output == item.value else "row"
    if item is not None:
        return "group"
    target = paths.follow(columns.model, columns.source, parts, text, start)
    return "group" if isinstance(target.member, Measure) else "row"


def _span(spec: FilterSpec) -> Span:
    match spec:
        case PathFilter():
            return spec.path.span
        case SqlFilter():
            return spec.sql.span
        case GroupFilter() | QuantifiedFilter():
            return spec.kind.span
