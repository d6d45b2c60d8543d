"""A project and the tables it is about, which differ from it: made on each engine, with the differences known by hand."""

from pathlib import Path

from tests.engines.servers import Cursor

FILES = {
    "definitions/film.yaml": """\
source: film
owner: film-data@example.com
table: stage.film
key: film_id
fields:
  film_id: integer
  title: string
  budget: {type: "decimal(12,2)"}
  released: date
  wrapped: {type: timestamp, column: wrapped_at}
  studio_id: integer
  remarks: string
  cost: {sql: budget * 2}
joins:
  studio: {to: studio, on: studio_id, reverse: films}
measures:
  total: {sum: cost}
""",
    "definitions/studio.yaml": """\
source: studio
table: stage.studio
key: studio_id
fields:
  studio_id: integer
  name: string
  city: string
""",
    "definitions/prize.yaml": """\
source: prize
table: stage.prize
key: prize_id
fields: {prize_id: integer, film_id: integer}
joins:
  film: {to: film, on: film_id, reverse: prizes}
""",
    "definitions/poster.yaml": """\
source: poster
table: stage.poster
key: film_id
fields: {film_id: integer}
""",
    "definitions/ledger.yaml": """\
source: ledger
sql: SELECT film_id, paid FROM stage.ledger
key: film_id
fields:
  film_id: integer
  paid: integer
  due: date
""",
    "inputs/films.yaml": """\
input: films
source: film
owner: planning@example.com
fields: [film_id, title, cost, studio.name]
""",
    "inputs/studios.yaml": """\
input: studios
source: studio
fields: [studio_id, films.total]
""",
    "inputs/posters.yaml": "input: posters\nsource: poster\nfields: [film_id]\n",
    "inputs/ledgers.yaml": "input: ledgers\nsource: ledger\nfields: [film_id, paid]\n",
    "trackers/films.yaml": """\
tracker: films
input: films
owner: ann@example.com
destination: {type: csv, path: out/films.csv}
""",
    "trackers/films_again.yaml": """\
tracker: films_again
input: films
owner: bob@example.com
destination: {type: csv, path: out/films_again.csv}
""",
}
DIFFERENCES = [
    # film: budget is a narrower decimal, film_id a narrower integer, title a shorter text: all fit
    ("definitions/film.yaml", 9, "G714", "warning", ()),  # released
    ("definitions/film.yaml", 10, "G704", "warning", ()),  # wrapped_at
    ("definitions/film.yaml", 11, "G704", "error", ("films", "studios")),  # studio_id
    ("definitions/ledger.yaml", 6, "G714", "error", ("ledgers",)),  # paid
    ("definitions/ledger.yaml", 7, "G704", "warning", ()),  # due
    ("definitions/poster.yaml", 2, "G703", "error", ("posters",)),
    ("definitions/prize.yaml", 2, "G703", "warning", ()),
    ("definitions/studio.yaml", 6, "G714", "error", ("films",)),  # name
]
"""File, line, code, severity and inputs hit. `remarks` is there, `city` too; the tables have more columns than are named."""
MOMENT = {"duckdb": "TIMESTAMP", "trino": "TIMESTAMP(3)", "postgres": "TIMESTAMP"}

FILM = (
    "film_id INTEGER, title VARCHAR(20), budget DECIMAL(10, 2), "
    "released {}, remarks VARCHAR, studio INTEGER, country VARCHAR"
)


def write(root: Path, settings: str) -> Path:
    """The project, whose one connection is ``studio``."""
    for name, text in {**FILES, "genesis.yaml": f"connections:\n  studio: {settings}\n"}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def build(cursor: Cursor, engine: str, schema: str = "stage") -> None:
    """The tables, and a view among them."""
    for statement in (
        f"CREATE SCHEMA {schema}",
        f"CREATE TABLE {schema}.film ({FILM.format(MOMENT[engine])})",
        f"CREATE TABLE {schema}.studio_rows (studio_id BIGINT, name INTEGER, city VARCHAR)",
        f"CREATE VIEW {schema}.studio AS SELECT * FROM {schema}.studio_rows",
        f"CREATE TABLE {schema}.ledger (film_id BIGINT, paid VARCHAR)",
        f"CREATE TABLE {schema}.posters (film_id BIGINT)",
    ):
        cursor.execute(statement)
