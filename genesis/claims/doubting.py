"""A model that does not believe one claim."""

from msgspec.structs import replace

from genesis.model.model import Model
from genesis.model.parts import Step


class Doubting(Model):
    """``model`` with one join of ``source`` taken as leading to many rows, so that they can be counted."""

    def __init__(self, model: Model, source: str, join: str) -> None:
        vars(self).update(vars(model))
        self._known = self._known.opened()
        self._doubted = (source, join)

    def join(self, source: str, name: str) -> tuple[Step, ...] | None:
        """The steps of a join; the doubted one leads to many."""
        steps = super().join(source, name)
        if steps is None or (source, name) != self._doubted:
            return steps
        return tuple(replace(step, to_one=False, claimed=False) for step in steps)
