"""The arguments of a formatter's step in a ``format:`` pipeline, read with the type they must have."""

from decimal import Decimal
from typing import Final

from genesis.diagnostics import GenesisError, fail
from genesis.model.expression import Expression, Literal
from genesis.model.literals import LEAST_INTEGER, MOST_INTEGER, too_wide
from genesis.model.types import FLOAT, INTEGER, decimal
from genesis.spec.documents import FormatterSpec, Mapping, Scalar, Sequence, Text

NUMBERS: Final = ("integer", "decimal", "float")


def no_argument(step: FormatterSpec) -> None:
    """Refuse an argument (G502)."""
    if step.argument is not None and not (isinstance(step.argument, Scalar) and step.argument.value is True):
        raise fail("G502", step.argument.span, f"`{step.name}` takes no argument", f"format: {step.name}")


def text(step: FormatterSpec, example: str, *, blank: bool = False) -> str:
    """The argument as text that is not empty, nor only spaces unless ``blank`` (G502)."""
    given = step.argument
    if not isinstance(given, Scalar) or given.value is None or not (given.text if blank else given.text.strip()):
        raise bad_argument(step, f"`{step.name}` needs text", example)
    return given.text


def whole(step: FormatterSpec, most: int, example: str, *, least: int = 0) -> int:
    """The argument as a whole number from ``least`` to ``most`` (G502)."""
    value = whole_value(step.argument)
    if value is None or not least <= value <= most:
        raise bad_argument(step, f"`{step.name}` needs a whole number from {least} to {most}", example)
    return value


def whole_value(node: object) -> int | None:
    """A node's whole number, or ``None``."""
    value = node.value if isinstance(node, Scalar) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def number(step: FormatterSpec, node: object, example: str) -> Literal:
    """A node as a number: an integer, a decimal with the digits written, a float with an exponent (G502)."""
    value = node.value if isinstance(node, Scalar) else None
    if not isinstance(node, Scalar) or isinstance(value, bool) or not isinstance(value, int | float):
        raise bad_argument(step, f"`{step.name}` needs a number", example)
    if isinstance(value, int) and LEAST_INTEGER <= value <= MOST_INTEGER:
        return Literal(value, INTEGER)
    if "e" in node.text.lower() or value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 not a number
        return Literal(value, FLOAT)
    exact = Decimal(node.text)
    if too_wide(exact):
        raise bad_argument(step, f"no decimal holds `{node.text}`", example)
    scale = max(-int(exact.as_tuple().exponent), 0)
    return Literal(exact, decimal(max(len(exact.as_tuple().digits), scale + 1), scale))


def scalar(step: FormatterSpec, example: str) -> Scalar:
    """The argument as one value (G502)."""
    if not isinstance(step.argument, Scalar) or step.argument.value is None:
        raise bad_argument(step, f"`{step.name}` needs one value", example)
    return step.argument


def scalars(step: FormatterSpec, example: str) -> tuple[Scalar, ...]:
    """The argument as a list of values (G502)."""
    items = step.argument.items if isinstance(step.argument, Sequence) else ()
    found = tuple(item for item in items if isinstance(item, Scalar) and item.value is not None)
    if not found or len(found) != len(items):
        raise bad_argument(step, f"`{step.name}` needs a list of values", example)
    return found


def entries(step: FormatterSpec, example: str) -> tuple[tuple[Text, Scalar], ...]:
    """The argument as a mapping to single values, in the order written (G502)."""
    written = step.argument.entries if isinstance(step.argument, Mapping) else ()
    found = tuple((key, node) for key, node in written if isinstance(node, Scalar))
    if not found or len(found) != len(written):
        raise bad_argument(step, f"`{step.name}` needs a mapping to single values", example)
    return found


def texts(step: FormatterSpec, known: tuple[str, ...], example: str) -> dict[str, Scalar]:
    """The argument as a mapping of ``known`` keys to texts (G502)."""
    found: dict[str, Scalar] = {}
    for key, node in entries(step, example):
        if key.value not in known:
            raise fail("G502", key.span, f"`{step.name}` has no argument `{key}`", example)
        found[key.value] = node
    return found


def takes(step: FormatterSpec, value: Expression, kinds: tuple[str, ...]) -> None:
    """Refuse a value whose type is not of ``kinds`` (G501)."""
    if value.type.kind not in (*kinds, "null"):
        raise fail("G501", step.name.span, f"`{step.name}` formats {' and '.join(kinds)}, this is {value.type.a}")


def bad_argument(step: FormatterSpec, message: str, example: str) -> GenesisError:
    """G502, at the argument if there is one."""
    span = step.argument.span if step.argument is not None else step.name.span
    return fail("G502", span, message, example)
