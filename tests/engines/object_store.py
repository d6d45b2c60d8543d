"""A store of objects as Trino's spooling needs one: S3's requests for one bucket, kept in memory, on a port of loopback.

Requests and answers: https://docs.aws.amazon.com/AmazonS3/latest/API/ (PutObject, GetObject, ListObjectsV2,
DeleteObject, DeleteObjects, multipart uploads). Bodies that are sent in signed chunks are put together; signatures are not looked at.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree as ET

_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


class Store:
    """Objects by path, the methods of all requests with their paths, and what they said to be let in by a header."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.parts: dict[str, dict[int, bytes]] = {}
        self.asked: list[tuple[str, str]] = []
        self.secrets: list[str] = []
        self.port = 0

    def put(self, path: str, query: dict[str, list[str]], body: bytes) -> None:
        if "partNumber" in query:
            self.parts.setdefault(query["uploadId"][0], {})[int(query["partNumber"][0])] = body
        else:
            self.objects[path] = body

    def listing(self, bucket: str) -> str:
        listed = "".join(
            f"<Contents><Key>{path.removeprefix(f'/{bucket}/')}</Key><Size>{len(body)}</Size>"
            "<LastModified>2024-01-01T00:00:00.000Z</LastModified></Contents>"
            for path, body in sorted(self.objects.items())
        )
        return f"<ListBucketResult xmlns='{_NAMESPACE}'><IsTruncated>false</IsTruncated>{listed}</ListBucketResult>"

    def post(self, path: str, query: dict[str, list[str]], body: bytes) -> str:
        if "uploads" in query:
            upload = f"upload-{len(self.asked)}"
            return f"<InitiateMultipartUploadResult xmlns='{_NAMESPACE}'><UploadId>{upload}</UploadId></InitiateMultipartUploadResult>"
        if "delete" in query:
            bucket = path.split("/")[1]
            for key in ET.fromstring(body).iter():  # noqa: S314 - sent by our own server
                if key.tag.endswith("Key"):
                    self.objects.pop(f"/{bucket}/{key.text}", None)
            return f"<DeleteResult xmlns='{_NAMESPACE}'/>"
        parts = self.parts.pop(query["uploadId"][0])
        self.objects[path] = b"".join(parts[number] for number in sorted(parts))
        return f"<CompleteMultipartUploadResult xmlns='{_NAMESPACE}'><ETag>1</ETag></CompleteMultipartUploadResult>"


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store: Store

    def do_PUT(self) -> None:
        path, query = self._place()
        self.store.put(path, query, self._body())
        self._answer(200)

    def do_POST(self) -> None:
        path, query = self._place()
        self._answer(200, self.store.post(path, query, self._body()).encode())

    def do_GET(self) -> None:
        path, query = self._place()
        listed = self.store.listing(path.strip("/")).encode() if "list-type" in query else None
        found = listed or self.store.objects.get(path)
        self._answer(404 if found is None else 200, found or b"")

    def do_DELETE(self) -> None:
        path, _ = self._place()
        self.store.objects.pop(path, None)
        self._answer(204)

    def _place(self) -> tuple[str, dict[str, list[str]]]:
        parts = urlsplit(self.path)
        self.store.asked.append((self.command, unquote(parts.path)))
        self.store.secrets.append(self.headers.get("Authorization", ""))
        return unquote(parts.path), parse_qs(parts.query, keep_blank_values=True)

    def _body(self) -> bytes:
        sent = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        return _unchunked(sent) if "aws-chunked" in self.headers.get("Content-Encoding", "") else sent

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("ETag", '"1"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        del format, args


@contextmanager
def object_store() -> Iterator[Store]:
    """A store on a port of its own."""
    store = Store()
    answering = type("_AnsweringOne", (_Answering,), {"store": store})
    with ThreadingHTTPServer(("127.0.0.1", 0), answering) as server:
        store.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield store
        finally:
            server.shutdown()


def _unchunked(sent: bytes) -> bytes:
    """The body of ``SIZE;chunk-signature=...`` lines, each before that many bytes; what follows the last is not of it."""
    found: list[bytes] = []
    place = 0
    while True:
        end = sent.index(b"\r\n", place)
        size = int(sent[place:end].partition(b";")[0], 16)
        if not size:
            return b"".join(found)
        found.append(sent[end + 2 : end + 2 + size])
        place = end + 2 + size + 2
