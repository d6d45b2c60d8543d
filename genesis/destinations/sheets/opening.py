"""A tracker's settings and those of `destinations: google_sheets`, checked before anything is read."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from genesis.destinations.destination import Site, setting
from genesis.destinations.limits.services import Service
from genesis.diagnostics import Span, fail
from genesis.spec.secrets import Secret, Setting, resolve_settings

API: Final = "https://sheets.googleapis.com"
SCOPES: Final = ("https://www.googleapis.com/auth/spreadsheets",)
"""The least that reading and writing one spreadsheet takes."""
SERVICE: Final = Service(
    "google_sheets",
    "G861",
    API,
    frozenset({"credentials", "endpoint", "limits", "type"}),
    frozenset({"reads_per_minute", "writes_per_minute", "project_per_minute"}),
    "https://sheets.example.com",
    "{reads_per_minute: 60, writes_per_minute: 60}",
)
_ADDRESS: Final = re.compile(r"https://docs\.google\.com/spreadsheets/d/([A-Za-z0-9_-]+)")
_ID: Final = re.compile(r"[A-Za-z0-9_-]+")


class Account(Struct, frozen=True):
    """Whose calls go where, and how many a minute. ``credentials`` are Google's and never printed; ``email`` may be empty."""

    credentials: Any
    email: str
    project: str
    endpoint: str = API
    reads: int = 60
    writes: int = 60
    project_calls: int = 300

    def __repr__(self) -> str:
        return f"Account({self.email!r})"


def spreadsheet_id(text: str) -> str | None:
    """The id of a spreadsheet that was named by its id or its address."""
    match = _ADDRESS.match(text)
    return match[1] if match else text if _ID.fullmatch(text) else None


def account_of(site: Site) -> Account:
    """The account that ``genesis.yaml`` names; without one, the machine's own (application default credentials).

    Raises:
        GenesisError: G860 for credentials that cannot be used, G861 for other settings, and what :func:`resolve_settings` refuses.
    """
    place = site.settings.span if site.settings else site.tracker.destination.span
    given = resolve_settings(site.settings.settings, site.environment) if site.settings else {}
    SERVICE.check_known(given, place, "it has `credentials`, `endpoint` and `limits`")
    limits = SERVICE.paces(given.get("limits"), place)
    credentials = _credentials(given.get("credentials"), site.root, place)
    return Account(
        credentials,
        str(getattr(credentials, "service_account_email", "")),
        str(getattr(credentials, "project_id", "") or ""),
        SERVICE.endpoint(given.get("endpoint"), place),
        limits.get("reads_per_minute", 60),
        limits.get("writes_per_minute", 60),
        limits.get("project_per_minute", 300),
    )


def named_spreadsheet(site: Site) -> str:
    """The id of the tracker's spreadsheet.

    Raises:
        GenesisError: G861 when it is no id and no address.
    """
    given = setting(site.tracker, "spreadsheet")
    found = spreadsheet_id(given.value) if given else None
    if found is None:
        place = given.span if given else site.tracker.destination.span
        raise fail("G861", place, "`spreadsheet` is no spreadsheet's id or address", _COPY)
    return found


_COPY: Final = "copy it from the browser: https://docs.google.com/spreadsheets/d/ID/edit"


def _credentials(given: Setting, root: Path, place: Span) -> Any:
    text = given.reveal() if isinstance(given, Secret) else "" if given is None else str(given)
    import google.auth
    from google.auth.exceptions import GoogleAuthError

    try:
        if given is None:
            return google.auth.default(scopes=SCOPES)[0]
        return _of_key(_content(text, root, place))
    except (GoogleAuthError, ValueError, TypeError, AttributeError) as error:
        what = "there are no" if given is None else "Google's library cannot use these"
        raise fail("G860", place, f"{what} credentials for Google Sheets ({type(error).__name__})", _KEY) from None


@lru_cache(maxsize=8)
def _of_key(key: str) -> Any:
    """Credentials of a service account, or of a person who once agreed. All trackers of an account share them and so its token."""
    from google.oauth2.credentials import Credentials as UserCredentials
    from google.oauth2.service_account import Credentials

    content = json.loads(key)
    if content.get("type") == "authorized_user":
        return UserCredentials.from_authorized_user_info(content, scopes=SCOPES)
    return Credentials.from_service_account_info(content, scopes=SCOPES)


_KEY: Final = (
    'write `credentials: "${GOOGLE_CREDENTIALS}"`, the JSON of a service account\'s key or the path of its file'
)


def _content(text: str, root: Path, place: Span) -> str:
    """The JSON itself, or of the file whose path it is. No part of it stands in a message."""
    if not text.lstrip().startswith("{"):
        try:
            text = (root / Path(text.strip()).expanduser()).read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            message = "`credentials` names a file that cannot be read"
            raise fail("G860", place, f"{message}: {getattr(error, 'strerror', None) or 'no path'}", _KEY) from None
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise fail("G860", place, "`credentials` is not the JSON of a key", _KEY)
    return text
