"""The arguments of a formatter's step in a ``format:`` pipeline, read with the type they must have."""

from genesis.diagnostics import GenesisError, fail
from genesis.model.expression import Expression
from genesis.spec.documents import FormatterSpec, Mapping, Scalar


def no_argument(step: FormatterSpec) -> None:
    """Refuse an argument (G502)."""
    if step.argument is not None and not (isinstance(step.argument, Scalar) and step.argument.value is True):
        raise fail("G502", step.argument.span, f"`{step.name}` takes no argument", f"format: {step.name}")


def text(step: FormatterSpec, example: str) -> str:
    """The argument as text that is not empty (G502)."""
    if not isinstance(step.argument, Scalar) or step.argument.value is None or not step.argument.text.strip():
        raise bad_argument(step, f"`{step.name}` needs text", example)
    return step.argument.text


def whole(step: FormatterSpec, most: int, example: str) -> int:
    """The argument as a whole number from 0 to ``most`` (G502)."""
    value = step.argument.value if isinstance(step.argument, Scalar) else None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise bad_argument(step, f"`{step.name}` needs a whole number from 0 to {most}", example)
    return value


def scalar(step: FormatterSpec, example: str) -> Scalar:
    """The argument as one value (G502)."""
    if not isinstance(step.argument, Scalar) or step.argument.value is None:
        raise bad_argument(step, f"`{step.name}` needs one value", example)
    return step.argument


def texts(step: FormatterSpec, known: tuple[str, ...], example: str) -> dict[str, Scalar]:
    """The argument as a mapping of ``known`` keys to texts (G502)."""
    if not isinstance(step.argument, Mapping):
        raise bad_argument(step, f"`{step.name}` needs a mapping", example)
    found: dict[str, Scalar] = {}
    for key, node in step.argument.entries:
        if key.value not in known or not isinstance(node, Scalar):
            raise fail("G502", key.span, f"`{step.name}` has no argument `{key}`", example)
        found[key.value] = node
    return found


def takes(step: FormatterSpec, value: Expression, kinds: tuple[str, ...]) -> None:
    """Refuse a value whose type is not of ``kinds`` (G501)."""
    if value.type.kind not in (*kinds, "null"):
        raise fail("G501", step.name.span, f"`{step.name}` formats {' and '.join(kinds)}, this is a {value.type}")


def bad_argument(step: FormatterSpec, message: str, example: str) -> GenesisError:
    """G502, at the argument if there is one."""
    span = step.argument.span if step.argument is not None else step.name.span
    return fail("G502", span, message, example)
