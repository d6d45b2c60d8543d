"""Hints that say what was meant, where the nearest name would mislead."""

from pathlib import Path

import pytest

from genesis.diagnostics import did_you_mean
from tests.diagnostics.projects import check, run, write

FILM = """\
source: film
table: studio.film
key: film_id
fields:
  film_id: integer
  title: string
  score: "{type}"
"""


def asked(*lines: str) -> dict[str, str]:
    return {"inputs/films.yaml": "\n".join(("input: films", "source: film", *lines, ""))}


CASES = [
    (asked("fields: [{field: title, format: money}]"), "did you mean `currency`?"),
    (asked("fields: [title]", "sort: title desc"), "write `-title`"),
    (asked("fields: [title]", "sort: title ASC"), "write `title`"),
    (asked("fields: [country.name, credits.count]", "sort: name desc"), "write `-name`"),
    (asked("fields: [title]", "filters:", '  - sql: title = "abc"'), "a text stands in single quotes: 'abc'"),
    ({"definitions/film.yaml": FILM.format(type="decimal(50,2)")}, "write `decimal(p,s)` with 1 <= p <= 38 and s <= p"),
    (
        {"definitions/film.yaml": FILM.format(type="decimal(10,12)")},
        "write `decimal(p,s)` with 1 <= p <= 38 and s <= p",
    ),
    ({"genesis.yaml": ""}, "say what it holds, for example `connections: {demo: {engine: duckdb, files: data}}`"),
    ({"inputs/m29 with space.yaml": "input: m29\nsource: film\nfields: [title]\n"}, "rename the file to `m29.yaml`"),
]


@pytest.mark.parametrize(("written", "hint"), CASES)
def test_hint(written: dict[str, str], hint: str, tmp_path: Path) -> None:
    assert hint in [d.hint for d in check(write(tmp_path, written))]


def test_a_cast_to_no_type_shows_what_was_written(tmp_path: Path) -> None:
    written = asked("fields: [title, {sql: cast(budget as Number), as: y}]")
    found = [(d.column, d.message) for d in check(write(tmp_path, written))]
    assert found == [(38, "there is no type `Number` in the language")]


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("now()", "the language has no current time in expressions"),
        ("'unterminate", "this expression cannot be read: a quote or a comment does not end"),
    ],
)
def test_wording(sql: str, message: str, tmp_path: Path) -> None:
    written = asked("fields:", "  - title", f'  - {{sql: "{sql}", as: y}}')
    assert [d.message for d in check(write(tmp_path, written))] == [message]


def test_a_query_whose_quote_does_not_end(tmp_path: Path) -> None:
    film = 'source: film\nsql: "SELECT \'a"\nkey: film_id\nfields: {film_id: integer}\n'
    assert "this SQL cannot be read: a quote or a comment does not end" in {
        d.message for d in check(write(tmp_path, {"definitions/film.yaml": film}))
    }


def test_a_name_is_listed_once() -> None:
    assert did_you_mean("x", ["screenings", "films", "screenings"]) == "known here: films, screenings"


def test_connections_without_a_default_are_listed(tmp_path: Path) -> None:
    both = "connections:\n  one: {engine: duckdb, files: a}\n  two: {engine: duckdb, files: b}\n"
    (found,) = run(write(tmp_path, {"genesis.yaml": both}))
    assert found.hint == "name one of one, two: `--connection NAME`, or `default_connection: NAME`"
