"""A ``format:`` pipeline applied to a value.

A formatter is a module of this package with ``apply(value, step, field)``, which gives a new value (an expression) or
how the value is shown (a ``Shown``). ``field`` is the field whose own values are formatted, ``None`` for computed ones.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from genesis.diagnostics import did_you_mean, fail
from genesis.model.expression import Expression
from genesis.model.parts import Formatted, SourceField
from genesis.model.shown import Shown
from genesis.spec.documents import FormatterSpec


class Formatter(Protocol):
    """What a formatter's module has."""

    def apply(self, value: Expression, step: FormatterSpec, field: SourceField | None) -> Expression | Shown:
        """The value changed, or how it is shown.

        Raises:
            GenesisError: G501 for a type it does not take, G502 for its argument.
        """
        ...


def formatters() -> tuple[str, ...]:
    """The names of all formatters."""
    import genesis.formatters as package

    return tuple(sorted({module.name for module in iter_modules(package.__path__)} - {"pipeline"}))


def formatted(value: Expression, steps: tuple[FormatterSpec, ...], field: SourceField | None) -> Formatted:
    """The value after all steps.

    Raises:
        GenesisError: G500 for a formatter that is not there, G504 for one that changes a value after it is shown, and
            what the formatters say.
    """
    shown: Shown | None = None
    changed_by: list[str] = []
    for step in steps:
        name = step.name.value
        known = formatters()
        if name not in known:
            raise fail("G500", step.name.span, f"there is no formatter `{name}`", did_you_mean(name, known))
        module = cast("Formatter", import_module(f"genesis.formatters.{name}"))
        result = module.apply(value, step, field)
        if isinstance(result, Shown):
            shown = result
        elif result != value:
            if shown is not None:
                raise fail(
                    "G504",
                    step.name.span,
                    f"`{name}` changes the value, and stands after a formatter that shows it",
                    f"put `{name}` first",
                )
            changed_by.append(name)
            value = result
    return Formatted(value, shown, relabelled=bool(changed_by) and set(changed_by) <= {"labels"})
