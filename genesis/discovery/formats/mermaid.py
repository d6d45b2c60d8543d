"""Explanations as Mermaid flowcharts, which GitHub and others draw from Markdown."""

from collections.abc import Iterator

from genesis.discovery.lineage import Origin
from genesis.discovery.reasons import Explanation
from genesis.output.shown import printable


def explanation(found: Explanation) -> str:
    """The sources that a query reads; a thick line leads to many rows."""
    lines = ["flowchart LR"]
    for index, block in enumerate(found.blocks):
        ids: dict[tuple[str, ...], str] = {(): f"n{index}_0" if index else "n0"}
        lines.append(f"  {ids[()]}[{_quoted(block.source)}]")
        for join in block.joins:
            here = ids[join.path] = f"n{index}_{len(ids)}" if index else f"n{len(ids)}"
            arrow = "-->" if join.step.to_one else "==>"
            lines.append(f"  {here}[{_quoted(join.step.target)}]")
            lines.append(f"  {ids[join.path[:-1]]} {arrow}|{_quoted(join.path[-1])}| {here}")
    return "".join(f"{line}\n" for line in lines)


def origin(found: Origin) -> str:
    """From tables' columns on the left to the column on the right; what is used twice is drawn once."""
    numbers: dict[tuple[str, str], int] = {}
    edges = dict.fromkeys(_edges(found, numbers))
    nodes = [f"  n{number}{_shape(kind, name)}" for (kind, name), number in numbers.items()]
    return "".join(f"{line}\n" for line in ("flowchart LR", *nodes, *edges))


def _edges(node: Origin, numbers: dict[tuple[str, str], int]) -> Iterator[str]:
    here = numbers.setdefault((node.kind, node.name), len(numbers))
    for child in node.of:
        below = numbers.setdefault((child.kind, child.name), len(numbers))
        yield f"  n{below} --> n{here}"
        yield from _edges(child, numbers)


def _shape(kind: str, name: str) -> str:
    if kind == "table":
        return f"[({_quoted(name)})]"
    return f"([{_quoted(name)}])" if kind == "column" else f"[{_quoted(f'{kind} {name}')}]"


def _quoted(text: str) -> str:
    return (
        '"'
        + printable(text).replace("#", "#35;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
        + '"'
    )
