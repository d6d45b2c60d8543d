"""PostgreSQL's own types of types, and foreign keys to what may not be read."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Genesis
from tests.engines.conftest import Engines

MADE = (
    "CREATE ROLE reader LOGIN",
    "CREATE SCHEMA nest",
    "CREATE DOMAIN nest.inner_money AS numeric(10,2)",
    "CREATE DOMAIN nest.outer_money AS nest.inner_money CHECK (value > 0)",
    "CREATE TYPE nest.mood AS ENUM ('calm', 'grim')",
    "CREATE DOMAIN nest.kept_mood AS nest.mood",
    "CREATE TYPE nest.pair AS (a integer, b text)",
    "CREATE TABLE nest.head (head_id bigint PRIMARY KEY, number text UNIQUE)",
    (
        "CREATE TABLE nest.line (line_id bigint PRIMARY KEY, number text REFERENCES nest.head (number), price nest.outer_money, "
        "mood nest.mood, kept nest.kept_mood, twin nest.pair, prices nest.inner_money[], moods nest.mood[])"
    ),
    "GRANT USAGE ON SCHEMA nest TO reader",
    "GRANT SELECT (head_id) ON nest.head TO reader",
    "GRANT SELECT ON nest.line TO reader",
)


@pytest.fixture
def nest(engines: Engines, settings: Callable[[str], str], tmp_path: Path) -> Iterator[Path]:
    of_postgres = settings("postgres").replace("user: genesis", "user: reader")
    cursor = engines.cursor("postgres")
    for sql in MADE:
        cursor.execute(sql)
    (tmp_path / "definitions").mkdir()
    (tmp_path / "genesis.yaml").write_text(f"connections:\n  studio: {of_postgres}\n", encoding="utf-8")
    yield tmp_path
    cursor.execute("DROP SCHEMA nest CASCADE")
    cursor.execute("DROP ROLE reader")


def test_only_what_has_a_plain_text_is_cast(nest: Path, genesis: Genesis) -> None:
    assert genesis("scaffold", "nest.head", "nest.line", "--project", str(nest)).code == 0
    lines = (nest / "definitions" / "line.yaml").read_text(encoding="utf-8").partition("fields:\n")[2].splitlines()
    assert lines[:8] == [
        "  line_id: integer",
        "  number: string",
        "  price: decimal(10,2)",
        "  mood: string",
        "  kept: string",
        "  # twin: nest.pair is no type here; a view, or `sql:`, may cast it",
        "  # prices: nest.inner_money[] is no type here; a view, or `sql:`, may cast it",
        "  # moods: nest.mood[] is no type here; a view, or `sql:`, may cast it",
    ]
    assert "  # number refers to nest.head, and head has no field that reads number" in lines
    done = genesis("check", "--connection", "studio", "--project", str(nest))
    assert (done.code, done.out) == (0, "")
