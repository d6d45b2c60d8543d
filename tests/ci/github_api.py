"""The APIs of GitHub and GitLab as far as a comment needs them, on the loopback interface: comments, pull requests, artifacts."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zipfile import ZIP_DEFLATED, ZipFile

from msgspec import Struct, field

REPOSITORY = "org/lists"
TOKEN = "token-of-the-test"  # noqa: S105 - of no server but this one
BOT = "github-actions[bot]"


class Forge(Struct):
    """What the server holds, and what it was asked: (method, path, the Authorization header)."""

    comments: list[dict[str, Any]] = field(default_factory=list)
    pulls: list[dict[str, Any]] = field(default_factory=list)
    artifacts: dict[int, dict[str, bytes]] = field(default_factory=dict)
    expired: set[int] = field(default_factory=set)
    asked: list[tuple[str, str, str | None]] = field(default_factory=list)
    address: str = ""
    refuses: int = 0
    names: dict[int, str] = field(default_factory=dict)
    """Of artifacts that are not called `trackers-review`."""
    instead: bytes = b""
    """What something else answers in the server's place."""

    def say(self, login: str | None, body: str | None) -> int:
        """Somebody comments."""
        number = 1000 + len(self.comments)
        user = None if login is None else {"login": login}
        self.comments.append({"id": number, "user": user, "author": {"username": login}, "body": body})
        return number

    def bodies(self, login: str = BOT) -> list[str]:
        """What somebody has said."""
        return [one["body"] for one in self.comments if one["user"] and one["user"]["login"] == login]


@contextmanager
def github(forge: Forge) -> Iterator[Forge]:
    """The server, as long as the block runs; ``forge.address`` is where."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._serve("GET")

        def do_POST(self) -> None:
            self._serve("POST")

        def do_PUT(self) -> None:
            self._serve("PUT")

        def do_PATCH(self) -> None:
            self._serve("PATCH")

        def _serve(self, method: str) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, body = _answer(forge, method, self.path, self.headers.get("Authorization"), content)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", body.decode())
                body = b""
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    forge.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield forge
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(forge: Forge, method: str, target: str, token: str | None, content: bytes) -> tuple[int, bytes]:
    forge.asked.append((method, target, token))
    url = urlsplit(target)
    query = {key: values[0] for key, values in parse_qs(url.query).items()}
    if stored := re.fullmatch(r"/stored/(\d+)", url.path):
        return 200, zipped(forge.artifacts[int(stored[1])])
    if token != f"Bearer {TOKEN}":
        return 401, b'{"message": "Bad credentials"}'
    if forge.refuses:
        return forge.refuses, b'{"message": "Resource not accessible by integration\\n::error::x"}'
    if forge.instead:
        return 200, forge.instead
    if url.path == "/user":
        return 200, json.dumps({"username": BOT}).encode()
    path = url.path.removeprefix(f"/repos/{REPOSITORY}/").removeprefix("/projects/99/")
    if zipfile := re.fullmatch(r"actions/artifacts/(\d+)/zip", path):
        return 302, f"{forge.address}/stored/{zipfile[1]}".encode()
    found = _found(forge, method, path, query, json.loads(content) if content else {})
    return (404, b'{"message": "Not Found"}') if found is None else (200, json.dumps(found).encode())


def _found(forge: Forge, method: str, path: str, query: dict[str, str], content: dict[str, Any]) -> Any:
    match method, path.split("/"):
        case "GET", ["issues", "7", "comments"]:
            return _page([{key: one[key] for key in ("id", "body", "user")} for one in forge.comments], query)
        case "GET", ["merge_requests", "7", "notes"]:
            return _page([{key: one[key] for key in ("id", "body", "author")} for one in forge.comments], query)
        case "POST", ["issues", "7", "comments"] | ["merge_requests", "7", "notes"]:
            forge.say(BOT, content["body"])
            return forge.comments[-1]
        case ("PATCH", ["issues", "comments", number]) | ("PUT", ["merge_requests", "7", "notes", number]):
            (comment,) = [one for one in forge.comments if one["id"] == int(number)]
            comment["body"] = content["body"]
            return comment
        case "GET", ["pulls"]:
            return _page([one for one in forge.pulls if one["head"]["label"] == query["head"]], query)
        case "GET", ["actions", "runs", run, "artifacts"]:
            numbers = [number for number in forge.artifacts if number // 1000 == int(run)]
            found = [(number, forge.names.get(number, "trackers-review")) for number in numbers]
            every = [{"id": number, "name": name, "expired": number in forge.expired} for number, name in found]
            return {"artifacts": _page(every, query)}
        case _:
            return None


def _page(items: list[Any], query: dict[str, str]) -> list[Any]:
    """As GitHub cuts lists: at most a hundred, thirty when nothing is said."""
    size = min(int(query.get("per_page", 30)), 100)
    start = (int(query.get("page", 1)) - 1) * size
    return items[start : start + size]


def zipped(files: dict[str, bytes]) -> bytes:
    """An artifact; one whose only file has no name is given as it is."""
    if "" in files:
        return files[""]
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()
