"""A Trino connection's settings as what its client takes."""

import sys
import webbrowser
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.util import find_spec
from typing import Any, Final
from urllib.parse import urlsplit

from msgspec import Struct

from genesis.diagnostics import did_you_mean, fail
from genesis.engines.opening import Surroundings
from genesis.engines.settings import Settings
from genesis.output.shown import printable

_GENERAL: Final = ("host", "port", "scheme", "catalog", "schema", "user", "auth", "verify", "timeout")
_SESSION: Final = ("source", "client_tags", "session", "roles", "extra_credentials")
_KERBEROS: Final = ("service_name", "principal", "hostname_override", "krb5_config", "delegate")
_NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "none": (),
    "basic": ("password",),
    "jwt": ("token",),
    "oauth2": (),
    "kerberos": (),
    "certificate": ("certificate", "key"),
}
_HTTPS_PORT: Final = 443
_HTTP_PORT: Final = 8080
_TIMEOUT: Final = 60


class Access(Struct, frozen=True):
    """Where a Trino is. Settings that hold secrets are read only by :func:`client_arguments`."""

    host: str
    port: int
    scheme: str
    auth: str
    settings: Settings

    @property
    def place(self) -> str:
        """Host and port, as messages name them."""
        return f"{self.host}:{self.port}"


def read_access(settings: Settings) -> Access:
    """Where and how to connect.

    Raises:
        GenesisError: G701 for a setting that is unknown, missing, or of no use beside the others.
    """
    settings.only(*_GENERAL, *_SESSION, *_KERBEROS, *(name for names in _NEEDED.values() for name in names))
    auth = _auth(settings)
    scheme, host, port = _endpoint(settings, "http" if auth == "none" else "https")
    if scheme == "http" and auth != "none":
        message = f"`auth: {auth}` over http would show its secret to everyone on the way"
        raise fail("G701", settings.place("scheme"), message, "write `scheme: https`")
    if auth in {"none", "basic"}:
        settings.required("user")
    return Access(host, port, scheme, auth, settings)


def client_arguments(access: Access, around: Surroundings) -> dict[str, Any]:
    """What ``trino.dbapi.connect`` takes.

    Raises:
        GenesisError: G701 and G702 for the settings, G710 when a way to sign in needs a package that is not installed.
    """
    settings = access.settings
    tags = ["genesis", *settings.several("client_tags"), *around.labels()]
    roles = settings.pairs("roles") if settings.is_mapping("roles") else settings.text("roles")
    return {
        "host": access.host,
        "port": access.port,
        "http_scheme": access.scheme,
        "user": settings.text("user"),
        "catalog": settings.text("catalog"),
        "schema": settings.text("schema"),
        "source": settings.text("source") or "genesis",
        "client_tags": [tag.replace(",", " ") for tag in tags],
        "session_properties": settings.pairs("session"),
        "roles": roles or None,
        "extra_credential": list(settings.pairs("extra_credentials").items()) or None,
        "auth": _SIGN_IN[access.auth](settings, around),
        "http_session": session_trusting(_verify(settings, around)),
        "timezone": around.timezone,
        "request_timeout": float(settings.whole("timeout") or _TIMEOUT),
    }


def _auth(settings: Settings) -> str:
    implied = "jwt" if settings.text("token") else "basic" if settings.text("password") else "none"
    auth = settings.text("auth") or implied
    if auth not in _NEEDED:
        raise fail("G701", settings.place("auth"), f"Trino knows no `auth: {auth}`", did_you_mean(auth, _NEEDED))
    for name in _NEEDED[auth]:
        settings.required(name)
    of_others = {name: one for one, names in _NEEDED.items() for name in names} | dict.fromkeys(_KERBEROS, "kerberos")
    for name, one in of_others.items():
        if one != auth and settings.has(name):
            raise fail("G701", settings.place(name), f"`{name}` is for `auth: {one}`, and this is `auth: {auth}`")
    return auth


def _endpoint(settings: Settings, usual: str) -> tuple[str, str, int]:
    """Scheme, host and port; the host may be written as an address that has all three."""
    host = settings.required("host")
    parts = urlsplit(host if "://" in host else f"//{host}")
    with suppress(ValueError):
        port = settings.whole("port") or parts.port
        scheme = parts.scheme or settings.text("scheme") or ("https" if port == _HTTPS_PORT else usual)
        named = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        if named and scheme in {"http", "https"} and not (parts.path.strip("/") or parts.query or parts.username):
            return scheme, named, port or (_HTTPS_PORT if scheme == "https" else _HTTP_PORT)
    wrong = "scheme" if settings.text("scheme") not in {None, "http", "https"} else "host"
    hint = "write `host: trino.example.com`, `scheme: https`, `port: 443`"
    raise fail("G701", settings.place(wrong), f"this `{wrong}` is not where a Trino could be", hint)


def session_trusting(verify: bool | str) -> Any:
    """A session of requests. Its own would prefer the bundle that the environment names to what the connection says."""
    import requests
    import urllib3

    if not verify:  # who says so has been told; once a request is too often
        urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)

    class Session(requests.Session):
        def merge_environment_settings(self, url: Any, proxies: Any, stream: Any, verify: Any, cert: Any) -> Any:
            merged = super().merge_environment_settings(url, proxies, stream, verify, cert)
            return merged if self.verify is True else {**merged, "verify": self.verify}

    session = Session()
    session.verify = verify
    return session


def _verify(settings: Settings, around: Surroundings) -> bool | str:
    """Whether the server's certificate is checked, or by which file of authorities."""
    value = settings.text("verify")
    if value in {None, "true", "false"}:
        return value != "false"
    return _file(settings, "verify", around)


def _file(settings: Settings, name: str, around: Surroundings) -> str:
    written = settings.required(name)
    path = around.root / written
    if not path.is_file():
        raise fail("G701", settings.place(name), f"there is no file {written}")
    return str(path)


def _secret(settings: Settings, name: str, most: str) -> str:
    """A secret of printable characters up to ``most``. A line break at its end comes from the file it was read from."""
    value = settings.required(name).rstrip("\r\n")
    if not value or not value.isprintable() or max(value) > most:
        message = f"`{name}` cannot be sent: it is empty, or has characters that Trino does not take"
        raise fail("G701", settings.place(name), message, "look at how the variable is set, and for line breaks in it")
    return value


def _basic(settings: Settings, _: Surroundings) -> Any:
    from trino.auth import BasicAuthentication

    return BasicAuthentication(settings.required("user"), _secret(settings, "password", "\xff"))


def _jwt(settings: Settings, _: Surroundings) -> Any:
    from trino.auth import JWTAuthentication

    return JWTAuthentication(_secret(settings, "token", "~"))


def _oauth2(_: Settings, __: Surroundings) -> Any:
    from trino.auth import CompositeRedirectHandler, OAuth2Authentication

    def ask(url: str) -> None:
        sys.stderr.write(f"Sign in to Trino at {printable(url)}\n")
        webbrowser.open_new(url)

    return OAuth2Authentication(CompositeRedirectHandler([ask]))


def _kerberos(settings: Settings, around: Surroundings) -> Any:
    from trino.auth import KerberosAuthentication

    if find_spec("requests_kerberos") is None:
        message = "`auth: kerberos` needs the Python package `requests_kerberos`, which is not installed"
        raise fail("G710", settings.place("auth"), message, "pip install 'trino[kerberos]'")
    return KerberosAuthentication(
        config=_file(settings, "krb5_config", around) if settings.has("krb5_config") else None,
        service_name=settings.text("service_name"),
        principal=settings.text("principal"),
        hostname_override=settings.text("hostname_override"),
        delegate=settings.flag("delegate") or False,
        ca_bundle=verified if isinstance(verified := _verify(settings, around), str) else None,
    )


def _certificate(settings: Settings, around: Surroundings) -> Any:
    from trino.auth import CertificateAuthentication

    return CertificateAuthentication(_file(settings, "certificate", around), _file(settings, "key", around))


_SIGN_IN: Final[Mapping[str, Callable[[Settings, Surroundings], Any]]] = {
    "none": lambda _, __: None,
    "basic": _basic,
    "jwt": _jwt,
    "oauth2": _oauth2,
    "kerberos": _kerberos,
    "certificate": _certificate,
}
