"""A Trino that has what some servers have: certificates and OAuth 2.0 to sign in by, and results that are spooled."""

import base64
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from tests.engines.issuer import CLIENT, SECRET, Issuer, issuer
from tests.engines.object_store import Store, object_store
from tests.engines.trino_server import Server, start

_SEGMENT = "1MB"
"""Small, so that a result of a test is several."""


class Equipped(Struct, frozen=True):
    """The server, its store of results, the issuer of its tokens, and a folder with certificates of people."""

    server: Server
    store: Store
    issuer: Issuer
    folder: Path

    def person(self, name: str) -> tuple[str, str]:
        """The files of a certificate and its key. The server trusts ``ada``'s and nobody else's."""
        return str(self.folder / f"{name}.pem"), str(self.folder / f"{name}.key")


@contextmanager
def equipped(folder: Path) -> Iterator[Equipped]:
    """The server, with certificates of ``ada`` and ``eve`` in ``folder``.

    Raises:
        LookupError: when no Trino can be had here.
    """
    with object_store() as store, issuer() as issuing:
        for name in ("ada", "eve"):
            _certify(folder, name)
        more = {
            "config.properties": _by_certificate(folder) + _by_oauth(issuing.address) + _spooled(),
            "spooling-manager.properties": _stored(store.port),
        }
        yield Equipped(start("CERTIFICATE,OAUTH2,PASSWORD,JWT", more), store, issuing, folder)


def _certify(folder: Path, name: str) -> None:
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}"]
    files = ["-keyout", str(folder / f"{name}.key"), "-out", str(folder / f"{name}.pem")]
    subprocess.run([*made, *files], check=True, capture_output=True)


def _by_certificate(folder: Path) -> str:
    return (
        f"http-server.https.truststore.path={folder}/ada.pem\n"
        "http-server.authentication.certificate.user-mapping.pattern=CN=(.*)\n"
    )


def _by_oauth(address: str) -> str:
    settings = {
        "issuer": address,
        "auth-url": f"{address}/authorize",
        "token-url": f"{address}/token",
        "jwks-url": f"{address}/keys",
        "client-id": CLIENT,
        "client-secret": SECRET,
        "oidc.discovery": "false",
    }
    return "".join(f"http-server.authentication.oauth2.{name}={value}\n" for name, value in settings.items())


def _spooled() -> str:
    key = base64.b64encode(os.urandom(32)).decode()
    sizes = f"protocol.spooling.initial-segment-size={_SEGMENT}\nprotocol.spooling.max-segment-size={_SEGMENT}\n"
    return f"protocol.spooling.enabled=true\nprotocol.spooling.shared-secret-key={key}\n{sizes}"


def _stored(port: int) -> str:
    return (
        "spooling-manager.name=filesystem\nfs.s3.enabled=true\nfs.location=s3://spool/\nfs.segment.encryption=false\n"
        f"s3.endpoint=http://127.0.0.1:{port}\ns3.region=us-east-1\ns3.path-style-access=true\n"
        "s3.aws-access-key=tests\ns3.aws-secret-key=tests\n"
    )
