"""A tracker's settings and those of `destinations: airtable`, checked before anything is read."""

import re
from typing import Final
from urllib.parse import urlsplit

from genesis.destinations.bases.calls import API, Account
from genesis.destinations.destination import Site, setting
from genesis.diagnostics import Span, fail
from genesis.spec.secrets import Secret, Setting, resolve_settings

BASE: Final = re.compile(r"app[A-Za-z0-9]{14}")
_KNOWN: Final = frozenset({"token", "endpoint", "limits", "type"})
_LIMITS: Final = frozenset({"requests_per_second", "requests_per_second_and_token"})
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


def account_of(site: Site) -> Account:
    """Whose calls go where, and how many a second.

    Raises:
        GenesisError: G871 for settings that are missing or wrong, and what :func:`resolve_settings` refuses.
    """
    place = site.settings.span if site.settings else site.tracker.destination.span
    given = resolve_settings(site.settings.settings, site.environment) if site.settings else {}
    unknown = sorted(set(given) - _KNOWN)
    if unknown:
        message = f"`airtable` has no setting `{unknown[0]}`"
        raise fail("G871", place, message, "it has `token`, `endpoint` and `limits`")
    base = setting(site.tracker, "base")
    limits = _limits(given.get("limits"), place)
    return Account(
        base.value if base else "",
        _token(given.get("token"), place),
        _endpoint(given.get("endpoint"), place),
        limits.get("requests_per_second", 5),
        limits.get("requests_per_second_and_token", 50),
    )


def _token(given: Setting, place: Span) -> str:
    token = given.reveal() if isinstance(given, Secret) else ""
    if not token.strip() or any(
        sign.isspace() or not sign.isprintable() or not sign.isascii() for sign in token.strip()
    ):
        hint = 'write `destinations: {airtable: {token: "${AIRTABLE_TOKEN}"}}` in genesis.yaml and set that variable'
        raise fail("G871", place, "an `airtable` destination needs a personal access token", hint)
    return token.strip()


def _endpoint(given: Setting, place: Span) -> str:
    """Where calls go: a token is not sent over the network in the clear."""
    if given is None:
        return API
    text = given.reveal() if isinstance(given, Secret) else str(given)
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    if not host or not safe or parts.query or parts.fragment or parts.username:
        raise fail(
            "G871",
            place,
            "`endpoint` is not an address to send a token to",
            "write one like `https://airtable.example.com`",
        )
    return text.rstrip("/")


def _limits(given: Setting, place: Span) -> dict[str, int]:
    if given is None:
        return {}
    hint = "write `limits: {requests_per_second: 5}`"
    if not isinstance(given, dict) or set(given) - _LIMITS:
        raise fail(
            "G871", place, f"`limits` of `airtable` has {' and '.join(f'`{name}`' for name in sorted(_LIMITS))}", hint
        )
    for name, value in given.items():
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise fail("G871", place, f"`{name}` is a whole number from 1", hint)
    return {name: value for name, value in given.items() if isinstance(value, int)}
