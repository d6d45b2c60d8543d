"""The columns of an input by name, as they are asked for; a pivot is a column for each of its values."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from genesis.diagnostics import fail
from genesis.model import paths
from genesis.model.expression import Expression, Field, Literal, Value, call
from genesis.model.literals import literal
from genesis.model.operators import unknown_code
from genesis.model.parameters import reference, unescaped
from genesis.model.parts import SourceField
from genesis.model.types import BOOLEAN
from genesis.spec.documents import ItemSpec, PivotSpec, Scalar, Text

if TYPE_CHECKING:
    from genesis.model.model import Model

LONGEST: Final = 63
"""Bytes of a name that every engine keeps."""
_OTHER: Final = re.compile(r"[^a-z0-9]+")


class Asked(Struct, frozen=True):
    """One column as it is asked for. ``only``: aggregate just the rows that meet it; ``value`` is its pivot's."""

    name: str
    spec: ItemSpec
    is_key: bool
    only: Expression | None = None
    value: str = ""


def asked(model: "Model", source: str, spec: ItemSpec, *, is_key: bool) -> Iterator[Asked]:
    """The columns that an item asks for.

    Raises:
        GenesisError: G413 for names; G438 for a pivot that does not fit its measure, G408 for its values.
    """
    text = spec.name or spec.field
    assert text is not None  # noqa: S101 the reader sees to it
    name = text.value.replace(".", "_")
    if spec.pivot is None:
        yield Asked(_short(name, text), spec, is_key)
        return
    if is_key:
        raise fail(
            "G438", spec.pivot.path.span, "a group's key is one column; a pivot is several", "move it to `fields:`"
        )
    path, field = _pivoted(model, source, spec, spec.pivot)
    for code, label in _values(spec.pivot, field):
        value = Field(path, field.name, field.type)
        only = call("is_null", BOOLEAN, value) if code.value is None else call("=", BOOLEAN, value, code)
        slug = _OTHER.sub("_", str(code.value).lower())
        yield Asked(_short(f"{name}_{slug}", text), spec, is_key, only, label)


def _short(name: str, text: Text) -> str:
    if len(name.encode()) > LONGEST:
        raise fail("G413", text.span, f"the column name `{name}` is longer than {LONGEST} bytes", "name it with `as:`")
    return name


def _pivoted(model: "Model", source: str, spec: ItemSpec, pivot: PivotSpec) -> tuple[tuple[str, ...], SourceField]:
    """The pivot's field, and the path to it from a row that the measure aggregates."""
    assert spec.field is not None  # noqa: S101 the reader sees to it
    of = paths.follow(model, source, tuple(spec.field.value.split(".")), spec.field)
    on = paths.follow(model, source, tuple(pivot.path.value.split(".")), pivot.path)
    joins = of.path
    if not isinstance(on.member, SourceField) or on.grain:
        raise fail("G438", pivot.path.span, f"`{pivot.path}` is no field, and a pivot makes columns of its values")
    rest = on.steps[len(joins) :]
    if on.path[: len(joins)] != joins or not all(step.to_one for step in rest):
        begin = ".".join((*joins, "a_field"))
        message = f"`{pivot.path}` does not tell the rows of `{spec.field}` apart"
        raise fail("G438", pivot.path.span, message, f"begin it with the measure's joins: `pivot: {begin}`")
    return tuple(step.name for step in rest), on.member


def _values(pivot: PivotSpec, field: SourceField) -> Iterator[tuple[Literal, str]]:
    labels = dict(field.values)
    if pivot.values is None:
        if not labels:
            hint = f"list them: `pivot: {pivot.path}, values: [...]`"
            raise fail("G438", pivot.path.span, f"`{field.name}` has no `values`, so its columns are not known", hint)
        yield from ((Literal(code, field.type), label) for code, label in field.values)
        return
    for written, own in pivot.values:
        if reference(written) is not None:
            message = f"`{written.text}` is a parameter, and a pivot's values name its columns"
            raise fail(
                "G438", written.span, message, f"list the values; the text `{written.text}` is `${written.text}`"
            )
        scalar = unescaped(written)
        code = literal(scalar, field.type)
        if labels and code.value not in labels:
            raise _unknown(scalar, labels)
        yield code, own.value if own else labels.get(code.value, scalar.text)


def _unknown(scalar: Scalar, labels: Mapping[Value, str]) -> Exception:
    by_label = {label: str(code) for code, label in labels.items()}
    return unknown_code(scalar, by_label)
