"""Documents that say the same in several states of a project are read once."""

from collections.abc import Callable
from typing import TypeVar, cast

from genesis.diagnostics import SourceFile
from genesis.spec.kinds import DocumentKind

_D = TypeVar("_D")


class Once:
    """Reads documents. Those read are kept only after :meth:`shared`: one state alone reads nothing twice."""

    def __init__(self) -> None:
        self._known: dict[tuple[DocumentKind, SourceFile], object] | None = None

    def shared(self) -> "Once":
        """This, for another state too."""
        self._known = {} if self._known is None else self._known
        return self

    def __call__(self, kind: DocumentKind, file: SourceFile, read: Callable[[SourceFile], _D]) -> _D:
        """What ``read`` makes of a file of a kind, or made of another with this path and text."""
        if self._known is None:
            return read(file)
        if (kind, file) not in self._known:
            self._known[kind, file] = read(file)
        return cast("_D", self._known[kind, file])
