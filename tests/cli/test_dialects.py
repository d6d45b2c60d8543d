"""`genesis dialects` tells what is known of each dialect, and claims nothing that the tests do not try."""

import json

import pytest

from genesis.cli import dialects as dialects_command
from genesis.cli.main import call
from genesis.discovery.dialects import DialectFacts
from genesis.sql.dialect import dialect, dialects
from tests.engines.servers import CURSORS


def test_every_dialect_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["dialects"]) == 0
    title, rule, *lines = capsys.readouterr().out.splitlines()
    assert title.split() == ["Dialect", "Tried", "Engine", "Cannot", "say"]
    assert set(rule) == {"─"}
    assert tuple(line.split()[0] for line in lines if not line.startswith(" ")) == dialects()
    assert any(line.split()[:6] == ["duckdb", "on", "the", "engine", "itself", "yes"] for line in lines)


def test_what_a_dialect_cannot_say_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["dialects", "--format", "json"]) == 0
    listed = {entry["dialect"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert listed["duckdb"] == {"dialect": "duckdb", "tried": "library", "tried_on": "", "engine": True, "lacks": []}
    assert "regexp_like" in listed["postgres"]["lacks"]
    assert all(entry["engine"] for name, entry in listed.items() if name in {"duckdb", "postgres", "trino"})


def test_one_dialect_is_told_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["dialects", "presto"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "presto: tried on Trino, a relative; it can be compiled for, not run"
    assert "  cannot say at_timezone" in told
    assert call(["dialects", "presto", "--format", "json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert [f"  cannot say {name}" for name in entry["lacks"]] == told[1:]


def test_a_dialect_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["dialects", "prestoo"]) == 2
    assert "G600" in capsys.readouterr().err


def test_many_that_cannot_be_said_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    lacks = [f"f{n}" for n in range(5)]
    dialects_command._list([DialectFacts("x", "relative", "Y", False, tuple(lacks))])
    assert "on Y, a relative" in (shown := capsys.readouterr().out)
    assert "5: f0, f1, f2, ..." in shown


def test_what_stands_for_an_engine_is_named() -> None:
    standing = {name for name in dialects() if dialect(name).tried in {"reference", "relative", "emulator"}}
    assert standing == {name for name in dialects() if dialect(name).tried_on}


def test_no_dialect_claims_an_engine_that_the_tests_do_not_have(capsys: pytest.CaptureFixture[str]) -> None:
    call(["dialects", "--format", "json"])
    tried = {entry["dialect"] for entry in json.loads(capsys.readouterr().out) if entry["tried"] != "parser"}
    assert tried <= set(CURSORS)
