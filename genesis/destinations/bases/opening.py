"""A tracker's settings and those of `destinations: airtable`, checked before anything is read."""

import re
from typing import Final

from genesis.destinations.bases.calls import API, Account
from genesis.destinations.destination import Site, setting
from genesis.destinations.limits.services import Service
from genesis.diagnostics import Span, fail
from genesis.spec.secrets import Secret, Setting, resolve_settings

BASE: Final = re.compile(r"app[A-Za-z0-9]{14}")
SERVICE: Final = Service(
    "airtable",
    "G871",
    API,
    frozenset({"token", "endpoint", "limits", "type"}),
    frozenset({"requests_per_second", "requests_per_second_and_token"}),
    "https://airtable.example.com",
    "{requests_per_second: 5}",
)


def account_of(site: Site) -> Account:
    """Whose calls go where, and how many a second.

    Raises:
        GenesisError: G871 for settings that are missing or wrong, and what :func:`resolve_settings` refuses.
    """
    place = site.settings.span if site.settings else site.tracker.destination.span
    given = resolve_settings(site.settings.settings, site.environment) if site.settings else {}
    SERVICE.check_known(given, place, "it has `token`, `endpoint` and `limits`")
    base = setting(site.tracker, "base")
    limits = SERVICE.paces(given.get("limits"), place)
    return Account(
        base.value if base else "",
        _token(given.get("token"), place),
        SERVICE.endpoint(given.get("endpoint"), place),
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
