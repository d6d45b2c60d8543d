"""What a tracker is compiled to, and which edits its hashes see."""

import json
from pathlib import Path

import pytest

from genesis.generated.compiled import CompiledTracker, compiled_tracker, hash_of
from genesis.spec.project import open_project

SOURCE = """source: film
owner: data@example.com
table: shop.film
key: film_id
fields:
  film_id: integer
  title: {type: string, label: Title}
  price: {type: "decimal(6,2)", format: {currency: USD}}
"""
INPUT = """input: films
owner: readers@example.com
source: film
fields: [title, price]
"""
TRACKER = """tracker: films
input: films
owner: shop@example.com
destination: {type: csv, path: out/films.csv}
schedule: {cron: "0 6 * * *", timezone: Asia/Tokyo}
annotations: [Notes]
audits: [{rows: {min: 1, max_change: 30%}}]
"""
PROJECT = """connections: {shop: {engine: postgres, host: db.example.com, user: "${DB_USER}", password: "${DB_PASSWORD}"}}
"""


def compiled(root: Path, **texts: str) -> CompiledTracker:
    written = {"source": SOURCE, "input": INPUT, "tracker": TRACKER, "project": PROJECT} | texts
    places = {
        "source": "definitions/film.yaml",
        "input": "inputs/films.yaml",
        "tracker": "trackers/films.yaml",
        "project": "genesis.yaml",
    }
    for kind, text in written.items():
        path = root / places[kind]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return compiled_tracker(open_project(root), "films")


def test_contract_says_what_a_reader_gets(tmp_path: Path) -> None:
    told = json.loads(compiled(tmp_path).contract_text)
    assert told == {
        "format": 1,
        "tracker": "films",
        "input": "films",
        "connection": "shop",
        "dialect": "postgres",
        "owners": ["shop@example.com", "readers@example.com"],
        "destination": {"type": "csv", "path": "out/films.csv"},
        "schedule": {"cron": "0 6 * * *", "timezone": "Asia/Tokyo"},
        "columns": [
            {"name": "title", "label": "Title", "type": "string", "format": {}, "hidden": False},
            {
                "name": "price",
                "label": "Price",
                "type": "decimal(6,2)",
                "format": {"kind": "currency", "pattern": "¤#,##0.00", "currency": "USD"},
                "hidden": False,
            },
            {"name": "film_id", "label": "film_id", "type": "integer", "format": {}, "hidden": True},
        ],
        "key": ["film_id"],
        "sources": ["film"],
        "settings": {
            "annotations": [{"name": "Notes", "options": []}],
            "audits": [{"rows": {"min": 1, "max_change": "30%"}}],
        },
    }


def test_sql_is_for_the_connection_and_has_no_comments(tmp_path: Path) -> None:
    query = compiled(tmp_path).query
    assert query.dialect == "postgres"
    assert "--" not in query.sql
    assert "/*" not in query.sql


@pytest.mark.parametrize(
    ("kind", "old", "new", "changed"),
    [
        ("source", "source: film", "# one film a row\nsource: film", ""),
        ("input", "fields: [title, price]", "\n\nfields:\n  - title\n  - price", ""),
        ("tracker", "tracker: films", "# for the shop\ntracker: films", ""),
        ("tracker", "type: csv, path: out/films.csv", "path: out/films.csv, type: csv", ""),
        ("tracker", "min: 1, max_change: 30%", "max_change: 30%, min: 1", ""),
        ("source", "table: shop.film", "table: shop.films", "sql"),
        ("source", "label: Title", "label: Film", "contract"),
        ("source", "currency: USD", "currency: EUR", "contract"),
        ("tracker", "out/films.csv", "out/other.csv", "contract"),
        ("tracker", "shop@example.com", "others@example.com", "contract"),
        ("tracker", "0 6 * * *", "0 7 * * *", "contract"),
        ("tracker", "min: 1", "min: 2", "contract"),
        ("tracker", "[Notes]", "[Remarks]", "contract"),
        ("input", "[title, price]", "[price, title]", "sql contract"),
        ("project", "engine: postgres", "engine: trino", "sql contract"),
    ],
)
def test_which_edits_the_hashes_see(kind: str, old: str, new: str, changed: str, tmp_path: Path) -> None:
    texts = {"source": SOURCE, "input": INPUT, "tracker": TRACKER, "project": PROJECT}
    assert old in texts[kind]
    before = compiled(tmp_path)
    after = compiled(tmp_path, **{kind: texts[kind].replace(old, new)})
    found = {"sql": after.sql_hash != before.sql_hash, "contract": after.contract_hash != before.contract_hash}
    assert " ".join(part for part, differs in found.items() if differs) == changed
    assert (after.hash != before.hash) is bool(changed)


def test_secrets_are_not_looked_up(tmp_path: Path) -> None:
    assert "DB_PASSWORD" not in compiled(tmp_path).contract_text


def test_parts_do_not_run_together() -> None:
    assert hash_of("ab", "c") != hash_of("a", "bc")
    assert hash_of("a") != hash_of("a", "")
