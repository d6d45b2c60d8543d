"""Parts that are defined by themselves, and rows that would have to be known before they can be known."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from genesis.diagnostics import fail
from genesis.model.expression import Expression, Field, Measured, Related, children, walk
from genesis.spec.documents import SqlSpec

if TYPE_CHECKING:
    from genesis.model.model import Model


def check_where(model: "Model", source: str, where: Expression) -> None:
    """Refuse a ``where`` of a source that looks at rows of that source, whose ``where`` it is (G223)."""
    seen: set[str] = set()
    pending = [(source, where)]
    while pending:
        at, expression = pending.pop()
        for reached in _reached(model, at, expression):
            if reached == source:
                spec = model.source(source)
                message = f"which rows of `{source}` exist depends on which rows of `{source}` exist"
                place = spec.where.span if isinstance(spec.where, SqlSpec) else spec.name.span
                raise fail("G223", place, message, "look at columns of the row itself, or join another source")
            if reached not in seen:
                seen.add(reached)
                other = model.where(reached)
                pending += [] if other is None else [(reached, other)]


def _reached(model: "Model", source: str, expression: Expression) -> Iterator[str]:
    """The sources whose rows an expression over a row of ``source`` looks at."""
    for node in walk(expression):
        match node:
            case Field():
                yield from _along(model, source, node.path)
                owner = _end(model, source, node.path)
                found = model.field(owner, node.name)
                if found is not None and found.value is not None:
                    yield from _reached(model, owner, found.value)
            case Measured():
                yield from _along(model, source, node.path)
                for part in children(node.aggregate):
                    yield from _reached(model, _end(model, source, node.path), part)
            case Related():
                yield from _along(model, source, node.path)
                if node.condition is not None:
                    yield from _reached(model, _end(model, source, node.path), node.condition)
            case _:
                pass


def _along(model: "Model", source: str, path: tuple[str, ...]) -> Iterator[str]:
    yield from (step.target for step in model.steps(source, path))


def _end(model: "Model", source: str, path: tuple[str, ...]) -> str:
    steps = model.steps(source, path)
    return steps[-1].target if steps else source


class Resolving:
    """Keeps a part among those that are being resolved, so that a circle is seen; costs less than a generator's context."""

    __slots__ = ("_busy", "_place")

    def __init__(self, busy: list[tuple[str, str]], place: tuple[str, str]) -> None:
        self._busy = busy
        self._place = place

    def __enter__(self) -> None:
        self._busy.append(self._place)

    def __exit__(self, *_: object) -> None:
        self._busy.pop()
