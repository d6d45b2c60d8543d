"""Where the parts of a parsed expression stand in its text, and how deeply they are nested."""

import re
from typing import Final

from sqlglot import exp

from genesis.sql.syntax_nodes import CHAINS

_PIECE: Final = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[()]")


class Extents:
    """The places of all nodes of ``tree``, parsed from ``text``; nothing here calls itself, however deep the tree."""

    def __init__(self, tree: exp.Expr, text: str) -> None:
        self.text = text
        self._places: dict[int, tuple[int, int]] = {}
        self._depths: dict[int, int] = {}
        nodes = list(tree.walk())
        for node in nodes:
            self._depths[id(node)] = self._depth(node)
        self.depth = max(self._depths.values())
        for node in reversed(nodes):
            self._place(node)

    def of(self, node: exp.Expr) -> tuple[int, int]:
        """Offsets of a node, end exclusive; the whole text where nothing tells."""
        return self._places.get(id(node), (0, len(self.text)))

    def operands(self, node: exp.Expr) -> list[exp.Expr]:
        """What a chain of one operator connects, in order."""
        found: list[exp.Expr] = []
        waiting = [node]
        while waiting:
            part = waiting.pop()
            inner = part.unnest() if type(part.unnest()) is type(node) else part
            if type(inner) is type(node):
                waiting.extend((inner.expression, inner.this))
            else:
                found.append(part)
        return found

    def _depth(self, node: exp.Expr) -> int:
        parent = node.parent
        if parent is None:
            return 1
        above = self._depths.get(id(parent), 0)
        return above if type(parent) is type(node) and type(node) in CHAINS else above + 1

    def _place(self, node: exp.Expr) -> None:
        inside = [self._places[id(child)] for child in node.iter_expressions() if id(child) in self._places]
        if "start" in node.meta:
            start, end = node.meta["start"], node.meta["end"] + 1
            inside.append((start, self._closed(end) if isinstance(node, exp.Func) else end))
        if inside:
            self._places[id(node)] = (min(s for s, _ in inside), max(e for _, e in inside))

    def _closed(self, after: int) -> int:
        """Behind the parenthesis that closes the first one after a function's name."""
        depth = 0
        for piece in _PIECE.finditer(self.text, after):
            depth += {"(": 1, ")": -1}.get(piece[0], 0)
            if depth == 0 and piece[0] in "()":
                return piece.end()
        return after
