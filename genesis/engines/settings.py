"""A connection's settings, with ``${NAME}`` replaced from the environment."""

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from genesis.diagnostics import Problems, Span, did_you_mean, fail
from genesis.spec.documents import Mapping as Entries
from genesis.spec.documents import Node, Scalar, Sequence, Text
from genesis.spec.settings import ConnectionSpec

_VARIABLE: Final = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


class Settings(Struct, frozen=True):
    """What stands beside ``engine:`` in a connection. Replaced values are secrets: never print them."""

    connection: ConnectionSpec
    environment: Mapping[str, str]

    def __repr__(self) -> str:
        """Without the environment: it holds secrets."""
        return f"Settings({self.connection.name})"

    def only(self, *names: str) -> None:
        """Refuse settings that the engine does not have.

        Raises:
            GenesisError: G701 for each.
        """
        problems = Problems()
        for key, _ in self.connection.settings:
            if key.value not in names:
                engine = self.connection.engine.value
                problems.add(
                    "G701", key.span, f"the engine `{engine}` has no setting `{key}`", did_you_mean(key.value, names)
                )
        problems.raise_if_any()

    def has(self, name: str) -> bool:
        """Whether the setting is written."""
        return self._find(name) is not None

    def is_mapping(self, name: str) -> bool:
        """Whether the setting is written ``{name: value}``."""
        entry = self._find(name)
        return entry is not None and isinstance(entry[1], Entries)

    def place(self, name: str) -> Span:
        """Where the setting stands, else where the connection does."""
        entry = self._find(name)
        return entry[1].span if entry else self.connection.span

    def text(self, name: str) -> str | None:
        """The setting as text, or ``None`` when it is not written.

        Raises:
            GenesisError: G701 when it is not one value, G702 when a variable it names is not set.
        """
        entry = self._find(name)
        if entry is None:
            return None
        return self._one(name, entry[1])

    def flag(self, name: str) -> bool | None:
        """The setting as true or false; raises as :meth:`text`, also when it is neither."""
        value = self.text(name)
        if value not in {None, "true", "false"}:
            raise fail("G701", self.place(name), f"`{name}` is `true` or `false`")
        return None if value is None else value == "true"

    def whole(self, name: str) -> int | None:
        """The setting as a whole number above 0; raises as :meth:`text`, also when it is none."""
        value = self.text(name)
        if value is None:
            return None
        if not re.fullmatch("[1-9][0-9]{0,8}", value):
            raise fail("G701", self.place(name), f"`{name}` is a whole number above 0")
        return int(value)

    def several(self, name: str) -> tuple[str, ...]:
        """The setting as texts: a list, or one value; raises as :meth:`text`."""
        entry = self._find(name)
        if entry and isinstance(entry[1], Sequence):
            return tuple(self._one(name, item) for item in entry[1].items)
        value = self.text(name)
        return () if value is None else (value,)

    def pairs(self, name: str) -> dict[str, str]:
        """The setting as texts by name; raises as :meth:`text`, also when it is no mapping."""
        entry = self._find(name)
        if entry is None:
            return {}
        if not isinstance(entry[1], Entries):
            raise fail("G701", entry[1].span, f"`{name}` is written `{{name: value}}`")
        return {key.value: self._one(key.value, node) for key, node in entry[1].entries}

    def _one(self, name: str, node: Node) -> str:
        if not isinstance(node, Scalar) or node.value is None:
            raise fail("G701", node.span, f"`{name}` of the connection `{self.connection.name}` must be one value")
        return _VARIABLE.sub(lambda match: self._variable(match[1], node.span), node.text)

    def required(self, name: str) -> str:
        """The setting as text.

        Raises:
            GenesisError: G701 when it is missing, else as :meth:`text`.
        """
        value = self.text(name)
        if value is None:
            connection = self.connection
            raise fail(
                "G701",
                connection.span,
                f"the connection `{connection.name}` (engine `{connection.engine}`) needs `{name}`",
            )
        return value

    def _find(self, name: str) -> tuple[Text, Node] | None:
        return next((entry for entry in self.connection.settings if entry[0].value == name), None)

    def _variable(self, name: str, span: Span) -> str:
        if name not in self.environment:
            raise fail(
                "G702",
                span,
                f"the environment variable `{name}` is not set",
                "set it before running Genesis, or write the value here",
            )
        return self.environment[name]
