"""What goes wrong with a Trino, in words: it is not reached, it does not let in, or it cannot run the query."""

import re
from typing import Final

import requests  # noqa: TID253 - as in trino.py
from trino.exceptions import Error, HttpError, TrinoAuthError, TrinoConnectionError, TrinoQueryError  # noqa: TID253 - as in trino.py

from genesis.diagnostics import GenesisError, fail
from genesis.engines.trino_access import Access
from genesis.sql.query import CompiledQuery

FAILURES: Final = (Error, HttpError, requests.RequestException, OSError, ValueError, KeyError, RuntimeError)
"""All that the client raises: ValueError and KeyError for answers that are not Trino's, RuntimeError for packages it lacks."""
NO_TABLE: Final = frozenset(
    {"TABLE_NOT_FOUND", "SCHEMA_NOT_FOUND", "CATALOG_NOT_FOUND", "MISSING_CATALOG_NAME", "MISSING_SCHEMA_NAME"}
)
NO_COLUMN: Final = "COLUMN_NOT_FOUND"
_AGAIN: Final = frozenset(
    {
        *("SERVER_STARTING_UP", "SERVER_SHUTTING_DOWN", "NO_NODES_AVAILABLE", "REMOTE_HOST_GONE"),
        *("REMOTE_TASK_ERROR", "REMOTE_TASK_MISMATCH", "TOO_MANY_REQUESTS_FAILED"),
        *("PAGE_TRANSPORT_ERROR", "PAGE_TRANSPORT_TIMEOUT", "ABANDONED_TASK"),
    }
)
"""Trino's names of errors that come of servers that start, stop or are lost (its StandardErrorCode)."""
_STATUS: Final = re.compile(r"error (\d{3})\b")
_LOCATION: Final = re.compile(r"^line \d+:\d+: ")
_REASONS: Final = (
    (
        "ALERT_CERTIFICATE_UNKNOWN",
        "it does not trust the certificate that is shown to it",
        "is it the right `certificate`, and not expired?",
    ),
    ("CERTIFICATE_VERIFY_FAILED", "its certificate is not trusted", "`verify: FILE` names the authorities to trust"),
    (
        "WRONG_VERSION_NUMBER",
        "it does not speak https",
        "is the port one of https? `scheme: http` needs no certificate",
    ),
    ("SSL", "no secure connection can be made", "is the port one of https?"),
    ("Connection refused", "nothing listens there", "is it running, and is this its `host` and `port`?"),
    (
        "NameResolutionError",
        "the network knows no such host",
        "is `host` right, and the network that knows it reached?",
    ),
    ("timed out", "it does not answer in time", "is it running, and reached from here? `timeout` sets the seconds"),
    ("BadStatusLine", "it does not speak http", "`scheme: https` speaks the other way"),
    ("RemoteDisconnected", "it hung up", "is it going down, or is the port one of https?"),
)


def is_passing(error: Exception, *, begun: bool) -> bool:
    """Whether the same query may well work in a moment; ``begun``: the server had taken it."""
    if isinstance(error, TrinoQueryError):
        return error.error_name in _AGAIN
    status = _status(error)
    return status in {502, 503, 504} or (begun and (isinstance(error, TrinoConnectionError) or status in {404, 410}))


def no_connection(error: Exception, access: Access, *, begun: bool) -> GenesisError | None:
    """G711 or G712 for an error that comes of the connection; ``None`` for one of the query. ``begun`` as in :func:`is_passing`."""
    span, place = access.settings.connection.span, access.place
    status = _status(error)
    if isinstance(error, TrinoQueryError):
        if error.error_name != "PERMISSION_DENIED":
            return None
        return fail("G712", span, f"Trino at {place} refuses: {_said(error)}", "ask its owners for that right")
    if isinstance(error, TrinoAuthError):
        said = _one_line(str(error))
        return fail(
            "G712", span, f"nobody signed in to Trino at {place}: {said}", "sign in on the page that opens, in time"
        )
    if status in {401, 403}:
        hint = f"is what stands for `auth: {access.auth}` right, and not expired?"
        return fail(
            "G712", span, f"Trino at {place} does not let in whom `auth: {access.auth}` names (HTTP {status})", hint
        )
    if status:
        return fail("G711", span, f"Trino at {place} cannot be asked: it answers HTTP {status}", "try again later")
    if not isinstance(error, TrinoConnectionError | requests.RequestException | OSError):
        return None if begun else _no_trino(error, access)
    text = f"{error!r} {error.__context__!r}"
    found = ((reason, hint) for sign, reason, hint in _REASONS if sign in text)
    reason, hint = next(found, ("the connection broke", "try again later"))
    return fail("G711", span, f"Trino at {place} cannot be reached: {reason}", hint)


def refusal(error: Exception, query: CompiledQuery, query_id: str) -> GenesisError:
    """G707, where the text came from as far as the error says."""
    said, span = str(error), query.span
    if isinstance(error, TrinoQueryError):
        said, span = _said(error), query.origin(error.error_location[0] if error.error_location else 0)
    named = f" (query {query_id})" if query_id else ""
    return fail("G707", span, f"`{query.name}` cannot run: Trino says: {said}{named}")


def _no_trino(error: Exception, access: Access) -> GenesisError | None:
    if not isinstance(error, ValueError | KeyError):
        return None
    if isinstance(error, UnicodeError):
        message = "Trino cannot be told all settings: some have letters that a header cannot hold"
        return fail("G701", access.settings.connection.span, message, "write `user`, `source`, ... in Latin letters")
    message = f"what answers at {access.place} is no Trino"
    return fail("G711", access.settings.connection.span, message, "does a proxy or a page to sign in stand before it?")


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text.partition("\n")[0])


def _status(error: Exception) -> int:
    match = _STATUS.match(str(error)) if isinstance(error, HttpError | Error) else None
    return int(match[1]) if match else 0


def _said(error: TrinoQueryError) -> str:
    """The first line of what Trino says, without its place in the SQL."""
    return _LOCATION.sub("", error.message).partition("\n")[0]
