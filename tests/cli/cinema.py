"""Films and their studios: four films, one without a studio, one without a year."""

from pathlib import Path

from msgspec import Struct

FILES = {
    "genesis.yaml": """\
connections:
  files: {engine: duckdb, files: definitions/data}
  elsewhere: {engine: duckdb, database: "${CINEMA_TOKEN}"}
default_connection: files
""",
    "definitions/film.yaml": """\
source: film
table: cinema.film
key: film_id
fields:
  film_id: integer
  title: {type: string, label: Film}
  studio_id: integer
  released: {type: date, format: {date: d MMM yyyy}}
  budget: {type: "decimal(10,2)", format: {number: "#,##0.00"}}
joins:
  studio: {to: studio, on: studio_id, reverse: films}
measures:
  total_budget: {sum: budget}
""",
    "definitions/studio.yaml": """\
source: studio
table: cinema.studio
key: studio_id
fields:
  studio_id: integer
  name: string
""",
    "definitions/data/cinema/film.csv": """\
film_id,title,studio_id,released,budget
1,Harbour Lights,1,2024-02-01,1250000.00
2,The Long Salt,2,2024-05-06,3400000.50
3,Second Unit,1,,80000.00
4,Nowhere Yet,,2024-09-01,
""",
    "definitions/data/cinema/studio.csv": "studio_id,name\n1,Brick Lane\n2,Salt Flats\n",
    "inputs/films.yaml": """\
input: films
source: film
fields: [film_id, title, studio.name, released, budget]
sort: [title]
""",
    "inputs/studios.yaml": """\
input: studios
source: studio
fields: [studio_id, name, films.count]
""",
    "trackers/films.yaml": """\
tracker: films
input: films
destination: {type: csv, path: out/films.csv}
""",
    "trackers/studios.yaml": """\
tracker: studios
input: studios
destination: {type: csv, path: out/studios.csv}
""",
}


class Answer(Struct, frozen=True):
    """What a command did: its exit code, its standard output and its standard error."""

    code: int
    out: str
    err: str


def write(folder: Path) -> None:
    """Write the project into a folder."""
    for name, text in FILES.items():
        put(folder, name, text)


def put(folder: Path, name: str, text: str) -> None:
    """Write one file of it."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
