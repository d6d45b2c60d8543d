"""Airtable's web API as a real HTTP server on loopback, its state in memory.

Records and schemas go through the same checks as in Airtable: types of fields, pages whose offsets expire, ten records a write, quotas
with their silence, documented error bodies. Nothing of it knows Genesis. Where the API's reference is silent the stricter guess is taken:
line breaks in a single line of text become spaces, `rounds_numbers` lets number fields lose the digits they do not show.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import RLock, Thread
from typing import Any, Final, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from msgspec import Struct

from tests.emulators.airtable import answers
from tests.emulators.airtable.answers import Json, RefusedError
from tests.emulators.airtable.bases import Base, Clock
from tests.emulators.airtable.people import Person
from tests.emulators.airtable.quota import Meter, Quota
from tests.emulators.airtable.records import Listings
from tests.emulators.airtable.routes import answer

TOKEN: Final = "patEmulated.0123456789abcdef"  # noqa: S105 - opens nothing but this server

Trouble = Literal["429", "500", "503", "drop_before", "drop_after", "late"]
"""What goes wrong with a call: an answer, a connection that ends before or after the call took effect, an answer half a second late."""
_SAID: Final = {"429": answers.RATE_LIMITED, "500": answers.SERVER_ERROR, "503": answers.UNAVAILABLE}


class Call(Struct, frozen=True):
    """One request as it was answered; status 0 is a connection that ended without an answer. ``size`` is the body's, in bytes."""

    method: str
    path: str
    status: int
    size: int
    body: Any = None

    @property
    def writes(self) -> bool:
        return self.method in {"PATCH", "PUT", "DELETE"} or (
            self.method == "POST" and not self.path.endswith("/listRecords")
        )


class Emulator:
    """The server. ``trouble`` is asked before every call, with its number from 0; ``meanwhile`` runs before a call is answered."""

    def __init__(self, quota: Quota | None = None, *, rounds_numbers: bool = False) -> None:
        self.clock = Clock()
        self.bases: dict[str, Base] = {}
        self.tokens = {TOKEN}
        self.listings = Listings()
        self.meter = Meter(quota or Quota(), time.monotonic)
        self.calls: list[Call] = []
        self.trouble: Callable[[int, str, str], Trouble | None] = lambda *_: None
        self.meanwhile: Callable[[int, str, str], None] = lambda *_: None
        self.rounds_numbers = rounds_numbers
        self.most_bytes = 1_000_000
        self.endpoint = ""
        self.lock = RLock()
        self._asked = 0

    def add_base(self, base_id: str, name: str = "Studio") -> Base:
        self.bases[base_id] = Base(base_id, name, self.clock, rounds_numbers=self.rounds_numbers)
        return self.bases[base_id]

    def person(self, base_id: str, table: str) -> Person:
        return Person(self.bases[base_id].table(table))

    def written(self) -> list[Call]:
        return [call for call in self.calls if call.writes]

    def forget_calls(self) -> None:
        self.calls.clear()
        self._asked = 0

    def respond(self, method: str, target: str, token: str, content: bytes) -> tuple[int, Json] | None:
        """Status and body; ``None`` ends the connection without an answer."""
        parts = urlsplit(target)
        with self.lock:
            number, self._asked = self._asked, self._asked + 1
            self.meanwhile(number, method, parts.path)
            trouble = self.trouble(number, method, parts.path)
        if trouble == "late":
            time.sleep(0.5)
        with self.lock:
            status, body = self._answered(trouble, method, target, token, content)
            self.calls.append(Call(method, parts.path, status, len(content), _parsed(content)))
        return (status, body) if status else None

    def _answered(
        self, trouble: Trouble | None, method: str, target: str, token: str, content: bytes
    ) -> tuple[int, Json]:
        try:
            if trouble == "drop_before":
                return 0, {}
            if trouble in _SAID:
                raise _SAID[trouble]
            said = self._done(method, target, token, content)
        except RefusedError as refusal:
            return refusal.status, refusal.body
        return (0, {}) if trouble == "drop_after" else (200, said)

    def _done(self, method: str, target: str, token: str, content: bytes) -> Json:
        parts = urlsplit(target)
        path = [unquote(part) for part in parts.path.strip("/").split("/")]
        if token not in self.tokens:
            raise answers.unauthorized()
        base = next((part for part in path if part.startswith("app")), "")
        if not self.meter.admits(base, token):
            raise answers.RATE_LIMITED
        if len(content) > self.most_bytes:
            raise answers.too_large()
        body = _parsed(content)
        if content and not isinstance(body, dict):
            raise answers.unreadable_body()
        return answer(self, method, path, parse_qsl(parts.query, keep_blank_values=True), body or {})


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content, parse_constant=lambda _: 1 / 0) if content else None
    except (ValueError, ZeroDivisionError):
        return content.decode("latin-1")


class _Asked(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    emulator: Emulator

    def do_GET(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        answered = self.emulator.respond(self.command, self.path, token, content)
        if answered is None:
            self.close_connection = True
            return
        status, body = answered
        said = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_POST = do_PATCH = do_PUT = do_DELETE = do_GET  # noqa: N815 - the names that http.server calls

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string(int(self.emulator.clock.now().timestamp()) if timestamp is None else timestamp)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name that http.server gives
        pass


@contextmanager
def serving(emulator: Emulator) -> Iterator[Emulator]:
    """Serve while the block runs; `emulator.endpoint` is its address."""
    kind = type("Asked", (_Asked,), {"emulator": emulator})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    emulator.endpoint = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield emulator
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
