"""One broken source, file or server hides nothing that is found elsewhere."""

import json
from pathlib import Path

import pytest

from tests.cli.cinema import Answer
from tests.cli.conftest import Genesis

SETTINGS = "connections:\n  rows: {engine: duckdb, files: data}\n  far: {engine: trino, host: 127.0.0.1, port: 1, user: a, catalog: h}\n"


def places(done: Answer) -> list[tuple[str, int, str]]:
    return [(one["file"], one["line"], one["code"]) for one in json.loads(done.out) if one["severity"] != "note"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "definitions").mkdir()
    (tmp_path / "data" / "shop").mkdir(parents=True)
    (tmp_path / "genesis.yaml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "data" / "shop" / "film.csv").write_text("film_id,title\n1,Salt\n", encoding="utf-8")
    add(tmp_path, "film", "table: shop.film", "film_id: integer, year: integer")
    return tmp_path


def add(root: Path, name: str, rows: str, fields: str) -> None:
    text = f"source: {name}\n{rows}\nkey: film_id\nfields: {{{fields}}}\n"
    (root / "definitions" / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_sql_that_cannot_be_read_hides_nothing(root: Path, genesis: Genesis) -> None:
    add(root, "odd", 'sql: "select film_id frm shop.film where ((("', "film_id: integer")
    add(root, "typed", "table: shop.film", "film_id: whole")
    done = genesis("check", "--connection", "rows", "--format", "json", "--project", str(root))
    assert (done.code, places(done)) == (
        1,
        [
            ("definitions/film.yaml", 4, "G704"),
            ("definitions/odd.yaml", 2, "G312"),
            ("definitions/typed.yaml", 4, "G301"),
        ],
    )


def test_a_file_that_cannot_be_read_is_told_at_its_source(root: Path, genesis: Genesis) -> None:
    (root / "data" / "shop" / "worn.parquet").write_bytes(b"not rows at all")
    (root / "data" / "shop" / "void.csv").write_bytes(b"")
    add(root, "worn", "table: shop.worn", "film_id: integer")
    add(root, "void", "table: shop.void", "film_id: integer")
    words = ("check", "--connection", "rows", "--project", str(root))
    assert places(genesis(*words, "--format", "json")) == [
        ("definitions/film.yaml", 4, "G704"),
        ("definitions/void.yaml", 2, "G706"),
        ("definitions/worn.yaml", 2, "G706"),
    ]
    said = genesis(*words).out
    assert "data/shop/void.csv cannot be read: it is empty" in said
    assert "data/shop/worn.parquet cannot be read" in said
    assert str(root) not in said
    for path in (root / "definitions").iterdir():
        path.unlink()
    begun = genesis("scaffold", "shop.*", "--connection", "rows", "--project", str(root))
    assert "`shop.worn` is left out: data/shop/worn.parquet cannot be read" in begun.err
    assert "G706" in genesis("scaffold", "shop.void", "--connection", "rows", "--project", str(root)).err


def test_what_definitions_have_wrong_is_told_without_the_server(root: Path, genesis: Genesis) -> None:
    add(root, "typed", "table: shop.film", "film_id: whole")
    words = ("check", "--connection", "far", "--project", str(root))
    done = genesis(*words)
    assert done.code == 4
    assert "definitions/typed.yaml:4:" in done.out
    assert "G301" in done.out
    assert "G711" in done.err
    done = genesis(*words, "--format", "json")
    assert (done.code, [one["code"] for one in json.loads(done.out)]) == (4, ["G301", "G711"])
