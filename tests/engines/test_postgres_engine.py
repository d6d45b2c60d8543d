"""The engine over a real PostgreSQL: values, names that are missing, and results that nobody reads any more."""

import signal
import subprocess
import sys
import time
import traceback
from datetime import date, datetime
from datetime import time as time_of_day
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from genesis.claims.native import fits
from genesis.compiler import compile_input
from genesis.diagnostics import GenesisError
from genesis.model.types import parse_type
from genesis.spec.project import open_project
from tests.engines.asking import opened, query, rows, said, use
from tests.engines.conftest import Engines

VALUES = [
    ("42::bigint", "integer", 42),
    ("7::smallint", "integer", 7),
    ("sum(3::bigint) OVER ()", "integer", 3),
    ("1.50::numeric(18,2)", "decimal(18,2)", Decimal("1.50")),
    ("12345678901234567890123456.789", "decimal(38,3)", Decimal("12345678901234567890123456.789")),
    ("2.5::float8", "float", 2.5),
    ("avg(1::bigint) OVER ()", "float", 1.0),
    ("'infinity'::float8", "float", float("inf")),
    ("true", "boolean", True),
    ("date '2020-02-29'", "date", date(2020, 2, 29)),
    ("timestamp '2020-01-02 03:04:05.123456'", "timestamp", datetime(2020, 1, 2, 3, 4, 5, 123456)),
    ("date '2020-01-02'", "timestamp", datetime(2020, 1, 2)),
    ("'é\n😀 100%s'::text", "string", "é\n😀 100%s"),
    ("''", "string", ""),
    ("NULL", "string", None),
    ("""'{"b": 1, "a": [1.50, null]}'::json""", "json", '{"a": [1.5, null], "b": 1}'),
    ("""'{"b": 1, "a": [1.50, null]}'::jsonb""", "json", '{"a": [1.5, null], "b": 1}'),
    ("array[date '2020-01-02', NULL]", "list(date)", '["2020-01-02", null]'),
    ("time '12:30:00'", "time", time_of_day(12, 30)),
]


@pytest.fixture(scope="module")
def there(engines: Engines) -> str:
    """The socket of a server with one table."""
    cursor = engines.cursor("postgres")
    cursor.execute("CREATE SCHEMA studio")
    cursor.execute("CREATE TABLE studio.film (film_id bigint, title text)")
    cursor.execute("CREATE SEQUENCE studio.numbers")
    cursor.execute("CREATE ROLE reader LOGIN")
    return str(cursor.connection.info.host)  # type: ignore[attr-defined]


def settings(there: str, more: str = "user: genesis") -> str:
    return f"{{engine: postgres, host: {there}, dbname: postgres, {more}}}"


def test_values_are_of_the_result_s_types(there: str, tmp_path: Path) -> None:
    asked = query(f"SELECT {', '.join(sql for sql, _, _ in VALUES)}", *(type_ for _, type_, _ in VALUES))
    with opened(tmp_path, settings(there)) as engine:
        (seen,) = rows(engine, asked)
    wanted = [value for _, _, value in VALUES]
    assert [(type(value), str(value)) for value in seen] == [(type(value), str(value)) for value in wanted]


def test_moments_are_shown_by_the_project_s_clocks(there: str, tmp_path: Path) -> None:
    with opened(tmp_path, settings(there), timezone="America/New_York") as engine:
        ((moment,),) = rows(engine, query("SELECT timestamptz '2020-01-02 03:04:05+09'", "timestamptz"))
    assert isinstance(moment, datetime)
    assert moment == datetime(2020, 1, 1, 13, 4, 5, tzinfo=ZoneInfo("America/New_York"))
    assert moment.replace(tzinfo=None) == datetime(2020, 1, 1, 13, 4, 5)


@pytest.mark.parametrize(
    ("sql", "more", "wanted"),
    [
        ("SELECT 1 FROM studio.flim", "", "G703 there is no table `studio.flim` | did you mean `studio.film`?"),
        ("SELECT 1 FROM stdio.film", "", "G703 there is no table `stdio.film` | did you mean `studio.film`?"),
        ("SELECT 1 FROM other.studio.film", "", "G703 there is no table `other.studio.film` | "),
        ("SELECT 1 FROM flim", ", schema: studio", "G703 there is no table `flim` | did you mean `film`?"),
        (
            "SELECT titel FROM studio.film",
            "",
            "G704 the table `studio.film` has no column `titel` | did you mean `title`?",
        ),
        ("SELECT 1 / 0", "", "G707 `asked` cannot run: PostgreSQL says: division by zero | "),
        ("SELECT 'infinity'::date", "", "G707 `asked` cannot run: PostgreSQL says: date too large"),
    ],
)
def test_what_is_missing_is_named(there: str, tmp_path: Path, sql: str, more: str, wanted: str) -> None:
    table = sql.partition(" FROM ")[2] or "studio.film"
    asked = query(sql, "integer", tables=(use(table, "title", "titel"),))
    with opened(tmp_path, settings(there, f"user: genesis{more}")) as engine:
        with pytest.raises(GenesisError) as caught:
            rows(engine, asked)
        assert said(caught.value).startswith(wanted)
        assert rows(engine, query("SELECT 7", "integer")) == [(7,)]


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ("user: reader", "G712 PostgreSQL refuses: permission denied for schema studio"),
        ("user: nobody", 'G712 PostgreSQL does not let in: role "nobody" does not exist'),
        ("user: genesis, port: 1", "G711 PostgreSQL cannot be reached: "),
        ("user: genesis, sslmode: ful", "G701 there is no `sslmode: ful`"),
        ("user: genesis, sslrootcert: ca.pem", "G701 there is no file ca.pem"),
        ("user: genesis, databse: x", "G701 the engine `postgres` has no setting `databse`"),
        ('user: genesis, password: "${MISSING}"', "G702 the environment variable `MISSING` is not set"),
    ],
)
def test_who_is_not_let_in_is_told(there: str, tmp_path: Path, more: str, wanted: str) -> None:
    with pytest.raises(GenesisError) as caught, opened(tmp_path, settings(there, more)) as engine:
        rows(engine, query("SELECT title FROM studio.film", "string"))
    assert said(caught.value).startswith(wanted)


def test_a_timezone_that_is_none_is_refused(there: str, tmp_path: Path) -> None:
    with pytest.raises(GenesisError, match=r"G701.*Europe/Atlantis"):
        opened(tmp_path, settings(there), timezone="Europe/Atlantis")


def test_nothing_can_be_written(there: str, tmp_path: Path) -> None:
    (tmp_path / "written").mkdir()
    with opened(tmp_path, settings(there)) as engine:
        for sql in (
            "SELECT nextval('studio.numbers')",
            "SELECT 1; CREATE TABLE studio.made (n int)",
            "CREATE TABLE studio.made (n int)",
        ):
            with pytest.raises(GenesisError, match="G707"):
                rows(engine, query(sql, "integer"))
        assert rows(engine, query("SELECT count(*) FROM pg_tables WHERE tablename = 'made'", "integer")) == [(0,)]


def test_the_server_s_owners_see_who_asks(there: str, tmp_path: Path) -> None:
    labels = ("tracker=" + "é" * 40,)
    with opened(tmp_path, settings(there), labels=lambda: labels) as engine:
        ((name,),) = rows(engine, query("SELECT current_setting('application_name')", "string"))
    assert str(name).startswith("genesis tracker=")


def test_tables_and_results_are_described(there: str, tmp_path: Path) -> None:
    casts = {
        "a": ("varchar(3)", "string"),
        "b": ("numeric(18,2)", "decimal(18,2)"),
        "c": ("timestamptz", "timestamptz"),
        "d": ("timestamp(3)", "timestamp"),
        "e": ("bigint[]", "list(integer)"),
        "f": ("float8", "float"),
        "g": ("jsonb", "json"),
        "h": ("time", "time"),
        "i": ("boolean", "boolean"),
    }
    sql = f"SELECT {', '.join(f'NULL::{native} AS {name}' for name, (native, _) in casts.items())}"
    with opened(tmp_path, settings(there)) as engine:
        described = engine.describe_result(query(sql, *(type_ for _, type_ in casts.values())))  # type: ignore[attr-defined]
        assert engine.describe(("studio", "film")) == {"film_id": "int8", "title": "text"}  # type: ignore[attr-defined]
        with pytest.raises(GenesisError, match="G703"):
            engine.describe(("studio", "films"))  # type: ignore[attr-defined]
    for name, (_, type_) in casts.items():
        kind = parse_type(type_)
        assert kind
        assert fits(described[name], "postgres", kind), (name, described[name])


def test_rows_come_in_batches_and_what_is_left_is_closed(there: str, tmp_path: Path) -> None:
    with opened(tmp_path, settings(there)) as engine:
        batches = iter(engine.run(query("SELECT n FROM generate_series(1, 1000000) AS n", "integer")))
        other = iter(engine.run(query("SELECT 1", "integer")))
        assert [len(next(batches)), len(next(batches)), next(other)] == [2048, 2048, [(1,)]]
        open_cursors = (
            "SELECT count(*) FROM pg_cursors WHERE statement LIKE '%generate%' AND statement NOT LIKE '%LIKE%'"
        )
        assert rows(engine, query(open_cursors, "integer")) == [(1,)]
        batches.close()  # type: ignore[attr-defined]
        assert rows(engine, query(open_cursors, "integer")) == [(0,)]


def test_ctrl_c_ends_the_query_on_the_server(there: str, tmp_path: Path, engines: Engines) -> None:
    for file, text in {
        "definitions/nap.yaml": "source: nap\nsql: {postgres: SELECT 1 AS n FROM pg_sleep(60)}\nkey: n\nfields: {n: integer}\n",
        "inputs/naps.yaml": "input: naps\nsource: nap\nfields: [n]\n",
        "genesis.yaml": f"connections:\n  studio: {settings(there)}\n",
    }.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    cursor = engines.cursor("postgres")

    def running() -> int:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'FETCH%'")
        ((count,),) = cursor.fetchall()
        return int(str(count))

    program = [sys.executable, "-c", "from genesis.cli.main import main; main()", "preview", "naps"]
    with subprocess.Popen(program, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as asking:
        until = time.monotonic() + 30
        while not running() and time.monotonic() < until:
            time.sleep(0.1)
        assert running() == 1
        asking.send_signal(signal.SIGINT)
        out, told = asking.communicate(timeout=30)
    assert (asking.returncode, out, told) == (130, b"", b"")
    assert running() == 0


def test_secrets_stand_in_no_message_and_no_trace(tmp_path: Path) -> None:
    nobody = '{engine: postgres, host: 127.0.0.1, port: 1, user: a, password: "${P}"}'
    hush = "hu'sh='hu"
    with pytest.raises(GenesisError) as caught:
        opened(tmp_path, nobody, {"P": hush})
    assert said(caught.value).startswith("G711 PostgreSQL cannot be reached: ")
    assert hush not in "".join(traceback.format_exception(caught.value))


def test_the_client_is_an_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "genesis.engines.postgres", raising=False)
    with pytest.raises(GenesisError) as caught:
        opened(tmp_path, "{engine: postgres}")
    hint = "install Genesis with its extra: `pip install '.[postgres]'` in its repository"
    wanted = f"G710 the engine `postgres` needs the Python package `psycopg`, which is not installed | {hint}"
    assert said(caught.value) == wanted


def test_an_error_points_at_the_definition_it_comes_of(there: str, tmp_path: Path) -> None:
    (tmp_path / "definitions").mkdir()
    (tmp_path / "inputs").mkdir()
    (tmp_path / "definitions/film.yaml").write_text(
        "source: film\ntable: studio.film\nkey: id\nfields:\n  id: {type: integer, column: film_id}\n"
        "  score:\n    type: integer\n    sql: {default: id, postgres: scored(id)}\n"
    )
    (tmp_path / "inputs/films.yaml").write_text("input: films\nsource: film\nfields: [id, score]\n")
    asked = compile_input(open_project(tmp_path), "films", "postgres")
    with opened(tmp_path, settings(there)) as engine, pytest.raises(GenesisError) as caught:
        rows(engine, asked)
    (found,) = caught.value.diagnostics
    assert found.message.startswith("`films` cannot run: PostgreSQL says: function scored(")
    assert found.span
    assert found.span.file.path == "definitions/film.yaml"
    assert found.span.file.text.splitlines()[found.span.line - 1].lstrip().startswith(("score", "sql"))
