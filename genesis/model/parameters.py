"""An input's parameters: the values given for a compile, read with their types."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from msgspec import Struct

from genesis.diagnostics import GenesisError, Problems, SourceFile, Span, did_you_mean, fail
from genesis.model.declared import declared_type
from genesis.model.expression import Literal
from genesis.model.literals import literal
from genesis.model.types import Type
from genesis.spec.documents import InputSpec, ParameterSpec, Scalar, Sequence

Given = Mapping[str, object]
"""Values by parameter: plain Python values (lists of them for a list), text as on a command line, or YAML nodes."""

_PLAIN: Final = (str, bool, int, float, Decimal, date)


class Parameters(Struct, frozen=True):
    """What ``$name`` stands for in ``file`` and nowhere else. A list parameter has several values.

    ``allowed`` are all that it may ever have, where the input says so.
    """

    file: SourceFile | None
    values: Mapping[str, tuple[Literal, ...]]
    types: Mapping[str, Type]
    allowed: Mapping[str, tuple[Literal, ...]]

    def values_of(self, name: str, span: Span) -> tuple[Literal, ...]:
        """The values of ``$name``, which stands at ``span``.

        Raises:
            GenesisError: G212 outside of inputs, G426 when the input has no such parameter.
        """
        if span.file is not self.file:
            raise fail("G212", span, f"`${name}` is a parameter, and only inputs have parameters", "write the value")
        found = self.values.get(name)
        if found is None:
            hint = did_you_mean(name, self.values) or f"declare it: `parameters: {{{name}: string}}`"
            raise fail("G426", span, f"this input has no parameter `{name}`", hint)
        return found

    def one(self, name: str, span: Span) -> Literal:
        """The value of ``$name`` where one value stands.

        Raises:
            GenesisError: as :meth:`values_of`, and G427 for a list.
        """
        found = self.values_of(name, span)
        if self.types[name].kind == "list":
            raise fail("G427", span, f"`${name}` is a list, and one value stands here", "use it with `in:`")
        return found[0]

    def texts(self) -> tuple[str, ...]:
        """Every value that is text."""
        return tuple(v.value for given in self.values.values() for v in given if isinstance(v.value, str))


NO_PARAMETERS: Final = Parameters(None, {}, {}, {})


def bind(spec: InputSpec, given: Given, *, checking: bool = False) -> Parameters:
    """The parameters of ``spec`` with the values ``given``, else their defaults; ``checking``: else null.

    Raises:
        GenesisError: G426 for a value that no parameter takes, G428 without value, G429 for a value of another type
            or one that is not allowed.
    """
    problems = Problems()
    values: dict[str, tuple[Literal, ...]] = {}
    types: dict[str, Type] = {}
    allowed: dict[str, tuple[Literal, ...]] = {}
    known = [p.name.value for p in spec.parameters]
    for name in given:
        if name not in known:
            hint = did_you_mean(name, known) or "it has none"
            problems.add("G426", _place(given[name]), f"the input `{spec.name}` has no parameter `{name}`", hint)
    for parameter in spec.parameters:
        try:
            name, type_ = parameter.name.value, declared_type(parameter.type)
            missing = checking and name not in given and parameter.default is None
            types[name] = type_
            allowed[name] = tuple(literal(scalar, type_.element or type_) for scalar in parameter.allowed)
            values[name] = (
                (Literal(None, type_.element or type_),) if missing else _values(parameter, type_, given, allowed[name])
            )
        except GenesisError as error:
            problems.found.extend(error.diagnostics)
    problems.raise_if_any()
    return Parameters(spec.span.file, values, types, allowed)


def _values(parameter: ParameterSpec, type_: Type, given: Given, allowed: tuple[Literal, ...]) -> tuple[Literal, ...]:
    name = parameter.name
    default = None if parameter.default is None else _read(parameter, parameter.default, type_, name.span)
    if name.value in given:
        value = given[name.value]
        found = _read(parameter, value, type_, _place(value))
    elif default is not None:
        found = default
    else:
        hint = f"give it: `--param {name}=...`, `parameters: {{{name}: ...}}` in a tracker, or a `default`"
        raise fail("G428", name.span, f"the parameter `{name}` has no value", hint)
    for value in found if allowed else ():
        if value not in allowed:
            hint = f"allowed: {', '.join(str(a.value) for a in allowed)}"
            raise fail("G429", _place(given.get(name.value)) or name.span, f"`{name}` cannot be `{value.value}`", hint)
    return found


def _place(value: object) -> Span | None:
    return value.span if isinstance(value, Scalar | Sequence) else None


def _read(parameter: ParameterSpec, value: object, type_: Type, place: Span | None) -> tuple[Literal, ...]:
    wanted = type_.element or type_
    parts = _parts(value, listed=type_.element is not None)
    if not parts:
        message = f"the list of the parameter `{parameter.name}` is empty, so nothing could match"
        raise fail("G429", _place(value) or place, message, "give it at least one value")
    return tuple(_literal(parameter, one, wanted, place) for one in parts)


def _parts(value: object, *, listed: bool) -> tuple[object, ...]:
    match value:
        case Sequence() if listed:
            return value.items
        case list() | tuple() if listed:
            return tuple(value)
        case str() if listed:
            return _listed(value)
        case _:
            return (value,)


def _listed(text: str) -> tuple[object, ...]:
    """A list as it is written on a command line: values with commas between them, or a JSON array."""
    if text.startswith("["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, list):
            return tuple(found)
    return tuple(part.strip() for part in text.split(","))


def _literal(parameter: ParameterSpec, value: object, type_: Type, place: Span | None) -> Literal:
    span = place or parameter.name.span
    if isinstance(value, Scalar):
        scalar = value
    elif isinstance(value, _PLAIN):
        scalar = _scalar(value, span)
    else:
        raise fail("G429", place, f"`{parameter.name}` is {type_.a}, not {type(value).__name__}")
    try:
        found = literal(scalar, type_)
    except GenesisError as error:
        first = error.diagnostics[0]
        message = f"the parameter `{parameter.name}` is {type_.a}, not `{scalar.text}`"
        raise fail("G429", place and first.span, message, first.hint) from None
    if isinstance(found.value, Decimal) and type_.kind == "decimal":
        return _scaled(parameter, found.value, type_, span)
    if found.value is None:
        raise fail("G429", place, f"the parameter `{parameter.name}` cannot be null", "leave the filter out instead")
    return found


def _scaled(parameter: ParameterSpec, value: Decimal, type_: Type, span: Span) -> Literal:
    """A decimal with all the digits of its type, so that what is computed with it has the type that it should."""
    if -int(value.as_tuple().exponent) > type_.scale or abs(value) >= 10 ** (type_.precision - type_.scale):
        raise fail(
            "G429", span, f"the parameter `{parameter.name}` is a {type_}, not `{value}`", "give it fewer digits"
        )
    return Literal(value.quantize(Decimal(1).scaleb(-type_.scale)), type_)


def _scalar(value: object, span: Span) -> Scalar:
    """A Python value, or text of a command line, as if it were written in YAML."""
    from genesis.spec.scalars import scalar_value

    match value:
        case bool():
            return Scalar(value, "true" if value else "false", True, span)
        case datetime():
            return Scalar(value.isoformat(" "), value.isoformat(" "), True, span)
        case date():
            return Scalar(value.isoformat(), value.isoformat(), True, span)
        case int() | float() | Decimal():
            return Scalar(value if isinstance(value, int) else float(value), str(value), True, span)
        case _:
            return Scalar(scalar_value(str(value)), str(value), True, span)


def reference(scalar: Scalar) -> str | None:
    """The parameter that a value names: ``$region`` names ``region``, ``$$region`` and ``$5`` name none."""
    text = scalar.text
    return text[1:] if len(text) > 1 and text[0] == "$" and text[1].isalpha() else None


def unescaped(scalar: Scalar) -> Scalar:
    """The value with ``$$`` at its beginning for one dollar."""
    if not scalar.text.startswith("$$"):
        return scalar
    return Scalar(scalar.text[1:], scalar.text[1:], scalar.plain, scalar.span)


def parameter_name(written: str) -> str | None:
    """The parameter that a name in an expression stands for, without its dollar."""
    return written[1:] if written.startswith("$") else None
