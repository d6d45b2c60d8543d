"""Secrets: ``${NAME}`` in ``genesis.yaml`` stands for a variable of the environment, and only there."""

import re
from collections import abc
from collections.abc import Iterable, Iterator
from typing import Final

from genesis.diagnostics import Problems, did_you_mean
from genesis.spec.documents import Mapping, Node, Scalar, Sequence, Text

SECRET_KEYS: Final = frozenset({"token", "password", "credentials", "secret", "api_key", "private_key", "passphrase"})
_REFERENCE: Final = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_OPENING: Final = "${"

Environment = abc.Mapping[str, str]


class Secret:
    """A value from the environment that no message, log or ``repr`` shows."""

    __slots__ = ("__value",)

    def __init__(self, value: str) -> None:
        self.__value = value

    def reveal(self) -> str:
        """The value itself: for the client library that needs it, and nothing else."""
        return self.__value

    def __repr__(self) -> str:
        return "Secret(***)"

    def __str__(self) -> str:
        return "***"

    def __format__(self, spec: str) -> str:
        return format("***", spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other.reveal() == self.__value

    def __hash__(self) -> int:
        return hash((Secret, self.__value))

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a secret is not written anywhere")


Setting = str | int | float | bool | Secret | list["Setting"] | dict[str, "Setting"] | None


def resolve_settings(settings: Iterable[tuple[Text, Node]], environment: Environment) -> dict[str, Setting]:
    """Settings as plain values, ``${NAME}`` replaced from ``environment``; text that held one is a :class:`Secret`.

    Raises:
        GenesisError: G105 for each variable that is not set, G107 for a ``${`` that names none.
    """
    problems = Problems()
    found = {key.value: _resolved(node, environment, problems) for key, node in settings}
    problems.raise_if_any()
    return found


def refuse_literals(node: Node, problems: Problems) -> None:
    """Note secrets that are written out (G106) and a ``${`` that names no variable (G107)."""
    for key, scalar in _scalars(node, ""):
        if _OPENING in _REFERENCE.sub("", scalar.text):
            _malformed(scalar, problems)
        elif key in SECRET_KEYS and scalar.value is not None and not _REFERENCE.fullmatch(scalar.text):
            hint = f'write `{key}: "${{{key.upper()}}}"` and set that variable in the environment'
            problems.add("G106", scalar.span, f"`{key}` is a secret and cannot stand in a file", hint)


def refuse_references(node: Node, problems: Problems) -> None:
    """Note every secret, and every ``${NAME}``, in a document that is not ``genesis.yaml`` (G104)."""
    for key, scalar in _scalars(node, ""):
        if key in SECRET_KEYS or _REFERENCE.search(scalar.text):
            hint = "move it to `genesis.yaml`, below `destinations` or `connections`"
            problems.add("G104", scalar.span, "secrets and `${...}` stand only in genesis.yaml", hint)


def _scalars(node: Node, key: str) -> Iterator[tuple[str, Scalar]]:
    """Every single value with the key nearest above it."""
    match node:
        case Scalar():
            yield key, node
        case Sequence():
            for item in node.items:
                yield from _scalars(item, key)
        case Mapping():
            for name, value in node.entries:
                yield from _scalars(value, name.value)


def _resolved(node: Node, environment: Environment, problems: Problems) -> Setting:
    match node:
        case Sequence():
            return [_resolved(item, environment, problems) for item in node.items]
        case Mapping():
            return {key.value: _resolved(value, environment, problems) for key, value in node.entries}
    if _OPENING not in node.text:
        return node.value
    if _OPENING in _REFERENCE.sub("", node.text):
        _malformed(node, problems)
        return None
    for name in _REFERENCE.findall(node.text):
        if name not in environment:
            near = did_you_mean(name, [known for known in environment if known[:2] == name[:2]])
            hint = near if near.startswith("did you mean") else f"set it before the command: `export {name}=...`"
            problems.add("G105", node.span, f"the environment has no variable `{name}`", hint)
    return Secret(_REFERENCE.sub(lambda match: environment.get(match[1], ""), node.text))


def _malformed(scalar: Scalar, problems: Problems) -> None:
    hint = "write `${NAME}`: letters, digits and `_`, not beginning with a digit"
    problems.add("G107", scalar.span, "`${` begins the name of an environment variable, and none follows", hint)
