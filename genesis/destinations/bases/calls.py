"""Calls to Airtable's web API through pyairtable: each takes its turn, fails a bounded number of times, and is counted.

pyairtable's own retries are off: they would send a write again whose answer was lost.
"""

from collections.abc import Callable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any, Final, TypeVar

from msgspec import Struct

from genesis.destinations.limits.clock import Clock
from genesis.destinations.limits.limiter import Limit, Limiter
from genesis.destinations.limits.retries import Verdict, attempt
from genesis.destinations.state.contents import digest
from genesis.diagnostics import GenesisError, Span, fail

T = TypeVar("T")
Json = dict[str, Any]

API: Final = "https://api.airtable.com"
BATCH: Final = 10
"""Records a write."""
PAGE: Final = 100
"""Records a page."""
SILENCE: Final = 30.0
"""Seconds without calls that a base asks for after it answered 429."""
_SECOND: Final = 1.12
"""What counts as a second: the first call of a connection arrives later than its turn, by the time it takes to connect."""
_TIMEOUT: Final = (10, 60)
_RESTARTS: Final = 3
_EXPIRED: Final = "LIST_RECORDS_ITERATOR_NOT_AVAILABLE"
_SPENT: Final = "BILLING_LIMIT_EXCEEDED"
_UNCLEAR: Final = frozenset({500, 502, 503, 504})


class Account(Struct, frozen=True):
    """Who calls which base, and how often a second they may. ``token`` is never printed."""

    base: str
    token: str
    endpoint: str = API
    per_base: int = 5
    per_token: int = 50

    def __repr__(self) -> str:
        return f"Account({self.base!r})"

    @property
    def base_limit(self) -> Limit:
        """Shared by all that use the base."""
        return Limit(f"airtable:base:{self.endpoint}:{self.base}", self.per_base, _SECOND)

    @property
    def token_limit(self) -> Limit:
        """Shared by all that use the token."""
        return Limit(f"airtable:token:{self.endpoint}:{digest(self.token, 24)}", self.per_token, _SECOND)


class RefusedError(Exception):
    """Airtable answered, and will answer the same again. ``kind`` is its own word for it."""

    def __init__(self, status: int, kind: str, message: str) -> None:
        self.status = status
        self.kind = kind
        super().__init__(message)


class Calls:
    """One base. Everything goes by ids, which no rename changes."""

    def __init__(self, account: Account, clock: Clock, place: Span) -> None:
        self.account = account
        self.count = 0
        self.server_time = ""
        """When the last answer was given, in ISO 8601 by the server's clock; empty when it did not say."""
        self.limiter = Limiter(clock=clock)
        self._clock = clock
        self._place = place
        self._api: Any = None

    def tables(self) -> list[Json]:
        """Every table of the base with its fields."""
        return _part(self._read("GET", "meta", "bases", self.account.base, "tables"), "tables")

    def create_table(self, body: Json, landed: Callable[[], Json | None]) -> Json:
        """A new table."""
        return self.write("POST", ("meta", "bases", self.account.base, "tables"), body, landed)

    def create_field(self, table: str, body: Json, landed: Callable[[], Json | None]) -> Json:
        """A new field."""
        return self.write("POST", ("meta", "bases", self.account.base, "tables", table, "fields"), body, landed)

    def describe(self, description: str, table: str, field: str = "") -> None:
        """Another description of a table, or of one of its fields."""
        path = ("meta", "bases", self.account.base, "tables", table, *(("fields", field) if field else ()))
        self.write("PATCH", path, {"description": description}, None)

    def records(self, table: str, fields: list[str], formula: str = "", *, comments: bool = False) -> dict[str, Json]:
        """Records by id: their cells by field id, and with ``comments`` how many there are (`commentCount`).

        A walk whose offset has expired begins anew.
        """
        asked = {"fields": fields, "use_field_ids": True, "page_size": PAGE, "count_comments": comments}
        if formula:
            asked["formula"] = formula
        for restart in range(_RESTARTS):
            try:
                return {record["id"]: record for page in self._pages(table, asked) for record in _part(page, "records")}
            except RefusedError as refusal:
                if refusal.kind != _EXPIRED or restart == _RESTARTS - 1:
                    raise
        raise AssertionError("the last walk returns or raises")

    def has_cells(self, table: str, fields: list[str]) -> bool:
        """Whether any record has a cell in one of these fields; reads no page more than it takes to know."""
        asked = {"fields": fields, "use_field_ids": True, "page_size": PAGE}
        return any(record["fields"] for page in self._pages(table, asked) for record in _part(page, "records"))

    def _pages(self, table: str, asked: Json) -> Iterator[Json]:
        offset = ""
        while True:
            options = {**asked, "offset": offset} if offset else asked
            page: Json = self._read("GET", self.account.base, table, options=options, post=(table, "listRecords"))
            yield page
            offset = page.get("offset", "")
            if not offset:
                return

    def write(
        self,
        method: str,
        path: tuple[str, ...],
        body: Json | None,
        landed: Callable[[], Json | None] | None,
        **more: Any,
    ) -> Json:
        """What a write answers. After a lost answer ``landed`` looks whether it happened, before it is sent again.

        Raises:
            RefusedError: when Airtable will not do it.
            GenesisError: G872, G873, G875.
        """
        answered: Json = self._tried(lambda: self._send(method, path, json=body, **more), landed)
        return answered

    def _read(self, method: str, *path: str, options: Json | None = None, post: tuple[str, ...] = ()) -> Json:
        """Raises as :meth:`write`; ``post`` is where a question goes that is too long for an address."""
        more = {"options": options, "fallback": ("POST", self._url((self.account.base, *post)))} if post else {}
        answered: Json = self._tried(lambda: self._send(method, path, **more), None)
        return answered

    def _tried(self, call: Callable[[], T], landed: Callable[[], T | None] | None) -> T:
        """Raises RefusedError for what is final and Airtable's to say, GenesisError for everything else."""
        try:
            return attempt(call, self._judge, landed, clock=self._clock)
        except (GenesisError, RefusedError):
            raise
        except Exception as error:
            if not _is_http(error):
                raise
            raise self._broken(error) from error

    def _send(self, method: str, path: tuple[str, ...], **given: Any) -> Any:
        client = self._opened()
        self.limiter.turn(self.account.base_limit, self.account.token_limit)
        self.count += 1
        try:
            return client.request(method, self._url(path), **given)
        except Exception as error:
            raise _refusal(error) or error from error

    def _opened(self) -> Any:
        if self._api is None:
            from pyairtable import Api

            self._api = Api(
                self.account.token, timeout=_TIMEOUT, retry_strategy=None, endpoint_url=self.account.endpoint
            )
            self._api.session.hooks["response"].append(self._note_time)
            self._api.session.auth = _as_it_is
        return self._api

    def _url(self, path: tuple[str, ...]) -> Any:
        return self._opened().build_url(*path)

    def _note_time(self, response: Any, **_: Any) -> None:
        headers: Mapping[str, str] = response.headers
        try:
            self.server_time = parsedate_to_datetime(headers.get("Date", "")).isoformat()
        except ValueError:
            self.server_time = ""

    def _judge(self, error: Exception) -> Verdict:
        from requests import exceptions

        if isinstance(error, GenesisError | RefusedError) or not _is_http(error):
            return Verdict("final")
        response = getattr(error, "response", None)
        if response is not None and response.status_code == 429:  # noqa: PLR2004 - too many requests
            silence = _seconds(response.headers.get("Retry-After", "")) or SILENCE
            self.limiter.pause(self.account.base_limit, silence)
            return Verdict("again")
        if response is not None and response.status_code not in _UNCLEAR and response.status_code >= 400:  # noqa: PLR2004
            return Verdict("final")
        if isinstance(error, exceptions.SSLError | exceptions.InvalidURL | exceptions.MissingSchema):
            return Verdict("final")
        return Verdict("again") if _never_left(error) else Verdict("unclear")

    def _broken(self, error: Exception) -> GenesisError:
        from requests import exceptions

        response = getattr(error, "response", None)
        if response is not None:
            said = f"Airtable kept answering {response.status_code} for base `{self.account.base}`"
        elif isinstance(error, exceptions.Timeout):
            said = "Airtable did not answer in time"
        else:
            said = f"Airtable cannot be reached at {self.account.endpoint} ({type(error).__name__})"
        hint = "refresh again later: what was written is found there, nothing is doubled"
        return fail("G875", self._place, said, hint)

    def explain(self, refusal: RefusedError) -> GenesisError:
        """A refusal as people should read it: G872 the token, G873 the base or its rights, G874 anything else."""
        match refusal.status:
            case 401:
                hint = "set `token` under `destinations: airtable` in genesis.yaml to a personal access token that is valid"
                return fail("G872", self._place, "Airtable does not know this token", hint)
            case 403 | 404:
                hint = (
                    "check the base's id, and that the token may use this base with the scopes "
                    "data.records:read, data.records:write, schema.bases:read and schema.bases:write"
                )
                return fail("G873", self._place, f"this token cannot reach base `{self.account.base}`", hint)
            case _:
                message = f"Airtable refused ({refusal.status} {refusal.kind}): {refusal}"
                return fail("G874", self._place, message, "refresh again; a field or record may have changed meanwhile")


def _as_it_is(request: Any) -> Any:
    """Keeps a `.netrc` file from putting another name in the token's place."""
    return request


def _part(answer: Any, name: str) -> list[Json]:
    """A list of an answer; what answers without it is not Airtable."""
    found = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(found, list):
        raise RefusedError(200, "no answer of Airtable's", f"it has no `{name}`")
    return found


def _is_http(error: Exception) -> bool:
    from requests import RequestException

    return isinstance(error, RequestException | ValueError)


def _never_left(error: Exception) -> bool:
    """Whether a connection could not even be opened."""
    from requests import exceptions

    return isinstance(error, exceptions.ConnectTimeout) or "NewConnectionError" in repr(error)


def _seconds(text: str) -> float:
    return float(text) if text.isdecimal() else 0.0


def _refusal(error: Exception) -> RefusedError | None:
    """An answer that trying again cannot change."""
    response = getattr(error, "response", None)
    if response is None or response.status_code in _UNCLEAR:
        return None
    kind, message = _said(response)
    if response.status_code == 429 and _SPENT not in kind:  # noqa: PLR2004 - too many requests
        return None
    return RefusedError(response.status_code, kind, message)


def _said(response: Any) -> tuple[str, str]:
    """The type and the message of an error's body; Airtable has three forms of it."""
    try:
        body = response.json()
    except ValueError:
        return "", response.reason or ""
    error = body.get("error") or (body.get("errors") or [{}])[0] if isinstance(body, dict) else {}
    if isinstance(error, str):
        return error, error
    return str(error.get("type") or error.get("error") or ""), str(error.get("message") or "")[:300]
