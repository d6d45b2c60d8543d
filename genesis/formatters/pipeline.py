"""A ``format:`` pipeline applied to a value.

A formatter is a module of this package with ``apply(value, step, field)``, which gives a new value (an expression) or
how the value is shown (a ``Shown``). ``field`` is the field whose own values are formatted, ``None`` for computed ones.
A project's own formatters stand in ``definitions/formatters``.
"""

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import Final, Protocol, cast

from genesis.diagnostics import did_you_mean, fail
from genesis.formatters.project.definition import FormatterFiles, defined
from genesis.formatters.project.language import formatters
from genesis.model.expression import Expression
from genesis.model.model import Format
from genesis.model.parts import Formatted, SourceField
from genesis.model.shown import Shown
from genesis.model.syntax import Parser
from genesis.spec.documents import FormatterSpec

_RELABELLING: Final = frozenset({"labels", "bucket"})


class Formatter(Protocol):
    """What a formatter's module has."""

    def apply(self, value: Expression, step: FormatterSpec, field: SourceField | None) -> Expression | Shown:
        """The value changed, or how it is shown.

        Raises:
            GenesisError: G501 for a type it does not take, G502 for its argument.
        """
        ...


def formatter_of(files: FormatterFiles, parse: Parser, expressions: str) -> Format:
    """What applies pipelines in a project; ``expressions`` is the dialect of its formatters' ``sql``."""

    def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Expression | Shown:
        name = step.name.value
        if files.has("formatter", name):
            return defined(files.formatter(step.name), parse, expressions).applied(value, step)
        if name not in formatters():
            known = (*formatters(), *files.names("formatter"))
            raise fail("G500", step.name.span, f"there is no formatter `{name}`", did_you_mean(name, known))
        return _formatter(name).apply(value, step, field)

    return lambda value, steps, field: _formatted(value, steps, lambda v, step: apply(v, step, field))


@lru_cache(maxsize=64)
def _formatter(name: str) -> Formatter:
    return cast("Formatter", import_module(f"genesis.formatters.{name}"))


def _formatted(
    value: Expression,
    steps: tuple[FormatterSpec, ...],
    apply: Callable[[Expression, FormatterSpec], Expression | Shown],
) -> Formatted:
    """The value after all steps; G504 for one that changes a value after it is shown."""
    shown: Shown | None = None
    changed_by: set[str] = set()
    for step in steps:
        result = apply(value, step)
        if isinstance(result, Shown):
            shown = result
        elif result != value:
            if shown is not None:
                message = f"`{step.name}` changes the value, and stands after a formatter that shows it"
                raise fail("G504", step.name.span, message, f"put `{step.name}` first")
            changed_by.add(step.name.value)
            value = result
    return Formatted(value, shown, relabelled=bool(changed_by) and changed_by <= _RELABELLING)
