"""`genesis dialects` tells what is known of each dialect, and claims nothing that the tests do not try."""

import json

import pytest

from genesis.cli.main import call
from genesis.sql.dialect import dialects
from tests.engines.servers import CURSORS


def test_every_dialect_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["dialects"]) == 0
    title, rule, *lines = capsys.readouterr().out.splitlines()
    assert title.split() == ["Dialect", "Tried", "Engine", "Cannot", "say"]
    assert set(rule) == {"─"}
    assert tuple(line.split()[0] for line in lines if not line.startswith(" ")) == dialects()
    assert any(line.startswith("duckdb") and "on the engine itself   yes" in line for line in lines)


def test_what_a_dialect_cannot_say_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["dialects", "--format", "json"]) == 0
    listed = {entry["dialect"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert listed["duckdb"] == {"dialect": "duckdb", "tried": "library", "engine": True, "lacks": []}
    assert "regexp_like" in listed["postgres"]["lacks"]
    assert all(entry["engine"] for name, entry in listed.items() if name in {"duckdb", "postgres", "trino"})


def test_no_dialect_claims_an_engine_that_the_tests_do_not_have(capsys: pytest.CaptureFixture[str]) -> None:
    call(["dialects", "--format", "json"])
    tried = {entry["dialect"] for entry in json.loads(capsys.readouterr().out) if entry["tried"] != "parser"}
    assert tried <= set(CURSORS)
