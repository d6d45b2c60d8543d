"""Mistakes that `genesis check` sees in the files alone, before anything is connected to."""

from pathlib import Path

import pytest

from tests.diagnostics.projects import check, write

CONNECTIONS = "connections:\n  demo: {engine: duckdb, files: definitions/data}\ndefault_connection: demo\n"


def tracker(more: str, destination: str = "{type: excel, path: out/more.xlsx, sheet: More}") -> dict[str, str]:
    return {"trackers/more.yaml": f"tracker: more\ninput: films\ndestination: {destination}\n{more}"}


def between(path: str, low: str, high: str) -> dict[str, str]:
    filters = f"filters:\n  - {path}: {{between: [{low}, {high}]}}\n"
    return {"inputs/films.yaml": f"input: films\nsource: film\nfields: [film_id, title]\n{filters}"}


SETTINGS = [
    (CONNECTIONS + "timezone: Mars\n", "4:11 G109 there is no time zone `Mars`"),
    (
        CONNECTIONS + "timezone: Canada/East-Saskatchewan\n",
        "4:11 G109 there is no time zone `Canada/East-Saskatchewan`",
    ),
    (CONNECTIONS + "timezone: Europe/Berln\n", "4:11 G109 there is no time zone `Europe/Berln`"),
    (CONNECTIONS + "expressions: mysql\n", "4:14 G032 `expressions` cannot be `mysql`"),
    ("connections:\n  demo: {engine: duckdb, files: nowhere}\n", "2:33 G701 there is no folder nowhere"),
    ("connections:\n  demo: {engine: duckdb, database: no.db}\n", "2:36 G701 there is no database file no.db"),
    (
        "connections:\n  demo: {engine: duckdb}\n",
        "2:9 G701 the connection `demo` needs either `files` or `database`",
    ),
]


@pytest.mark.parametrize(("settings", "said"), SETTINGS)
def test_settings(settings: str, said: str, tmp_path: Path) -> None:
    found = check(write(tmp_path, {"genesis.yaml": settings}))
    assert [f"{d.line}:{d.column} {d.code} {d.message}" for d in found] == [said]


def test_a_folder_whose_name_no_system_takes(tmp_path: Path) -> None:
    settings = f"connections:\n  demo: {{engine: duckdb, files: {'x' * 5000}}}\n"
    assert [d.code for d in check(write(tmp_path, {"genesis.yaml": settings}))] == ["G701"]


TRACKERS = [
    (tracker('schedule: {cron: "0 6 * * *", timezone: Mars}\n'), "4:41 G109 there is no time zone `Mars`"),
    (tracker('schedule: {cron: "99 * * * *"}\n'), "4:18 G108 `99 * * * *` has a field that is out of range"),
    (tracker('schedule: {cron: "0 0 31 2 *"}\n'), "4:18 G108 `0 0 31 2 *` never comes due: there is no such day"),
    (tracker("audits:\n  - rows: {min: 5, max: 2}\n"), "5:25 G812 no number of rows is at least 5 and at most 2"),
    (tracker("annotations: [_genesis]\n"), "4:15 G909 Genesis keeps a column `_genesis` of its own"),
    (tracker("annotations: [_GENESIS_state]\n"), "4:15 G909 Genesis keeps a column `_GENESIS_state` of its own"),
    (tracker("", "{type: csv, path: /proc/nope/x.csv}"), "3:32 G802 `/proc/nope/x.csv` leads out of the project"),
    (
        tracker("", "{type: csv, path: definitions/data/studio/film.csv}"),
        "3:32 G802 `definitions/data/studio/film.csv` stands in definitions/, which the project reads",
    ),
    (tracker("", "{type: excel, path: ../x.xlsx, sheet: X}"), "3:34 G802 `../x.xlsx` leads out of the project"),
    (between("released", "2024-12-01", "2024-01-01"), "5:25 G030 nothing lies between `2024-12-01` and `2024-01-01`"),
    (between("film_id", "10", "9"), "5:24 G030 nothing lies between `10` and `9`"),
]


@pytest.mark.parametrize(("written", "said"), TRACKERS)
def test_documents(written: dict[str, str], said: str, tmp_path: Path) -> None:
    found = {f"{d.line}:{d.column} {d.code} {d.message}" for d in check(write(tmp_path, written))}
    assert len(found) == 1, found
    assert found.pop().startswith(said)


@pytest.mark.parametrize(
    "written",
    [
        {"genesis.yaml": CONNECTIONS + "timezone: Europe/Berlin\nexpressions: postgres\n"},
        tracker('schedule: {cron: "0 0 29 2 mon", timezone: America/Los_Angeles}\n'),
        tracker("audits:\n  - rows: {min: 2, max: 2}\n"),
        between("released", "2024-01-01", "2024-01-01"),
        between("film_id", "9", "10"),
        {"genesis.yaml": 'connections:\n  demo: {engine: duckdb, files: "${FILMS}"}\n'},
    ],
)
def test_what_is_possible_is_let_through(written: dict[str, str], tmp_path: Path) -> None:
    assert check(write(tmp_path, written)) == ()


@pytest.mark.parametrize(("first", "second"), [("path: out/a.xlsx, sheet: A", "path: ./out/a.xlsx, sheet: a")])
def test_sheets_are_not_told_apart_by_case(first: str, second: str, tmp_path: Path) -> None:
    written = tracker("", f"{{type: excel, {second}}}")
    written["trackers/films.yaml"] = f"tracker: films\ninput: films\ndestination: {{type: excel, {first}}}\n"
    assert [(d.code, d.file) for d in check(write(tmp_path, written))] == [("G908", "trackers/more.yaml")]


def test_a_missing_name_or_number_hides_nothing(tmp_path: Path) -> None:
    text = "input: films\nsource: film\nfields:\n  - titel\n  - {sql: upper(title)}\n  - {sql: yeer, as: y}\n"
    found = check(write(tmp_path, {"inputs/films.yaml": text + "limit: ten\nsort: title desc\n"}))
    assert [(d.line, d.code) for d in found] == [(4, "G203"), (5, "G021"), (6, "G203"), (7, "G035"), (8, "G203")]


def test_what_a_mistake_of_shape_spoils_is_not_looked_at(tmp_path: Path) -> None:
    text = "input: films\nsource: film\nfields:\n  - {sql: upper(title)}\n  - {fild: title, as: x}\nsort: x\n"
    assert {d.code for d in check(write(tmp_path, {"inputs/films.yaml": text}))} <= {"G020", "G021"}
