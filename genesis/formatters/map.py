"""``map: {a: b, else: c}``: values to texts; without ``else`` a value that is not listed stays."""

from genesis.diagnostics import fail
from genesis.model import steps
from genesis.model.expression import Case, Expression, Literal, call, null
from genesis.model.literals import from_text, written_plain
from genesis.model.parts import SourceField
from genesis.model.types import BOOLEAN, STRING
from genesis.spec.documents import FormatterSpec, Scalar

_EXAMPLE = "map: {a: b, else: c}"


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Expression:  # noqa: ARG001
    """Text always; ``null`` as a key stands for null, which otherwise stays null."""
    if value.type.kind in {"list", "json"}:
        raise fail("G501", step.name.span, f"`map` formats single values, this is a {value.type}")
    entries = steps.entries(step, _EXAMPLE)
    branches: list[tuple[Expression, Expression]] = []
    rest: list[tuple[Expression, Expression]] = []
    for key, node in entries:
        plain = written_plain(key)
        if plain and key.value == "else":
            rest.append((call("is_not_null", BOOLEAN, value), _text(node)))
        elif plain and key.value in {"null", "~"}:
            branches.append((call("is_null", BOOLEAN, value), _text(node)))
        else:
            branches.append((call("=", BOOLEAN, value, from_text(key, value.type)), _text(node)))
    kept = value if value.type == STRING else call("to_text", STRING, value)
    return Case((*branches, *rest), None if rest else kept, STRING)


def _text(node: Scalar) -> Expression:
    return null(STRING) if node.plain and node.value is None else Literal(node.text, STRING)
