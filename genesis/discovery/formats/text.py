"""Explanations for people: joins with their reasons, and a column's origin as a tree."""

from collections.abc import Iterator
from itertools import groupby

from genesis.diagnostics import Span
from genesis.discovery.lineage import Origin
from genesis.discovery.reasons import Block, Explanation, JoinUse
from genesis.output.shown import printable


def explanation(found: Explanation) -> str:
    """What a row is, the columns, and every join with what needs it."""
    lines = [
        f"{found.name}: one row is {found.row}{_place(found.span)}",
        f"columns: {', '.join(found.columns)}",
        *(line for block in found.blocks for line in _block(block, of_several=len(found.blocks) > 1)),
    ]
    return "".join(f"{printable(line)}\n" for line in lines)


def _block(block: Block, *, of_several: bool) -> Iterator[str]:
    if not block.joins:
        yield f"joins: none; everything stands in {block.source}"
        return
    yield f"joins from {block.source}:" if of_several else "joins:"
    for join in block.joins:
        yield from _join(join)


def _join(join: JoinUse) -> Iterator[str]:
    rows = "one row" if join.step.to_one else "many rows"
    claimed = " (claimed)" if join.step.claimed else ""
    indent = "  " * len(join.path)
    yield f"{indent}{'.'.join(join.path)} -> {join.step.target}: {rows}{claimed} on {join.on}{_place(join.step.span)}"
    for kind, group in groupby(join.reasons, key=lambda r: r.kind):
        yield f"{indent}  for {_KINDS[kind]} {', '.join(r.name for r in group)}"


_KINDS = {
    "column": "columns",
    "filter": "filters",
    "sort": "sort",
    "limit": "limit",
    "where": "`where` of",
    "join": "the join of",
}


def origin(found: Origin) -> str:
    """A tree: a value, and indented below it what it is made of."""
    return "".join(f"{printable(line)}\n" for line in _tree(found, "", ""))


def _tree(node: Origin, first: str, rest: str) -> Iterator[str]:
    yield f"{first}{_line(node)}"
    for index, child in enumerate(node.of):
        last = index == len(node.of) - 1
        yield from _tree(child, f"{rest}{'└ ' if last else '├ '}", f"{rest}{'  ' if last else '│ '}")


def _line(node: Origin) -> str:
    kind = "" if node.kind in {"field", "column"} else f"{node.kind} "
    says = (
        f" = {node.says}"
        if node.says and node.kind not in {"join", "exists"}
        else f": {node.says}"
        if node.says
        else ""
    )
    return f"{kind}{node.name}{f' ({node.type})' if node.type else ''}{says}{_place(node.span)}"


def _place(span: Span | None) -> str:
    return f"  [{span.file.path}:{span.line}]" if span else ""
