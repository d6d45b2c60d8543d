"""Google Sheets on loopback: the real protocol, the state in memory."""

import json
import ssl
from contextlib import ExitStack, suppress
from gzip import compress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import RLock, Thread
from time import sleep
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from tests.emulators.sheets import discovery, routes
from tests.emulators.sheets.accounts import Accounts, certificates
from tests.emulators.sheets.errors import ApiError, Json
from tests.emulators.sheets.grid import Spreadsheet, new_sheet
from tests.emulators.sheets.people import Person
from tests.emulators.sheets.quotas import Meter, Quota

if TYPE_CHECKING:
    from collections.abc import Callable

Fault = Literal["500", "503", "429", "drop before", "drop after", "half an answer", "delay"]
USER = "genesis"


class Call(msgspec.Struct):
    """One request as it was seen: the bytes of its body, and what was answered (0: nothing)."""

    method: str
    path: str
    written: int
    status: int = 0
    kinds: tuple[str, ...] = ()


class Emulator:
    """A server that is started by ``with``. Tests reach into ``book`` under ``lock``.

    ``faults`` says what happens to the call of that number (from 0); ``meanwhile`` is called before each call is served,
    with its number: a person's chance to act. ``broken`` holds what our own answers do wrong.
    """

    def __init__(self, folder: Path | None = None, quota: Quota | None = None) -> None:
        self.lock = RLock()
        self.books: dict[str, Spreadsheet] = {}
        self.accounts = Accounts()
        self.meter = Meter(quota or Quota(project=10**9, user=10**9))
        self.calls: list[Call] = []
        self.faults: dict[int, Fault] = {}
        self.meanwhile: Callable[[int], None] = lambda _number: None
        self.broken: list[str] = []
        self.delay = 0.05
        self.strict_filters = False
        """Whether a filter that matches nothing is refused: Google's pages do not say what it answers."""
        self.cells_by_filter = True
        """Whether a filter that matches a whole tab gives its cells: Google's pages do not say it."""
        self.clients = ExitStack()
        self.forbidden: set[str] = set()
        self.authority: Path | None = None
        self._server = _Server(self)
        if folder:
            self.authority, held = certificates(folder)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(held)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    @property
    def address(self) -> str:
        return f"{'https' if self.authority else 'http'}://127.0.0.1:{self._server.server_address[1]}"

    @property
    def credentials(self) -> str:
        return self.accounts.credentials(self.address)

    def add(self, number: str = "book", tab: str = "Sheet1") -> Spreadsheet:
        """A spreadsheet with one empty tab."""
        self.books[number] = Spreadsheet(number, "A spreadsheet", [new_sheet(0, tab)])
        return self.books[number]

    def person(self, tab: str, number: str = "book") -> Person:
        return Person(self.books[number], tab)

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clients.close()
        self._server.shutdown()
        self._server.server_close()
        if error is None:
            assert not self.broken, "\n".join(self.broken)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        super().__init__(("127.0.0.1", 0), _Connection)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no mistake of the server."""


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve("POST")

    def do_PUT(self) -> None:
        self._serve("PUT")

    def _serve(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        where = urlsplit(self.path)
        if where.path == "/token":
            self._token(body)
            return
        emulator = self.server.emulator
        with emulator.lock:
            number = len(emulator.calls)
            call = Call(method, where.path, len(body))
            emulator.calls.append(call)
            emulator.meanwhile(number)
        fault = emulator.faults.get(number)
        if fault == "delay":
            sleep(emulator.delay)
        if fault == "drop before":
            self._hang_up()
            return
        status, answer = self._answer(call, where.query, body, fault)
        if fault == "drop after":
            self._hang_up()
            return
        call.status = status
        self._send(status, answer, cut=fault == "half an answer")

    def _answer(self, call: Call, query: str, body: bytes, fault: Fault | None) -> tuple[int, Json]:
        emulator = self.server.emulator
        try:
            self._admit(call, fault)
            options = {k: v if k == "ranges" else v[-1] for k, v in parse_qs(query, keep_blank_values=True).items()}
            with emulator.lock:
                return 200, self._route(call, options, _parsed(body))
        except ApiError as error:
            return error.code, error.body
        except Exception as error:  # noqa: BLE001 a mistake of the emulator is told to the test
            emulator.broken.append(f"{call.method} {call.path}: {type(error).__name__}: {error}")
            return 500, ApiError(500, "INTERNAL", "Internal error encountered.").body

    def _admit(self, call: Call, fault: Fault | None) -> None:
        emulator = self.server.emulator
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in emulator.accounts.tokens:
            raise ApiError(
                401, "UNAUTHENTICATED", "Request had invalid authentication credentials. Expected OAuth 2 access token."
            )
        match fault:
            case "500":
                raise ApiError(500, "INTERNAL", "Internal error encountered.")
            case "503":
                raise ApiError(503, "UNAVAILABLE", "The service is currently unavailable.")
            case "429":
                raise ApiError(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Write requests'.")
            case _:
                emulator.meter.count(USER, write=routes.writes(call.method, call.path))

    def _route(self, call: Call, options: Json, body: Json) -> Json:
        emulator = self.server.emulator
        call.kinds = tuple(kind for request in body.get("requests", []) for kind in request)
        number = unquote(call.path).split("/")[3].partition(":")[0] if call.path.count("/") > 2 else ""
        if number in emulator.forbidden:
            raise ApiError(403, "PERMISSION_DENIED", "The caller does not have permission")
        if self.server.emulator.strict_filters and call.path.endswith(":getByDataFilter"):
            routes.check_filters(emulator.books, number, body)
        schema, answer = routes.answer(emulator.books, call.method, call.path, options, body)
        if not emulator.cells_by_filter and call.path.endswith(":getByDataFilter"):
            for sheet in answer.get("sheets", []):
                sheet.pop("data", None)
        wrong = next(discovery.problems(schema, answer), None) if "fields" not in options or answer else None
        if wrong:
            raise AssertionError(f"the answer is no {schema}: {wrong}")
        return answer

    def _token(self, body: bytes) -> None:
        emulator = self.server.emulator
        form = parse_qs(body.decode())
        assertion = form.get("assertion", [""])[0]
        answer = emulator.accounts.exchange(assertion, emulator.address)
        self._send(400 if "error" in answer else 200, answer)

    def _hang_up(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.close()

    def _send(self, status: int, answer: Json, *, cut: bool = False) -> None:
        content = msgspec.json.encode(answer)
        packed = "gzip" in self.headers.get("Accept-Encoding", "") and len(content) > 1000
        if packed:
            content = compress(content, 1)
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(content)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if cut else content)
        if cut:
            self.wfile.flush()
            self._hang_up()


def _parsed(body: bytes) -> Json:
    if not body:
        return {}
    try:
        found = json.loads(body)
    except ValueError as error:
        raise ApiError(400, "INVALID_ARGUMENT", f"Invalid JSON payload received. {error}") from error
    return found if isinstance(found, dict) else {}
