"""What the engine says to a Trino, and makes of its answers: against one that answers by script."""

import traceback
from pathlib import Path

import pytest
from msgspec import structs

from genesis.diagnostics import GenesisError
from genesis.engines import trino
from genesis.engines.rows import Progress
from tests.engines.asking import NOWHERE, opened, query, rows, said
from tests.engines.fake_trino import Fake, Page, Refused, fake

ASKED = query("SELECT 1", "integer")
LAST = Page([3], more=False, state="FINISHED")


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trino, "_WAITS", (0.0, 0.0))


def at(server: Fake, more: str = "") -> str:
    return f"{{engine: trino, host: 127.0.0.1, port: {server.port}, user: ada{more}}}"


def test_a_query_says_who_asks_and_how(tmp_path: Path) -> None:
    more = (
        ", catalog: hive, schema: studio, client_tags: [nightly], session: {query_max_run_time: 1h}"
        ', roles: {hive: analyst}, extra_credentials: {key: "${EXTRA}"}'
    )
    with fake(LAST) as server:
        labels = {"labels": lambda: ("tracker=films", "commit=abc+"), "timezone": "Europe/Berlin"}
        with opened(tmp_path, at(server, more), {"EXTRA": "hush"}, **labels) as engine:
            assert rows(engine, ASKED) == [(3,)]
    (request,) = server.requests
    wanted = {
        "user": "ada",
        "source": "genesis",
        "client-tags": "genesis,nightly,tracker=films,commit=abc+",
        "catalog": "hive",
        "schema": "studio",
        "session": "query_max_run_time=1h",
        "role": "hive=ROLE%7Banalyst%7D",
        "extra-credential": "key=hush",
        "time-zone": "Europe/Berlin",
    }
    assert {name: request.headers.get(f"x-trino-{name}") for name in wanted} == wanted
    assert request.body == "SELECT 1"


def test_rows_come_before_the_last_page_is_asked_for(tmp_path: Path) -> None:
    many = Page(list(range(2048)))
    with fake(many, many, many, Page([3], more=False)) as server, opened(tmp_path, at(server)) as engine:
        batches = iter(engine.run(ASKED))
        assert len(next(batches)) == 2048
        assert server.methods() == "PG"
        assert [len(batch) for batch in batches] == [2048, 2048, 1]
        assert server.methods() == "PGGG"


@pytest.mark.parametrize("leave", ["close", "break", "never read"])
def test_a_query_that_nobody_reads_is_cancelled_once(tmp_path: Path, leave: str) -> None:
    with fake(Page(list(range(2048))), Page([1]), Page([1])) as server:
        with opened(tmp_path, at(server)) as engine:
            found = engine.run(ASKED)
            if leave != "never read":
                batches = iter(found)
                next(batches)
                if leave == "close":
                    batches.close()  # type: ignore[attr-defined]
                    assert server.methods() == "PGD"
        assert server.methods() == "PGD"
        assert server.requests[-1].path == "/next/2"


def test_ctrl_c_cancels_a_query_that_has_not_answered(tmp_path: Path) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.state == "running":
            raise KeyboardInterrupt

    script = [Page(state="QUEUED"), Page(state="RUNNING"), LAST]
    with (
        fake(*script) as server,
        opened(tmp_path, at(server), progress=interrupt) as engine,
        pytest.raises(KeyboardInterrupt),
    ):
        engine.run(ASKED)
    assert server.methods() == "PGD"


def test_a_query_read_to_its_end_is_not_cancelled(tmp_path: Path) -> None:
    with fake(Page([1, 2]), LAST) as server, opened(tmp_path, at(server)) as engine:
        assert rows(engine, ASKED) == [(1,), (2,), (3,)]
    assert server.methods() == "PG"


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[Progress] = []
    script = [Page(state="QUEUED"), Page(state="RUNNING", share=25.0), LAST]
    with fake(*script) as server, opened(tmp_path, at(server), progress=told.append) as engine:
        assert rows(engine, ASKED) == [(3,)]
    assert told == [Progress("queued", None, 1), Progress("running", 0.25, 2), Progress("finished", None, 3)]


@pytest.mark.parametrize(
    "passing",
    [
        [Refused("SERVER_STARTING_UP")],
        [Page(), Refused("REMOTE_HOST_GONE")],
        [Page(), 404],
        [Refused("NO_NODES_AVAILABLE"), Refused("PAGE_TRANSPORT_TIMEOUT", "EXTERNAL")],
    ],
)
def test_what_a_server_that_restarts_has_lost_is_asked_again(
    tmp_path: Path, passing: list[Page | Refused | int]
) -> None:
    with fake(*passing, LAST) as server, opened(tmp_path, at(server)) as engine:
        assert rows(engine, ASKED) == [(3,)]
        assert server.script == []


def test_it_is_not_asked_for_ever(tmp_path: Path) -> None:
    starting = Refused("SERVER_STARTING_UP")
    with fake(starting, starting, starting, LAST) as server, opened(tmp_path, at(server)) as engine:
        with pytest.raises(GenesisError) as caught:
            engine.run(ASKED)
        assert said(caught.value) == "G707 `asked` cannot run: Trino says: it is so (query query_7) | "
        assert server.script == [LAST]


def test_a_mistake_is_not_asked_again(tmp_path: Path) -> None:
    with fake(Refused("DIVISION_BY_ZERO", "USER_ERROR"), LAST) as server, opened(tmp_path, at(server)) as engine:
        with pytest.raises(GenesisError, match="G707"):
            engine.run(ASKED)
        assert server.script == [LAST]


def test_a_mistake_in_the_sql_is_shown_where_it_was_written(tmp_path: Path) -> None:
    asked = structs.replace(ASKED, lines=((1, NOWHERE),))
    with fake(Refused("TYPE_MISMATCH", "USER_ERROR")) as server, opened(tmp_path, at(server)) as engine:
        with pytest.raises(GenesisError) as caught:
            engine.run(asked)
        assert caught.value.diagnostics[0].span == NOWHERE


def test_letters_that_a_header_cannot_hold_are_refused(tmp_path: Path) -> None:
    refused = pytest.raises(GenesisError, match="G701: Trino cannot be told all settings")
    with fake(LAST) as server, opened(tmp_path, at(server, ", source: 映画")) as engine, refused:
        engine.run(ASKED)


def test_nothing_is_asked_again_after_the_first_row(tmp_path: Path) -> None:
    many = Page(list(range(2048)))
    with fake(many, many, Refused("REMOTE_HOST_GONE"), LAST) as server, opened(tmp_path, at(server)) as engine:
        batches = iter(engine.run(ASKED))
        next(batches)
        with pytest.raises(GenesisError, match="G707"):
            list(batches)
        assert server.script == [LAST]


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (401, "G712 Trino at 127.0.0.1:PORT does not let in whom `auth: none` names (HTTP 401)"),
        (500, "G711 Trino at 127.0.0.1:PORT cannot be asked: it answers HTTP 500"),
        ("<html>Sign in</html>", "G711 what answers at 127.0.0.1:PORT is no Trino"),
        ('{"it": "is JSON"}', "G711 what answers at 127.0.0.1:PORT is no Trino"),
        (
            Refused("PERMISSION_DENIED", "USER_ERROR", "Access Denied: no"),
            "G712 Trino at 127.0.0.1:PORT refuses: Access",
        ),
    ],
)
def test_what_does_not_let_in_or_is_no_trino_is_said(tmp_path: Path, answer: Page | int | str, wanted: str) -> None:
    with fake(answer) as server, opened(tmp_path, at(server)) as engine:
        with pytest.raises(GenesisError) as caught:
            engine.run(ASKED)
        assert said(caught.value).startswith(wanted.replace("PORT", str(server.port)))


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        ("port: 1", "G701 the connection `studio` (engine `trino`) needs `host`"),
        ("host: x", "G701 the connection `studio` (engine `trino`) needs `user`"),
        ("host: x, user: a, hst: y", "G701 the engine `trino` has no setting `hst` | did you mean `host`?"),
        ("host: x, user: a, port: 0", "G701 `port` is a whole number above 0"),
        ("host: x, user: a, port: many", "G701 `port` is a whole number above 0"),
        ("host: x/y, user: a", "G701 this `host` is not where a Trino could be"),
        ("host: 'x:many', user: a", "G701 this `host` is not where a Trino could be"),
        ("host: 'https://a:hush@x', user: a", "G701 this `host` is not where a Trino could be"),
        ("host: 'ftp://x', user: a", "G701 this `host` is not where a Trino could be"),
        ("host: x, user: a, scheme: ftp", "G701 this `scheme` is not where a Trino could be"),
        ("host: x, user: a, auth: jwtt", "G701 Trino knows no `auth: jwtt` | did you mean `jwt`?"),
        ("host: x, auth: jwt", "G701 the connection `studio` (engine `trino`) needs `token`"),
        ('host: x, user: a, auth: none, token: "${T}"', "G701 `token` is for `auth: jwt`, and this is `auth: none`"),
        ('host: x, scheme: http, token: "${T}"', "G701 `auth: jwt` over http would show its secret to everyone"),
        ('host: x, token: "${LINES}"', "G701 `token` cannot be sent: it is empty, or has characters"),
        ('host: x, token: "${EMPTY}"', "G701 `token` cannot be sent: it is empty, or has characters"),
        ('host: x, token: "${MISSING}"', "G702 the environment variable `MISSING` is not set"),
        ("host: x, user: a, verify: ca.pem", "G701 there is no file ca.pem"),
        ("host: x, user: a, session: fast", "G701 `session` is written `{name: value}`"),
        ("host: x, auth: certificate, certificate: a, key: b", "G701 there is no file a"),
        ("host: x, auth: kerberos", "G710 `auth: kerberos` needs the Python package `requests_kerberos`"),
        ("host: x, user: a, service_name: b", "G701 `service_name` is for `auth: kerberos`, and this is `auth: none`"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(tmp_path: Path, settings: str, wanted: str) -> None:
    environment = {"T": "hush", "LINES": "hush\nhush", "EMPTY": "\n"}
    with pytest.raises(GenesisError) as caught:
        opened(tmp_path, f"{{engine: trino, {settings}}}", environment)
    assert said(caught.value).startswith(wanted)


def test_a_timezone_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GenesisError, match="G701: there is no timezone `Europe/Atlantis`"):
        opened(tmp_path, "{engine: trino, host: x, user: a}", timezone="Europe/Atlantis")


@pytest.mark.parametrize(
    ("host", "wanted"),
    [
        ("trino.example.com", ("http", "trino.example.com", 8080)),
        ("trino.example.com, port: 443", ("https", "trino.example.com", 443)),
        ("trino.example.com:9000", ("http", "trino.example.com", 9000)),
        ("'https://trino.example.com/'", ("https", "trino.example.com", 443)),
        ("'https://trino.example.com:8443'", ("https", "trino.example.com", 8443)),
        ('trino.example.com, auth: jwt, token: "${T}"', ("https", "trino.example.com", 443)),
        ("'[::1]:9000'", ("http", "[::1]", 9000)),
        ("trino.example.com, auth: oauth2", ("https", "trino.example.com", 443)),
    ],
)
def test_where_it_is_can_be_written_in_many_ways(tmp_path: Path, host: str, wanted: tuple[str, str, int]) -> None:
    with opened(tmp_path, f"{{engine: trino, host: {host}, user: a}}", {"T": "hush"}) as engine:
        connection = engine._connection  # type: ignore[attr-defined]
        assert (connection.http_scheme, connection.host, connection.port) == wanted


def test_secrets_stand_in_no_message_and_no_trace(tmp_path: Path) -> None:
    settings = '{engine: trino, host: 127.0.0.1, port: 1, scheme: https, user: a, password: "${P}"}'
    with opened(tmp_path, settings, {"P": "hush-hush"}) as engine, pytest.raises(GenesisError) as caught:
        engine.run(ASKED)
    assert said(caught.value).startswith("G711 Trino at 127.0.0.1:1 cannot be reached: nothing listens there")
    shown = "".join(traceback.format_exception(caught.value)) + repr(engine) + repr(vars(engine))
    assert "hush" not in shown


def test_the_client_is_an_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "trino", None)
    monkeypatch.delitem(sys.modules, "genesis.engines.trino", raising=False)
    with pytest.raises(GenesisError) as caught:
        opened(tmp_path, "{engine: trino, host: x, user: a}")
    hint = "install Genesis with its extra: `pip install '.[trino]'` in its repository"
    wanted = f"G710 the engine `trino` needs the Python package `trino`, which is not installed | {hint}"
    assert said(caught.value) == wanted
