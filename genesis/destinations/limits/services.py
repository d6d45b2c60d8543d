"""What ``destinations:`` says of a service: where it is called, and how often."""

from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from genesis.diagnostics import Span, fail
from genesis.spec.secrets import Secret, Setting

_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class Service(Struct, frozen=True):
    """A service: the type of its destinations, its own address, its settings and limits, and the code of what is wrong with them.

    ``example`` is another address, ``usual`` how limits are written.
    """

    type: str
    code: str
    api: str
    settings: frozenset[str]
    limits: frozenset[str]
    example: str
    usual: str

    def check_known(self, given: dict[str, Setting], place: Span, hint: str) -> None:
        """Refuse a setting that the service does not have."""
        unknown = sorted(set(given) - self.settings)
        if unknown:
            raise fail(self.code, place, f"`{self.type}` has no setting `{unknown[0]}`", hint)

    def endpoint(self, given: Setting, place: Span) -> str:
        """Where calls go: a token is not sent over the network in the clear."""
        if given is None:
            return self.api
        text = given.reveal() if isinstance(given, Secret) else str(given)
        try:
            parts = urlsplit(text)
            host = parts.hostname or ""
        except ValueError:
            parts, host = urlsplit(""), ""
        safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
        if not host or not safe or parts.query or parts.fragment or parts.username:
            message = "`endpoint` is not an address to send a token to"
            raise fail(self.code, place, message, f"write one like `{self.example}`")
        return text.rstrip("/")

    def paces(self, given: Setting, place: Span) -> dict[str, int]:
        """The limits that are given, by name: whole numbers from 1."""
        if given is None:
            return {}
        hint = f"write `limits: {self.usual}`"
        if not isinstance(given, dict) or set(given) - self.limits:
            names = " and ".join(f"`{name}`" for name in sorted(self.limits))
            raise fail(self.code, place, f"`limits` of `{self.type}` has {names}", hint)
        for name, value in given.items():
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                raise fail(self.code, place, f"`{name}` is a whole number from 1", hint)
        return {name: value for name, value in given.items() if isinstance(value, int)}
