"""Calls to Google Sheets through gspread: each takes its turn, fails a bounded number of times, and is counted.

gspread's addresses are fixed and its own retries never give up, so a subclass of its HTTP client brings the address, a time-out and
compact JSON, and everything else is done here.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar
from urllib.parse import quote

import msgspec

from genesis.destinations.limits.clock import Clock
from genesis.destinations.limits.limiter import Limit, Limiter
from genesis.destinations.limits.retries import Verdict, attempt
from genesis.destinations.sheets.opening import API, SCOPES, Account
from genesis.diagnostics import GenesisError, Span, fail

T = TypeVar("T")
Json = dict[str, Any]

MINUTE: float = 60.0
"""What Google counts calls in."""
_TIMEOUT: Final = (10, 180)
"""Seconds: Google gives up on a request after 180."""
_PAUSE: Final = 5.0
"""Seconds without calls after a 429 that does not say how long to wait."""
_UNCLEAR: Final = frozenset({500, 502, 503, 504})
_BURST: Final = 10
"""Calls to one spreadsheet within as many seconds."""


class RefusedError(Exception):
    """Google answered, and will answer the same again."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


class Calls:
    """One spreadsheet."""

    def __init__(self, account: Account, book: str, clock: Clock, place: Span) -> None:
        self.account = account
        self.book = book
        self.count = 0
        self.limiter = Limiter(clock=clock)
        self._clock = clock
        self._place = place
        self._client: Any = None

    def get(self, ranges: list[str], fields: str) -> Json:
        """`spreadsheets.get`.

        Raises:
            RefusedError: when Google will not do it.
            GenesisError: G862 to G864.
        """
        return self._tried("get", "", None, {"ranges": ranges, "fields": fields}, None)

    def find(self, filters: list[Json], fields: str) -> Json:
        """`spreadsheets.getByDataFilter`; raises as :meth:`get`."""
        return self._tried("post", ":getByDataFilter", {"dataFilters": filters}, {"fields": fields}, None)

    def batch(self, body: Json, fields: str, landed: Callable[[], Json | None]) -> Json:
        """`spreadsheets.batchUpdate`; raises as :meth:`get`.

        After an answer was lost ``landed`` looks whether the batch was applied, before it is sent again.
        """
        return self._tried("post", ":batchUpdate", body, {"fields": fields}, landed)

    def put_values(self, body: Json) -> Json:
        """`values.batchUpdate`: the same cells with the same values, however often it is sent; raises as :meth:`get`."""
        return self._tried("post", "/values:batchUpdate", body, {"fields": "totalUpdatedCells"}, None)

    def waiting(self, calls: int) -> float:
        """About how many seconds the limits will make so many writes take."""
        return self.limiter.waiting(calls, *self._limits(write=True))

    def close(self) -> None:
        """Give the connection back."""
        if self._client is not None:
            self._client.session.close()

    def _tried(self, method: str, path: str, body: Json | None, params: Json, landed: Any) -> Json:
        write = path in {":batchUpdate", "/values:batchUpdate"}
        content = None if body is None else msgspec.json.encode(body)
        try:
            return attempt(
                lambda: self._send(method, path, content, params, write=write), self._judge, landed, clock=self._clock
            )
        except (GenesisError, RefusedError):
            raise
        except Exception as error:
            if not _is_call(error):
                raise
            raise self._broken(error) from error

    def _send(self, method: str, path: str, content: bytes | None, params: Json, *, write: bool) -> Json:
        client = self._opened()
        self.limiter.turn(*self._limits(write=write))
        self.count += 1
        address = f"{API}/v4/spreadsheets/{quote(self.book, safe='')}{path}"
        headers = {"Content-Type": "application/json"} if content is not None else None
        try:
            answer = client.request(method, address, params=params, data=content, headers=headers)
            found: Json = msgspec.json.decode(answer.content)
        except Exception as error:
            raise _refusal(error) or error from error
        return found

    def _limits(self, *, write: bool) -> tuple[Limit, ...]:
        """What a call counts against: the user's and the project's quota, and a spreadsheet's own pace."""
        account = self.account
        kind, calls = ("write", account.writes) if write else ("read", account.reads)
        who = f"{account.endpoint}:{account.email}"
        return (
            Limit(f"sheets:{kind}:user:{who}", calls, MINUTE),
            Limit(f"sheets:{kind}:project:{account.endpoint}:{account.project}", account.project_calls, MINUTE),
            Limit(f"sheets:book:{account.endpoint}:{self.book}", _BURST, _BURST * MINUTE / 60),
        )

    def _judge(self, failure: Exception) -> Verdict:
        """429: refused before anything was done. A lost answer or a 5xx: nobody knows."""
        if isinstance(failure, GenesisError | RefusedError):
            return Verdict("final")
        status, wait = _status(failure)
        if status == 429:  # noqa: PLR2004 - HTTP: too many requests
            for write in (True, False):
                self.limiter.pause(self._limits(write=write)[0], wait or _PAUSE)
            return Verdict("again", wait)
        return Verdict("unclear", wait) if _is_call(failure) else Verdict("final")

    def _broken(self, error: Exception) -> GenesisError:
        status, _ = _status(error)
        if status == 429:  # noqa: PLR2004 - HTTP: too many requests
            hint = "let fewer trackers run at once, or ask for a higher quota in Google's console"
            return fail("G864", self._place, "Google Sheets has refused too many calls for too long", hint)
        kind = type(error).__name__
        message = f"Google Sheets cannot be reached ({status or kind})"
        return fail("G863", self._place, message, "try again later; what was written was written whole")

    def _opened(self) -> Any:
        if self._client is None:
            self._client = _client(self.account)
        return self._client


def _client(account: Account) -> Any:
    """The HTTP client of gspread, with our address."""
    from gspread.http_client import HTTPClient

    class Client(HTTPClient):  # type: ignore[misc, unused-ignore]
        def request(self, method: str, endpoint: str, *given: Any, **more: Any) -> Any:
            return super().request(method, endpoint.replace(API, account.endpoint, 1), *given, **more)

    client = Client(auth=_scoped(account.credentials))
    client.set_timeout(_TIMEOUT)
    return client


def _scoped(credentials: Any) -> Any:
    return credentials.with_scopes(SCOPES) if getattr(credentials, "requires_scopes", False) else credentials


def _is_call(error: Exception) -> bool:
    """Whether something went wrong on the way, or at Google, that may pass."""
    from google.auth.exceptions import RefreshError, TransportError
    from gspread.exceptions import APIError
    from requests import RequestException

    return isinstance(error, RequestException | APIError | RefreshError | TransportError | msgspec.DecodeError)


def _status(error: Exception) -> tuple[int, float]:
    """An HTTP status (0 without an answer), and the seconds it asks to wait."""
    answer = getattr(error, "response", None)
    if answer is None:
        return 0, 0.0
    asked = answer.headers.get("Retry-After", "")
    return int(answer.status_code), float(asked) if asked.isdecimal() else 0.0


def _refusal(error: Exception) -> RefusedError | None:
    """What is Google's last word: not found, not allowed, not valid."""
    from google.auth.exceptions import RefreshError

    if isinstance(error, RefreshError) and not error.retryable:
        return RefusedError(401, str(error.args[0]) if error.args else "no token")
    status, _ = _status(error)
    if 400 <= status < 500 and status not in {408, 429}:  # noqa: PLR2004 - HTTP: the caller's mistakes
        return RefusedError(status, _message(error))
    return None


def _message(error: Exception) -> str:
    try:
        return str(msgspec.json.decode(error.response.content)["error"]["message"])  # type: ignore[attr-defined]
    except (AttributeError, KeyError, TypeError, msgspec.DecodeError):
        return str(error)
