"""Mistakes that no page's example can make: files that are not text, folders, the environment, engines and dialects."""

import os
from pathlib import Path

import pytest

import genesis
from genesis.api import Project
from genesis.diagnostics import Diagnostic, GenesisError
from genesis.engines import opening
from genesis.output.diagnostics.text import render
from genesis.spec.project import open_project
from genesis.spec.secrets import resolve_settings
from genesis.sql.dialect import dialect
from tests.diagnostics.projects import check, mistakes, run, write

PERSON = "source: person\ntable: studio.person\nkey: person_id\nfields: {person_id: integer}\n"


def only(found: tuple[Diagnostic, ...]) -> str:
    assert len(found) == 1, render(found)
    return render(found)


def with_bytes(root: Path, raw: bytes) -> Project:
    project = write(root, {})
    (root / "definitions/person.yaml").write_bytes(raw)
    return project


def test_g002_names_the_byte_and_its_place(tmp_path: Path) -> None:
    raw = PERSON.encode() + "description: Caf\xe9 owners\n".encode("latin-1")
    assert only(check(with_bytes(tmp_path, raw))) == (
        "definitions/person.yaml:5:17: error G002: the byte 0xE9 is not UTF-8\n"
        "  5 | description: Caf� owners\n"
        "    |                 ^\n"
        "  hint: save the file as UTF-8\n"
    )


def test_g002_says_that_a_file_is_utf_16(tmp_path: Path) -> None:
    found = only(check(with_bytes(tmp_path, PERSON.encode("utf-16"))))
    assert found.startswith("definitions/person.yaml:1:1: error G002: the file is UTF-16, not UTF-8\n")


def test_g003_a_file_over_one_mebibyte(tmp_path: Path) -> None:
    most = PERSON.encode() + b"description: "
    full = most + b"x" * ((1 << 20) - len(most))
    assert check(with_bytes(tmp_path, full)) == ()
    found = only(check(with_bytes(tmp_path, full + b"x")))
    assert found.startswith("definitions/person.yaml:1:1: error G003: the file is larger than 1 MiB\n")


@pytest.mark.parametrize(
    ("char", "hint"),
    [
        ("\0", "delete it"),
        ("\x0b", 'delete it, or write it as an escape in double quotes: "\\u000b"'),
        ("\x85", 'delete it, or write it as an escape in double quotes: "\\u0085"'),
        ("\u2028", 'delete it, or write it as an escape in double quotes: "\\u2028"'),
        ("\ufeff", "delete it"),
    ],
)
def test_g004_a_character_that_yaml_does_not_allow(tmp_path: Path, char: str, hint: str) -> None:
    found = check(with_bytes(tmp_path, (PERSON + f"description: one{char}two\n").encode()))
    assert [(d.code, d.line, d.column, d.hint) for d in found] == [("G004", 5, 17, hint)]
    assert f"U+{ord(char):04X}" in found[0].message


def test_g013_nested_too_deeply(tmp_path: Path) -> None:
    allowed, one_more = ("where: " + "[" * n + "x" + "]" * n + "\n" for n in (63, 64))
    assert "G013" not in {d.code for d in check(with_bytes(tmp_path, (PERSON + allowed).encode()))}
    found = only(check(with_bytes(tmp_path, (PERSON + one_more).encode())))
    assert found.startswith("definitions/person.yaml:5:71: error G013: lists and mappings are nested more than 64 deep")


def test_g100_names_the_folder_that_was_asked_for(tmp_path: Path) -> None:
    (found,) = mistakes(lambda: genesis.load(tmp_path))
    assert found.message.endswith(f"no definitions/, upwards from {tmp_path}")


def test_g100_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = mistakes(lambda: genesis.load(tmp_path))
    assert only(found) == (
        "error G100: there is no Genesis project here: no genesis.yaml and no definitions/, upwards from this folder\n"
        "  hint: make one with `genesis init`, or name its folder with `--project DIR`\n"
    )


def test_g103_a_link_that_leads_out_of_the_project(tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text(PERSON, encoding="utf-8")
    project = write(tmp_path / "project", {})
    (tmp_path / "project/definitions/person.yaml").unlink()
    (tmp_path / "project/definitions/person.yaml").symlink_to(outside)
    found = only(check(project))
    assert found.startswith(
        "definitions/person.yaml:1:1: error G103: the file is a link that leads out of the project\n"
    )


def test_g103_a_link_inside_the_project_is_followed(tmp_path: Path) -> None:
    project = write(tmp_path, {})
    (tmp_path / "definitions/person.yaml").rename(tmp_path / "people.yaml")
    (tmp_path / "definitions/person.yaml").symlink_to(tmp_path / "people.yaml")
    assert check(project) == ()


@pytest.mark.parametrize("target", ["person.yaml", "nowhere.yaml"])
def test_g103_a_link_to_itself_or_to_nothing(tmp_path: Path, target: str) -> None:
    project = write(tmp_path, {})
    (tmp_path / "definitions/person.yaml").unlink()
    (tmp_path / "definitions/person.yaml").symlink_to(tmp_path / "definitions" / target)
    assert {d.code for d in check(project)} == {"G103"}


def test_g103_something_that_is_no_file(tmp_path: Path) -> None:
    project = write(tmp_path, {})
    (tmp_path / "definitions/person.yaml").unlink()
    os.mkfifo(tmp_path / "definitions/person.yaml")
    assert only(check(project)).startswith("definitions/person.yaml:1:1: error G103: this is not a file\n")


def test_g105_each_variable_that_is_not_set(tmp_path: Path) -> None:
    write(
        tmp_path, {"genesis.yaml": 'destinations:\n  airtable: {token: "${AIRTABLE_TOKEN}", endpoint: "${AIR_URL}"}\n'}
    )
    settings = open_project(tmp_path).project.destinations[0].settings
    found = mistakes(lambda: resolve_settings(settings, {"AIRTABLE_TOKENS": "x"}))
    assert [(d.code, d.line, d.column, d.hint) for d in found] == [
        ("G105", 2, 21, "did you mean `AIRTABLE_TOKENS`?"),
        ("G105", 2, 52, "set it before the command: `export AIR_URL=...`"),
    ]
    assert "x" not in repr(resolve_settings(settings, {"AIRTABLE_TOKEN": "x", "AIR_URL": "x"}))


def test_g600_no_such_dialect() -> None:
    assert only(mistakes(lambda: dialect("duck"))) == (
        "error G600: there is no dialect `duck`\n  hint: did you mean `duckdb`?\n"
    )


def test_g601_no_text_for_the_dialect(tmp_path: Path) -> None:
    text = PERSON.replace("table: studio.person", "sql: {trino: SELECT person_id FROM hive.studio.person}")
    written = {
        "definitions/person.yaml": text,
        "inputs/films.yaml": "input: films\nsource: person\nfields: [person_id]\n",
    }
    project = write(tmp_path, written)
    found = mistakes(lambda: project.compile("films", "duckdb"))
    assert [(d.code, d.file, d.line, d.column) for d in found] == [("G601", "definitions/person.yaml", 2, 6)]


def test_g706_a_file_of_rows_that_cannot_be_read(tmp_path: Path) -> None:
    project = write(tmp_path, {})
    (tmp_path / "definitions/data/studio/film.csv").write_text("film_id,title,Title\n1,a,b\n", encoding="utf-8")
    found = only(run(project))
    assert "error G706: definitions/data/studio/film.csv cannot be read: it has two columns `title`\n" in found
    assert found.endswith("  hint: letter case does not tell columns apart\n")


def test_g707_what_the_engine_refuses(tmp_path: Path) -> None:
    films = "input: films\nsource: film\nfields:\n  - {sql: cast(title as bigint), as: number}\n"
    found = only(run(write(tmp_path, {"inputs/films.yaml": films})))
    assert found.startswith("inputs/films.yaml:1:8: error G707: `films` cannot run: DuckDB says: Conversion Error: ")


def test_g708_two_files_for_one_table(tmp_path: Path) -> None:
    project = write(tmp_path, {})
    (tmp_path / "definitions/data/studio/film.parquet").write_bytes(b"")
    found = only(run(project))
    assert "error G708: more than one file is the table `studio.film`: " in found
    assert "definitions/data/studio/film.csv, definitions/data/studio/film.parquet" in found


def test_g710_an_engine_whose_package_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}", name="client")

    project = write(tmp_path, {})
    monkeypatch.setattr(opening, "import_module", missing)
    found = run(project)
    hint = "install Genesis with its extra: `pip install '.[duckdb]'` in its repository"
    assert [(d.code, d.line, d.column, d.hint) for d in found] == [("G710", 2, 18, hint)]


def test_an_error_says_its_headlines(tmp_path: Path) -> None:
    with pytest.raises(GenesisError, match=r"^error G100: there is no Genesis project here"):
        genesis.load(tmp_path)


@pytest.mark.parametrize("name", ["contains", "starts_with", "ends_with", "like", "matches"])
def test_g407_text_is_not_searched_for_null(tmp_path: Path, name: str) -> None:
    films = f"input: films\nsource: film\nfields: [title]\nfilters: [{{title: {{{name}: null}}}}]\n"
    found = check(write(tmp_path, {"inputs/films.yaml": films}))
    assert [(d.code, d.line, d.column) for d in found] == [("G407", 4, 22 + len(name))]


@pytest.mark.parametrize(
    ("period", "today"), [("this: year", "9999-12-31"), ("last: 1 day", "9999-12-31"), ("previous: year", "0001-05-05")]
)
def test_g430_a_period_outside_the_calendar(tmp_path: Path, period: str, today: str) -> None:
    films = f"input: films\nsource: film\nfields: [title]\nfilters: [{{released: {{{period}}}}}]\n"
    project = write(tmp_path, {"inputs/films.yaml": films})
    found = only(mistakes(lambda: project.compile("films", today=today)))
    assert found.startswith(f"inputs/films.yaml:4:{25 + period.index(':')}: error G430: `{period}` from {today} leaves")


@pytest.mark.parametrize(
    "sql",
    [
        "WITH gone AS (DELETE FROM studio.film RETURNING title) SELECT title FROM gone",
        "SELECT title INTO copied FROM studio.film",
        "SELECT title FROM studio.film FOR UPDATE",
        "SELECT title FROM studio.film WHERE title = $wanted",
        "SELECT title FROM studio.film WHERE title = ?",
    ],
)
def test_g313_a_source_only_reads_and_has_its_values_in_it(tmp_path: Path, sql: str) -> None:
    source = f"source: film\nsql: {{postgres: {sql!r}}}\nkey: title\nfields: {{title: string}}\n"
    films = "input: films\nsource: film\nfields: [title]\n"
    project = write(tmp_path, {"definitions/film.yaml": source, "inputs/films.yaml": films})
    found = only(mistakes(lambda: project.compile("films", "postgres")))
    assert found.startswith("definitions/film.yaml:2:17: error G313: `sql` of a source is one SELECT that only reads")


@pytest.mark.parametrize(
    ("key", "column"),
    [
        ("share", 12),
        ("{sql: share, as: s}", 29),
        ("cuts.length", 12),
        ("{field: cuts.length, as: l, format: {round: 1}}", 37),
        ("notes", 12),
    ],
)
def test_g415_floats_and_json_whatever_they_come_from(tmp_path: Path, key: str, column: int) -> None:
    found = check(write(tmp_path, {**_CUTS, "inputs/films.yaml": f"input: films\nsource: take\ngroup_by: [{key}]\n"}))
    assert [(d.code, d.line, d.column) for d in found] == [("G415", 3, column)]


def test_g409_json_has_no_order(tmp_path: Path) -> None:
    films = "input: films\nsource: take\nfields: [take_id, notes]\nsort: [-notes]\n"
    found = check(write(tmp_path, {**_CUTS, "inputs/films.yaml": films}))
    assert [(d.code, d.line, d.column) for d in found] == [("G409", 4, 9)]


def test_a_bucket_of_a_float_is_a_key(tmp_path: Path) -> None:
    films = "input: films\nsource: take\ngroup_by: [{field: share, format: {bucket: [0.5]}}]\nfields: [count]\n"
    assert check(write(tmp_path, {**_CUTS, "inputs/films.yaml": films})) == ()


_CUTS = {
    "definitions/take.yaml": (
        "source: take\ntable: studio.take\nkey: take_id\n"
        "fields: {take_id: integer, share: float, notes: json}\njoins: {cuts: {to: cut, on: take_id}}\n"
    ),
    "definitions/cut.yaml": (
        "source: cut\ntable: studio.cut\nkey: cut_id\nfields: {cut_id: integer, take_id: integer, seconds: integer}\n"
        "measures: {length: {avg: seconds}}\n"
    ),
}


@pytest.mark.parametrize("given", [[], (), "[]"])
def test_g429_an_empty_list_matches_nothing(tmp_path: Path, given: object) -> None:
    films = "input: films\nparameters: {t: {type: list(string)}}\nsource: film\nfields: [title]\nfilters: [{title: {in: $t}}]\n"
    project = write(tmp_path, {"inputs/films.yaml": films})
    found = only(mistakes(lambda: project.compile("films", parameters={"t": given})))
    assert found.startswith("error G429: the list of the parameter `t` is empty")


def test_g429_an_empty_list_as_a_default(tmp_path: Path) -> None:
    films = "input: films\nparameters: {t: {type: list(string), default: []}}\nsource: film\nfields: [title]\n"
    found = check(write(tmp_path, {"inputs/films.yaml": films}))
    assert [(d.code, d.line, d.column) for d in found] == [("G429", 2, 47)]


def test_g438_a_parameter_names_no_column_of_a_pivot(tmp_path: Path) -> None:
    pivot = "{pivot: title, values: [$t, $$t], field: count}"
    films = f"input: films\nparameters: {{t: {{type: string, default: x}}}}\nsource: film\ngroup_by: []\nfields:\n  - {pivot}\n"
    found = check(write(tmp_path, {"inputs/films.yaml": films}))
    assert [(d.code, d.line, d.column) for d in found] == [("G438", 6, 29)]
    project = write(tmp_path, {"inputs/films.yaml": films.replace("$t, ", "")})
    assert "= '$t'" in project.compile("films").sql
