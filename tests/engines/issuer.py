"""An issuer of OAuth 2.0 tokens on a port of loopback, at which ``USER`` is always signed in and agrees to everything.

What a server needs of one: RFC 6749 (codes), RFC 7517 (its key), RFC 7519 (tokens). Tokens are signed with RS256.
"""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

USER = "ada"
CLIENT = "trino-of-the-tests"
SECRET = "only-tests-know-it"  # noqa: S105 - of a server that only tests reach
_KEY_ID = "one"


class Issuer:
    """``asked`` are the paths of all requests. ``refuses``: nobody is signed in any more."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.refuses = False
        self.address = ""
        self._nonce = ""
        self._key: RSAPrivateKey = generate_private_key(65537, 2048)

    def keys(self) -> dict[str, object]:
        numbers = self._key.public_key().public_numbers()
        parts = {"n": _number(numbers.n), "e": _number(numbers.e)}
        return {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": _KEY_ID, **parts}]}

    def agree(self, query: str) -> str:
        """Where the browser goes on to, once it has been asked."""
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        self._nonce = asked.get("nonce", "")
        answer = {"error": "access_denied"} if self.refuses else {"code": "agreed"}
        return f"{asked['redirect_uri']}?{urlencode({**answer, 'state': asked['state']})}"

    def tokens(self) -> dict[str, object]:
        now = int(time.time())
        claims: dict[str, object] = {"iss": self.address, "sub": USER, "aud": CLIENT, "iat": now, "exp": now + 600}
        claims |= {"nonce": self._nonce} if self._nonce else {}
        parts = ({"alg": "RS256", "typ": "JWT", "kid": _KEY_ID}, claims)
        signed = ".".join(_base64(json.dumps(part).encode()) for part in parts)
        token = f"{signed}.{_base64(self._key.sign(signed.encode(), PKCS1v15(), SHA256()))}"
        return {"access_token": token, "id_token": token, "token_type": "Bearer", "expires_in": 600}


@contextmanager
def issuer() -> Iterator[Issuer]:
    """An issuer on a port of its own."""
    issuing = Issuer()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            issuing.asked.append(parts.path)
            if parts.path == "/keys":
                self._answer(issuing.keys())
                return
            self.send_response(302)
            self.send_header("Location", issuing.agree(parts.query))
            self.end_headers()

        def do_POST(self) -> None:
            issuing.asked.append(self.path)
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self._answer(issuing.tokens())

        def _answer(self, answer: dict[str, object]) -> None:
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
            del format, args

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        issuing.address = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield issuing
        finally:
            server.shutdown()


def _number(value: int) -> str:
    return _base64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _base64(text: bytes) -> str:
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()
