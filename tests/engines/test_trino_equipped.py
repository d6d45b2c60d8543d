"""The engine over a real Trino that spools results, and lets people in by certificates and by OAuth 2.0."""

import time
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import certifi
import pytest
import requests

from genesis.diagnostics import GenesisError
from tests.engines.asking import opened, query, rows, said
from tests.engines.equipped import Equipped, equipped
from tests.engines.trino_server import Server

WHO = query("SELECT current_user", "string")
LINES = query(
    "SELECT orderkey, linenumber, extendedprice, shipdate, comment, nullif(linenumber, 3), "
    "CAST(quantity AS DECIMAL(10, 2)), shipdate > DATE '1995-01-01', CAST(commitdate AS TIMESTAMP(6)) "
    "FROM tpch.tiny.lineitem ORDER BY orderkey, linenumber",
    *("integer", "integer", "float", "date", "string", "integer", "decimal(10,2)", "boolean", "timestamp"),
)
ORDERS = query("SELECT orderkey, comment FROM tpch.sf1.orders WHERE orderkey < 600000", "integer", "string")
MANY = 60_175
"""Rows of tpch.tiny.lineitem, by the TPC-H specification's generator."""


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Equipped]:
    try:
        with equipped(tmp_path_factory.mktemp("people")) as found:
            yield found
    except LookupError as error:
        pytest.skip(str(error))


def at(there: Equipped, more: str) -> str:
    server = there.server
    return f"{{engine: trino, host: localhost, port: {server.secure}, verify: {server.authority}, {more}}}"


def certificate(there: Equipped, name: str) -> str:
    public, private = there.person(name)
    return at(there, f"auth: certificate, certificate: {public}, key: {private}")


def test_a_certificate_lets_its_owner_in(there: Equipped, tmp_path: Path) -> None:
    with opened(tmp_path, certificate(there, "ada")) as engine:
        assert rows(engine, WHO) == [("ada",)]
    with opened(tmp_path, certificate(there, "eve")) as engine, pytest.raises(GenesisError) as caught:
        rows(engine, WHO)
    # whether the server's reason is heard before it hangs up is a matter of luck
    assert said(caught.value).startswith(f"G711 Trino at localhost:{there.server.secure} cannot be reached: ")


class Browser:
    """Follows an address as a browser does, with cookies."""

    def __init__(self, authority: str) -> None:
        self.authority = authority
        self.status: list[int] = []

    def open(self, url: str) -> bool:
        with requests.Session() as session:
            session.trust_env = False
            self.status.append(session.get(url, verify=self.authority, timeout=20).status_code)
        return True


@pytest.fixture
def browser(there: Equipped, monkeypatch: pytest.MonkeyPatch) -> Browser:
    found = Browser(there.server.authority)
    monkeypatch.setattr(webbrowser, "open_new", found.open)
    return found


def test_a_page_to_sign_in_opens_once(
    there: Equipped, browser: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(tmp_path, at(there, "auth: oauth2")) as engine:
        assert rows(engine, WHO) == [("ada",)]
        assert rows(engine, WHO) == [("ada",)]
    assert browser.status == [200]
    assert there.issuer.asked[0] == "/authorize"
    seen = capsys.readouterr()
    assert (seen.out, seen.err.count("Sign in to Trino at https://localhost:")) == ("", 1)


def test_whoever_does_not_sign_in_is_not_let_in(
    there: Equipped, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(there.issuer, "refuses", True)
    with opened(tmp_path, at(there, "auth: oauth2")) as engine, pytest.raises(GenesisError) as caught:
        rows(engine, WHO)
    assert said(caught.value).startswith(f"G712 nobody signed in to Trino at localhost:{there.server.secure}: ")
    assert len(browser.status) == 1


def test_spooled_results_are_the_same_rows(there: Equipped, trino_server: Server, tmp_path: Path) -> None:
    plain = f"{{engine: trino, host: {trino_server.host}, port: {trino_server.port}, user: ada}}"
    spooled = f"{{engine: trino, host: {there.server.host}, port: {there.server.port}, user: ada}}"
    before = fetched(there)
    found = []
    for settings in (plain, spooled):
        with opened(tmp_path, settings) as engine:
            found.append(rows(engine, LINES))
    assert found[0] == found[1]
    assert len(found[1]) == MANY
    assert [[type(value) for value in row] for row in found[0][:5]] == [
        [type(value) for value in row] for row in found[1][:5]
    ]
    assert fetched(there) - before >= 2


def fetched(there: Equipped) -> int:
    return sum(method == "GET" and path.count("/") > 1 and len(path) > 10 for method, path in there.store.asked)


def test_segments_are_fetched_as_rows_are_read(
    there: Equipped, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # another bundle of authorities, which does not have the server's: what the connection says goes before it
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certifi.where())
    before, asked = fetched(there), len(there.store.asked)
    with opened(tmp_path, at(there, 'token: "${TOKEN}"'), {"TOKEN": there.server.token("ada")}) as engine:
        batches = iter(engine.run(ORDERS))
        read = len(next(batches))
        early = fetched(there) - before
        for batch in batches:
            assert len(batch) <= 2048
            read += len(batch)
    assert read == 149_999
    assert early < 2 < fetched(there) - before  # the first rows come with the answer itself
    # storage is shown no secrets, and every segment that has been read is let go
    methods = [method for method, _ in there.store.asked[asked:]]
    shown = [secret for method, secret in zip(methods, there.store.secrets[asked:], strict=True) if method == "GET"]
    assert not any("Bearer" in secret for secret in shown)
    until = time.monotonic() + 20
    while there.store.objects and time.monotonic() < until:
        time.sleep(0.2)
    assert there.store.objects == {}
