"""The engine over a real Trino: values, names that are missing, signing in, and queries that nobody waits for any more."""

import signal
import subprocess
import sys
import time
from datetime import date, datetime
from datetime import time as time_of_day
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from genesis.claims.native import fits
from genesis.diagnostics import GenesisError
from genesis.model.types import parse_type
from tests.engines.asking import opened, query, rows, said, use
from tests.engines.conftest import Engines
from tests.engines.trino_server import PASSWORD, Server

VALUES = [
    ("42", "integer", 42),
    ("SMALLINT '7'", "integer", 7),
    ("sum(DECIMAL '3') OVER ()", "integer", 3),
    ("DECIMAL '1.50'", "decimal(18,2)", Decimal("1.50")),
    ("12345678901234567890123456.789", "decimal(38,3)", Decimal("12345678901234567890123456.789")),
    ("2.5E0", "float", 2.5),
    ("REAL '0.5'", "float", 0.5),
    ("1", "float", 1.0),
    ("infinity()", "float", float("inf")),
    ("true", "boolean", True),
    ("DATE '2020-02-29'", "date", date(2020, 2, 29)),
    ("TIMESTAMP '2020-01-02 03:04:05.123456'", "timestamp", datetime(2020, 1, 2, 3, 4, 5, 123456)),
    ("DATE '2020-01-02'", "timestamp", datetime(2020, 1, 2)),
    ("'é\n😀'", "string", "é\n😀"),
    ("''", "string", ""),
    ("NULL", "string", None),
    ("""JSON '{"b": 1, "a": [1.50, null]}'""", "json", '{"a": [1.5, null], "b": 1}'),
    ("ARRAY[DATE '2020-01-02', NULL]", "list(date)", '["2020-01-02", null]'),
    ("TIME '12:30:00'", "time", time_of_day(12, 30)),
]


def settings(server: Server, more: str = "user: ada, catalog: memory") -> str:
    return f"{{engine: trino, host: {server.host}, port: {server.port}, {more}}}"


def test_values_are_of_the_result_s_types(trino_server: Server, tmp_path: Path) -> None:
    asked = query(f"SELECT {', '.join(sql for sql, _, _ in VALUES)}", *(type_ for _, type_, _ in VALUES))
    with opened(tmp_path, settings(trino_server)) as engine:
        (seen,) = rows(engine, asked)
    wanted = [value for _, _, value in VALUES]
    assert [(type(value), str(value)) for value in seen] == [(type(value), str(value)) for value in wanted]


def test_moments_are_shown_by_the_project_s_clocks(trino_server: Server, tmp_path: Path) -> None:
    sql = "SELECT TIMESTAMP '2020-01-02 03:04:05 Asia/Tokyo', CAST(TIMESTAMP '2020-07-01 12:00:00' AS TIMESTAMP WITH TIME ZONE)"
    with opened(tmp_path, settings(trino_server), timezone="America/New_York") as engine:
        ((one, other),) = rows(engine, query(sql, "timestamptz", "timestamptz"))
    assert isinstance(one, datetime)
    assert isinstance(other, datetime)
    assert one.replace(tzinfo=None) == datetime(2020, 1, 1, 13, 4, 5)
    assert other == datetime(2020, 7, 1, 12, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("sql", "table", "wanted"),
    [
        ("1", "tpch.tiny.ordrs", "G703 there is no table `tpch.tiny.ordrs` | did you mean `tpch.tiny.orders`?"),
        ("1", "tpch.tini.orders", "G703 there is no table `tpch.tini.orders` | did you mean `tpch.tiny.orders`?"),
        ("1", "tpc.tiny.orders", "G703 there is no table `tpc.tiny.orders` | "),
        ("1", "tiny.orders", "G703 there is no table `tiny.orders` | "),
        (
            "o.ordrkey",
            "tpch.tiny.orders",
            "G704 the table `tpch.tiny.orders` has no column `ordrkey` | did you mean `or",
        ),
        ("1 / 0", "tpch.tiny.orders", "G707 `asked` cannot run: Trino says: Division by zero (query 2"),
    ],
)
def test_what_is_missing_is_named(trino_server: Server, tmp_path: Path, sql: str, table: str, wanted: str) -> None:
    asked = query(f"SELECT {sql} FROM {table} AS o", "integer", tables=(use(table, "custkey", "ordrkey"),))
    with opened(tmp_path, settings(trino_server)) as engine, pytest.raises(GenesisError) as caught:
        engine.run(asked)
    assert said(caught.value).startswith(wanted)


def test_tables_and_results_are_described(trino_server: Server, tmp_path: Path) -> None:
    casts = {
        "a": ("VARCHAR(3)", "string"),
        "b": ("DECIMAL(18, 2)", "decimal(18,2)"),
        "c": ("TIMESTAMP(3) WITH TIME ZONE", "timestamptz"),
        "d": ("TIMESTAMP(6)", "timestamp"),
        "e": ("ARRAY(BIGINT)", "list(integer)"),
        "f": ("DOUBLE", "float"),
        "g": ("JSON", "json"),
        "h": ("TIME(6)", "time"),
    }
    sql = f"SELECT {', '.join(f'CAST(NULL AS {native}) AS {name}' for name, (native, _) in casts.items())}"
    with opened(tmp_path, settings(trino_server)) as engine:
        described = engine.describe_result(query(sql, *(type_ for _, type_ in casts.values())))  # type: ignore[attr-defined]
        table = engine.describe(("tpch", "tiny", "nation"))  # type: ignore[attr-defined]
        with pytest.raises(GenesisError, match="G703"):
            engine.describe(("tpch", "tiny", "nations"))  # type: ignore[attr-defined]
    assert list(table.items())[:2] == [("nationkey", "bigint"), ("name", "varchar(25)")]
    for name, (_, type_) in casts.items():
        kind = parse_type(type_)
        assert kind
        assert fits(described[name], "trino", kind), (name, described[name])


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ('token: "${TOKEN}", verify: CA', "ada"),
        ('user: ada, auth: jwt, token: "${TOKEN_OF_A_FILE}", verify: CA', "ada"),
        ('user: ada, password: "${PASSWORD}", verify: CA', "ada"),
        ('user: ada, password: "${PASSWORD}", verify: false', "ada"),
        ('user: ada, password: "${WRONG}", verify: CA', "G712 Trino at PLACE does not let in whom `auth: basic` names"),
        ('token: "${EXPIRED}", verify: CA', "G712 Trino at PLACE does not let in whom `auth: jwt` names"),
        ('user: bob, token: "${TOKEN}", verify: CA', "G712 Trino at PLACE refuses: Access Denied: User ada cannot"),
        ('token: "${TOKEN}"', "G711 Trino at PLACE cannot be reached: its certificate is not trusted"),
        ("user: ada", "G711 Trino at PLACE cannot be reached: it does not speak http"),
    ],
)
def test_signing_in(trino_server: Server, tmp_path: Path, more: str, wanted: str) -> None:
    if not trino_server.secure:
        pytest.skip("the server that GENESIS_TEST_TRINO names may know other people")
    token = trino_server.token("ada")
    environment = {
        "TOKEN": token,
        "TOKEN_OF_A_FILE": f"{token}\n",
        "EXPIRED": trino_server.token("ada", seconds=-100),
        "PASSWORD": PASSWORD,
        "WRONG": "open barley",
    }
    where = f"host: localhost, port: {trino_server.secure}, {more.replace('CA', trino_server.authority)}"
    try:
        with opened(tmp_path, f"{{engine: trino, {where}}}", environment) as engine:
            assert rows(engine, query("SELECT current_user", "string")) == [(wanted,)]
    except GenesisError as error:
        assert said(error).startswith(wanted.replace("PLACE", f"localhost:{trino_server.secure}"))  # noqa: PT017
        assert not any(secret.strip() in said(error) for secret in environment.values())  # noqa: PT017


def state(engines: Engines, what: str) -> list[object]:
    cursor = engines.cursor("trino")
    cursor.execute(f"SELECT state, error_code FROM system.runtime.queries WHERE {what}")
    return [tuple(row) for row in cursor.fetchall()]


def test_a_query_that_is_left_ends_on_the_server(trino_server: Server, tmp_path: Path, engines: Engines) -> None:
    with opened(tmp_path, settings(trino_server)) as engine:
        found = engine.run(query("SELECT orderkey FROM tpch.sf10.lineitem", "integer"))
        named = f"query_id = '{found.query_id}'"  # type: ignore[attr-defined]
        batches = iter(found)
        assert len(next(batches)) == 2048
        assert state(engines, named) == [("RUNNING", None)]
        batches.close()  # type: ignore[attr-defined]
        assert state(engines, named) == [("FAILED", "USER_CANCELED")]


def test_ctrl_c_ends_the_query_on_the_server(trino_server: Server, tmp_path: Path, engines: Engines) -> None:
    source = f"interrupted-{time.time_ns()}"
    for folder, text in {
        "definitions/line.yaml": "source: line\nsql: SELECT count(*) AS n FROM tpch.sf100.lineitem a, tpch.sf1.lineitem b\n"
        "key: n\nfields: {n: integer}\n",
        "inputs/lines.yaml": "input: lines\nsource: line\nfields: [n]\n",
        "genesis.yaml": f"connections:\n  studio: {settings(trino_server, f'user: ada, source: {source}')}\n",
    }.items():
        (tmp_path / folder).parent.mkdir(exist_ok=True)
        (tmp_path / folder).write_text(text, encoding="utf-8")
    program = [sys.executable, "-c", "from genesis.cli.main import main; main()", "preview", "lines"]
    named = f"source = '{source}'"
    with subprocess.Popen(program, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        until = time.monotonic() + 30
        while state(engines, named) != [("RUNNING", None)] and time.monotonic() < until:
            time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        out, said_to_people = running.communicate(timeout=30)
    assert (running.returncode, out, said_to_people) == (130, b"", b"")
    assert state(engines, named) == [("FAILED", "USER_CANCELED")]
