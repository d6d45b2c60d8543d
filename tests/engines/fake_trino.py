"""A server that speaks Trino's protocol as far as a script says: each request is given the script's next answer."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

BIGINT = {"name": "c0", "type": "bigint", "typeSignature": {"rawType": "bigint", "arguments": []}}


class Request(NamedTuple):
    """What was asked; header names are in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: str


class Page(NamedTuple):
    """An answer to a query: some rows, and whether more follow."""

    numbers: Sequence[int] = ()
    more: bool = True
    state: str = "RUNNING"
    share: float | None = None


class Refused(NamedTuple):
    """An answer that ends a query."""

    name: str
    type: str = "INTERNAL_ERROR"
    message: str = "line 1:8: it is so"


class Fake:
    """``script`` holds the answers: a :class:`Page`, :class:`Refused`, a number (an HTTP status), or text to send as it is."""

    def __init__(self, script: Sequence[Page | Refused | int | str]) -> None:
        self.script = list(script)
        self.requests: list[Request] = []
        self.port = 0

    def answer(self, request: Request) -> tuple[int, str]:
        self.requests.append(request)
        if request.method == "DELETE":
            return 204, ""
        match self.script.pop(0):
            case int(status):
                return status, "so it is"
            case str(text):
                return 200, text
            case Refused() as refused:
                location = {"lineNumber": 1, "columnNumber": 8}
                kinds = {"errorName": refused.name, "errorType": refused.type, "errorLocation": location}
                return 200, self._json({"error": {"message": refused.message, **kinds}})
            case Page() as page:
                following = {"nextUri": f"http://127.0.0.1:{self.port}/next/{len(self.requests)}"} if page.more else {}
                found: dict[str, Any] = (
                    {"columns": [BIGINT], "data": [[n] for n in page.numbers]} if page.numbers else {}
                )
                stats = {"state": page.state, "progressPercentage": page.share, "processedRows": len(self.requests)}
                return 200, self._json({**following, **found, "stats": stats})

    def _json(self, answer: dict[str, Any]) -> str:
        return json.dumps({"id": "query_7", "infoUri": "http://127.0.0.1/ui", "stats": {"state": "FAILED"}, **answer})

    def methods(self) -> str:
        """The first letters of all requests' methods."""
        return "".join(request.method[0] for request in self.requests)


@contextmanager
def fake(*script: Page | Refused | int | str) -> Iterator[Fake]:
    """A server on a port of its own."""
    spoken = Fake(script)

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, text = spoken.answer(Request(self.command, self.path, headers, body))
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = do_DELETE = _answer  # noqa: N815 - as http.server looks for them

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        spoken.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield spoken
        finally:
            server.shutdown()
            thread.join()
