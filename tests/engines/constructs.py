"""The constructs of the language that an input document uses, in words; formatters have tests of their own."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from genesis.spec.documents import (
    AggregateSpec,
    BlockSpec,
    GroupFilter,
    InputSpec,
    ItemSpec,
    LimitSpec,
    OperatorSpec,
    ParameterSpec,
    PivotSpec,
    QuantifiedFilter,
    SqlFilter,
)
from genesis.spec.project import open_project

_GRAINS = frozenset({"year", "quarter", "month", "week", "day", "hour", "minute"})


def of_input(root: Path, name: str) -> frozenset[str]:
    """The constructs of a project's input."""
    return constructs(open_project(root).input(name))


def constructs(spec: InputSpec) -> frozenset[str]:
    """Their names, each once."""
    return frozenset(name for part in _parts(spec) for name in _named(part))


def _parts(node: object) -> Iterator[object]:
    if isinstance(node, Struct):
        yield node
        for name in node.__struct_fields__:
            yield from _parts(getattr(node, name))
    elif isinstance(node, tuple):
        for one in node:
            yield from _parts(one)


def _named(node: object) -> Iterator[str]:  # noqa: C901 one case per kind of node
    match node:
        case OperatorSpec(name=name):
            yield f"filter `{name}`"
        case GroupFilter(kind=kind) | QuantifiedFilter(kind=kind):
            yield f"filter `{kind}:`"
        case SqlFilter():
            yield "filter `sql:`"
        case AggregateSpec():
            yield from _aggregate(node)
        case PivotSpec(values=values):
            yield "pivot" if values is None else "pivot, values given"
        case LimitSpec(per=per, ties=ties):
            yield f"limit{' per group' if per else ''}{' with ties' if ties else ''}"
        case BlockSpec():
            yield "combine"
        case ParameterSpec():
            yield "parameter"
        case ItemSpec():
            yield from _item(node)
        case InputSpec(group_by=groups, sort=sort):
            yield from () if groups is None else ("group_by",)
            yield from ("sort",) if sort else ()


def _aggregate(node: AggregateSpec) -> Iterator[str]:
    name = f"aggregate `{node.function}`"
    yield name
    options = {"distinct": node.distinct, "limit": node.limit, "more": node.more, "order_by": node.order_by}
    yield from (f"{name}, {option}" for option, given in {**options, "approx": node.approx}.items() if given)


def _item(node: ItemSpec) -> Iterator[str]:
    if node.sql is not None:
        yield "item `sql:`"
    if node.aggregate is not None and node.where is not None:
        yield "aggregate with `where:`"
    if node.field is not None:
        last = node.field.value.rpartition(".")[2]
        yield from (f"grain `{last}`",) if last in _GRAINS else ()
